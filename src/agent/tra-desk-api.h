/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_DESK_API (tra_desk_api_get_type ())
G_DECLARE_FINAL_TYPE (TraDeskApi, tra_desk_api, TRA, DESK_API, GObject)

TraDeskApi *tra_desk_api_new (GApplication *application,
                              GDBusConnection *connection,
                              const char *path);
void tra_desk_api_set_session (TraDeskApi *self, TraSession *session);

G_END_DECLS
