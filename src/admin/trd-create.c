/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

#include "tr-json.h"

/* What makes something happen to people: the same verbs on a sandbox and on a real account, which asks
 * first. */

static const TrdColumn task_columns[] = {
  { "task_queue_friendly_name", "Queue", TRD_KIND_TEXT },
  { "assignment_status", "Status", TRD_KIND_TEXT },
  { "workflow_friendly_name", "Workflow", TRD_KIND_TEXT },
  { "attributes", "Attributes", TRD_KIND_TEXT },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const TrdColumn call_columns[] = {
  { "from", "From", TRD_KIND_TEXT },
  { "to", "To", TRD_KIND_TEXT },
  { "status", "Status", TRD_KIND_TEXT },
  { "sid", "SID", TRD_KIND_TEXT },
};

/* With TR_BASE_URL nobody real is called. */
static gboolean
confirm (TrdService *service, const TrdOptions *options, const char *question)
{
  TrEndpoints *endpoints = tr_client_get_endpoints (trd_service_get_client (service));

  return !tr_endpoints_is_official (endpoints) || trd_confirm (options, question);
}

static gboolean
is_object (const char *text)
{
  g_autoptr(JsonNode) node = tr_json_parse (text, -1, NULL);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node);
}

static JsonObject *
find_workflow (TrdService *service, const char *name, GError **error)
{
  g_autoptr(GPtrArray) workflows = trd_service_list_workspace (service, "Workflows", NULL, 0, error);
  JsonObject *workflow = workflows != NULL ? trd_find (workflows, name, "workflow", error) : NULL;

  return workflow != NULL ? json_object_ref (workflow) : NULL;
}

static TrdExit
create_task (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  const char *attributes = arguments[1] != NULL ? arguments[1] : "{}";
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) workflow = NULL;
  g_autoptr(JsonObject) task = NULL;

  if (!is_object (attributes))
    return trd_complain (TRD_EXIT_USAGE, "a task's attributes are a JSON object, as '{\"type\":\"sales\"}'");
  workflow = find_workflow (service, arguments[0], &error);
  if (workflow == NULL)
    return trd_complain_error (error);
  if (!confirm (service, options, "Make this task? Somebody will be offered it."))
    return TRD_EXIT_REFUSED;
  task = trd_service_request_workspace (service, "POST", "Tasks", (const char *const[]) {
    "WorkflowSid", trd_member_text (workflow, "sid"), "Attributes", attributes, NULL }, &error);
  if (task == NULL)
    return trd_complain_error (error);
  trd_card_print (task_columns, G_N_ELEMENTS (task_columns), task, options->format);
  return TRD_EXIT_DONE;
}

static TrdExit
cancel_tasks (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  const char *const form[] = { "AssignmentStatus", "canceled", "Reason", "canceled by an administrator",
                               NULL };
  TrdExit status = TRD_EXIT_DONE;

  if (!trd_confirm (options, "Cancel these tasks? Their callers lose their place."))
    return TRD_EXIT_REFUSED;
  for (gsize i = 0; arguments[i] != NULL; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) task =
          trd_service_request_by_sid (service, TR_SERVICE_TASKROUTER, "POST", "task", "Tasks/%s", arguments[i],
                                      form, &error);

      if (task == NULL)
        status = trd_complain_error (error);
      else
        trd_card_print (task_columns, G_N_ELEMENTS (task_columns), task, options->format);
    }
  return status;
}

static TrdExit
create_call (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  const char *const form[] = { "From", arguments[0], "To", arguments[1], "Url", arguments[2], NULL };
  g_autofree char *question = g_strdup_printf ("Call %s? It costs money, and somebody's phone rings.",
                                               arguments[1]);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) call = NULL;

  if (!confirm (service, options, question))
    return TRD_EXIT_REFUSED;
  call = trd_service_request (service, TR_SERVICE_API, "POST", "Calls.json", form, &error);
  if (call == NULL)
    return trd_complain_error (error);
  trd_card_print (call_columns, G_N_ELEMENTS (call_columns), call, options->format);
  return TRD_EXIT_DONE;
}

const TrdCommand trd_create_commands[] = {
  { "tasks", "create", "WORKFLOW [ATTRIBUTES]", "Make a task, with attributes as JSON.", create_task, 1, 2,
    TRD_OPTION_ASK },
  { "tasks", "cancel", "TASK…", "Cancel tasks that nobody has accepted.", cancel_tasks, 1, G_MAXUINT8,
    TRD_OPTION_ASK },
  { "calls", "create", "FROM TO URL", "Call a number, and run the TwiML at URL when it is answered.",
    create_call, 3, 3, TRD_OPTION_ASK },
  { NULL },
};
