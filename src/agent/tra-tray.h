/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_TRAY (tra_tray_get_type ())
G_DECLARE_FINAL_TYPE (TraTray, tra_tray, TRA, TRAY, GObject)

TraTray *tra_tray_new (GApplication *application, TraSession *session);
gboolean tra_tray_is_shown (TraTray *self);
void tra_tray_withdraw (TraTray *self);

G_END_DECLS
