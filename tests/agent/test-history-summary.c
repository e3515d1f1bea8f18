/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-csv.h"
#include "tra-history-summary.h"
#include "tra-settings.h"

/* The figures of a day, and the table that is exported. */

#define SECOND ((gint64) G_USEC_PER_SEC)
#define HOUR G_TIME_SPAN_HOUR
/* 2026-01-15 10:00, a Thursday; the test's zone is UTC. */
#define NOW (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC)

typedef struct
{
  TrClock *clock;
  GSettings *settings;
  TraHistory *history;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->clock = tr_clock_new_manual (NOW);
  self->settings = tra_settings_new (&error);
  g_assert_no_error (error);
  self->history = tra_history_new (self->clock, self->settings, "/dev/null/none");
  tra_history_open (self->history, "WK1", FALSE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->history);
  g_object_unref (self->settings);
  g_assert_finalize_object (self->clock);
}

static TraCallRecord *
make (const char *caller, TraCallEnd end, gint64 offered, gint64 talk, gint64 wrap)
{
  TraCallRecord *record = tra_call_record_new ();

  record->reservation_sid = g_strdup ("WR1");
  record->caller = g_strdup (caller);
  record->queue = g_strdup ("Support");
  record->channel = g_strdup ("voice");
  record->end = end;
  record->offered = offered;
  if (talk > 0)
    {
      record->answered = offered + 5 * SECOND;
      record->ended = record->answered + talk;
      record->completed = record->ended + wrap;
    }
  return record;
}

static void
test_today (Fixture *self, gconstpointer data)
{
  g_autoptr(TraHistorySummary) summary = NULL;
  TraHistoryBar *bar;

  tra_history_add (self->history, make ("+1", TRA_CALL_HANDLED, NOW - HOUR, 60 * SECOND, 30 * SECOND));
  tra_history_add (self->history, make ("+2", TRA_CALL_HANDLED, NOW - HOUR + 1, 120 * SECOND, 0));
  tra_history_add (self->history, make ("+3", TRA_CALL_CALLER_LEFT, NOW, 0, 0));
  tra_history_add (self->history, make ("+4", TRA_CALL_REJECTED, NOW, 0, 0));
  tra_history_add (self->history, make ("+5", TRA_CALL_HANDLED, NOW - 11 * HOUR, 60 * SECOND, 0));
  summary = tra_history_summary_new (self->history, TRA_PERIOD_TODAY);

  g_assert_cmpuint (summary->n_calls, ==, 4); /* yesterday's 23:00 is not today */
  g_assert_cmpuint (summary->n_handled, ==, 2);
  g_assert_cmpuint (summary->n_missed, ==, 1);
  g_assert_cmpint (summary->talk, ==, 180 * SECOND);
  g_assert_cmpint (summary->wrap, ==, 30 * SECOND);
  g_assert_cmpuint (summary->n_wrapped, ==, 1);
  g_assert_cmpuint (summary->bars->len, ==, 24);
  bar = g_ptr_array_index (summary->bars, 9);
  g_assert_cmpstr (bar->label, ==, "9:00");
  g_assert_cmpuint (bar->n_handled, ==, 2);
  bar = g_ptr_array_index (summary->bars, 10);
  g_assert_cmpuint (bar->n_missed, ==, 1);
}

static void
test_week (Fixture *self, gconstpointer data)
{
  g_autoptr(TraHistorySummary) summary = NULL;
  g_autoptr(TraHistorySummary) all = NULL;
  TraHistoryBar *bar;

  tra_history_add (self->history, make ("+1", TRA_CALL_HANDLED, NOW, 60 * SECOND, 0));
  tra_history_add (self->history, make ("+2", TRA_CALL_TIMED_OUT, NOW - 6 * 24 * HOUR, 0, 0));
  tra_history_add (self->history, make ("+3", TRA_CALL_TIMED_OUT, NOW - 7 * 24 * HOUR, 0, 0));
  summary = tra_history_summary_new (self->history, TRA_PERIOD_WEEK);
  g_assert_cmpuint (summary->n_calls, ==, 2);
  g_assert_cmpuint (summary->bars->len, ==, 7);
  bar = g_ptr_array_index (summary->bars, 0);
  g_assert_cmpuint (bar->n_missed, ==, 1);
  bar = g_ptr_array_index (summary->bars, 6);
  g_assert_cmpstr (bar->label, ==, "Thu");
  g_assert_cmpuint (bar->n_handled, ==, 1);

  all = tra_history_summary_new (self->history, TRA_PERIOD_ALL);
  g_assert_cmpuint (all->n_calls, ==, 3);
  g_assert_cmpuint (all->bars->len, ==, 8);
}

