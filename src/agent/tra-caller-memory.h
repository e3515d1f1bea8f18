/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-task.h"
#include "tra-history.h"

G_BEGIN_DECLS

char *tra_caller_memory_describe (TraHistory *history, TrTask *task); /* nullable */

void tra_caller_memory_add_fact (TraHistory *history, TrTask *task, GPtrArray *facts /* of TraFact */);

G_END_DECLS
