/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session-queues.h"

G_BEGIN_DECLS

#define TRA_TYPE_QUEUE_WATCH (tra_queue_watch_get_type ())
G_DECLARE_FINAL_TYPE (TraQueueWatch, tra_queue_watch, TRA, QUEUE_WATCH, GObject)

/* Who waits in the agent's queues, asked for every now and then while somebody looks. Signal:
 * changed (). */
TraQueueWatch *tra_queue_watch_new (TraSession *session);

void tra_queue_watch_set_wanted (TraQueueWatch *self, gboolean is_wanted);
void tra_queue_watch_set_of_all (TraQueueWatch *self, gboolean is_of_all);
GPtrArray *tra_queue_watch_get_queues (TraQueueWatch *self); /* of TrQueue; nullable: not known */
gint64 tra_queue_watch_get_time (TraQueueWatch *self); /* when they were: µs since the epoch */
gboolean tra_queue_watch_is_stale (TraQueueWatch *self);

G_END_DECLS
