/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

#include "tsv-context.h"

G_BEGIN_DECLS

/* Whether a callback is the service's. The request is parsed then. */
gboolean tsv_signature_check (TsvContext *context, TrsRequest *request, GError **error);

G_END_DECLS
