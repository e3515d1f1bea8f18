/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tra-ready-row.h"

G_BEGIN_DECLS

/* What the desktop is asked in the ready check; @row says what it answered. Whoever drops the row
 * cancels before. */
void tra_ready_desktop_check_banner (GDBusConnection *bus,
                                     TraReadyRow *row,
                                     GCancellable *cancellable);
void tra_ready_desktop_check_tray (GDBusConnection *bus,
                                   TraReadyRow *row,
                                   GCancellable *cancellable);

G_END_DECLS
