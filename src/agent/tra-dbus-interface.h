/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GDBusInterfaceInfo *tra_dbus_interface (const char *name);

G_END_DECLS
