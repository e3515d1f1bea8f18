/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-router.h"

#include "tsv-context.h"

G_BEGIN_DECLS

/* What must have happened, and was never told: GET /v1/events/gaps. */
typedef enum
{
  TSV_GAP_TASK_CREATED,
  TSV_GAP_RESERVATION_CREATED,
  TSV_GAP_RESERVATION_ACCEPTED,
  TSV_N_GAPS,
} TsvGap;

const char *tsv_gap_get_missing (TsvGap gap); /* the type of the event that did not come */

gboolean tsv_gaps_count (TsvStore *store, gint64 now, gint64 counts[TSV_N_GAPS], GError **error);
void tsv_gaps_add_routes (TrsRouter *router, TsvContext *context);

G_END_DECLS
