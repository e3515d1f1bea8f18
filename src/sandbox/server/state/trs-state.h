/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"
#include "trs-outset.h"
#include "trs-server.h"

G_BEGIN_DECLS

/**
 * TrsState: (declared in trs-server.h)
 *
 * What happened to a sandbox since its outset, so that it can be had again: after a restart, after
 * a `kill -9`, or by the name of a snapshot.
 *
 * It is a history of what came in, not a picture of what is there. The engine is a function of its
 * outset (seed and random seed) and of what came in at which moment of its clock: requests that
 * were carried out, workers whose connection went, answers of programs that were asked. So a line
 * for each of these is all there is to write, before the answer goes out, and it costs the same
 * however much there is; and whatever the engine learns to do is kept without a line of code here.
 * A picture would have to be written for each answer, or answers would have to wait for it; and it
 * would have to know every field of every resource, and every timer. What this costs is the time
 * to go through it all at the start, some tenths of a millisecond for each line, and a file that
 * grows until the next reset.
 *
 * A restart does not count as time: what was due in five seconds still is. Unless the clock is
 * virtual or has a speed of its own, it then shows the machine's time.
 */

/* How fast the clock goes: as the machine's, or only when it is told to. */
#define TRS_SPEED_REAL 1.0
#define TRS_SPEED_VIRTUAL 0.0

TrsState *trs_state_new (TrsOutset *outset,
                         const char *path,
                         double speed,
                         gint64 first_time,
                         GError **error);
void trs_state_free (TrsState *self);

TrsEngine *trs_state_make_engine (TrsState *self, GError **error);
gboolean trs_state_start (TrsState *self, TrsServer *server, GError **error);

double trs_state_get_speed (TrsState *self);
gboolean trs_state_is_continued (TrsState *self);

void trs_state_catch_up (TrsState *self);
gboolean trs_state_mark_time (TrsState *self, GError **error);
gboolean trs_state_record (TrsState *self, JsonObject *entry, GError **error);

gboolean trs_state_save (TrsState *self, const char *name, GError **error);
gboolean trs_state_restore (TrsState *self, const char *name, GError **error);
gboolean trs_state_reset (TrsState *self, GError **error);
gboolean trs_state_remove (TrsState *self, const char *name);
JsonArray *trs_state_list (TrsState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsState, trs_state_free)

G_END_DECLS
