/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-form.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* What statistics are of: a workspace, or the part of it that belongs to a queue, a workflow or
 * some workers, on one task channel or on all. NULL is no narrowing. Borrowed, all of it. */
typedef struct
{
  TrsWorkspace *workspace;
  TrsTaskQueue *queue;
  TrsWorkflow *workflow;
  TrsWorker *worker;
  const char *worker_name;
  TrsTaskChannel *channel;
} TrsScope;

gboolean trs_scope_read_channel (TrsScope *self, TrsForm *query, GError **error);
gboolean trs_scope_has_task (const TrsScope *self, TrsTask *task);
gboolean trs_scope_has_worker (const TrsScope *self, TrsWorker *worker);
gboolean trs_scope_has_event (const TrsScope *self, TrsEvent *event);

G_END_DECLS
