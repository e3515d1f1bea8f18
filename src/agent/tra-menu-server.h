/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tra-menu-row.h"

G_BEGIN_DECLS

#define TRA_TYPE_MENU_SERVER (tra_menu_server_get_type ())
G_DECLARE_FINAL_TYPE (TraMenuServer, tra_menu_server, TRA, MENU_SERVER, GObject)

/* Signal: about-to-show (): before rows are read or shown, so that they can be made anew. */
TraMenuServer *tra_menu_server_new (GDBusConnection *connection,
                                    const char *object_path,
                                    GActionGroup *actions);
void tra_menu_server_take_rows (TraMenuServer *self, GPtrArray *rows);

G_END_DECLS
