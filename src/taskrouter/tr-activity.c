/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-activity.h"

#include "tr-json.h"
#include "tr-model.h"

/**
 * TrActivity:
 *
 * A status that a worker can be in, as the workspace defines it. Only an available one is offered
 * work. Decodes the shape of the event bridge and that of REST, which differ in their dates only.
 */

struct _TrActivity
{
  GObject parent_instance;

  char *sid; /* owned; set once, never NULL after construction from JSON */
  char *friendly_name; /* owned */
  gboolean is_available;
};

enum { PROP_0, PROP_SID, PROP_FRIENDLY_NAME, PROP_IS_AVAILABLE, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TrActivity, tr_activity, G_TYPE_OBJECT)

static void
tr_activity_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrActivity *self = TR_ACTIVITY (object);

  switch (prop_id)
    {
    case PROP_SID:
      g_value_set_string (value, self->sid);
      break;
    case PROP_FRIENDLY_NAME:
      g_value_set_string (value, self->friendly_name);
      break;
    case PROP_IS_AVAILABLE:
      g_value_set_boolean (value, self->is_available);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tr_activity_finalize (GObject *object)
{
  TrActivity *self = TR_ACTIVITY (object);

  g_free (self->sid);
  g_free (self->friendly_name);
  G_OBJECT_CLASS (tr_activity_parent_class)->finalize (object);
}

static void
tr_activity_class_init (TrActivityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tr_activity_get_property;
  object_class->finalize = tr_activity_finalize;

  properties[PROP_SID] = g_param_spec_string ("sid", NULL, NULL, NULL,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FRIENDLY_NAME] = g_param_spec_string (
      "friendly-name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_AVAILABLE] = g_param_spec_boolean (
      "is-available", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tr_activity_init (TrActivity *self)
{
}

/**
 * tr_activity_new_from_json:
 * @node: an Activity of the protocol
 * @error: return location
 *
 * Returns: (transfer full): an activity; NULL with %TR_ERROR_PROTOCOL that names the field
 */
TrActivity *
tr_activity_new_from_json (JsonNode *node, GError **error)
{
  g_autoptr(TrActivity) self = g_object_new (TR_TYPE_ACTIVITY, NULL);

  return tr_activity_update_from_json (self, node, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tr_activity_update_from_json:
 * @self: an activity
 * @node: an Activity of the protocol, with the same sid
 * @error: return location
 *
 * An activity has no version: the last document wins.
 *
 * Returns: whether @node could be read; if not, nothing changed and @error names the field
 *
 * Source: the protocol's payload shapes, "Activity"; REST resource Activity.
 */
gboolean
tr_activity_update_from_json (TrActivity *self, JsonNode *node, GError **error)
{
  JsonObject *object;
  const char *sid, *friendly_name;
  gboolean is_available;

  g_return_val_if_fail (TR_IS_ACTIVITY (self), FALSE);

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &sid, error) ||
      !tr_model_check_sid (self->sid, sid, error) ||
      !tr_json_expect_string (object, "friendly_name", &friendly_name, error) ||
      !tr_json_expect_bool (object, "available", &is_available, error))
    {
      g_prefix_error_literal (error, "Activity: ");
      return FALSE;
    }

  g_object_freeze_notify (G_OBJECT (self));
  tr_model_notify (self, properties[PROP_SID], tr_model_set_string (&self->sid, sid));
  tr_model_notify (self, properties[PROP_FRIENDLY_NAME],
                   tr_model_set_string (&self->friendly_name, friendly_name));
  if (self->is_available != is_available)
    {
      self->is_available = is_available;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_AVAILABLE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}

/**
 * tr_activity_get_sid:
 * @self: an activity
 *
 * Returns: its sid (WA…)
 */
const char *
tr_activity_get_sid (TrActivity *self)
{
  g_return_val_if_fail (TR_IS_ACTIVITY (self), NULL);

  return self->sid;
}

/**
 * tr_activity_get_friendly_name:
 * @self: an activity
 *
 * Returns: the name that the workspace gave it
 */
const char *
tr_activity_get_friendly_name (TrActivity *self)
{
  g_return_val_if_fail (TR_IS_ACTIVITY (self), NULL);

  return self->friendly_name;
}

/**
 * tr_activity_is_available:
 * @self: an activity
 *
 * Returns: whether workers in it are offered work
 */
gboolean
tr_activity_is_available (TrActivity *self)
{
  g_return_val_if_fail (TR_IS_ACTIVITY (self), FALSE);

  return self->is_available;
}
