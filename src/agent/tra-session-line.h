/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-line.h"
#include "tra-session.h"

G_BEGIN_DECLS

/* The call that the agent is in: who is on the line, and what can be done there. All of it is asked
 * of the service, and shown when the service says so. */
TraLine *tra_session_get_line (TraSession *self);      /* nullable: no conference */
gint64 tra_session_get_hold_time (TraSession *self);   /* µs that the caller is on hold; 0: is not */

gboolean tra_session_can_talk (TraSession *self); /* there is a line, and nothing is on its way */
void tra_session_set_muted (TraSession *self, gboolean is_muted);
void tra_session_set_held (TraSession *self, gboolean is_held); /* the caller */
/* By call SID: */
void tra_session_mute_leg (TraSession *self, const char *call_sid, gboolean is_muted);
void tra_session_hold_leg (TraSession *self, const char *call_sid, gboolean is_held);
gboolean tra_session_can_mute_leg (TraSession *self, TraLeg *leg);
gboolean tra_session_can_hold_leg (TraSession *self, TraLeg *leg);

G_END_DECLS
