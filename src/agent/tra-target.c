/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-target-private.h"

#include "tr-json.h"

/* The most skills that are named. */
#define MAX_SKILLS 6

/**
 * TraTarget:
 *
 * Somebody, or a queue, that a call may be handed to, as the service lists it.
 */
struct _TraTarget
{
  GObject parent_instance;

  char *sid;    /* owned */
  char *name;   /* owned */
  char *detail; /* owned, nullable */
  char *skills; /* owned, nullable */
  TraTargetKind kind;
};

G_DEFINE_FINAL_TYPE (TraTarget, tra_target, G_TYPE_OBJECT)

static void
tra_target_finalize (GObject *object)
{
  TraTarget *self = TRA_TARGET (object);

  g_free (self->sid);
  g_free (self->name);
  g_free (self->detail);
  g_free (self->skills);
  G_OBJECT_CLASS (tra_target_parent_class)->finalize (object);
}

static void
tra_target_class_init (TraTargetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tra_target_finalize;
}

static void
tra_target_init (TraTarget *self)
{
}

/* "support, sales", of the attribute that routing looks at by convention; NULL if it has none. */
static char *
read_skills (JsonObject *attributes)
{
  JsonNode *node = json_object_get_member (attributes, "skills");
  g_autoptr(GString) skills = g_string_new (NULL);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array) && i < MAX_SKILLS; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) == G_TYPE_STRING)
        g_string_append_printf (skills, "%s%s", skills->len > 0 ? ", " : "",
                                json_node_get_string (element));
    }
  return skills->len > 0 ? g_strdup (skills->str) : NULL;
}

/**
 * tra_target_new_worker:
 * @node: a worker of the REST API
 * @free_sids: (element-type utf8): who can take another call
 * @error: return location
 *
 * Returns: (transfer full): a colleague; NULL with %TR_ERROR_PROTOCOL that names the field
 */
TraTarget *
tra_target_new_worker (JsonNode *node, GHashTable *free_sids, GError **error)
{
  const char *sid, *name, *activity;
  g_autoptr(JsonObject) attributes = NULL;
  gboolean is_available;
  JsonObject *object;
  TraTarget *self;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &sid, error) ||
      !tr_json_expect_string (object, "friendly_name", &name, error) ||
      !tr_json_expect_string (object, "activity_name", &activity, error) ||
      !tr_json_expect_bool (object, "available", &is_available, error))
    {
      g_prefix_error_literal (error, "Worker: ");
      return NULL;
    }
  /* Without them a colleague can be called all the same. */
  tr_json_expect_nested_rounded (object, "attributes", &attributes, NULL);

  self = g_object_new (TRA_TYPE_TARGET, NULL);
  self->sid = g_strdup (sid);
  self->name = g_strdup (name);
  self->detail = g_strdup (activity);
  self->skills = attributes != NULL ? read_skills (attributes) : NULL;
  if (!is_available)
    self->kind = TRA_TARGET_AWAY;
  else
    self->kind = g_hash_table_contains (free_sids, sid) ? TRA_TARGET_FREE : TRA_TARGET_BUSY;
  return self;
}

/**
 * tra_target_new_queue:
 * @node: a task queue of the REST API
 * @error: return location
 *
 * Returns: (transfer full): a queue; NULL with %TR_ERROR_PROTOCOL that names the field
 */
TraTarget *
tra_target_new_queue (JsonNode *node, GError **error)
{
  const char *sid, *name;
  JsonObject *object;
  TraTarget *self;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &sid, error) ||
      !tr_json_expect_string (object, "friendly_name", &name, error))
    {
      g_prefix_error_literal (error, "TaskQueue: ");
      return NULL;
    }

  self = g_object_new (TRA_TYPE_TARGET, NULL);
  self->sid = g_strdup (sid);
  self->name = g_strdup (name);
  self->kind = TRA_TARGET_QUEUE;
  return self;
}

const char *
tra_target_get_sid (TraTarget *self)
{
  g_return_val_if_fail (TRA_IS_TARGET (self), NULL);

  return self->sid;
}

const char *
tra_target_get_name (TraTarget *self)
{
  g_return_val_if_fail (TRA_IS_TARGET (self), NULL);

  return self->name;
}

const char *
tra_target_get_detail (TraTarget *self)
{
  g_return_val_if_fail (TRA_IS_TARGET (self), NULL);

  return self->detail;
}

const char *
tra_target_get_skills (TraTarget *self)
{
  g_return_val_if_fail (TRA_IS_TARGET (self), NULL);

  return self->skills;
}

TraTargetKind
tra_target_get_kind (TraTarget *self)
{
  g_return_val_if_fail (TRA_IS_TARGET (self), TRA_TARGET_AWAY);

  return self->kind;
}
