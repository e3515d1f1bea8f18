/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-channel.h"

#include "tr-json.h"
#include "tr-model.h"

/**
 * TrWorkerChannel:
 *
 * How much of one kind of work (voice, chat …) a worker takes at a time.
 */

struct _TrWorkerChannel
{
  GObject parent_instance;

  char *sid; /* owned; set once, never NULL after construction from JSON */
  char *unique_name; /* owned */
  gboolean is_available;
  int capacity;
  int assigned_tasks;
  int capacity_percentage;
  gint64 version;
};

enum
{
  PROP_0,
  PROP_SID,
  PROP_UNIQUE_NAME,
  PROP_IS_AVAILABLE,
  PROP_CAPACITY,
  PROP_ASSIGNED_TASKS,
  PROP_CAPACITY_PERCENTAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TrWorkerChannel, tr_worker_channel, G_TYPE_OBJECT)

static void
tr_worker_channel_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrWorkerChannel *self = TR_WORKER_CHANNEL (object);

  switch (prop_id)
    {
    case PROP_SID:
      g_value_set_string (value, self->sid);
      break;
    case PROP_UNIQUE_NAME:
      g_value_set_string (value, self->unique_name);
      break;
    case PROP_IS_AVAILABLE:
      g_value_set_boolean (value, self->is_available);
      break;
    case PROP_CAPACITY:
      g_value_set_int (value, self->capacity);
      break;
    case PROP_ASSIGNED_TASKS:
      g_value_set_int (value, self->assigned_tasks);
      break;
    case PROP_CAPACITY_PERCENTAGE:
      g_value_set_int (value, self->capacity_percentage);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tr_worker_channel_finalize (GObject *object)
{
  TrWorkerChannel *self = TR_WORKER_CHANNEL (object);

  g_free (self->sid);
  g_free (self->unique_name);
  G_OBJECT_CLASS (tr_worker_channel_parent_class)->finalize (object);
}

static void
install_int (GObjectClass *object_class, guint prop_id, const char *name)
{
  properties[prop_id] = g_param_spec_int (name, NULL, NULL, 0, G_MAXINT, 0,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, prop_id, properties[prop_id]);
}

static void
install_string (GObjectClass *object_class, guint prop_id, const char *name)
{
  properties[prop_id] = g_param_spec_string (name, NULL, NULL, NULL,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, prop_id, properties[prop_id]);
}

static void
tr_worker_channel_class_init (TrWorkerChannelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tr_worker_channel_get_property;
  object_class->finalize = tr_worker_channel_finalize;

  install_string (object_class, PROP_SID, "sid");
  install_string (object_class, PROP_UNIQUE_NAME, "unique-name");
  properties[PROP_IS_AVAILABLE] = g_param_spec_boolean (
      "is-available", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, PROP_IS_AVAILABLE, properties[PROP_IS_AVAILABLE]);
  install_int (object_class, PROP_CAPACITY, "capacity");
  install_int (object_class, PROP_ASSIGNED_TASKS, "assigned-tasks");
  install_int (object_class, PROP_CAPACITY_PERCENTAGE, "capacity-percentage");
}

static void
tr_worker_channel_init (TrWorkerChannel *self)
{
  self->version = TR_MODEL_NO_VERSION;
}

/**
 * tr_worker_channel_new_from_json:
 * @node: a Channel of the protocol
 * @error: return location
 *
 * Returns: (transfer full): a channel; NULL with %TR_ERROR_PROTOCOL that names the field
 */
TrWorkerChannel *
tr_worker_channel_new_from_json (JsonNode *node, GError **error)
{
  g_autoptr(TrWorkerChannel) self = g_object_new (TR_TYPE_WORKER_CHANNEL, NULL);

  return tr_worker_channel_update_from_json (self, node, error) ? g_steal_pointer (&self) : NULL;
}

static void
set_int (TrWorkerChannel *self, int *place, gint64 value, guint prop_id)
{
  if (*place == value)
    return;

  *place = (int) value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

/**
 * tr_worker_channel_update_from_json:
 * @self: a channel
 * @node: a Channel of the protocol, with the same sid
 * @error: return location
 *
 * A document with a lower version than the one known is older and changes nothing.
 *
 * Returns: whether @node could be read; if not, nothing changed and @error names the field
 *
 * Source: the protocol's payload shapes, "Channel"; REST has no version there.
 */
gboolean
tr_worker_channel_update_from_json (TrWorkerChannel *self, JsonNode *node, GError **error)
{
  JsonObject *object;
  const char *sid, *unique_name;
  gboolean is_available;
  gint64 capacity, assigned_tasks, percentage, version;

  g_return_val_if_fail (TR_IS_WORKER_CHANNEL (self), FALSE);

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &sid, error) ||
      !tr_model_check_sid (self->sid, sid, error) ||
      !tr_json_expect_id (object, "task_channel_unique_name", &unique_name, error) ||
      !tr_json_expect_bool (object, "available", &is_available, error) ||
      !tr_json_expect_int (object, "configured_capacity", 0, G_MAXINT, &capacity, error) ||
      !tr_json_expect_int (object, "assigned_tasks", 0, G_MAXINT, &assigned_tasks, error) ||
      !tr_json_expect_int (object, "available_capacity_percentage", 0, 100, &percentage, error) ||
      !tr_json_optional_int (object, "version", 0, G_MAXINT64, self->version, &version, error))
    {
      g_prefix_error_literal (error, "Worker channel: ");
      return FALSE;
    }
  if (version < self->version)
    return TRUE;

  self->version = version;
  g_object_freeze_notify (G_OBJECT (self));
  tr_model_notify (self, properties[PROP_SID], tr_model_set_string (&self->sid, sid));
  tr_model_notify (self, properties[PROP_UNIQUE_NAME],
                   tr_model_set_string (&self->unique_name, unique_name));
  tr_model_notify (self, properties[PROP_IS_AVAILABLE], self->is_available != is_available);
  self->is_available = is_available;
  set_int (self, &self->capacity, capacity, PROP_CAPACITY);
  set_int (self, &self->assigned_tasks, assigned_tasks, PROP_ASSIGNED_TASKS);
  set_int (self, &self->capacity_percentage, percentage, PROP_CAPACITY_PERCENTAGE);
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}

