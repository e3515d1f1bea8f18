/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_PRESENCE (tra_presence_get_type ())
G_DECLARE_FINAL_TYPE (TraPresence, tra_presence, TRA, PRESENCE, GObject)

TraPresence *tra_presence_new (TraSession *session, GDBusConnection *session_bus /* nullable */);

G_END_DECLS
