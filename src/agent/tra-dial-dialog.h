/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_DIAL_DIALOG (tra_dial_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TraDialDialog, tra_dial_dialog, TRA, DIAL_DIALOG, AdwWindow)

/* Fills in @number, and never dials by itself. */
TraDialDialog *tra_dial_dialog_new (TraSession *session, GtkWindow *parent, const char *number);
void tra_dial_dialog_set_number (TraDialDialog *self, const char *number);

G_END_DECLS
