/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-private.h"

/*
 * Several sessions of one worker: two desks, or a desk and a program.
 *
 * The service lets them be side by side, and each hears everything, until one of them asks for the
 * others to be closed. Who was closed stays so until a person says otherwise: to try again would
 * close nobody, and both would ring; to take over at once would have the other one do the same.
 */

/**
 * tr_worker_is_begun:
 * @self: a worker
 *
 * Returns: whether it is connected, or on its way to be
 */
gboolean
tr_worker_is_begun (TrWorker *self)
{
  return self->phase != TR_WORKER_PHASE_STOPPED && self->phase != TR_WORKER_PHASE_SIGNED_OUT &&
         self->phase != TR_WORKER_PHASE_DISPLACED;
}

void
tr_worker_be_displaced (TrWorker *self, const GError *error)
{
  g_message ("Another session took over: %s", error->message);
  tr_worker_set_error (self, error);
  tr_worker_disconnect (self);
  tr_token_keeper_stop (self->keeper);
  tr_worker_set_phase (self, TR_WORKER_PHASE_DISPLACED, 0, NULL);
}

/**
 * tr_worker_set_close_existing_sessions:
 * @self: a worker
 * @close_existing: whether other sessions of the same worker are closed by our first connection
 *
 * Takes effect at the next tr_worker_start(), once: a reconnection does not ask for it again, or
 * two programs of one worker would close each other without end.
 *
 * Source: the protocol's "WebSocket", closeExistingSessions.
 */
void
tr_worker_set_close_existing_sessions (TrWorker *self, gboolean close_existing)
{
  g_return_if_fail (TR_IS_WORKER (self));

  self->wants_take_over = close_existing;
}

/**
 * tr_worker_take_over:
 * @self: a worker
 *
 * Connects, and has the service close all other sessions of this worker. Does nothing while it is
 * connected, or about to be.
 *
 * Source: the protocol's "WebSocket", closeExistingSessions.
 */
void
tr_worker_take_over (TrWorker *self)
{
  g_return_if_fail (TR_IS_WORKER (self));

  if (tr_worker_is_begun (self))
    return;

  self->wants_take_over = TRUE;
  tr_worker_start (self);
}
