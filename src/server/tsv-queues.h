/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-router.h"
#include "tr-client-queues.h"

#include "tsv-context.h"

G_BEGIN_DECLS

/* How many wait where, asked of the service once for all desks: GET /v1/queues. */
TsvQueues *tsv_queues_new (TsvContext *context);
void tsv_queues_free (TsvQueues *self);

void tsv_queues_add_routes (TsvQueues *self, TrsRouter *router);
GPtrArray *tsv_queues_peek (TsvQueues *self, gint64 *age); /* of TrQueue; NULL: not known yet */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsvQueues, tsv_queues_free)

G_END_DECLS
