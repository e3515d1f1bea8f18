/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

struct _TrsWorkerChannel
{
  TrsResource base; /* WC… */
  TrsWorker *worker;
  TrsTaskChannel *task_channel;

  int configured_capacity;
  gboolean is_available;
  int assigned_tasks;        /* accepted reservations */
  int open_reservations;     /* pending, accepted and wrapping ones: what occupies capacity */
  gint64 last_reserved_time; /* microseconds since the epoch; the wire wants milliseconds */
  int version;
};

int trs_worker_channel_get_available_capacity_percentage (TrsWorkerChannel *self);
gboolean trs_worker_channel_update (TrsWorkerChannel *self,
                                    const int *capacity,
                                    const gboolean *is_available,
                                    GError **error);

G_END_DECLS
