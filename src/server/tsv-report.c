/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-report.h"

#include <string.h>

#include "tsv-answer.h"
#include "tsv-event-query.h"
#include "tsv-oversight.h"
#include "tsv-tally.h"

#define DAY_MS (24LL * 3600 * 1000)
#define DEFAULT_DAYS 7
#define MAX_DAYS 400

typedef struct
{
  char *sid;  /* owned, nullable: it came into no queue */
  char *name; /* owned, nullable */
  TsvTally tally;
} Queue;

/* A day, or all of them. */
typedef struct
{
  char *day; /* owned, nullable: all */
  TsvTally tally;
  GPtrArray *queues; /* of owned Queues, in the order that they had tasks */
} Period;

typedef struct
{
  gint64 since_ms;
  gint64 until_ms;
  int level_seconds;
  char *channel;       /* owned, nullable: every one */
  GTimeZone *timezone; /* owned */
  Period *all;         /* owned */
  GPtrArray *days;     /* of owned Periods */
} Report;

static void
queue_free (gpointer data)
{
  Queue *queue = data;

  g_free (queue->sid);
  g_free (queue->name);
  g_free (queue);
}

static void
period_free (gpointer data)
{
  Period *period = data;

  g_ptr_array_unref (period->queues);
  g_free (period->day);
  g_free (period);
}

static Period *
period_new (const char *day)
{
  Period *period = g_new0 (Period, 1);

  period->day = g_strdup (day);
  period->queues = g_ptr_array_new_with_free_func (queue_free);
  return period;
}

static void
report_free (gpointer data)
{
  Report *report = data;

  period_free (report->all);
  g_ptr_array_unref (report->days);
  g_clear_pointer (&report->timezone, g_time_zone_unref);
  g_free (report->channel);
  g_free (report);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Report, report_free)

/* ---- Counting ---- */

static Queue *
period_get_queue (Period *self, const char *sid, const char *name)
{
  Queue *queue;

  for (guint i = 0; i < self->queues->len; i++)
    {
      queue = g_ptr_array_index (self->queues, i);
      if (g_strcmp0 (queue->sid, sid) == 0)
        return queue;
    }
  queue = g_new0 (Queue, 1);
  queue->sid = g_strdup (sid);
  queue->name = g_strdup (name);
  g_ptr_array_add (self->queues, queue);
  return queue;
}

static char *
dup_day (const Report *report, gint64 time_ms)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (time_ms / 1000);
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, report->timezone) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d") : g_strdup ("");
}

/* Rows come in the order of time. */
static Period *
report_get_day (Report *self, gint64 time_ms)
{
  g_autofree char *day = dup_day (self, time_ms);
  Period *last = self->days->len > 0 ? g_ptr_array_index (self->days, self->days->len - 1) : NULL;

  if (last == NULL || !g_str_equal (last->day, day))
    {
      last = period_new (day);
      g_ptr_array_add (self->days, last);
    }
  return last;
}

static void
report_take (Report *self, TsvRow *row)
{
  gint64 began_ms = tsv_row_get_int (row, 0);
  gint64 accepted_ms = tsv_row_get_int (row, 1);
  gint64 abandoned_ms = tsv_row_get_int (row, 2);
  Period *const periods[] = { self->all, report_get_day (self, began_ms) };

  for (gsize i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      Queue *queue = period_get_queue (periods[i], tsv_row_get_text (row, 3), tsv_row_get_text (row, 4));

      tsv_tally_add (&periods[i]->tally, began_ms, accepted_ms, abandoned_ms, self->level_seconds);
      tsv_tally_add (&queue->tally, began_ms, accepted_ms, abandoned_ms, self->level_seconds);
    }
}

