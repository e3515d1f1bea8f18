/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-engine-private.h"
#include "trs-task-private.h"
#include "trs-task-queue-private.h"
#include "trs-worker-private.h"

/* The same question from one side only: why nobody has the task, why the worker gets nothing. */

/* What keeps a queue's workers from a task, and how many: of several reasons the first counts. */
typedef struct
{
  guint n_members;
  guint n_unwanted; /* by the workflow's target */
  guint n_away;
  guint n_closed; /* on that channel */
  guint n_full;
  guint n_free;
} Tally;

static void
tally_add (Tally *tally, TrsTask *task, TrsWorker *worker)
{
  TrsWorkerChannel *channel = trs_worker_get_channel_of (worker, task->task_channel);

  tally->n_members++;
  if (!trs_task_accepts_worker (task, worker))
    tally->n_unwanted++;
  else if (!worker->activity->is_available)
    tally->n_away++;
  else if (channel == NULL || !channel->is_available || channel->configured_capacity == 0)
    tally->n_closed++;
  else if (!trs_worker_is_eligible (worker, task->task_channel))
    tally->n_full++;
  else
    tally->n_free++;
}

static void
append (GString *text, guint count, const char *words)
{
  if (count > 0)
    g_string_append_printf (text, "%s %u %s", text->len > 0 ? "," : "", count, words);
}

static guint
count_before (TrsTask *task)
{
  return task->waiting != NULL ? (guint) g_sequence_iter_get_position (task->waiting) : 0;
}

static char *
explain_line (TrsTask *task)
{
  guint before = count_before (task);

  if (before == 0)
    return g_strdup ("");
  return g_strdup_printf (" %u %s before it, of higher priority or longer waiting.", before,
                          before == 1 ? "comes" : "come");
}

static char *
explain_queue (TrsTask *task)
{
  GPtrArray *workers = task->workspace->workers;
  TrsTaskQueue *queue = task->queue;
  g_autoptr(GString) reasons = g_string_new (NULL);
  g_autofree char *line = explain_line (task);
  Tally tally = { 0 };

  for (guint i = 0; i < workers->len; i++)
    {
      TrsWorker *worker = g_ptr_array_index (workers, i);

      if (trs_task_queue_has_worker (queue, worker))
        tally_add (&tally, task, worker);
    }
  if (tally.n_members == 0)
    return g_strdup_printf ("The task waits in queue %s, which has no worker: none matches %s.%s",
                            queue->friendly_name,
                            *queue->target_workers != '\0' ? queue->target_workers
                                                           : "its empty expression",
                            line);
  if (tally.n_away == tally.n_members)
    return g_strdup_printf ("The task waits in queue %s with %u %s, %s in an activity in which tasks "
                            "come.%s", queue->friendly_name, tally.n_members,
                            tally.n_members == 1 ? "worker" : "workers",
                            tally.n_members == 1 ? "who is not" : "none of them", line);
  append (reasons, tally.n_unwanted, "not wanted by the workflow's target");
  append (reasons, tally.n_away, "in an activity in which no tasks come");
  append (reasons, tally.n_closed, "taking nothing on its channel");
  append (reasons, tally.n_full, "without capacity left");
  append (reasons, tally.n_free, "free");
  return g_strdup_printf ("The task waits in queue %s with %u %s:%s.%s",
                          queue->friendly_name, tally.n_members,
                          tally.n_members == 1 ? "worker" : "workers", reasons->str, line);
}

static char *
explain_reserved (TrsTask *task)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < task->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (task->reservations, i);

      if (reservation->status == TRS_RESERVATION_PENDING)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                                reservation->worker->friendly_name);
    }
  return g_strdup_printf ("The task is offered to %s now.",
                          names->len > 0 ? names->str : "a worker");
}

/* For one that only one worker can have. */
static char *
explain_sole (TrsTask *task, TrsWorker *worker)
{
  g_autofree char *reason = trs_task_explain (task, worker);

  return g_strdup_printf ("The task waits for %s: %s", worker->friendly_name, reason);
}

/**
 * trs_task_explain_waiting:
 * @self: a task
 *
 * Looks at every worker: for people, not for routing.
 *
 * Returns: (transfer full): one sentence that says who has the task, or why nobody has it
 */
