/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-task.h"

G_BEGIN_DECLS

/* Private: as tr_task_update_from_json(), from a document that was decoded into @newer before. */
void tr_task_update_from (TrTask *self, TrTask *newer);

/* Private: (transfer full): the attributes for writing them back: %TR_ERROR_PROTOCOL rather than a
 * number that is rounded. */
JsonObject *tr_task_dup_exact_attributes (TrTask *self, GError **error);

G_END_DECLS
