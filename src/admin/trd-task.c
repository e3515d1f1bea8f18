/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-task.h"

#include "tr-error.h"
#include "tr-json.h"

/* Of the attributes, which anybody may have written, what the lists need. */
static void
add_text (JsonObject *task, JsonObject *attributes, const char *const *names, const char *member)
{
  for (gsize i = 0; names[i] != NULL; i++)
    {
      const char *text = trd_member_text (attributes, names[i]);

      if (text != NULL && *text != '\0')
        {
          json_object_set_string_member (task, member, text);
          return;
        }
    }
}

static void
add_conference (JsonObject *task, JsonObject *attributes)
{
  static const char *const sid[] = { "sid", NULL };
  JsonNode *node = json_object_has_member (attributes, "conference")
                       ? json_object_get_member (attributes, "conference")
                       : NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    add_text (task, json_node_get_object (node), sid, "conference_sid");
}

static void
add_attributes (JsonObject *task)
{
  static const char *const callers[] = { "from", "caller", "name", NULL };
  static const char *const calls[] = { "call_sid", NULL };
  const char *text = trd_member_text (task, "attributes");
  g_autoptr(JsonNode) node = text != NULL ? tr_json_parse (text, -1, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  add_text (task, json_node_get_object (node), callers, "from");
  add_text (task, json_node_get_object (node), calls, "call_sid");
  add_conference (task, json_node_get_object (node));
}

/**
 * trd_task_list:
 * @service: the service
 * @status: (nullable): only those of this assignment status, or of several between commas
 * @limit: how many at most; 0: all
 *
 * Returns: (transfer full) (nullable) (element-type JsonObject): the tasks, with "from", "call_sid" and
 *   "conference_sid" of their attributes where those have them
 */
GPtrArray *
trd_task_list (TrdService *service, const char *status, guint limit, GError **error)
{
  const char *const query[] = { "AssignmentStatus", status, NULL };
  GPtrArray *tasks = trd_service_list_workspace (service, "Tasks", status != NULL ? query : NULL, limit,
                                                 error);

  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    add_attributes (g_ptr_array_index (tasks, i));
  return tasks;
}

/**
 * trd_task_find:
 * @service: the service
 * @sid: a task's SID
 *
 * Returns: (transfer full) (nullable): the task, as trd_task_list() has it
 */
JsonObject *
trd_task_find (TrdService *service, const char *sid, GError **error)
{
  JsonObject *task =
      trd_service_request_by_sid (service, TR_SERVICE_TASKROUTER, "GET", "task", "Tasks/%s", sid, NULL, error);

  if (task != NULL)
    add_attributes (task);
  return task;
}

static gboolean
is_over (const char *status)
{
  static const char *const over[] = { "completed", "busy", "failed", "no-answer", "canceled", NULL };

  return status != NULL && g_strv_contains (over, status);
}

/**
 * trd_task_is_call_over:
 * @service: the service
 * @task: of trd_task_list()
 *
 * Returns: whether the caller has hung up; also when the task is no call, or its call is forgotten.
 *   %FALSE without an error: the call goes on
 */
gboolean
trd_task_is_call_over (TrdService *service, JsonObject *task, GError **error)
{
  const char *sid = trd_member_text (task, "call_sid");
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  g_autoptr(JsonObject) call = NULL;
  g_autoptr(GError) problem = NULL;

  if (sid == NULL)
    return TRUE;

  escaped = g_uri_escape_string (sid, NULL, FALSE);
  path = g_strdup_printf ("Calls/%s.json", escaped);
  call = trd_service_request (service, TR_SERVICE_API, "GET", path, NULL, &problem);
  if (call != NULL)
    return is_over (trd_member_text (call, "status"));
  if (g_error_matches (problem, TR_ERROR, TR_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}
