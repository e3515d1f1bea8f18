/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

#include "tsv-event-query.h"

G_BEGIN_DECLS

/* How somebody asks to follow the events, and how the answer begins. */
TsvEventQuery *tsv_stream_request_read (TrsRequest *request, gboolean *from_now);
void tsv_stream_request_begin (TrsRequest *request);

G_END_DECLS
