/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_TRANSFER_DIALOG (tra_transfer_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TraTransferDialog, tra_transfer_dialog, TRA, TRANSFER_DIALOG, AdwWindow)

TraTransferDialog *tra_transfer_dialog_new (TraSession *session, GtkWindow *parent);

G_END_DECLS
