/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tra-ringer.h"

G_BEGIN_DECLS

#define TRA_TYPE_ALERTS (tra_alerts_get_type ())
G_DECLARE_FINAL_TYPE (TraAlerts, tra_alerts, TRA, ALERTS, GObject)

/* What calls the agent beside windows and notifications. */
TraAlerts *tra_alerts_new (GtkApplication *application, TraSession *session);
TraRinger *tra_alerts_get_ringer (TraAlerts *self);

G_END_DECLS
