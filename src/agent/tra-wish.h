/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tra-session.h"

G_BEGIN_DECLS

/* What the program was started for by the desktop, an action of its own, before anybody is signed in. */
gboolean tra_wish_is_early (TraSession *session, GtkApplication *application);
void tra_wish_keep (GtkApplication *application, GAction *action, GVariant *parameter);
void tra_wish_perform (GtkApplication *application, TraSession *session);

G_END_DECLS
