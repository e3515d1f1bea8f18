/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-clock-turns.h"
#include "trs-control.h"

G_BEGIN_DECLS

struct _TrsControl
{
  TrsServer *server; /* not owned: it owns us */
  TrsBridge *bridge; /* the server's */
  TrsFaults *faults; /* the server's */
  TrsRouter *router; /* the server's, which changes with the engine */
  TrsClockTurns *turns; /* owned */
};

void trs_control_add_faults (TrsRouter *router, TrsControl *control);

G_END_DECLS
