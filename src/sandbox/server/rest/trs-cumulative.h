/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-scope.h"
#include "trs-span.h"

G_BEGIN_DECLS

/* What happened in a span of time, counted from the workspace's log. The fields are those of the
 * "cumulative" block, or of a resource of its own. */
void trs_cumulative_set_span (JsonObject *object, const TrsSpan *span);
void trs_cumulative_set_reservations (JsonObject *object,
                                      const TrsScope *scope,
                                      const TrsSpan *span);
gboolean trs_cumulative_set_tasks (JsonObject *object,
                                   const TrsScope *scope,
                                   const TrsSpan *span,
                                   const char *split_by,
                                   GError **error);
void trs_cumulative_set_activities (JsonObject *object,
                                    const TrsScope *scope,
                                    const TrsSpan *span);

G_END_DECLS
