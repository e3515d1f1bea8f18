/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-transfer.h"

G_BEGIN_DECLS

/* A transfer inside a reservation has no task_sid of its own: it is of the reservation's task. */
TrTransfer *tr_transfer_new_for_task (JsonNode *node, const char *task_sid, GError **error);

G_END_DECLS
