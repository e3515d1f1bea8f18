/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-summary.h"

/* More days than that are no chart any more. */
#define MAX_DAYS 31
#define WEEK 7

static void
bar_free (gpointer data)
{
  TraHistoryBar *bar = data;

  g_free (bar->label);
  g_free (bar);
}

static void
total_free (gpointer data)
{
  TraStatusTotal *total = data;

  g_free (total->activity);
  g_free (total);
}

static GDateTime *
local_time (gint64 time)
{
  g_autoptr(GDateTime) local = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);

  return local != NULL ? g_steal_pointer (&local) : g_date_time_new_from_unix_local (0);
}

/* The midnight before it, days before. A day is not always 24 hours. */
static GDateTime *
midnight_of (gint64 time, int days_before)
{
  g_autoptr(GDateTime) local = local_time (time);
  g_autoptr(GDateTime) day = g_date_time_add_days (local, -days_before);
  int year, month, date;

  g_date_time_get_ymd (day, &year, &month, &date);
  return g_date_time_new_local (year, month, date, 0, 0, 0);
}

/**
 * tra_period_get_start:
 * @period: a period
 * @clock: what tells which day it is
 *
 * Returns: when it began: microseconds since the epoch; 0 for all
 */
gint64
tra_period_get_start (TraPeriod period, TrClock *clock)
{
  g_autoptr(GDateTime) midnight = NULL;

  g_return_val_if_fail (TR_IS_CLOCK (clock), 0);

  if (period == TRA_PERIOD_ALL)
    return 0;

  midnight = midnight_of (tr_clock_get_real_time (clock), period == TRA_PERIOD_WEEK ? WEEK - 1 : 0);
  return g_date_time_to_unix (midnight) * G_USEC_PER_SEC;
}

/* ---- The chart ---- */

static void
add_bar (GPtrArray *bars, char *label)
{
  TraHistoryBar *bar = g_new0 (TraHistoryBar, 1);

  bar->label = label;
  g_ptr_array_add (bars, bar);
}

static void
add_days (GPtrArray *bars, int n_days, gint64 now)
{
  for (int i = n_days - 1; i >= 0; i--)
    {
      g_autoptr(GDateTime) day = midnight_of (now, i);

      /* Translators: a day below a chart, as g_date_time_format() has it: "Mon" or "24 Jan" */
      add_bar (bars, g_date_time_format (day, n_days <= WEEK ? "%a" : "%-d %b"));
    }
}

static void
add_hours (GPtrArray *bars)
{
  for (int hour = 0; hour < 24; hour++)
    add_bar (bars, g_strdup_printf ("%d:00", hour));
}

static int
days_between (gint64 from, gint64 to)
{
  g_autoptr(GDateTime) first = midnight_of (from, 0);
  g_autoptr(GDateTime) last = midnight_of (to, 0);

  /* To the nearest: one of them may be an hour off. */
  return (int) ((g_date_time_difference (last, first) + G_TIME_SPAN_DAY / 2) / G_TIME_SPAN_DAY);
}

static TraHistoryBar *
find_bar (GPtrArray *bars, TraPeriod period, gint64 offered, gint64 now)
{
  g_autoptr(GDateTime) time = local_time (offered);
  int index = period == TRA_PERIOD_TODAY ? g_date_time_get_hour (time)
                                         : (int) bars->len - 1 - days_between (offered, now);

  return index >= 0 && index < (int) bars->len ? g_ptr_array_index (bars, index) : NULL;
}

/* ---- The figures ---- */

static void
count_call (TraHistorySummary *self, TraPeriod period, const TraCallRecord *record, gint64 now)
{
  TraHistoryBar *bar = find_bar (self->bars, period, record->offered, now);
  gboolean is_handled = record->end == TRA_CALL_HANDLED;
  gboolean is_missed = tra_call_end_is_missed (record->end);
  gint64 wrap = tra_call_record_get_wrap_time (record);

  self->n_calls++;
  self->n_handled += is_handled;
  self->n_missed += is_missed;
  self->talk += tra_call_record_get_talk_time (record);
  self->wrap += wrap;
  self->n_wrapped += wrap > 0;
  if (bar != NULL)
    {
      bar->n_handled += is_handled;
      bar->n_missed += is_missed;
    }
}

static void
count_span (TraHistorySummary *self, TraStatusSpan *span, gint64 start)
{
  gint64 duration = span->end - MAX (span->start, start);
  TraStatusTotal *total = NULL;

  if (duration <= 0)
    return;

  for (guint i = 0; i < self->statuses->len; i++)
    {
      total = g_ptr_array_index (self->statuses, i);
      if (g_str_equal (total->activity, span->activity))
        break;
      total = NULL;
    }
  if (total == NULL)
    {
      total = g_new0 (TraStatusTotal, 1);
      total->activity = g_strdup (span->activity);
      g_ptr_array_add (self->statuses, total);
    }
  total->duration += duration;
}

static int
compare_totals (gconstpointer a, gconstpointer b)
{
  gint64 first = (*(TraStatusTotal **) a)->duration;
  gint64 second = (*(TraStatusTotal **) b)->duration;

  return first > second ? -1 : first < second;
}

/* From the oldest call to now. */
static int
count_days (GListModel *calls, gint64 now)
{
  guint n_items = g_list_model_get_n_items (calls);
  g_autoptr(TraHistoryCall) oldest = n_items > 0 ? g_list_model_get_item (calls, n_items - 1) : NULL;
  int days = WEEK;

  if (oldest != NULL)
    days = days_between (tra_history_call_get_record (oldest)->offered, now) + 1;
  return CLAMP (days, WEEK, MAX_DAYS);
}

/**
 * tra_history_summary_new:
 * @history: what is counted
 * @period: since when
 *
 * Returns: (transfer full): the figures, as they are now
 */
TraHistorySummary *
tra_history_summary_new (TraHistory *history, TraPeriod period)
{
  TraHistorySummary *self;
  GListModel *calls;
  GPtrArray *spans;
  gint64 start, now;

  g_return_val_if_fail (TRA_IS_HISTORY (history), NULL);

  calls = tra_history_get_calls (history);
  now = tr_clock_get_real_time (tra_history_get_clock (history));
  start = tra_period_get_start (period, tra_history_get_clock (history));
  self = g_new0 (TraHistorySummary, 1);
  self->bars = g_ptr_array_new_with_free_func (bar_free);
  self->statuses = g_ptr_array_new_with_free_func (total_free);
  if (period == TRA_PERIOD_TODAY)
    add_hours (self->bars);
  else
    add_days (self->bars, period == TRA_PERIOD_WEEK ? WEEK : count_days (calls, now), now);

  for (guint i = 0; i < g_list_model_get_n_items (calls); i++)
    {
      g_autoptr(TraHistoryCall) call = g_list_model_get_item (calls, i);

      if (tra_history_call_get_record (call)->offered < start)
        break;
      count_call (self, period, tra_history_call_get_record (call), now);
    }

  spans = tra_history_get_spans (history);
  for (guint i = 0; i < spans->len; i++)
    count_span (self, g_ptr_array_index (spans, i), start);
  g_ptr_array_sort (self->statuses, compare_totals);
  return self;
}

void
tra_history_summary_free (TraHistorySummary *self)
{
  g_ptr_array_unref (self->bars);
  g_ptr_array_unref (self->statuses);
  g_free (self);
}
