/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

/* Ends the call for everybody; asks first if more than the caller and the agent are on it. */
void tra_end_dialog_ask (TraSession *session, GtkWindow *parent /* nullable */);

G_END_DECLS
