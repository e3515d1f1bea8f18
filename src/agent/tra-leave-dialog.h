/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

/* The questions before somebody goes. @agreed is called once, or never. */
typedef void (*TraLeaveFunc) (gpointer object);

void tra_leave_dialog_ask_quit (GtkWindow *parent,
                                TraSession *session,
                                TraLeaveFunc agreed,
                                GObject *object);
void tra_leave_dialog_ask_sign_out (GtkWindow *parent,
                                    TraSession *session,
                                    TraLeaveFunc agreed,
                                    GObject *object);
void tra_leave_dialog_ask_switch (GtkWindow *parent,
                                  TraSession *session,
                                  TraLeaveFunc agreed,
                                  GObject *object);
gboolean tra_leave_dialog_is_call_on (TraSession *session);
gboolean tra_leave_dialog_is_needed (TraSession *session);

G_END_DECLS
