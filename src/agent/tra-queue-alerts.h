/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_QUEUE_ALERTS (tra_queue_alerts_get_type ())
G_DECLARE_FINAL_TYPE (TraQueueAlerts, tra_queue_alerts, TRA, QUEUE_ALERTS, GObject)

/* Tells when a queue passes the limits that the settings set, and when it is within them again.
 * Signals: told (char *sid, gboolean is_passed, char *title, char *body): once for each turn;
 * forgotten (char *sid): what was told of it is over, for another reason. */
TraQueueAlerts *tra_queue_alerts_new (TraSession *session);

G_END_DECLS
