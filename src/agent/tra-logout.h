/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-application.h"

G_BEGIN_DECLS

#define TRA_TYPE_LOGOUT (tra_logout_get_type ())
G_DECLARE_FINAL_TYPE (TraLogout, tra_logout, TRA, LOGOUT, GObject)

/* Leaves in order when the desktop session ends, and asks before that while a call is on. */
TraLogout *tra_logout_new (TraApplication *application, GDBusConnection *bus);

G_END_DECLS
