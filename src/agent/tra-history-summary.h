/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-history.h"

G_BEGIN_DECLS

typedef enum
{
  TRA_PERIOD_TODAY,
  TRA_PERIOD_WEEK, /* today and the six days before */
  TRA_PERIOD_ALL,
} TraPeriod;

/* A bar of the chart: an hour or a day. */
typedef struct
{
  char *label; /* "9:00", "Mon" */
  guint n_handled;
  guint n_missed;
} TraHistoryBar;

/* How long one status lasted in all. */
typedef struct
{
  char *activity;
  gint64 duration; /* µs */
} TraStatusTotal;

typedef struct
{
  guint n_handled;
  guint n_missed;
  guint n_calls;        /* of every end */
  guint n_wrapped;
  gint64 talk;          /* µs in all */
  gint64 wrap;          /* likewise */
  GPtrArray *bars;      /* of TraHistoryBar */
  GPtrArray *statuses;  /* of TraStatusTotal, the longest first */
} TraHistorySummary;

TraHistorySummary *tra_history_summary_new (TraHistory *history, TraPeriod period);
void tra_history_summary_free (TraHistorySummary *self);
gint64 tra_period_get_start (TraPeriod period, TrClock *clock);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraHistorySummary, tra_history_summary_free)

G_END_DECLS
