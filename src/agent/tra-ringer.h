/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-do-not-disturb.h"
#include "tra-session.h"
#include "tra-sound.h"

G_BEGIN_DECLS

#define TRA_TYPE_RINGER (tra_ringer_get_type ())
G_DECLARE_FINAL_TYPE (TraRinger, tra_ringer, TRA, RINGER, GObject)

/*
 * Rings while an offer waits, and makes the sounds of what happens otherwise.
 *
 * Signals:
 *   started (char *sid): the sound server has the ring for the reservation @sid, for the first time
 *   changed (): what the accessors tell may be new
 */
TraRinger *tra_ringer_new (TraSession *session, TraSound *sound, TraDoNotDisturb *do_not_disturb);

gboolean tra_ringer_is_silent (TraRinger *self); /* an offer waits, and nobody hears it */
gboolean tra_ringer_has_failed (TraRinger *self); /* and that is nobody's wish */

G_END_DECLS
