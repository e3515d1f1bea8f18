/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

#include "tr-token.h"

#include "tsv-context.h"

G_BEGIN_DECLS

/* Who may see what all do: a supervisor, or whoever has the administrator's key. */
gboolean tsv_oversight_has_role (TrToken *token);
gboolean tsv_oversight_has_key (const TsvContext *context, TrsRequest *request);
gboolean tsv_oversight_check (const TsvContext *context, TrsRequest *request);
gboolean tsv_oversight_check_token (const TsvContext *context, TrsRequest *request, TrToken **token);

G_END_DECLS
