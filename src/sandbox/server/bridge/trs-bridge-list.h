/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"
#include "trs-types.h"

G_BEGIN_DECLS

typedef JsonObject *(*TrsPayloadFunc) (gpointer resource);

void trs_bridge_answer (TrsRequest *request, JsonObject *payload);
void trs_bridge_answer_list (TrsRequest *request,
                             TrsEngine *engine,
                             GPtrArray *list,
                             TrsPayloadFunc to_payload);

G_END_DECLS
