/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TRA_TYPE_AUTOSTART (tra_autostart_get_type ())
G_DECLARE_FINAL_TYPE (TraAutostart, tra_autostart, TRA, AUTOSTART, GObject)

/* Signal: refused (const char *why): it could not be had, and the setting is off again; a sentence. */
TraAutostart *tra_autostart_new (GSettings *settings, GDBusConnection *connection /* nullable */);

G_END_DECLS
