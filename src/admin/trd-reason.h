/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-situation.h"

G_BEGIN_DECLS

/* What keeps a worker from a task. Of several the first counts. */
typedef enum
{
  TRD_REASON_CHOSEN,    /* nothing: has it */
  TRD_REASON_TAKEN,     /* it is another's, or over */
  TRD_REASON_NO_MEMBER, /* of its queue */
  TRD_REASON_UNWANTED,  /* by the workflow's step */
  TRD_REASON_AWAY,
  TRD_REASON_CLOSED,    /* on that channel */
  TRD_REASON_FULL,
  TRD_REASON_FREE,      /* nothing: others come first */
} TrdReason;

/* A sentence, or NULL with @error. */
char *trd_reason_explain (TrdSituation *situation,
                          TrdCase *task,
                          JsonObject *worker,
                          TrdReason *reason,
                          GError **error);
char *trd_reason_explain_waiting (TrdSituation *situation, TrdCase *task, GError **error);
char *trd_reason_explain_worker (TrdSituation *situation, JsonObject *worker, GError **error);

G_END_DECLS
