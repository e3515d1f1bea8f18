/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean tra_portal_is_needed (void);

#define TRA_TYPE_PORTAL_MONITOR (tra_portal_monitor_get_type ())
G_DECLARE_FINAL_TYPE (TraPortalMonitor, tra_portal_monitor, TRA, PORTAL_MONITOR, GObject)

/* What becomes of the desktop's session, told to who is in a sandbox. Signals: locked (gboolean is_locked);
 * query (), when it is asked whether the session may end; ending (). */
TraPortalMonitor *tra_portal_monitor_new (GDBusConnection *bus);

G_END_DECLS