char *
trs_task_explain_waiting (TrsTask *self)
{
  TrsReservation *accepted = trs_task_get_accepted_reservation (self);
  TrsWorker *routing_worker = trs_task_get_routing_worker (self);
  const TrsTarget *target = trs_task_get_target (self);
  TrsWorker *known;

  if (trs_task_is_over (self))
    return g_strdup_printf ("The task is %s%s%s.", trs_task_status_to_string (self->status),
                            self->reason != NULL ? ": " : "",
                            self->reason != NULL ? self->reason : "");
  if (accepted != NULL)
    return g_strdup_printf ("%s has accepted the task.", accepted->worker->friendly_name);
  if (self->status == TRS_TASK_RESERVED)
    return explain_reserved (self);
  if (self->status != TRS_TASK_PENDING)
    return g_strdup_printf ("The task is %s.", trs_task_status_to_string (self->status));
  if (routing_worker != NULL)
    return explain_sole (self, routing_worker);
  if (self->queue == NULL)
    return g_strdup ("The task is in no queue.");
  known = target != NULL && target->known_worker != NULL ? trs_task_get_known_worker (self) : NULL;
  return known != NULL ? explain_sole (self, known) : explain_queue (self);
}

static char *
explain_channels (TrsWorker *worker)
{
  g_autoptr(GString) full = g_string_new (NULL);
  guint n_open = 0;

  for (guint i = 0; i < worker->channels->len; i++)
    {
      TrsWorkerChannel *channel = g_ptr_array_index (worker->channels, i);

      if (trs_worker_is_eligible (worker, channel->task_channel))
        return NULL;
      if (!channel->is_available || channel->configured_capacity == 0)
        continue;
      n_open++;
      if (channel->open_reservations > 0)
        g_string_append_printf (full, "%s%s %d of %d", full->len > 0 ? ", " : "",
                                channel->task_channel->unique_name, channel->open_reservations,
                                channel->configured_capacity);
    }
  if (n_open == 0)
    return g_strdup_printf ("%s takes no tasks of any channel.", worker->friendly_name);
  return g_strdup_printf ("%s has no capacity left: %s in use.", worker->friendly_name, full->str);
}

/* The oldest that waits in a queue of the worker's, with how many there are. */
static TrsTask *
find_waiting (TrsWorker *worker, guint *count)
{
  GPtrArray *tasks = worker->workspace->tasks;
  TrsTask *first = NULL;

  *count = 0;
  for (guint i = 0; i < tasks->len; i++)
    {
      TrsTask *task = g_ptr_array_index (tasks, i);

      if (task->status != TRS_TASK_PENDING || task->queue == NULL ||
          !trs_task_queue_has_worker (task->queue, worker))
        continue;
      if (first == NULL)
        first = task;
      ++*count;
    }
  return first;
}

static char *
explain_idleness (TrsWorker *worker)
{
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *reason = NULL;
  TrsTask *task;
  guint count;

  if (worker->queues->len == 0)
    return g_strdup_printf ("%s is in no queue: no queue's expression matches the worker's attributes.",
                            worker->friendly_name);
  task = find_waiting (worker, &count);
  if (task != NULL)
    {
      reason = trs_task_explain (task, worker);
      return g_strdup_printf ("%u waiting in %s's queues, the first of them %s: %s", count,
                              worker->friendly_name, task->base.sid, reason);
    }
  for (guint i = 0; i < worker->queues->len; i++)
    {
      TrsTaskQueue *queue = g_ptr_array_index (worker->queues, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", queue->friendly_name);
    }
  return g_strdup_printf ("No task waits in %s's queues (%s).", worker->friendly_name, names->str);
}

/**
 * trs_worker_explain:
 * @self: a worker
 *
 * Looks at every task: for people, not for routing.
 *
 * Returns: (transfer full): one sentence that says what the worker is offered, or why nothing
 */
char *
trs_worker_explain (TrsWorker *self)
{
  char *sentence;

  for (guint i = self->reservations->len; i > 0; i--)
    {
      TrsReservation *reservation = g_ptr_array_index (self->reservations, i - 1);

      if (reservation->status == TRS_RESERVATION_PENDING)
        return g_strdup_printf ("%s is offered task %s now.", self->friendly_name,
                                reservation->task->base.sid);
    }
  if (!self->activity->is_available)
    return g_strdup_printf ("%s is %s, an activity in which no tasks come.", self->friendly_name,
                            self->activity->friendly_name);
  sentence = explain_channels (self);
  return sentence != NULL ? sentence : explain_idleness (self);
}
