/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

#include <string.h>

#include "trd-progress.h"
#include "trd-reason.h"
#include "trd-task.h"
#include "trd-text.h"

static const TrdColumn columns[] = {
  { "friendly_name", "WORKER", TRD_KIND_TEXT },
  { "explanation", "WHY", TRD_KIND_PROSE },
};

static void
print_sentence (const char *sentence)
{
  g_autofree char *plain = trd_text_plain (sentence);

  g_print ("%s\n", plain);
}

/* ---- A task ---- */

/* @row: gets the workers, and what keeps each from it. */
static gboolean
add_workers (TrdSituation *situation, TrdCase *task, JsonObject *row, GError **error)
{
  g_autoptr(TrdProgress) progress = trd_progress_new ("Looking at workers", situation->workers->len);
  JsonArray *workers = json_array_new ();

  json_object_set_array_member (row, "workers", workers);
  for (guint i = 0; i < situation->workers->len; i++, trd_progress_step (progress))
    {
      JsonObject *worker = g_ptr_array_index (situation->workers, i);
      TrdReason reason;
      g_autofree char *sentence = trd_reason_explain (situation, task, worker, &reason, error);
      JsonObject *one;

      if (sentence == NULL)
        return FALSE;
      one = json_object_new ();
      json_object_set_string_member (one, "worker_sid", trd_member_text (worker, "sid"));
      json_object_set_string_member (one, "friendly_name", trd_member_text (worker, "friendly_name"));
      json_object_set_string_member (one, "explanation", sentence);
      json_array_add_object_element (workers, one);
    }
  return TRUE;
}

static JsonObject *
explain_task (TrdService *service, const char *sid, GError **error)
{
  g_autoptr(JsonObject) task = trd_task_find (service, sid, error);
  g_autoptr(TrdSituation) situation = task != NULL ? trd_situation_new (service, error) : NULL;
  g_autoptr(TrdCase) one = situation != NULL ? trd_case_new (situation, task, error) : NULL;
  g_autofree char *sentence = one != NULL ? trd_reason_explain_waiting (situation, one, error) : NULL;
  g_autoptr(JsonObject) row = NULL;

  if (sentence == NULL)
    return NULL;
  row = json_object_new ();
  json_object_set_string_member (row, "task_sid", trd_member_text (task, "sid"));
  json_object_set_string_member (row, "explanation", sentence);
  return add_workers (situation, one, row, error) ? g_steal_pointer (&row) : NULL;
}

/* ---- A worker ---- */

static JsonObject *
explain_worker (TrdService *service, const char *name, GError **error)
{
  g_autoptr(TrdSituation) situation = trd_situation_new (service, error);
  JsonObject *worker = situation != NULL ? trd_find (situation->workers, name, "worker", error) : NULL;
  g_autofree char *sentence = worker != NULL ? trd_reason_explain_worker (situation, worker, error) : NULL;
  JsonObject *row;

  if (sentence == NULL)
    return NULL;
  row = json_object_new ();
  json_object_set_string_member (row, "worker_sid", trd_member_text (worker, "sid"));
  json_object_set_string_member (row, "friendly_name", trd_member_text (worker, "friendly_name"));
  json_object_set_string_member (row, "explanation", sentence);
  return row;
}

static gboolean
is_task (const char *name)
{
  return g_str_has_prefix (name, "WT") && strlen (name) == 34;
}

static TrdExit
explain (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) row = is_task (arguments[0]) ? explain_task (service, arguments[0], &error)
                                                     : explain_worker (service, arguments[0], &error);
  g_autoptr(GPtrArray) workers = NULL;

  if (row == NULL)
    return trd_complain_error (error);
  if (options->format != TRD_FORMAT_TABLE)
    {
      trd_object_print (row, options->format == TRD_FORMAT_JSON);
      return TRD_EXIT_DONE;
    }
  print_sentence (trd_member_text (row, "explanation"));
  workers = trd_member_objects (row, NULL, "workers");
  if (workers->len > 0)
    {
      g_print ("\n");
      trd_table_print (columns, G_N_ELEMENTS (columns), workers, options->format, "");
    }
  return TRD_EXIT_DONE;
}

const TrdCommand trd_explain_commands[] = {
  { "explain", "", "TASK|WORKER", "Say why a task waits, or why a worker gets no calls.", explain, 1, 1,
    0 },
  { NULL },
};
