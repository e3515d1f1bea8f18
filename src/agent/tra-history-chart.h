/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRA_TYPE_HISTORY_CHART (tra_history_chart_get_type ())
G_DECLARE_FINAL_TYPE (TraHistoryChart, tra_history_chart, TRA, HISTORY_CHART, GtkWidget)

/* @bars: of TraHistoryBar; not kept. */
void tra_history_chart_set_bars (TraHistoryChart *self, GPtrArray *bars);

G_END_DECLS
