/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

/* Several people, or one in several workspaces, at one desk: one is signed in at a time. */
void tra_session_switch_profile (TraSession *self, const char *id /* nullable: somebody new */);
gboolean tra_session_is_switching (TraSession *self);
void tra_session_remove_profile (TraSession *self, const char *id);

G_END_DECLS
