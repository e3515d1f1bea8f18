/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-reason.h"

#include "trd-routing.h"
#include "trd-table.h"

/* The words are the sandbox's, which knows what it routes; these here are inferred. */

static const char *
name_of (JsonObject *worker)
{
  const char *name = trd_member_text (worker, "friendly_name");

  return name != NULL ? name : "The worker";
}

static const char *
text_of (JsonObject *object, const char *member)
{
  const char *text = trd_member_text (object, member);

  return text != NULL ? text : "";
}

static gboolean
has_status (JsonObject *reservation, const char *first, const char *second)
{
  const char *status = text_of (reservation, "reservation_status");

  return g_str_equal (status, first) || g_str_equal (status, second);
}

/* The last that it was given to, if that holds. */
static JsonObject *
find_accepted (TrdCase *task)
{
  for (guint i = task->reservations->len; i > 0; i--)
    if (has_status (g_ptr_array_index (task->reservations, i - 1), "accepted", "wrapping"))
      return g_ptr_array_index (task->reservations, i - 1);
  return NULL;
}

static char *
explain_state (TrdCase *task, JsonObject *worker, TrdReason *reason)
{
  const char *sid = trd_member_text (worker, "sid");
  const char *status = text_of (task->task, "assignment_status");
  const char *why = text_of (task->task, "reason");
  JsonObject *accepted = find_accepted (task);

  for (guint i = task->reservations->len; i > 0; i--)
    {
      JsonObject *own = g_ptr_array_index (task->reservations, i - 1);

      if (g_strcmp0 (trd_member_text (own, "worker_sid"), sid) == 0 &&
          (has_status (own, "pending", "accepted") || has_status (own, "wrapping", "wrapping")))
        {
          *reason = TRD_REASON_CHOSEN;
          return g_strdup_printf ("%s was chosen: reservation %s is %s.", name_of (worker),
                                  text_of (own, "sid"), text_of (own, "reservation_status"));
        }
    }
  *reason = TRD_REASON_TAKEN;
  if (g_str_equal (status, "completed") || g_str_equal (status, "canceled"))
    return g_strdup_printf ("The task is %s%s%s.", status, *why != '\0' ? ": " : "", why);
  if (accepted != NULL)
    return g_strdup_printf ("%s has accepted the task.", text_of (accepted, "worker_name"));
  if (!g_str_equal (status, "pending") && !g_str_equal (status, "reserved"))
    return g_strdup_printf ("The task is %s.", status);
  return NULL;
}

static char *
explain_queue (TrdSituation *situation,
               TrdCase *task,
               JsonObject *worker,
               TrdReason *reason,
               GError **error)
{
  const char *expression = task->queue != NULL ? trd_member_text (task->queue, "target_workers") : NULL;
  g_autoptr(JsonObject) names = NULL;

  *reason = TRD_REASON_NO_MEMBER;
  if (task->queue == NULL)
    return g_strdup ("The task is in no queue.");
  names = trd_situation_describe (situation, worker, expression, error);
  if (names == NULL || trd_routing_is_member (task->queue, names))
    return NULL;
  return g_strdup_printf ("%s is not in queue %s: the worker's attributes do not match %s.",
                          name_of (worker), text_of (task->queue, "friendly_name"),
                          expression != NULL && *expression != '\0' ? expression : "its empty expression");
}

static char *
explain_target (TrdSituation *situation,
                TrdCase *task,
                JsonObject *worker,
                TrdReason *reason,
                GError **error)
{
  const TrsTarget *target = task->target;
  const char *expression = target != NULL && target->expression != NULL
                               ? trs_expression_get_text (target->expression)
                               : NULL;
  g_autoptr(JsonObject) names = NULL;

  *reason = TRD_REASON_UNWANTED;
  if (target == NULL)
    return NULL;
  names = trd_situation_describe (situation, worker, expression, error);
  if (names == NULL || trd_routing_is_wanted (target, task->attributes, names))
    return NULL;
  if (target->known_worker != NULL)
    return g_strdup_printf ("The task waits for the worker that %s names.",
                            trs_expression_get_text (target->known_worker));
  return g_strdup_printf ("%s does not match the workflow target's expression %s.", name_of (worker),
                          expression);
}

/* ---- Room ---- */

