/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-event-log.h"


#define NOT_YET ((gint64) -1)

/* Of a task that was accepted, the first that accepted it says the queue; before, whatever is last. */
#define ACCEPTED_RANK ((gint64) 1 << 52)

/* Each milestone is the earliest of its kind, however often and in whatever order it is heard. */
#define EARLIEST(column) \
  column " = coalesce (min (" column ", excluded." column "), " column ", excluded." column ")"
#define BY_RANK(column)                                                                          \
  column " = CASE WHEN excluded.queue_rank > coalesce (queue_rank, 0) THEN excluded." column " " \
         "ELSE " column " END"

#define ADD_TASK                                                                                  \
  "INSERT INTO task (sid, began_ms, last_ms, received, created_ms, accepted_ms, wrapping_ms,"     \
  " completed_ms, canceled_ms, deleted_ms, channel, queue_sid, queue, queue_rank)"                \
  " VALUES (?1, ?2, ?3, ?4, nullif (?5, -1), nullif (?6, -1), nullif (?7, -1), nullif (?8, -1),"  \
  " nullif (?9, -1), nullif (?10, -1), ?11, ?12, ?13, nullif (?14, -1))"                          \
  " ON CONFLICT (sid) DO UPDATE SET"                                                              \
  " began_ms = min (began_ms, excluded.began_ms), last_ms = max (last_ms, excluded.last_ms),"     \
  " " EARLIEST ("created_ms") ", " EARLIEST ("accepted_ms") ", " EARLIEST ("wrapping_ms") ","     \
  " " EARLIEST ("completed_ms") ", " EARLIEST ("canceled_ms") ", " EARLIEST ("deleted_ms") ","    \
  " channel = coalesce (channel, excluded.channel),"                                              \
  " " BY_RANK ("queue_sid") ", " BY_RANK ("queue") ","                                            \
  " queue_rank = coalesce (max (queue_rank, excluded.queue_rank), queue_rank, excluded.queue_rank)"

#define ADD_RESERVATION                                                                     \
  "INSERT INTO reservation (sid, task_sid, first_ms, received, created_ms)"                 \
  " VALUES (?1, ?2, ?3, ?4, nullif (?5, -1))"                                               \
  " ON CONFLICT (sid) DO UPDATE SET first_ms = min (first_ms, excluded.first_ms),"          \
  " created_ms = coalesce (created_ms, excluded.created_ms)"

static gint64
when (const TsvEvent *event, const char *type)
{
  return g_str_equal (event->type, type) ? event->at_ms : NOT_YET;
}

static gint64
when_deleted (const TsvEvent *event)
{
  return g_str_equal (event->type, "task.system-deleted") ? event->at_ms
                                                          : when (event, "task.deleted");
}

/* An attempt to transfer says where it may go. */
static gint64
rank_queue (const TsvEvent *event)
{
  if (event->queue_sid == NULL || g_str_has_prefix (event->type, "task.transfer"))
    return NOT_YET;
  if (g_str_equal (event->type, "reservation.accepted"))
    return ACCEPTED_RANK - event->at_ms;
  return event->at_ms;
}

static gboolean
add_task (TsvStore *store, const TsvEvent *event, GError **error)
{
  return tsv_store_run (store, error, ADD_TASK, "tiiiiiiiiittti", event->task_sid,
                        event->began_ms, event->at_ms, event->received,
                        when (event, "task.created"), when (event, "reservation.accepted"),
                        when (event, "task.wrapup"), when (event, "task.completed"),
                        when (event, "task.canceled"), when_deleted (event), event->channel,
                        event->queue_sid, event->queue, rank_queue (event));
}

static gboolean
add_reservation (TsvStore *store, const TsvEvent *event, GError **error)
{
  return tsv_store_run (store, error, ADD_RESERVATION, "ttiii", event->reservation_sid,
                        event->task_sid, event->at_ms, event->received,
                        when (event, "reservation.created"));
}

/**
 * tsv_event_log_add:
 * @store: the database
 * @event: what the service told
 * @is_new: (out): %FALSE: it was there already, and nothing was done
 * @error: a %G_IO_ERROR
 */
gboolean
tsv_event_log_add (TsvStore *store, const TsvEvent *event, gboolean *is_new, GError **error)
{
  if (!tsv_store_run (store, error,
                      "INSERT INTO event (sid, type, at_ms, received, task_sid, worker_sid,"
                      " reservation_sid, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                      " ON CONFLICT (sid) DO NOTHING",
                      "ttiitttt", event->sid, event->type, event->at_ms, event->received,
                      event->task_sid, event->worker_sid, event->reservation_sid, event->data))
    return FALSE;
  *is_new = tsv_store_get_changes (store) > 0;
  if (!tsv_store_run (store, error,
                      "INSERT INTO setting (name, value) VALUES ('events-since', ?)"
                      " ON CONFLICT (name) DO NOTHING", "i", event->received))
    return FALSE;
  if (!*is_new || event->task_sid == NULL)
    return TRUE;
  return add_task (store, event, error) &&
         (event->reservation_sid == NULL || add_reservation (store, event, error));
}

/**
 * tsv_event_log_forget:
 * @store: the database
 * @before: seconds since the epoch
 * @is_done: (out): whether nothing older is left; else call it again, when others had their turn
 * @error: a %G_IO_ERROR
 */
gboolean
tsv_event_log_forget (TsvStore *store, gint64 before, gboolean *is_done, GError **error)
{
  gint64 before_ms = before * 1000;

  if (!tsv_store_run (store, error,
                      "DELETE FROM event WHERE id IN"
                      " (SELECT id FROM event WHERE at_ms < ? ORDER BY at_ms LIMIT 2000)",
                      "i", before_ms))
    return FALSE;
  *is_done = tsv_store_get_changes (store) == 0;
  return tsv_store_run (store, error,
                        "DELETE FROM task WHERE sid IN"
                        " (SELECT sid FROM task WHERE last_ms < ? ORDER BY last_ms LIMIT 2000)",
                        "i", before_ms) &&
         tsv_store_run (store, error,
                        "DELETE FROM reservation WHERE sid IN"
                        " (SELECT sid FROM reservation WHERE first_ms < ? ORDER BY first_ms"
                        " LIMIT 2000)",
                        "i", before_ms);
}
