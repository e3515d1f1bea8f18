/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-liquid-render.h"

G_BEGIN_DECLS

/* The filters. Each gives a new value; private to this folder. */

const TrsLiquidFilterSpec *trs_liquid_filter_find (const char *name);

extern const TrsLiquidFilterSpec trs_liquid_text_filters[];
extern const TrsLiquidFilterSpec trs_liquid_list_filters[];
extern const TrsLiquidFilterSpec trs_liquid_number_filters[];

JsonNode *trs_liquid_filter_date (TrsLiquidRender *render, JsonNode *input, JsonNode **arguments, guint n_arguments);
char *trs_liquid_format_time (GDateTime *time, const char *format);

G_END_DECLS
