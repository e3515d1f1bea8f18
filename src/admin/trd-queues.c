/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

/* The voice network's queues: TaskRouter names each by the workflow whose callers wait in it. */
static const TrdColumn columns[] = {
  { "name", "NAME", TRD_KIND_TEXT },
  { "workflow", "WORKFLOW", TRD_KIND_TEXT },
  { "current_size", "SIZE", TRD_KIND_NUMBER },
  { "max_size", "MAX", TRD_KIND_NUMBER },
  { "average_wait_time", "AVERAGE WAIT", TRD_KIND_DURATION },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const TrdColumn member_columns[] = {
  { "position", "POSITION", TRD_KIND_NUMBER },
  { "wait_time", "WAITED", TRD_KIND_DURATION },
  { "date_enqueued", "SINCE", TRD_KIND_TIME },
  { "call_sid", "CALL", TRD_KIND_TEXT },
};

/* Source: Twilio's TaskRouter documentation of the Enqueue verb with a workflow. */
static void
add_workflows (GPtrArray *queues, GPtrArray *workflows)
{
  for (guint i = 0; i < queues->len; i++)
    {
      JsonObject *queue = g_ptr_array_index (queues, i);
      const char *name = trd_member_text (queue, "friendly_name");
      JsonObject *workflow = name != NULL ? trd_find (workflows, name, "workflow", NULL) : NULL;

      if (workflow != NULL)
        {
          name = trd_member_text (workflow, "friendly_name");
          json_object_set_string_member (queue, "workflow", name);
        }
      if (name != NULL)
        json_object_set_string_member (queue, "name", name);
    }
}

static GPtrArray *
list_queues (TrdService *service, guint limit, GError **error)
{
  g_autoptr(GPtrArray) queues =
      trd_service_list (service, TR_SERVICE_API, "Queues.json", NULL, limit, error);
  g_autoptr(GPtrArray) workflows = NULL;

  if (queues == NULL)
    return NULL;
  workflows = trd_service_list_workspace (service, "Workflows", NULL, 0, error);
  if (workflows == NULL)
    return NULL;
  add_workflows (queues, workflows);
  return g_steal_pointer (&queues);
}

static TrdExit
list (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) queues = list_queues (service, options->limit, &error);

  if (queues == NULL)
    return trd_complain_error (error);
  trd_table_print (columns, G_N_ELEMENTS (columns), queues, options->format,
                   "There are no voice queues: nobody has waited yet.");
  return TRD_EXIT_DONE;
}

/* By its own name, or by that of its workflow. */
static JsonObject *
find_queue (GPtrArray *queues, const char *name, GError **error)
{
  for (guint i = 0; i < queues->len; i++)
    if (g_strcmp0 (trd_member_text (g_ptr_array_index (queues, i), "workflow"), name) == 0)
      return g_ptr_array_index (queues, i);
  return trd_find (queues, name, "voice queue", error);
}

static TrdExit
members (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) queues = list_queues (service, 0, &error);
  g_autoptr(GPtrArray) rows = NULL;
  g_autofree char *path = NULL;
  JsonObject *queue = queues != NULL ? find_queue (queues, arguments[0], &error) : NULL;

  if (queue == NULL)
    return trd_complain_error (error);
  path = g_strdup_printf ("Queues/%s/Members.json", trd_member_text (queue, "sid"));
  rows = trd_service_list (service, TR_SERVICE_API, path, NULL, options->limit, &error);
  if (rows == NULL)
    return trd_complain_error (error);
  trd_table_print (member_columns, G_N_ELEMENTS (member_columns), rows, options->format,
                   "Nobody waits in it.");
  return TRD_EXIT_DONE;
}

const TrdCommand trd_queue_commands[] = {
  { "queues", "list", "", "List the voice queues: how many wait, how long, for which workflow.", list,
    0, 0, TRD_OPTION_LIMIT },
  { "queues", "members", "QUEUE", "List who waits in one, by workflow, name or SID.", members, 1, 1,
    TRD_OPTION_LIMIT },
  { NULL },
};
