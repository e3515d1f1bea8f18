/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-engine-private.h"
#include "trs-pool.h"
#include "trs-task-private.h"
#include "trs-worker-private.h"

/* Why a worker was, or can't be, chosen for a task: the router's own conditions, one by one, in
 * the order in which they matter. Each answers a sentence, or NULL where it is no hindrance. */

static TrsReservation *
find_reservation (TrsTask *task, TrsWorker *worker)
{
  for (guint i = task->reservations->len; i > 0; i--)
    {
      TrsReservation *reservation = g_ptr_array_index (task->reservations, i - 1);

      if (reservation->worker == worker)
        return reservation;
    }
  return NULL;
}

static char *
explain_state (TrsTask *task, TrsWorker *worker)
{
  TrsReservation *own = find_reservation (task, worker);
  TrsReservation *accepted = trs_task_get_accepted_reservation (task);

  if (own != NULL && trs_reservation_is_open (own))
    return g_strdup_printf ("%s was chosen: reservation %s is %s.", worker->friendly_name,
                            own->base.sid, trs_reservation_status_to_string (own->status));
  if (trs_task_is_over (task))
    return g_strdup_printf ("The task is %s%s%s.", trs_task_status_to_string (task->status),
                            task->reason != NULL ? ": " : "",
                            task->reason != NULL ? task->reason : "");
  if (accepted != NULL)
    return g_strdup_printf ("%s has accepted the task.", accepted->worker->friendly_name);
  if (task->status >= TRS_TASK_ASSIGNED)
    return g_strdup_printf ("The task is %s.", trs_task_status_to_string (task->status));
  return NULL;
}

static char *
explain_queue (TrsTask *task, TrsWorker *worker)
{
  TrsTaskQueue *queue = task->queue;

  if (queue == NULL)
    return g_strdup ("The task is in no queue.");
  if (!trs_task_queue_has_worker (queue, worker))
    return g_strdup_printf ("%s is not in queue %s: the worker's attributes do not match %s.",
                            worker->friendly_name, queue->friendly_name,
                            *queue->target_workers != '\0' ? queue->target_workers
                                                           : "its empty expression");
  return NULL;
}

static char *
explain_target (TrsTask *task, TrsWorker *worker)
{
  const TrsTarget *target = trs_task_get_target (task);
  TrsWorker *known;

  if (target == NULL || trs_task_accepts_worker (task, worker))
    return NULL;

  if (target->known_worker != NULL)
    {
      known = trs_task_get_known_worker (task);
      if (known == NULL)
        return g_strdup_printf ("The task waits for the worker that %s names, and there is none.",
                                trs_expression_get_text (target->known_worker));
      if (known != worker)
        return g_strdup_printf ("The task waits for %s, whom %s names.", known->friendly_name,
                                trs_expression_get_text (target->known_worker));
    }
  return g_strdup_printf ("%s does not match the workflow target's expression %s.",
                          worker->friendly_name, trs_expression_get_text (target->expression));
}

/* The task that takes up the worker's room on that channel, or on any channel for NULL. */
static TrsTask *
find_occupant (TrsWorker *worker, TrsTaskChannel *channel)
{
  for (guint i = 0; i < worker->reservations->len; i++)
    {
      TrsReservation *reservation = g_ptr_array_index (worker->reservations, i);

      if (trs_reservation_is_open (reservation) &&
          (channel == NULL || reservation->task->task_channel == channel))
        return reservation->task;
    }
  return NULL;
}

/* Why that one, and not this one: "" where order had no part in it. */
static char *
explain_precedence (TrsTask *task, TrsTask *other)
{
  if (other->priority > task->priority)
    return g_strdup_printf (", whose priority %d is above this one's %d", other->priority,
                            task->priority);
  if (other->priority == task->priority && other->virtual_start_time < task->virtual_start_time)
    return g_strdup (", which waited for longer");
  return g_strdup ("");
}

static char *
explain_capacity (TrsTask *task, TrsWorker *worker, TrsWorkerChannel *channel)
{
  gboolean is_full = channel->open_reservations >= channel->configured_capacity;
  TrsTask *occupant = find_occupant (worker, is_full ? task->task_channel : NULL);
  const char *kind = task->task_channel->unique_name;
  g_autofree char *precedence = NULL;

  if (channel->configured_capacity == 0)
    return g_strdup_printf ("%s has a capacity of 0 on channel %s.", worker->friendly_name, kind);
  if (occupant == NULL)
    return g_strdup_printf ("%s has no capacity left on channel %s: %d of %d in use.",
                            worker->friendly_name, kind, channel->open_reservations,
                            channel->configured_capacity);

  precedence = explain_precedence (task, occupant);
  if (!is_full)
    return g_strdup_printf ("%s takes one task at a time, as the workspace says, and has task "
                            "%s%s.", worker->friendly_name, occupant->base.sid, precedence);
  return g_strdup_printf ("%s has no capacity left on channel %s: %d of %d in use, by task %s%s.",
                          worker->friendly_name, kind, channel->open_reservations,
                          channel->configured_capacity, occupant->base.sid, precedence);
}

static char *
explain_availability (TrsTask *task, TrsWorker *worker)
{
  TrsWorkerChannel *channel = trs_worker_get_channel_of (worker, task->task_channel);

  if (trs_worker_is_eligible (worker, task->task_channel))
    return NULL;
  if (!worker->activity->is_available)
    return g_strdup_printf ("%s is %s, an activity in which no tasks come.",
                            worker->friendly_name, worker->activity->friendly_name);
  if (channel == NULL || !channel->is_available)
    return g_strdup_printf ("%s takes no tasks of channel %s.", worker->friendly_name,
                            task->task_channel->unique_name);
  return explain_capacity (task, worker, channel);
}

static char *
explain_others (TrsTask *task, TrsWorker *worker)
{
  TrsWorker *first;

  if (task->status == TRS_TASK_RESERVED)
    {
      TrsReservation *last =
          g_ptr_array_index (task->reservations, task->reservations->len - 1);

      return g_strdup_printf ("%s comes before %s, and is offered the task now.",
                              last->worker->friendly_name, worker->friendly_name);
    }
  first = trs_task_queue_choose (task->queue, task, trs_task_get_target (task));
  if (first != NULL && first != worker)
    return g_strdup_printf ("%s comes before %s.", first->friendly_name, worker->friendly_name);
  return g_strdup_printf ("%s can take the task.", worker->friendly_name);
}

/**
 * trs_task_explain:
 * @self: a task
 * @worker: a worker of the same workspace
 *
 * Returns: (transfer full): one sentence that says why the worker was, or cannot be, chosen now
 */
char *
trs_task_explain (TrsTask *self, TrsWorker *worker)
{
  TrsWorker *routing_worker = trs_task_get_routing_worker (self);
  char *(*const steps[]) (TrsTask *, TrsWorker *) = { explain_queue, explain_target,
                                                      explain_availability };
  char *sentence = explain_state (self, worker);

  if (sentence == NULL && routing_worker != NULL)
    {
      if (routing_worker != worker)
        return g_strdup_printf ("The task is for %s only.", routing_worker->friendly_name);
      sentence = explain_availability (self, worker);
      return sentence != NULL ? sentence
                              : g_strdup_printf ("%s can take the task.", worker->friendly_name);
    }
  for (guint i = 0; sentence == NULL && i < G_N_ELEMENTS (steps); i++)
    sentence = steps[i](self, worker);
  return sentence != NULL ? sentence : explain_others (self, worker);
}
