/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_DESKTOP (tra_desktop_get_type ())
G_DECLARE_FINAL_TYPE (TraDesktop, tra_desktop, TRA, DESKTOP, GObject)

TraDesktop *tra_desktop_new (GApplication *application, TraSession *session);
void tra_desktop_withdraw (TraDesktop *self);

G_END_DECLS
