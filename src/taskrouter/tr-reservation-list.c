/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-reservation-list.h"

#include "tr-sid-list.h"

/* How many that ended are remembered. The official SDK keeps them for 5 s; a number bounds the
 * memory in a burst as well. */
#define MEMORY 64

struct _TrReservationList
{
  TrSidList *open;
  GQueue ended_order; /* owned, oldest first */
  GHashTable *ended;  /* sid → TrReservation of ended_order */
  GHashTable *tasks;  /* task sid → the newest TrReservation of it, open or ended; borrowed */
};

/**
 * tr_reservation_list_new:
 *
 * Returns: (transfer full): an empty list
 */
TrReservationList *
tr_reservation_list_new (void)
{
  TrReservationList *self = g_new0 (TrReservationList, 1);

  self->open = tr_sid_list_new (TR_TYPE_RESERVATION);
  g_queue_init (&self->ended_order);
  self->ended = g_hash_table_new (g_str_hash, g_str_equal);
  self->tasks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * tr_reservation_list_free:
 * @self: (transfer full): a list
 */
void
tr_reservation_list_free (TrReservationList *self)
{
  g_hash_table_unref (self->tasks);
  g_hash_table_unref (self->ended);
  g_queue_clear_full (&self->ended_order, g_object_unref);
  g_object_unref (self->open);
  g_free (self);
}

/**
 * tr_reservation_list_get_model:
 * @self: a list
 *
 * Returns: (transfer none): the open ones, in the order that they came
 */
GListModel *
tr_reservation_list_get_model (TrReservationList *self)
{
  return G_LIST_MODEL (self->open);
}

/**
 * tr_reservation_list_find:
 * @self: a list
 * @sid: (nullable): a reservation's sid
 *
 * Returns: (transfer none) (nullable): the open reservation of that sid
 */
TrReservation *
tr_reservation_list_find (TrReservationList *self, const char *sid)
{
  return tr_sid_list_find (self->open, sid);
}

/**
 * tr_reservation_list_find_task:
 * @self: a list
 * @task_sid: a task's sid
 *
 * Returns: (transfer none) (nullable): the task, if a reservation of it is open or ended lately
 */
TrTask *
tr_reservation_list_find_task (TrReservationList *self, const char *task_sid)
{
  TrReservation *reservation = g_hash_table_lookup (self->tasks, task_sid);

  return reservation != NULL ? tr_reservation_get_task (reservation) : NULL;
}

/**
 * tr_reservation_list_has_ended:
 * @self: a list
 * @sid: a reservation's sid
 *
 * Returns: whether it is known to have ended
 */
gboolean
tr_reservation_list_has_ended (TrReservationList *self, const char *sid)
{
  return g_hash_table_contains (self->ended, sid);
}

/**
 * tr_reservation_list_dup_sids:
 * @self: a list
 *
 * Returns: (transfer full): the sids of the open ones
 */
char **
tr_reservation_list_dup_sids (TrReservationList *self)
{
  return tr_sid_list_dup_sids (self->open);
}

static void
forget_task_of (TrReservationList *self, TrReservation *reservation)
{
  const char *task_sid = tr_task_get_sid (tr_reservation_get_task (reservation));

  if (g_hash_table_lookup (self->tasks, task_sid) == reservation)
    g_hash_table_remove (self->tasks, task_sid);
}

static void
forget_oldest_ended (TrReservationList *self)
{
  g_autoptr(TrReservation) oldest = g_queue_pop_head (&self->ended_order);

  g_hash_table_remove (self->ended, tr_reservation_get_sid (oldest));
  forget_task_of (self, oldest);
}

/**
 * tr_reservation_list_add:
 * @self: a list
 * @reservation: an open reservation whose sid the list does not have
 */
void
tr_reservation_list_add (TrReservationList *self, TrReservation *reservation)
{
  const char *task_sid = tr_task_get_sid (tr_reservation_get_task (reservation));

  /* Before the model tells of it: a listener may look for its task. */
  g_hash_table_replace (self->tasks, g_strdup (task_sid), reservation);
  tr_sid_list_append (self->open, tr_reservation_get_sid (reservation), reservation);
}

/**
 * tr_reservation_list_end:
 * @self: a list
 * @reservation: an open reservation of the list
 *
 * Moves it from the open ones to the memory.
 */
void
tr_reservation_list_end (TrReservationList *self, TrReservation *reservation)
{
  const char *sid = tr_reservation_get_sid (reservation);

  g_return_if_fail (!g_hash_table_contains (self->ended, sid));

  g_queue_push_tail (&self->ended_order, g_object_ref (reservation));
  g_hash_table_insert (self->ended, (gpointer) sid, reservation);
  if (g_queue_get_length (&self->ended_order) > MEMORY)
    forget_oldest_ended (self);
  tr_sid_list_remove (self->open, sid);
}

/**
 * tr_reservation_list_drop:
 * @self: a list
 * @reservation: an open reservation of the list
 *
 * Takes it out without a memory of it.
 */
void
tr_reservation_list_drop (TrReservationList *self, TrReservation *reservation)
{
  g_autoptr(TrReservation) keep = g_object_ref (reservation);

  forget_task_of (self, reservation);
  tr_sid_list_remove (self->open, tr_reservation_get_sid (reservation));
}

/**
 * tr_reservation_list_forget_ended:
 * @self: a list
 *
 * For a new connection, whose events are all new ones.
 */
void
tr_reservation_list_forget_ended (TrReservationList *self)
{
  while (!g_queue_is_empty (&self->ended_order))
    forget_oldest_ended (self);
}
