/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

/* The secret that the next start would sign in with. */
gboolean tra_session_is_saved (TraSession *self);
void tra_session_forget_saved (TraSession *self);

G_END_DECLS
