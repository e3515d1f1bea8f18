/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-transfer.h"

G_BEGIN_DECLS

/* A transfer inside a reservation has no task_sid of its own: it is of the reservation's task. */
TrTransfer *tr_transfer_new_for_task (JsonNode *node, const char *task_sid, GError **error);

/* As tr_transfer_update_from_json(), from a document that was decoded into @newer before. */
void tr_transfer_update_from (TrTransfer *self, TrTransfer *newer);

G_END_DECLS
