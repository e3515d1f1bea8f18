/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-router.h"

#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-pool.h"
#include "trs-reservation-private.h"
#include "trs-resource-private.h"
#include "trs-task-private.h"
#include "trs-task-queue-private.h"
#include "trs-worker-private.h"

/* A task that this often went back to pending is given up.
 * Source: the service's "TaskRouter resource limits". */
#define MAX_ATTEMPTS 1000

/* How long a task for one worker waits for its reservation, in seconds. */
#define ROUTING_TARGET_LIMIT 60

void
trs_router_want_task (TrsTask *task)
{
  if (task->is_dirty)
    return;

  task->is_dirty = TRUE;
  g_queue_push_tail (&task->workspace->engine->dirty_tasks, trs_resource_ref (task));
}

void
trs_router_want_worker (TrsWorker *worker)
{
  if (worker->is_dirty)
    return;

  worker->is_dirty = TRUE;
  g_queue_push_tail (&worker->workspace->engine->dirty_workers, trs_resource_ref (worker));
}

/* Takes a task out of every place where a worker could find it. */
void
trs_router_leave (TrsTask *task)
{
  TrsWorker *worker = trs_task_get_routing_worker (task);

  trs_line_remove (task);
  if (worker != NULL)
    g_ptr_array_remove (worker->routed, task);
}

/* A pending task enters its workflow anew. */
void
trs_router_restart_task (TrsTask *task)
{
  if (task->config != NULL && task->has_target)
    {
      trs_router_leave (task);
      task->has_target = FALSE;
    }
  trs_router_want_task (task);
}

static void
join_line (TrsTask *task)
{
  if (task->queue != NULL && task->waiting == NULL && trs_task_get_routing_worker (task) == NULL)
    trs_task_queue_add_task (task->queue, task);
}

/* Who would get the task now, of those that are not offered it already. */
static TrsWorker *
choose_worker (TrsTask *task)
{
  const TrsTarget *target = trs_task_get_target (task);
  TrsWorker *worker;

  if (target == NULL || target->known_worker == NULL)
    return trs_task_queue_choose (task->queue, task, target);

  worker = trs_task_get_known_worker (task);
  if (worker != NULL && trs_task_queue_has_worker (task->queue, worker) &&
      trs_worker_is_eligible (worker, task->task_channel) &&
      trs_task_accepts_worker (task, worker) && !trs_task_is_held_by (task, worker))
    return worker;
  return NULL;
}

/* Offers the task to as many workers as its queue says. */
static gboolean
reserve (TrsTask *task)
{
  int count = 0;

  while (count < task->queue->max_reserved_workers)
    {
      TrsWorker *worker = choose_worker (task);

      if (worker == NULL)
        break;
      if (count == 0)
        {
          trs_router_leave (task);
          task->attempts++;
          task->has_waited = TRUE;
          trs_task_set_status (task, TRS_TASK_RESERVED, NULL);
        }
      trs_reservation_new (task, worker, trs_task_get_active_transfer (task));
      count++;
    }
  return count > 0;
}

/* The order of two queues' first tasks: the preferred kind of queue first, then as in a queue. */
static gboolean
is_better (TrsTask *left, TrsTask *right)
{
  TrsQueueOrder preferred = left->workspace->prioritize_queue_order;

  if (left->queue->task_order != right->queue->task_order)
    return left->queue->task_order == preferred;
  if (preferred == TRS_QUEUE_ORDER_LIFO && left->queue->task_order == preferred)
    return left->base.serial > right->base.serial;
  if (left->priority != right->priority)
    return left->priority > right->priority;
  if (left->virtual_start_time != right->virtual_start_time)
    return left->virtual_start_time < right->virtual_start_time;
  return left->base.serial < right->base.serial;
}

/* The waiting task that a free worker is for, among all its queues. */
static TrsTask *
best_task (TrsWorker *worker)
{
  TrsTask *best = NULL;

  for (guint i = 0; i < worker->channels->len; i++)
    {
      TrsWorkerChannel *channel = g_ptr_array_index (worker->channels, i);

      if (!trs_worker_is_eligible (worker, channel->task_channel))
        continue;
      for (guint j = 0; j < worker->queues->len; j++)
        {
          TrsTaskQueue *queue = g_ptr_array_index (worker->queues, j);
          TrsLine *line = trs_task_queue_get_line (queue, channel->task_channel);
          TrsTask *task = line != NULL ? trs_line_find_first (line, worker) : NULL;

          if (task != NULL && (best == NULL || is_better (task, best)))
            best = task;
        }
    }
  return best;
}

/* Offers the task, after those that its workers would rather get. */
static gboolean
serve_task (TrsTask *task)
{
  TrsWorker *worker;

  while ((worker = choose_worker (task)) != NULL)
    {
      TrsTask *best = best_task (worker);

      if (best == NULL || best == task)
        return reserve (task);
      if (!reserve (best))
        break;
    }
  return FALSE;
}

static gboolean
reserve_routed (TrsTask *task, TrsWorker *worker)
{
  if (worker == NULL || worker->base.is_deleted ||
      !(task->ignore_capacity || trs_worker_is_eligible (worker, task->task_channel)))
    return FALSE;

  trs_router_leave (task);
  trs_engine_clear_timer (task->workspace->engine, &task->routing_target_timer);
  task->attempts++;
  trs_task_set_status (task, TRS_TASK_RESERVED, NULL);
  trs_reservation_new (task, worker, NULL);
  return TRUE;
}

