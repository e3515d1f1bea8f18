/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-request.h"

#include "trs-request-private.h"

/* Requests whose answer comes later. */

/* Whoever asked has gone, and the message with him. */
static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  TrsRequest *self = user_data;

  g_clear_signal_handler (&self->finished_handler, message);
}

/**
 * trs_request_hold:
 * @self: a request that came over the wire and is not answered yet
 *
 * Whoever asked waits, until trs_request_release().
 */
void
trs_request_hold (TrsRequest *self)
{
  g_return_if_fail ((self->message != NULL || self->exchange != NULL) && !self->is_held);

  self->is_held = TRUE;
  if (self->message == NULL)
    return;
  self->finished_handler =
    g_signal_connect (self->message, "finished", G_CALLBACK (finished_cb), self);
  soup_server_message_pause (self->message);
}

gboolean
trs_request_is_held (TrsRequest *self)
{
  return self->is_held;
}

void
trs_request_set_released_func (TrsRequest *self, TrsRequestReleasedFunc func, gpointer user_data)
{
  self->released = func;
  self->released_data = user_data;
}

/**
 * trs_request_release:
 * @self: a request that is held and has its answer; that nobody waits for it any more is no error
 *
 * The answer goes out.
 */
void
trs_request_release (TrsRequest *self)
{
  g_return_if_fail (self->is_held);

  self->is_held = FALSE;
  if (self->released != NULL)
    self->released (self, self->released_data);
  if (self->exchange != NULL)
    trs_exchange_send (self->exchange);
  if (self->finished_handler != 0)
    soup_server_message_unpause (self->message);
  g_clear_signal_handler (&self->finished_handler, self->message);
}
