/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client-queues.h"

G_BEGIN_DECLS

/* From when on too many wait in a queue, or somebody for too long: what the settings say. */
gboolean tra_queue_limits_are_set (GSettings *settings);
gboolean tra_queue_limits_are_passed (GSettings *settings, TrQueue *queue);

#define TRA_QUEUE_LIMITS_WAITING "queue-alert-waiting"
#define TRA_QUEUE_LIMITS_MINUTES "queue-alert-minutes"
#define TRA_QUEUE_LIMITS_QUEUES "queue-alert-queues"

G_END_DECLS
