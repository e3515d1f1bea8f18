/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

/* Workers whose last socket closed, and who go offline a moment later unless they come back. */
typedef struct _TrsAbsences TrsAbsences;

/* Instead of an activity's SID: the workspace's own Offline. */
#define TRS_ABSENCES_OFFLINE ""

TrsAbsences *trs_absences_new (TrsEngine *engine);
void trs_absences_free (TrsAbsences *self);

void trs_absences_begin (TrsAbsences *self,
                         const char *workspace_sid,
                         const char *worker_sid,
                         const char *activity_sid);
void trs_absences_end (TrsAbsences *self, const char *worker_sid);
gboolean trs_absences_has (TrsAbsences *self, const char *worker_sid);
void trs_absences_clear (TrsAbsences *self);

G_END_DECLS
