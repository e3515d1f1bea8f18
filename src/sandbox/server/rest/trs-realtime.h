/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-scope.h"

G_BEGIN_DECLS

/* How things are now. The fields are those of the "realtime" block, or of a resource of its own. */
void trs_realtime_set_tasks (JsonObject *object, const TrsScope *scope);
void trs_realtime_set_queue (JsonObject *object, const TrsScope *scope);
void trs_realtime_set_activities (JsonObject *object, const TrsScope *scope);
void trs_realtime_set_total_workers (JsonObject *object, const TrsScope *scope);

G_END_DECLS
