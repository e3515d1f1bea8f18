/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-worker-channel.h"

#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-worker-channel-private.h"
#include "trs-worker-private.h"

static void
trs_worker_channel_finalize (gpointer data)
{
  TrsWorkerChannel *self = data;

  g_clear_pointer (&self->task_channel, trs_resource_unref);
}

/* A worker's part in a task channel: capacity 1, available. */
TrsWorkerChannel *
trs_worker_channel_new (TrsWorker *worker, TrsTaskChannel *task_channel)
{
  TrsWorkerChannel *self = trs_resource_new (worker->workspace->engine,
                                             TRS_RESOURCE_WORKER_CHANNEL, sizeof *self,
                                             trs_worker_channel_finalize, "WC", NULL);

  self->worker = worker;
  trs_resource_set (&self->task_channel, task_channel);
  self->configured_capacity = 1;
  self->is_available = TRUE;
  g_ptr_array_add (worker->channels, self);
  return self;
}

void
trs_worker_channel_remove (TrsWorker *worker, TrsTaskChannel *task_channel)
{
  for (guint i = 0; i < worker->channels->len; i++)
    {
      TrsWorkerChannel *self = g_ptr_array_index (worker->channels, i);

      if (self->task_channel == task_channel)
        {
          g_ptr_array_remove_index (worker->channels, i);
          return;
        }
    }
}

/**
 * trs_worker_channel_get_available_capacity_percentage:
 * @self: a worker's channel
 *
 * Returns: what is left of its capacity, from 0 to 100: pending, accepted and wrapping
 *   reservations occupy it
 */
int
trs_worker_channel_get_available_capacity_percentage (TrsWorkerChannel *self)
{
  int left = self->configured_capacity - self->open_reservations;

  return left > 0 ? left * 100 / self->configured_capacity : 0;
}

/**
 * trs_worker_channel_update:
 * @self: a worker's channel
 * @capacity: (nullable): how many tasks of the kind at once, 0 or more
 * @is_available: (nullable): whether it takes tasks of the kind at all
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_worker_channel_update (TrsWorkerChannel *self,
                           const int *capacity,
                           const gboolean *is_available,
                           GError **error)
{
  TrsWorker *worker = self->worker;
  TrsWorkspace *workspace = worker->workspace;
  int previous = trs_worker_channel_get_available_capacity_percentage (self);
  TrsEventSubject subject = {
    .worker = worker, .worker_channel = self, .previous_capacity = &previous
  };

  if (capacity != NULL && *capacity < 0)
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID, "Capacity must be 0 or more");
      return FALSE;
    }

  if (capacity != NULL && *capacity != self->configured_capacity)
    {
      self->configured_capacity = *capacity;
      self->version++;
      worker->version++;
      trs_resource_touch (workspace->engine, self);
      trs_event_emit (workspace, "worker.capacity.update", &subject,
                      "Worker %s capacity of channel %s set to %d", worker->friendly_name,
                      self->task_channel->unique_name, *capacity);
    }
  if (is_available != NULL && !*is_available != !self->is_available)
    {
      self->is_available = *is_available;
      self->version++;
      worker->version++;
      trs_resource_touch (workspace->engine, self);
      trs_event_emit (workspace, "worker.channel.availability.update", &subject,
                      "Worker %s channel %s is now %s", worker->friendly_name,
                      self->task_channel->unique_name,
                      *is_available ? "available" : "unavailable");
    }
  trs_worker_refresh (worker, FALSE);
  trs_router_run (workspace->engine);
  return TRUE;
}
