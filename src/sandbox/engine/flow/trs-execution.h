/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "flow/trs-flow.h"
#include "trs-flow-run.h"

G_BEGIN_DECLS

/* One run of a flow: by a call that came in, or because somebody asked for it. */
struct _TrsExecution
{
  TrsResource base; /* FN… */
  TrsFlow *flow;

  int revision;         /* of the flow, that runs */
  char *contact;        /* the other party's address */
  char *call_sid;       /* nullable: the call that it began with */
  TrsFlowRun *run;      /* its steps, context and status */

  /*< private >*/
  TrsScript *script; /* nullable: what it talks to the caller by; while it is active */
};

TrsExecution *trs_execution_create (TrsFlow *flow,
                                    const char *to,
                                    const char *from,
                                    const char *parameters,
                                    GError **error);
gboolean trs_execution_end (TrsExecution *self, GError **error);
gboolean trs_execution_delete (TrsExecution *self, GError **error);

TrsFlowStep *trs_execution_get_step (TrsExecution *self, const char *sid);

G_END_DECLS
