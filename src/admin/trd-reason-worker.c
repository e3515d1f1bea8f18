/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-reason.h"

#include "trd-table.h"
#include "trd-task.h"

/* Why a worker gets nothing: the same question from the other side. */

static char *
explain_offer (TrdSituation *situation, JsonObject *worker, GError **error)
{
  const char *const query[] = { "ReservationStatus", "pending", NULL };
  g_autofree char *path = g_strdup_printf ("Workers/%s/Reservations", trd_member_text (worker, "sid"));
  g_autoptr(GPtrArray) open = trd_service_list_workspace (situation->service, path, query, 1, error);

  if (open == NULL || open->len == 0)
    return NULL;
  return g_strdup_printf ("%s is offered task %s now.", trd_member_text (worker, "friendly_name"),
                          trd_member_text (g_ptr_array_index (open, 0), "task_sid"));
}

static void
append_use (GString *full, JsonObject *channel)
{
  gint64 capacity = trd_member_int (channel, "configured_capacity");
  gint64 percentage = trd_member_int (channel, "available_capacity_percentage");

  if (percentage < 100)
    g_string_append_printf (full, "%s%s %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT,
                            full->len > 0 ? ", " : "", trd_member_text (channel, "task_channel_unique_name"),
                            capacity - percentage * capacity / 100, capacity);
}

static char *
explain_channels (TrdSituation *situation, JsonObject *worker, GError **error)
{
  GPtrArray *channels = trd_situation_get_channels (situation, worker, error);
  g_autoptr(GString) full = g_string_new (NULL);
  gboolean is_open = FALSE;
  gboolean has_room = FALSE;

  for (guint i = 0; channels != NULL && i < channels->len; i++)
    {
      JsonObject *channel = g_ptr_array_index (channels, i);

      if (!trd_member_is_true (channel, "available") ||
          trd_member_int (channel, "configured_capacity") <= 0)
        continue;
      is_open = TRUE;
      has_room = has_room || trd_member_int (channel, "available_capacity_percentage") > 0;
      append_use (full, channel);
    }
  if (channels == NULL)
    return NULL;
  if (!is_open)
    return g_strdup_printf ("%s takes no tasks of any channel.", trd_member_text (worker, "friendly_name"));
  if (has_room && (situation->is_multi_tasking || full->len == 0))
    return NULL;
  return g_strdup_printf ("%s has no capacity left: %s in use.", trd_member_text (worker, "friendly_name"),
                          full->str);
}

static gboolean
is_in (GPtrArray *queues, JsonObject *task)
{
  const char *sid = trd_member_text (task, "task_queue_sid");

  return sid != NULL && trd_find (queues, sid, "task queue", NULL) != NULL;
}

/* The oldest that waits in those queues, and why it is not offered. NULL without an error: none. */
static char *
explain_waiting (TrdSituation *situation, JsonObject *worker, GPtrArray *queues, GError **error)
{
  g_autoptr(GPtrArray) tasks = trd_task_list (situation->service, "pending", 0, error);
  g_autoptr(TrdCase) first = NULL;
  g_autofree char *sentence = NULL;
  TrdReason reason;
  guint count = 0;
  JsonObject *oldest = NULL;

  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    if (is_in (queues, g_ptr_array_index (tasks, i)))
      {
        JsonObject *task = g_ptr_array_index (tasks, i);

        if (oldest == NULL || g_strcmp0 (trd_member_text (task, "date_created"),
                                         trd_member_text (oldest, "date_created")) < 0)
          oldest = task;
        count++;
      }
  if (oldest == NULL)
    return NULL;
  first = trd_case_new (situation, oldest, error);
  sentence = first != NULL ? trd_reason_explain (situation, first, worker, &reason, error) : NULL;
  if (sentence == NULL)
    return NULL;
  return g_strdup_printf ("%u waiting in %s's queues, the first of them %s: %s", count,
                          trd_member_text (worker, "friendly_name"), trd_member_text (oldest, "sid"),
                          sentence);
}

static char *
explain_idleness (TrdSituation *situation, JsonObject *worker, GError **error)
{
  const char *name = trd_member_text (worker, "friendly_name");
  g_autoptr(GError) problem = NULL;
  g_autoptr(GPtrArray) queues = trd_situation_list_queues_of (situation, worker, &problem);
  g_autoptr(GString) names = g_string_new (NULL);
  char *sentence = NULL;

  if (queues != NULL && queues->len == 0)
    return g_strdup_printf ("%s is in no queue: no queue's expression matches the worker's attributes.",
                            name);
  if (queues != NULL)
    sentence = explain_waiting (situation, worker, queues, &problem);
  if (sentence != NULL || problem != NULL)
    {
      if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
      return sentence;
    }
  for (guint i = 0; i < queues->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            trd_member_text (g_ptr_array_index (queues, i), "friendly_name"));
  return g_strdup_printf ("No task waits in %s's queues (%s).", name, names->str);
}

/**
 * trd_reason_explain_worker:
 * @situation: how things are
 * @worker: one of its workers
 *
 * Returns: (transfer full) (nullable): one sentence that says what the worker is offered, or why
 *   nothing
 */
char *
trd_reason_explain_worker (TrdSituation *situation, JsonObject *worker, GError **error)
{
  char *(*const steps[]) (TrdSituation *, JsonObject *, GError **) = { explain_channels, explain_idleness };
  g_autoptr(GError) problem = NULL;
  char *sentence = explain_offer (situation, worker, &problem);

  if (sentence == NULL && problem == NULL && !trd_member_is_true (worker, "available"))
    sentence = g_strdup_printf ("%s is %s, an activity in which no tasks come.",
                                trd_member_text (worker, "friendly_name"),
                                trd_member_text (worker, "activity_name"));
  for (gsize i = 0; sentence == NULL && problem == NULL && i < G_N_ELEMENTS (steps); i++)
    sentence = steps[i](situation, worker, &problem);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return sentence;
}
