/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"
#include "tr-token.h"

#include "tsv-context.h"

G_BEGIN_DECLS

char *tsv_bearer_dup (TrsRequest *request);
TrToken *tsv_bearer_verify (const TsvContext *context, TrsRequest *request, GError **error);

G_END_DECLS