/* Most to the oldest: what waits for this worker alone, then what its queues have for it. */
static void
serve_worker (TrsWorker *worker)
{
  TrsTask *task;

  for (guint i = 0; i < worker->routed->len;)
    {
      if (!reserve_routed (g_ptr_array_index (worker->routed, i), worker))
        i++;
    }
  while ((task = best_task (worker)) != NULL && reserve (task))
    ;
}

static void
routing_target_timer_cb (gpointer user_data)
{
  TrsTask *task = user_data;
  TrsWorker *worker = trs_task_get_routing_worker (task);

  task->routing_target_timer = 0;
  trs_task_cancel_now (task, "RoutingTarget SLA for Reservation creation was not met");
  trs_event_emit (task->workspace, "reservation.failed",
                  &(TrsEventSubject) { .task = task,
                                       .addressee = worker,
                                       .task_queue = task->queue,
                                       .workflow = task->workflow },
                  "No reservation could be made for task %s", task->base.sid);
  trs_router_run (task->workspace->engine);
}

static void
route_to_worker (TrsTask *task)
{
  TrsWorker *worker = trs_task_get_routing_worker (task);
  g_autofree char *reason = NULL;

  if (task->attempts > 0 || worker == NULL)
    {
      reason = g_strdup_printf ("RoutingTarget not available for Reservation acceptance: %s",
                                task->routing_target);
      trs_task_cancel_now (task, reason);
      return;
    }
  if (reserve_routed (task, worker))
    return;

  if (!g_ptr_array_find (worker->routed, task, NULL))
    g_ptr_array_add (worker->routed, task);
  if (task->routing_target_timer == 0)
    task->routing_target_timer = trs_engine_add_timer (
        task->workspace->engine, ROUTING_TARGET_LIMIT, routing_target_timer_cb, task);
}

static void
time_out_of_target (TrsTask *task)
{
  trs_event_emit (task->workspace, "task-queue.timeout",
                  &(TrsEventSubject) { .task = task,
                                       .task_queue = task->queue,
                                       .workflow = task->workflow,
                                       .filter_name = trs_task_get_filter_name (task) },
                  "Task %s timed out of TaskQueue %s", task->base.sid,
                  task->queue->friendly_name);
}

static void
end_of_workflow (TrsTask *task)
{
  trs_event_emit (task->workspace, "workflow.timeout",
                  &(TrsEventSubject) { .task = task, .workflow = task->workflow },
                  "Task %s timed out of Workflow %s", task->base.sid,
                  task->workflow->friendly_name);
  trs_task_cancel_now (task, "Task canceled on Workflow timeout");
}

static gboolean
skips_target (TrsTask *task)
{
  const TrsTarget *target = trs_task_get_target (task);

  /* The default filter has no next. */
  if (task->filter >= task->config->filters->len || target->skip_if == NULL ||
      !trs_expression_matches_queue (target->skip_if, task->queue))
    return FALSE;

  trs_event_emit (task->workspace, "workflow.skipped",
                  &(TrsEventSubject) { .task = task,
                                       .task_queue = task->queue,
                                       .workflow = task->workflow,
                                       .filter_name = trs_task_get_filter_name (task) },
                  "Task %s skipped a workflow target", task->base.sid);
  return TRUE;
}

/* Step by step until it is offered to someone, has to wait, or is out. Every round goes a step
 * forward, so it ends. */
static void
route_through_workflow (TrsTask *task)
{
  if (!task->has_target && !trs_task_enter_workflow (task))
    {
      end_of_workflow (task);
      return;
    }
  for (;;)
    {
      gboolean moves;

      join_line (task);
      moves = task->target_expired;
      if (moves)
        time_out_of_target (task);
      else if (serve_task (task))
        return;
      else
        moves = skips_target (task);
      if (!moves)
        {
          task->has_waited = TRUE;
          return;
        }
      if (!trs_task_advance (task))
        {
          end_of_workflow (task);
          return;
        }
    }
}

static void
route_task (TrsTask *task)
{
  if (task->base.is_deleted || task->status != TRS_TASK_PENDING)
    return;

  if (task->attempts >= MAX_ATTEMPTS)
    trs_task_cancel_now (task, "Task canceled after too many assignment attempts");
  else if (trs_task_get_active_transfer (task) != NULL)
    {
      join_line (task);
      serve_task (task);
    }
  else if (task->routing_target != NULL && g_str_has_prefix (task->routing_target, "WK"))
    route_to_worker (task);
  else if (task->config != NULL)
    route_through_workflow (task);
  else
    {
      join_line (task);
      serve_task (task);
    }
}

/* Until nothing is left to be brought together. Not recursive: what routing itself changes joins
 * the same two lists. Tasks go first, so that a task that comes back from one worker sees all
 * others before that one is asked what it wants next. */
void
trs_router_run (TrsEngine *engine)
{
  if (engine->is_routing)
    return;

  engine->is_routing = TRUE;
  for (;;)
    {
      g_autoptr(TrsResource) held = g_queue_pop_head (&engine->dirty_tasks);

      if (held != NULL)
        {
          TrsTask *task = (TrsTask *) held;

          task->is_dirty = FALSE;
          route_task (task);
          continue;
        }
      held = g_queue_pop_head (&engine->dirty_workers);
      if (held == NULL)
        break;
      ((TrsWorker *) held)->is_dirty = FALSE;
      if (!held->is_deleted)
        serve_worker ((TrsWorker *) held);
    }
  engine->is_routing = FALSE;
}
