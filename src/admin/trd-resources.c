/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

#include <string.h>

/* Lists that are shown as the service has them. */
typedef struct
{
  const char *what; /* one of them */
  TrService service;
  const char *path; /* of TaskRouter's: below the workspace */
  const char *nothing;
  const TrdColumn *columns;
  gsize n_columns;
} Resource;

static const TrdColumn activity_columns[] = {
  { "friendly_name", "NAME", TRD_KIND_TEXT },
  { "available", "AVAILABLE", TRD_KIND_TEXT },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const TrdColumn workflow_columns[] = {
  { "friendly_name", "NAME", TRD_KIND_TEXT },
  { "task_reservation_timeout", "RESERVATION", TRD_KIND_DURATION },
  { "assignment_callback_url", "ASSIGNMENT CALLBACK", TRD_KIND_TEXT },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const TrdColumn workflow_card[] = {
  { "friendly_name", "NAME", TRD_KIND_TEXT },
  { "task_reservation_timeout", "RESERVATION", TRD_KIND_DURATION },
  { "assignment_callback_url", "ASSIGNMENT CALLBACK", TRD_KIND_TEXT },
  { "fallback_assignment_callback_url", "ITS FALLBACK", TRD_KIND_TEXT },
  { "configuration", "CONFIGURATION", TRD_KIND_TEXT },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const TrdColumn task_queue_columns[] = {
  { "friendly_name", "NAME", TRD_KIND_TEXT },
  { "target_workers", "WORKERS", TRD_KIND_TEXT },
  { "task_order", "ORDER", TRD_KIND_TEXT },
  { "max_reserved_workers", "MAX RESERVED", TRD_KIND_NUMBER },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const TrdColumn task_channel_columns[] = {
  { "unique_name", "NAME", TRD_KIND_TEXT },
  { "friendly_name", "LABEL", TRD_KIND_TEXT },
  { "channel_optimized_routing", "OPTIMIZED", TRD_KIND_TEXT },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const TrdColumn flow_columns[] = {
  { "friendly_name", "NAME", TRD_KIND_TEXT },
  { "status", "STATUS", TRD_KIND_TEXT },
  { "revision", "REVISION", TRD_KIND_NUMBER },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const TrdColumn number_columns[] = {
  { "phone_number", "NUMBER", TRD_KIND_TEXT },
  { "friendly_name", "NAME", TRD_KIND_TEXT },
  { "answers_with", "ANSWERS WITH", TRD_KIND_TEXT },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const Resource activities = { "activity", TR_SERVICE_TASKROUTER, "Activities",
                                     "There are no activities.", activity_columns,
                                     G_N_ELEMENTS (activity_columns) };
static const Resource workflows = { "workflow", TR_SERVICE_TASKROUTER, "Workflows",
                                    "There are no workflows.", workflow_columns,
                                    G_N_ELEMENTS (workflow_columns) };
static const Resource task_queues = { "task queue", TR_SERVICE_TASKROUTER, "TaskQueues",
                                      "There are no task queues.", task_queue_columns,
                                      G_N_ELEMENTS (task_queue_columns) };
static const Resource task_channels = { "task channel", TR_SERVICE_TASKROUTER, "TaskChannels",
                                        "There are no task channels.", task_channel_columns,
                                        G_N_ELEMENTS (task_channel_columns) };
static const Resource flows = { "flow", TR_SERVICE_STUDIO, "Flows", "There are no flows.",
                                flow_columns, G_N_ELEMENTS (flow_columns) };
static const Resource numbers = { "number", TR_SERVICE_API, "IncomingPhoneNumbers.json",
                                  "The account has no numbers.", number_columns,
                                  G_N_ELEMENTS (number_columns) };

/* A flow by its name: its address says nothing to anybody. Flows that can't be asked for leave it. */
static void
add_answers (TrdService *service, GPtrArray *rows)
{
  g_autoptr(GPtrArray) all = trd_service_list (service, TR_SERVICE_STUDIO, "Flows", NULL, 0, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      JsonObject *number = g_ptr_array_index (rows, i);
      const char *answer = trd_member_text (number, "voice_url");
      const char *slash = answer != NULL && strstr (answer, "/Flows/FW") != NULL ? strrchr (answer, '/') : NULL;
      JsonObject *flow = slash != NULL && all != NULL ? trd_find (all, slash + 1, "flow", NULL) : NULL;

      if (flow != NULL && trd_member_text (flow, "friendly_name") != NULL)
        answer = trd_member_text (flow, "friendly_name");
      if (answer != NULL)
        json_object_set_string_member (number, "answers_with", answer);
    }
}

static GPtrArray *
list_all (const Resource *resource, TrdService *service, guint limit, GError **error)
{
  GPtrArray *rows;

  if (resource->service == TR_SERVICE_TASKROUTER)
    return trd_service_list_workspace (service, resource->path, NULL, limit, error);
  rows = trd_service_list (service, resource->service, resource->path, NULL, limit, error);
  if (rows != NULL && resource == &numbers)
    add_answers (service, rows);
  return rows;
}

static TrdExit
list (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  const Resource *resource = command->data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = list_all (resource, service, options->limit, &error);

  if (rows == NULL)
    return trd_complain_error (error);
  trd_table_print (resource->columns, resource->n_columns, rows, options->format, resource->nothing);
  return TRD_EXIT_DONE;
}

/* A flow's list leaves out its definition. */
static JsonObject *
fetch_whole (const Resource *resource, TrdService *service, JsonObject *found, GError **error)
{
  g_autofree char *path = NULL;

  if (resource->service != TR_SERVICE_STUDIO)
    return json_object_ref (found);
  path = g_strdup_printf ("%s/%s", resource->path, trd_member_text (found, "sid"));
  return trd_service_request (service, resource->service, "GET", path, NULL, error);
}

/* A number has its digits for a name, whatever it is called. */
static JsonObject *
find (const Resource *resource, GPtrArray *rows, const char *name, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (trd_member_text (g_ptr_array_index (rows, i), "phone_number"), name) == 0)
      return g_ptr_array_index (rows, i);
  return trd_find (rows, name, resource->what, error);
}

static TrdExit
show (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  const Resource *resource = command->data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = list_all (resource, service, 0, &error);
  g_autoptr(JsonObject) whole = NULL;
  JsonObject *found;

  found = rows != NULL ? find (resource, rows, arguments[0], &error) : NULL;
  whole = found != NULL ? fetch_whole (resource, service, found, &error) : NULL;
  if (whole == NULL)
    return trd_complain_error (error);
  if (resource == &workflows)
    trd_card_print (workflow_card, G_N_ELEMENTS (workflow_card), whole, options->format);
  else
    trd_card_print (resource->columns, resource->n_columns, whole, options->format);
  return TRD_EXIT_DONE;
}

#define LIST_AND_SHOW(noun, words, resource) \
  { noun, "list", "", "List " words ".", list, 0, 0, TRD_OPTION_LIMIT, FALSE, &resource }, \
  { noun, "show", "NAME", "Show one of them, by name or SID.", show, 1, 1, 0, FALSE, &resource }

const TrdCommand trd_resource_commands[] = {
  LIST_AND_SHOW ("activities", "the activities that workers can have", activities),
  LIST_AND_SHOW ("workflows", "the workflows", workflows),
  LIST_AND_SHOW ("task-queues", "the task queues, and which workers each takes", task_queues),
  LIST_AND_SHOW ("task-channels", "the kinds of work", task_channels),
  LIST_AND_SHOW ("flows", "Studio's flows", flows),
  LIST_AND_SHOW ("numbers", "the account's phone numbers, and what answers them", numbers),
  { NULL },
};