/**
 * tr_worker_channel_get_sid:
 * @self: a channel
 *
 * Returns: its sid (WC…)
 */
const char *
tr_worker_channel_get_sid (TrWorkerChannel *self)
{
  g_return_val_if_fail (TR_IS_WORKER_CHANNEL (self), NULL);

  return self->sid;
}

/**
 * tr_worker_channel_get_unique_name:
 * @self: a channel
 *
 * Returns: the unique name of the task channel: "voice", "chat" …
 */
const char *
tr_worker_channel_get_unique_name (TrWorkerChannel *self)
{
  g_return_val_if_fail (TR_IS_WORKER_CHANNEL (self), NULL);

  return self->unique_name;
}

/**
 * tr_worker_channel_is_available:
 * @self: a channel
 *
 * Returns: whether the worker takes work of this kind at all
 */
gboolean
tr_worker_channel_is_available (TrWorkerChannel *self)
{
  g_return_val_if_fail (TR_IS_WORKER_CHANNEL (self), FALSE);

  return self->is_available;
}

/**
 * tr_worker_channel_get_capacity:
 * @self: a channel
 *
 * Returns: how many tasks at a time
 */
int
tr_worker_channel_get_capacity (TrWorkerChannel *self)
{
  g_return_val_if_fail (TR_IS_WORKER_CHANNEL (self), 0);

  return self->capacity;
}

/**
 * tr_worker_channel_get_assigned_tasks:
 * @self: a channel
 *
 * Returns: how many tasks the worker has now
 */
int
tr_worker_channel_get_assigned_tasks (TrWorkerChannel *self)
{
  g_return_val_if_fail (TR_IS_WORKER_CHANNEL (self), 0);

  return self->assigned_tasks;
}

/**
 * tr_worker_channel_get_capacity_percentage:
 * @self: a channel
 *
 * Returns: how much of the capacity is free, from 0 to 100
 */
int
tr_worker_channel_get_capacity_percentage (TrWorkerChannel *self)
{
  g_return_val_if_fail (TR_IS_WORKER_CHANNEL (self), 0);

  return self->capacity_percentage;
}
