/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-router.h"

#include "tsv-context.h"

G_BEGIN_DECLS

/* How long customers waited: GET /v1/report. */
void tsv_report_add_routes (TrsRouter *router, TsvContext *context);

G_END_DECLS
