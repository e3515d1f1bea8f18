/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TRA_TYPE_NOTIFICATION_SERVER (tra_notification_server_get_type ())
G_DECLARE_FINAL_TYPE (TraNotificationServer, tra_notification_server, TRA, NOTIFICATION_SERVER,
                      GObject)

TraNotificationServer *tra_notification_server_new (GDBusConnection *connection /* nullable */);

char *tra_notification_server_spell (TraNotificationServer *self, const char *text);

G_END_DECLS
