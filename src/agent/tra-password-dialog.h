/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_PASSWORD_DIALOG (tra_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TraPasswordDialog, tra_password_dialog, TRA, PASSWORD_DIALOG, AdwMessageDialog)

/* Asks for the password again, where a company's server has ended the session. */
void tra_password_dialog_open (TraSession *session, GtkWindow *parent);

G_END_DECLS