static gboolean
is_full (JsonObject *channel)
{
  return trd_member_int (channel, "available_capacity_percentage") <= 0;
}

static gboolean
is_open (JsonObject *channel)
{
  return trd_member_is_true (channel, "available") && trd_member_int (channel, "configured_capacity") > 0;
}

static gboolean
has_work (GPtrArray *channels)
{
  for (guint i = 0; i < channels->len; i++)
    if (is_open (g_ptr_array_index (channels, i)) &&
        trd_member_int (g_ptr_array_index (channels, i), "available_capacity_percentage") < 100)
      return TRUE;
  return FALSE;
}

static JsonObject *
find_channel (GPtrArray *channels, const char *name)
{
  for (guint i = 0; i < channels->len; i++)
    {
      JsonObject *channel = g_ptr_array_index (channels, i);

      if (g_strcmp0 (trd_member_text (channel, "task_channel_unique_name"), name) == 0)
        return channel;
    }
  return NULL;
}

static char *
explain_room (TrdSituation *situation,
              TrdCase *task,
              JsonObject *worker,
              TrdReason *reason,
              GError **error)
{
  const char *kind = text_of (task->task, "task_channel_unique_name");
  GPtrArray *channels = trd_situation_get_channels (situation, worker, error);
  JsonObject *channel = channels != NULL ? find_channel (channels, kind) : NULL;

  if (channels == NULL)
    return NULL;
  *reason = TRD_REASON_CLOSED;
  if (channel == NULL || !trd_member_is_true (channel, "available"))
    return g_strdup_printf ("%s takes no tasks of channel %s.", name_of (worker), kind);
  if (!is_open (channel))
    return g_strdup_printf ("%s has a capacity of 0 on channel %s.", name_of (worker), kind);
  *reason = TRD_REASON_FULL;
  if (trd_member_is_true (task->task, "ignore_capacity"))
    return NULL;
  if (is_full (channel))
    return g_strdup_printf ("%s has no capacity left on channel %s: all %" G_GINT64_FORMAT " in use.",
                            name_of (worker), kind, trd_member_int (channel, "configured_capacity"));
  if (!situation->is_multi_tasking && has_work (channels))
    return g_strdup_printf ("%s takes one task at a time, as the workspace says, and has one.",
                            name_of (worker));
  return NULL;
}

static char *
explain_availability (TrdSituation *situation,
                      TrdCase *task,
                      JsonObject *worker,
                      TrdReason *reason,
                      GError **error)
{
  *reason = TRD_REASON_AWAY;
  if (!trd_member_is_true (worker, "available"))
    return g_strdup_printf ("%s is %s, an activity in which no tasks come.", name_of (worker),
                            text_of (worker, "activity_name"));
  return explain_room (situation, task, worker, reason, error);
}

static gboolean
is_for_another (TrdCase *task, JsonObject *worker)
{
  const char *only = trd_member_text (task->task, "routing_target");

  return only != NULL && g_str_has_prefix (only, "WK") &&
         g_strcmp0 (only, trd_member_text (worker, "sid")) != 0;
}

/**
 * trd_reason_explain:
 * @situation: how things are
 * @task: a task
 * @worker: one of the situation's workers
 * @reason: (out): the same in a word
 *
 * Returns: (transfer full) (nullable): one sentence that says why the worker has the task, or can't
 *   be chosen now
 */
char *
trd_reason_explain (TrdSituation *situation,
                    TrdCase *task,
                    JsonObject *worker,
                    TrdReason *reason,
                    GError **error)
{
  char *(*const steps[]) (TrdSituation *, TrdCase *, JsonObject *, TrdReason *, GError **) = {
    explain_queue, explain_target, explain_availability
  };
  g_autoptr(GError) problem = NULL;
  g_autofree char *sentence = explain_state (task, worker, reason);
  gsize first = trd_member_text (task->task, "routing_target") != NULL ? G_N_ELEMENTS (steps) - 1 : 0;

  if (sentence == NULL && is_for_another (task, worker))
    sentence = g_strdup ("The task is for another worker only.");
  for (gsize i = first; sentence == NULL && problem == NULL && i < G_N_ELEMENTS (steps); i++)
    sentence = steps[i](situation, task, worker, reason, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (sentence != NULL)
    return g_steal_pointer (&sentence);
  *reason = TRD_REASON_FREE;
  return g_strdup_printf ("%s can take the task.", name_of (worker));
}

/* ---- Why nobody ---- */

static void
append (GString *text, guint count, const char *words)
{
  if (count > 0)
    g_string_append_printf (text, "%s %u %s", text->len > 0 ? "," : "", count, words);
}

static char *
list_offered (TrdCase *task)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < task->reservations->len; i++)
    if (has_status (g_ptr_array_index (task->reservations, i), "pending", "pending"))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                              text_of (g_ptr_array_index (task->reservations, i), "worker_name"));
  if (names->len == 0)
    g_string_append (names, "a worker");
  return g_string_free (names, FALSE);
}

