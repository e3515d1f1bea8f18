/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-private.h"

/* Two desks of one worker. The one that signs in last has the calls; the other one says so and stays
 * out until the agent sits down at it again and says so. Nobody takes over by itself, so there is no
 * end of it either. */

/*
 * tra_session_be_elsewhere:
 * @self: a session whose worker was displaced
 *
 * What goes on is shown at the other desk from now on, and here nothing tells how it goes on: so it is
 * forgotten, not shown for ever. What was typed stays in its file.
 */
void
tra_session_be_elsewhere (TraSession *self)
{
  g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->offers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (open, g_object_ref (((TraOffer *) value)->reservation));
  g_hash_table_remove_all (self->offers);
  g_clear_pointer (&self->front_sid, g_free);
  g_clear_pointer (&self->outgoing_to, g_free);
  tra_session_unhush (self);
  tra_session_clear_notice (self);
  tra_session_forget_away (self);
  tra_session_forget_status (self);
  tra_session_set_next_activity (self, NULL);
  self->debt = TRA_DEBT_NONE;
  tra_session_update (self);
  for (guint i = 0; i < open->len; i++)
    tra_session_emit_reservation_ended (self, g_ptr_array_index (open, i));
}

/**
 * tra_session_take_over:
 * @self: a session in %TRA_PHASE_ELSEWHERE
 *
 * Connects again, and the other desk is told. What goes on by then is shown here.
 */
void
tra_session_take_over (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (self->phase == TRA_PHASE_ELSEWHERE)
    tr_worker_take_over (self->worker);
}
