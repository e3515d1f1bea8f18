/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-story.h"

#include "tr-json.h"

#include "tsv-answer.h"
#include "tsv-oversight.h"

#define MAX_EVENTS 5000

/* Which events are steps of a story, in the order that those of one moment have. %W, %Q and %R are
 * the worker's name, the queue's, and the reason. */
static const struct
{
  const char *type;
  const char *what;
  const char *text;
} steps[] = {
  { "task.created", "created", "Created" },
  { "task-queue.entered", "queued", "Waits in %Q" },
  { "task-queue.moved", "moved", "Moved to %Q" },
  { "task-queue.timeout", "waited-too-long", "Waited too long in %Q" },
  { "workflow.timeout", "out-of-queues", "Waited too long in every queue" },
  { "task.transfer-initiated", "transfer", "A transfer began" },
  { "reservation.created", "reserved", "Offered to %W" },
  { "reservation.accepted", "accepted", "Accepted by %W" },
  { "reservation.rejected", "rejected", "Declined by %W" },
  { "reservation.timeout", "missed", "Missed by %W" },
  { "reservation.rescinded", "taken-by-other", "No longer offered to %W: somebody else has it" },
  { "reservation.failed", "failed", "Nobody could be offered it" },
  { "reservation.canceled", "withdrawn", "No longer offered to %W" },
  { "task.transfer-attempt-failed", "transfer-missed", "A transfer was not taken" },
  { "task.transfer-failed", "transfer-failed", "The transfer failed" },
  { "task.transfer-canceled", "transfer-canceled", "The transfer was called off" },
  { "task.transfer-completed", "transferred", "The transfer was taken" },
  { "reservation.wrapup", "wrapping", "%W wraps up" },
  { "reservation.completed", "done", "%W is done" },
  { "task.completed", "completed", "Completed%R" },
  { "task.canceled", "canceled", "Canceled%R" },
  { "task.deleted", "deleted", "Deleted" },
  { "task.system-deleted", "deleted", "Deleted by the service" },
};

typedef struct
{
  guint rank; /* of steps */
  gint64 at_ms;
  gint64 id;
  JsonObject *data; /* owned */
  char *reservation_sid;
} Step;

typedef struct
{
  char *task_sid;
  GPtrArray *steps;   /* of owned Steps */
  JsonObject *answer; /* owned, nullable: nobody heard of it */
} Story;

static void
step_free (gpointer data)
{
  Step *step = data;

  json_object_unref (step->data);
  g_free (step->reservation_sid);
  g_free (step);
}

static void
story_free (gpointer data)
{
  Story *story = data;

  g_clear_pointer (&story->answer, json_object_unref);
  g_ptr_array_unref (story->steps);
  g_free (story->task_sid);
  g_free (story);
}

static int
compare_steps (gconstpointer left, gconstpointer right)
{
  const Step *a = *(Step *const *) left;
  const Step *b = *(Step *const *) right;

  if (a->at_ms != b->at_ms)
    return a->at_ms < b->at_ms ? -1 : 1;
  if (a->rank != b->rank)
    return a->rank < b->rank ? -1 : 1;
  return a->id < b->id ? -1 : a->id > b->id;
}

static const char *
get_text (JsonObject *data, const char *name)
{
  const char *text = NULL;

  tr_json_optional_string (data, name, &text, NULL);
  return text != NULL && *text != '\0' ? text : NULL;
}

static void
append_value (GString *text, char letter, JsonObject *data)
{
  const char *worker = get_text (data, "WorkerName");
  const char *queue = get_text (data, "TaskQueueName");
  const char *reason = get_text (data, "TaskCanceledReason");

  if (reason == NULL)
    reason = get_text (data, "TaskCompletedReason");
  if (letter == 'W')
    g_string_append (text, worker != NULL ? worker : "somebody");
  else if (letter == 'Q')
    g_string_append (text, queue != NULL ? queue : "a queue");
  else if (reason != NULL)
    g_string_append_printf (text, ": %s", reason);
}

static char *
dup_sentence (const Step *step)
{
  GString *text = g_string_new (NULL);

  for (const char *p = steps[step->rank].text; *p != '\0'; p++)
    {
      if (*p == '%')
        append_value (text, *++p, step->data);
      else
        g_string_append_c (text, *p);
    }
  return g_string_free (text, FALSE);
}

static void
take_row (Story *story, TsvRow *row)
{
  const char *type = tsv_row_get_text (row, 1);
  const char *data = tsv_row_get_text (row, 3);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(JsonNode) node = NULL;
      Step *step;

      if (!g_str_equal (steps[i].type, type))
        continue;
      node = tr_json_parse (data, -1, NULL);
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return;
      step = g_new0 (Step, 1);
      step->rank = i;
      step->id = tsv_row_get_int (row, 0);
      step->at_ms = tsv_row_get_int (row, 2);
      step->data = json_node_dup_object (node);
      step->reservation_sid = g_strdup (tsv_row_get_text (row, 4));
      g_ptr_array_add (story->steps, step);
    }
}