static char *
tell_tally (TrdCase *task, const guint *tally, guint n_members)
{
  const char *queue = text_of (task->queue, "friendly_name");
  const char *expression = text_of (task->queue, "target_workers");
  g_autoptr(GString) reasons = g_string_new (NULL);

  if (n_members == 0)
    return g_strdup_printf ("The task waits in queue %s, which has no worker: none matches %s.", queue,
                            *expression != '\0' ? expression : "its empty expression");
  if (tally[TRD_REASON_AWAY] == n_members)
    return g_strdup_printf ("The task waits in queue %s with %u %s, %s in an activity in which tasks come.",
                            queue, n_members, n_members == 1 ? "worker" : "workers",
                            n_members == 1 ? "who is not" : "none of them");
  append (reasons, tally[TRD_REASON_UNWANTED], "not wanted by the workflow's target");
  append (reasons, tally[TRD_REASON_AWAY], "in an activity in which no tasks come");
  append (reasons, tally[TRD_REASON_CLOSED], "taking nothing on its channel");
  append (reasons, tally[TRD_REASON_FULL], "without capacity left");
  append (reasons, tally[TRD_REASON_FREE], "free");
  return g_strdup_printf ("The task waits in queue %s with %u %s:%s.", queue, n_members,
                          n_members == 1 ? "worker" : "workers", reasons->str);
}

static char *
explain_line (TrdSituation *situation, TrdCase *task, GError **error)
{
  guint tally[TRD_REASON_FREE + 1] = { 0 };
  guint n_members = 0;

  for (guint i = 0; i < situation->workers->len; i++)
    {
      TrdReason reason;
      g_autofree char *sentence =
          trd_reason_explain (situation, task, g_ptr_array_index (situation->workers, i), &reason, error);

      if (sentence == NULL)
        return NULL;
      tally[reason]++;
      if (reason != TRD_REASON_NO_MEMBER)
        n_members++;
    }
  return tell_tally (task, tally, n_members);
}

static char *
explain_sole (TrdSituation *situation, TrdCase *task, const char *sid, GError **error)
{
  JsonObject *worker = trd_find (situation->workers, sid, "worker", NULL);
  g_autofree char *sentence = NULL;
  TrdReason reason;

  if (worker == NULL)
    return g_strdup_printf ("The task is for %s only.", sid);
  sentence = trd_reason_explain (situation, task, worker, &reason, error);
  if (sentence == NULL)
    return NULL;
  return g_strdup_printf ("The task waits for %s: %s", name_of (worker), sentence);
}

/**
 * trd_reason_explain_waiting:
 * @situation: how things are
 * @task: a task
 *
 * Returns: (transfer full) (nullable): one sentence that says who has the task, or why nobody has it
 */
char *
trd_reason_explain_waiting (TrdSituation *situation, TrdCase *task, GError **error)
{
  const char *status = text_of (task->task, "assignment_status");
  const char *only = trd_member_text (task->task, "routing_target");
  g_autofree char *offered = list_offered (task);
  JsonObject *nobody = json_object_new ();
  TrdReason reason;
  g_autofree char *state = explain_state (task, nobody, &reason);

  json_object_unref (nobody);
  if (state != NULL)
    return g_steal_pointer (&state);
  if (g_str_equal (status, "reserved"))
    return g_strdup_printf ("The task is offered to %s now.", offered);
  if (only != NULL && g_str_has_prefix (only, "WK"))
    return explain_sole (situation, task, only, error);
  if (task->queue == NULL)
    return g_strdup ("The task is in no queue.");
  return explain_line (situation, task, error);
}
