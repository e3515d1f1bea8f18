/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-draft.h"

#include "tr-json.h"

/*
 * Where notes and outcome are kept with the service: the task's attributes "conversations.content"
 * and "conversations.outcome". The service's own reports read them there.
 *
 * Source: Twilio's documentation of Flex Insights, "Enhance integration: conversations attributes".
 */
#define KEY "conversations"
#define NOTES "content"
#define OUTCOME "outcome"

/**
 * tra_draft_new:
 * @task: a task
 *
 * Returns: (transfer full): what is written about it so far, as the task itself says
 */
TraDraft *
tra_draft_new (TrTask *task)
{
  TraDraft *self;

  g_return_val_if_fail (TR_IS_TASK (task), NULL);

  self = g_new0 (TraDraft, 1);
  self->task_sid = g_strdup (tr_task_get_sid (task));
  self->task_created = tr_task_get_date_created (task);
  self->notes = g_strdup (tra_draft_get_saved_notes (task));
  self->outcome = g_strdup (tra_draft_get_saved_outcome (task));
  return self;
}

/**
 * tra_draft_new_from_json:
 * @node: what a file holds
 * @error: set to %TR_ERROR_PROTOCOL when that is no draft
 *
 * Returns: (transfer full): a draft
 */
TraDraft *
tra_draft_new_from_json (JsonNode *node, GError **error)
{
  const char *task_sid, *notes, *outcome;
  gint64 created, edited;
  JsonObject *object;
  TraDraft *self;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_string (object, "task", &task_sid, error) ||
      !tr_json_optional_int (object, "task_created", 0, G_MAXINT64, 0, &created, error) ||
      !tr_json_optional_int (object, "edited", 0, G_MAXINT64, 0, &edited, error) ||
      !tr_json_expect_string (object, "notes", &notes, error) ||
      !tr_json_expect_string (object, "outcome", &outcome, error))
    return NULL;

  self = g_new0 (TraDraft, 1);
  self->task_sid = g_strdup (task_sid);
  self->task_created = created;
  self->notes = g_strdup (notes);
  self->outcome = g_strdup (outcome);
  self->edited = edited;
  return self;
}

/**
 * tra_draft_to_json:
 * @self: a draft
 *
 * Returns: (transfer full): the text of its file
 */
char *
tra_draft_to_json (const TraDraft *self)
{
  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "task", self->task_sid);
  json_object_set_int_member (object, "task_created", self->task_created);
  json_object_set_string_member (object, "notes", self->notes);
  json_object_set_string_member (object, "outcome", self->outcome);
  json_object_set_int_member (object, "edited", self->edited);
  return tr_json_object_to_string (object);
}

/**
 * tra_draft_is_of:
 * @self: a draft
 * @task: a task
 *
 * Returns: whether it was written about this task, and not about one that had its SID before
 */
gboolean
tra_draft_is_of (const TraDraft *self, TrTask *task)
{
  return g_str_equal (self->task_sid, tr_task_get_sid (task)) &&
         self->task_created == tr_task_get_date_created (task);
}

void
tra_draft_free (TraDraft *self)
{
  g_free (self->task_sid);
  g_free (self->notes);
  g_free (self->outcome);
  g_free (self);
}

static const char *
get_saved (TrTask *task, const char *name)
{
  JsonNode *node = json_object_get_member (tr_task_get_attributes (task), KEY);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return "";

  node = json_object_get_member (json_node_get_object (node), name);
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : "";
}

const char *
tra_draft_get_saved_notes (TrTask *task)
{
  g_return_val_if_fail (TR_IS_TASK (task), "");

  return get_saved (task, NOTES);
}

const char *
tra_draft_get_saved_outcome (TrTask *task)
{
  g_return_val_if_fail (TR_IS_TASK (task), "");

  return get_saved (task, OUTCOME);
}

static void
set_if_new (JsonObject *members, const char *name, const char *value, const char *saved)
{
  if (g_str_equal (value, saved))
    return;

  if (*value != '\0')
    json_object_set_string_member (members, name, value);
  else
    json_object_set_null_member (members, name);
}

/**
 * tra_draft_to_patch:
 * @self: a draft
 * @task: its task
 *
 * Returns: (transfer full) (nullable): what tr_worker_merge_task_attributes_async() takes; %NULL if
 *   the task holds all of it
 */
JsonObject *
tra_draft_to_patch (const TraDraft *self, TrTask *task)
{
  g_autoptr(JsonObject) members = json_object_new ();
  JsonObject *patch;

  set_if_new (members, NOTES, self->notes, tra_draft_get_saved_notes (task));
  set_if_new (members, OUTCOME, self->outcome, tra_draft_get_saved_outcome (task));
  if (json_object_get_size (members) == 0)
    return NULL;

  patch = json_object_new ();
  json_object_set_object_member (patch, KEY, g_steal_pointer (&members));
  return patch;
}