/* A task that was completed was no customer's who gave up, whoever accepted it. */
static gboolean
count_tasks (TsvStore *store, gpointer data, GError **error)
{
  Report *report = data;
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error,
                       "SELECT began_ms, accepted_ms, CASE WHEN completed_ms IS NULL THEN"
                       " coalesce (canceled_ms, deleted_ms) END, queue_sid, queue FROM task"
                       " WHERE began_ms >= ?1 AND began_ms < ?2 AND (?3 IS NULL OR channel = ?3)"
                       " ORDER BY began_ms", "iit",
                       report->since_ms, report->until_ms, report->channel))
    return FALSE;
  while (row != NULL)
    {
      report_take (report, row);
      if (!tsv_row_next (&row, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- Answering ---- */

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static JsonObject *
period_to_json (const Period *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *queues = json_array_new ();

  if (self->day != NULL)
    json_object_set_string_member (object, "day", self->day);
  tsv_tally_to_json (&self->tally, object);
  for (guint i = 0; i < self->queues->len; i++)
    {
      const Queue *queue = g_ptr_array_index (self->queues, i);
      JsonObject *one = json_object_new ();

      set_text (one, "queue_sid", queue->sid);
      set_text (one, "queue", queue->name);
      tsv_tally_to_json (&queue->tally, one);
      json_array_add_object_element (queues, one);
    }
  json_object_set_array_member (object, "queues", queues);
  return object;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  Report *report = tsv_database_run_finish (TSV_DATABASE (source), result, &error);
  JsonObject *object;
  JsonArray *days;

  if (report == NULL)
    {
      tsv_answer_error (request, error);
      return;
    }
  object = period_to_json (report->all);
  days = json_array_new ();
  for (guint i = 0; i < report->days->len; i++)
    json_array_add_object_element (days, period_to_json (g_ptr_array_index (report->days, i)));
  json_object_set_array_member (object, "days", days);
  json_object_set_int_member (object, "since", report->since_ms / 1000);
  json_object_set_int_member (object, "until", report->until_ms / 1000);
  json_object_set_string_member (object, "timezone", g_time_zone_get_identifier (report->timezone));
  json_object_set_int_member (object, "service_level_seconds", report->level_seconds);
  tsv_answer_object (request, 200, object);
}

static gboolean
refuse (GError **error, const char *problem)
{
  g_set_error_literal (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST, problem);
  return FALSE;
}

static gboolean
read_period (Report *self, TrsForm *form, gint64 now, GError **error)
{
  gint64 now_ms = now * 1000;

  if (!tsv_event_query_read_time (form, "until", now_ms + 1000, &self->until_ms, error) ||
      !tsv_event_query_read_time (form, "since", self->until_ms - DEFAULT_DAYS * DAY_MS,
                                  &self->since_ms, error))
    return FALSE;
  if (self->since_ms > self->until_ms || self->until_ms - self->since_ms > MAX_DAYS * DAY_MS)
    return refuse (error, "since, until: a period of at most 400 days is wanted");
  return TRUE;
}

static gboolean
read_query (Report *self, TrsForm *form, int level_seconds, GError **error)
{
  const char *timezone = trs_form_get_filled (form, "timezone");
  const char *level = trs_form_get_filled (form, "service_level_seconds");
  gint64 seconds = level_seconds;

  if (level != NULL && !g_ascii_string_to_signed (level, 10, 1, 3600, &seconds, NULL))
    return refuse (error, "service_level_seconds: a number from 1 to 3600 is wanted");
  /* A name is a file's below the system's zones, and nothing else is. */
  if (timezone != NULL && g_ascii_isalnum (*timezone) &&
      timezone[strspn (timezone, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "/_+-")] == '\0')
    self->timezone = g_time_zone_new_identifier (timezone);
  else if (timezone == NULL)
    self->timezone = g_time_zone_new_utc ();
  if (self->timezone == NULL)
    return refuse (error, "timezone: a name as Europe/Berlin is wanted");
  self->level_seconds = (int) seconds;
  self->channel = g_strdup (trs_form_get_filled (form, "channel"));
  return TRUE;
}

static void
get_report (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;
  g_autoptr(Report) report = g_new0 (Report, 1);
  g_autoptr(GError) error = NULL;

  report->all = period_new (NULL);
  report->days = g_ptr_array_new_with_free_func (period_free);
  if (!tsv_oversight_check (context, request))
    return;
  if (!trs_request_parse_query (request, NULL))
    refuse (&error, "The query can't be read");
  else if (read_period (report, trs_request_get_query (request), tsv_context_get_now (context), &error))
    read_query (report, trs_request_get_query (request),
                context->config->policy->service_level_seconds, &error);
  if (error != NULL)
    {
      tsv_answer_error (request, error);
      return;
    }
  trs_request_hold (request);
  tsv_database_run_async (context->reader, count_tasks, g_steal_pointer (&report), report_free, NULL,
                          counted_cb, trs_request_ref (request));
}

void
tsv_report_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "GET", "/v1/report", TRS_ACCESS_TOKEN, get_report },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
