/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-router.h"

#include "tsv-context.h"

G_BEGIN_DECLS

/* Who follows what happens: GET /v1/events/stream, server-sent events. */
TsvEventStreams *tsv_event_streams_new (TsvContext *context);
void tsv_event_streams_free (TsvEventStreams *self);

void tsv_event_streams_add_routes (TsvEventStreams *self, TrsRouter *router);
void tsv_event_streams_kick (TsvEventStreams *self); /* there is something new */
void tsv_event_streams_close (TsvEventStreams *self); /* all come back to another instance */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsvEventStreams, tsv_event_streams_free)

G_END_DECLS
