/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tra-session.h"

G_BEGIN_DECLS

void tra_status_menu_fill (GMenu *menu, TraSession *session);
char *tra_status_menu_label (const char *name);
char *tra_status_menu_get_key (TraSession *session);

G_END_DECLS