static void
test_statuses (Fixture *self, gconstpointer data)
{
  g_autoptr(TraHistorySummary) summary = NULL;
  TraStatusTotal *total;

  tra_history_tell_status (self->history, "Available", TRUE);
  tr_clock_advance (self->clock, 10 * SECOND);
  tra_history_tell_status (self->history, "Break", FALSE);
  tr_clock_advance (self->clock, 15 * SECOND);
  tra_history_tell_status (self->history, "Available", TRUE);
  tr_clock_advance (self->clock, 20 * SECOND);
  summary = tra_history_summary_new (self->history, TRA_PERIOD_TODAY);
  g_assert_cmpuint (summary->statuses->len, ==, 2);
  total = g_ptr_array_index (summary->statuses, 0);
  g_assert_cmpstr (total->activity, ==, "Available");
  g_assert_cmpint (total->duration, ==, 30 * SECOND);
  total = g_ptr_array_index (summary->statuses, 1);
  g_assert_cmpint (total->duration, ==, 15 * SECOND);
}

/* Over midnight a status belongs to both days. */
static void
test_midnight (Fixture *self, gconstpointer data)
{
  g_autoptr(TraHistorySummary) summary = NULL;
  TraStatusTotal *total;

  tr_clock_set_real_time (self->clock, NOW - 11 * HOUR);
  tra_history_tell_status (self->history, "Available", TRUE);
  tr_clock_advance (self->clock, 3 * HOUR);
  summary = tra_history_summary_new (self->history, TRA_PERIOD_TODAY);
  total = g_ptr_array_index (summary->statuses, 0);
  g_assert_cmpint (total->duration, ==, 2 * HOUR);
}

/* ---- The table ---- */

#define HEAD                                                                                       \
  "\357\273\277\"Time\",\"Caller\",\"Queue\",\"Channel\",\"End\",\"Talk (seconds)\","              \
  "\"Wrap-up (seconds)\",\"Outcome\",\"Reservation\"\r\n"

static void
test_csv (Fixture *self, gconstpointer data)
{
  g_autofree char *csv = NULL;

  tra_history_add (self->history,
                   make ("+16505550100", TRA_CALL_HANDLED, NOW, 61 * SECOND, 5 * SECOND));
  csv = tra_history_csv (tra_history_get_calls (self->history));
  g_assert_cmpstr (csv, ==,
                   HEAD "\"2026-01-15 10:00:00\",\"'+16505550100\",\"Support\",\"voice\","
                        "\"Handled\",61,5,\"\",\"WR1\"\r\n");
}

static void
test_csv_formula (Fixture *self, gconstpointer data)
{
  static const char *const evil[] = {
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1＋1", "＠SUM(1)", "＋1", "－1",
  };
  g_autofree char *csv = NULL;
  g_auto(GStrv) cells = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (evil); i++)
    {
      TraCallRecord *record = make (evil[i], TRA_CALL_HANDLED, NOW, 0, 0);

      record->outcome = g_strdup (evil[i]);
      tra_history_add (self->history, record);
    }
  csv = tra_history_csv (tra_history_get_calls (self->history));
  cells = g_strsplit (csv, "\"", -1);
  for (int i = 1; cells[i] != NULL; i += 2)
    {
      g_assert_null (*cells[i] != '\0' ? strchr ("=+-@\t\r", *cells[i]) : NULL);
      g_assert_false (g_str_has_prefix (cells[i], "\357\274")); /* U+FF00 and on */
    }
}

static void
test_csv_quotes (Fixture *self, gconstpointer data)
{
  TraCallRecord *record = make ("sip:\"a\",b", TRA_CALL_HANDLED, NOW, 0, 0);
  g_autofree char *csv = NULL;

  record->outcome = g_strdup ("two\nlines");
  tra_history_add (self->history, record);
  csv = tra_history_csv (tra_history_get_calls (self->history));
  g_assert_nonnull (strstr (csv, ",\"sip:\"\"a\"\",b\","));
  g_assert_nonnull (strstr (csv, ",\"two\nlines\","));
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                        \
  g_test_add ("/history-summary/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("today", test_today);
  ADD ("week", test_week);
  ADD ("statuses", test_statuses);
  ADD ("midnight", test_midnight);
  ADD ("csv", test_csv);
  ADD ("csv/formula", test_csv_formula);
  ADD ("csv/quotes", test_csv_quotes);

  return g_test_run ();
}
