/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

#include "trd-setup-centre.h"

G_BEGIN_DECLS

/* The number that callers ring where the file names none. */
#define TRD_REHEARSAL_NUMBER "+15005550006"

/* A file's centre in the sandbox's engine, on a clock that stands until it is turned: nothing of it
 * reaches the service. */
typedef struct
{
  TrClock *clock;          /* owned */
  TrsEngine *engine;       /* owned */
  TrsWorkspace *workspace; /* borrowed */
} TrdRehearsal;

gboolean trd_rehearsal_is_possible (TrdCentre *centre);
TrdRehearsal *trd_rehearsal_new (TrdCentre *centre, gint64 real_time, char **path, GError **error);
void trd_rehearsal_free (TrdRehearsal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdRehearsal, trd_rehearsal_free)

G_END_DECLS