static gboolean
read_steps (TsvStore *store, Story *story, GError **error)
{
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error,
                       "SELECT id, type, at_ms, data, reservation_sid FROM event"
                       " WHERE task_sid = ? ORDER BY id LIMIT ?", "ti",
                       story->task_sid, (gint64) MAX_EVENTS))
    return FALSE;
  while (row != NULL)
    {
      take_row (story, row);
      if (!tsv_row_next (&row, error))
        return FALSE;
    }
  g_ptr_array_sort (story->steps, compare_steps);
  return TRUE;
}

/* ---- As JSON ---- */

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static void
set_milliseconds (JsonObject *object, const char *name, TsvRow *row, int column)
{
  if (tsv_row_get_int (row, column) > 0)
    json_object_set_int_member (object, name, tsv_row_get_int (row, column));
  else
    json_object_set_null_member (object, name);
}

static JsonArray *
steps_to_json (Story *story, gint64 began_ms)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < story->steps->len; i++)
    {
      const Step *step = g_ptr_array_index (story->steps, i);
      JsonObject *object = json_object_new ();
      g_autofree char *sentence = dup_sentence (step);

      json_object_set_int_member (object, "at_ms", step->at_ms);
      json_object_set_int_member (object, "after_seconds", (step->at_ms - began_ms) / 1000);
      json_object_set_string_member (object, "what", steps[step->rank].what);
      json_object_set_string_member (object, "text", sentence);
      set_text (object, "worker", get_text (step->data, "WorkerName"));
      set_text (object, "queue", get_text (step->data, "TaskQueueName"));
      set_text (object, "reservation_sid", step->reservation_sid);
      json_array_add_object_element (array, object);
    }
  return array;
}

static const char *
get_state (TsvRow *row)
{
  static const struct
  {
    int column;
    const char *state;
  } ends[] = { { 4, "completed" }, { 5, "canceled" }, { 6, "deleted" }, { 3, "wrapping" },
               { 2, "assigned" } };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      if (tsv_row_get_int (row, ends[i].column) > 0)
        return ends[i].state;
    }
  return "waiting";
}

static void
tell (Story *story, TsvRow *row)
{
  JsonObject *object = json_object_new ();
  gint64 began_ms = tsv_row_get_int (row, 0);
  gint64 accepted_ms = tsv_row_get_int (row, 2);

  json_object_set_string_member (object, "task_sid", story->task_sid);
  json_object_set_string_member (object, "state", get_state (row));
  set_text (object, "queue", tsv_row_get_text (row, 7));
  set_text (object, "channel", tsv_row_get_text (row, 8));
  json_object_set_int_member (object, "began_ms", began_ms);
  set_milliseconds (object, "accepted_ms", row, 2);
  if (accepted_ms > 0)
    json_object_set_int_member (object, "waited_seconds", (accepted_ms - began_ms) / 1000);
  else
    json_object_set_null_member (object, "waited_seconds");
  /* Else its beginning is worked out from its age, to the second. */
  json_object_set_boolean_member (object, "has_beginning", tsv_row_get_int (row, 1) > 0);
  json_object_set_array_member (object, "steps", steps_to_json (story, began_ms));
  story->answer = object;
}

static gboolean
read_story (TsvStore *store, gpointer data, GError **error)
{
  Story *story = data;
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error,
                       "SELECT coalesce (created_ms, began_ms), created_ms, accepted_ms, wrapping_ms,"
                       " completed_ms, canceled_ms, deleted_ms, queue, channel"
                       " FROM task WHERE sid = ?", "t", story->task_sid))
    return FALSE;
  if (row == NULL)
    return TRUE;
  if (!read_steps (store, story, error))
    return FALSE;
  tell (story, row);
  return TRUE;
}

/* ---- Requests ---- */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  Story *story = tsv_database_run_finish (TSV_DATABASE (source), result, &error);

  if (story == NULL)
    tsv_answer_error (request, error);
  else if (story->answer == NULL)
    tsv_answer_refusal (request, TSV_ERROR_NOT_FOUND, "Nothing was heard of such a task");
  else
    tsv_answer_object (request, 200, json_object_ref (story->answer));
}

static void
get_story (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;
  Story *story;

  if (!tsv_oversight_check (context, request))
    return;
  story = g_new0 (Story, 1);
  story->task_sid = g_strdup (trs_request_get_variable (request, "Sid"));
  story->steps = g_ptr_array_new_with_free_func (step_free);
  trs_request_hold (request);
  tsv_database_run_async (context->reader, read_story, story, story_free, NULL, read_cb,
                          trs_request_ref (request));
}

void
tsv_story_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "GET", "/v1/tasks/{Sid}/story", TRS_ACCESS_TOKEN, get_story },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
