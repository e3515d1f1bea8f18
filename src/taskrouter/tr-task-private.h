/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-task.h"

G_BEGIN_DECLS

/* Private: as tr_task_update_from_json(), from a document that was decoded into @newer before. */
void tr_task_update_from (TrTask *self, TrTask *newer);

G_END_DECLS
