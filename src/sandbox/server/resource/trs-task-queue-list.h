/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-form.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* The task queues of a workspace that pass a list request's filters, in the order it asks for; REST
 * and event bridge name them alike. */
GPtrArray *trs_task_queue_list_new (TrsWorkspace *workspace, TrsForm *query, GError **error);

G_END_DECLS
