/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-metrics.h"

#include "tsv-answer.h"
#include "tsv-gaps.h"
#include "tsv-oversight.h"
#include "tsv-queues.h"

#define PREFIX "task_router_server_"
#define CONTENT_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* What only the database knows. */
typedef struct
{
  TsvContext *context;
  gint64 now;
  gint64 sessions;
  gint64 last_event_ms; /* 0: none */
  gint64 gaps[TSV_N_GAPS];
} Facts;

static gboolean
read_int (TsvStore *store, const char *sql, gint64 *value, GError **error)
{
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error, sql, ""))
    return FALSE;
  *value = tsv_row_get_int (row, 0);
  return TRUE;
}

static gboolean
read_facts (TsvStore *store, gpointer data, GError **error)
{
  Facts *facts = data;

  return read_int (store, "SELECT count (*) FROM session", &facts->sessions, error) &&
         read_int (store, "SELECT coalesce (max (at_ms), 0) FROM event", &facts->last_event_ms, error) &&
         tsv_gaps_count (store, facts->now, facts->gaps, error);
}

/* ---- The text format ---- */

static void
append_head (GString *text, const char *name, const char *type, const char *help)
{
  g_string_append_printf (text, "# HELP " PREFIX "%s %s\n# TYPE " PREFIX "%s %s\n", name, help, name,
                          type);
}

/* @label is nullable; its value is escaped. */
static void
append_value (GString *text, const char *name, const char *label, const char *word, gint64 value)
{
  g_string_append_printf (text, PREFIX "%s", name);
  if (label != NULL)
    {
      g_string_append_printf (text, "{%s=\"", label);
      for (const char *p = word; *p != '\0'; p++)
        {
          if (*p == '\n')
            g_string_append (text, "\\n");
          else if (*p == '\\' || *p == '"')
            g_string_append_printf (text, "\\%c", *p);
          else
            g_string_append_c (text, *p);
        }
      g_string_append (text, "\"}");
    }
  g_string_append_printf (text, " %" G_GINT64_FORMAT "\n", value);
}

static void
append_single (GString *text, const char *name, const char *type, const char *help, gint64 value)
{
  append_head (text, name, type, help);
  append_value (text, name, NULL, NULL, value);
}

static void
append_requests (GString *text, const TsvCounters *counters)
{
  static const char *const classes[] = { "none", "1xx", "2xx", "3xx", "4xx", "5xx" };

  append_head (text, "requests_total", "counter", "Requests that were answered, by status.");
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    append_value (text, "requests_total", "status", classes[i], (gint64) counters->requests[i]);
}

static void
append_events (GString *text, const TsvCounters *counters)
{
  append_head (text, "events_total", "counter", "Callbacks that the service, or somebody, sent.");
  append_value (text, "events_total", "result", "stored", (gint64) counters->events_stored);
  append_value (text, "events_total", "result", "doubled", (gint64) counters->events_doubled);
  append_value (text, "events_total", "result", "ignored", (gint64) counters->events_ignored);
  append_value (text, "events_total", "result", "refused", (gint64) counters->events_refused);
  append_single (text, "event_streams", "gauge", "Those who follow the events.", counters->n_streams);
}

static void
append_deeds (GString *text, const TsvCounters *counters)
{
  append_head (text, "assignments_total", "counter", "Assignment callbacks, by what was answered.");
  append_value (text, "assignments_total", "result", "instructed",
                (gint64) counters->assignments_answered);
  append_value (text, "assignments_total", "result", "left", (gint64) counters->assignments_left);
  append_single (text, "tasks_completed_total", "counter",
                 "Tasks that were completed because their wrap-up took too long.",
                 (gint64) counters->tasks_completed);
  append_single (text, "workers_sent_offline_total", "counter",
                 "Workers who were sent offline because their desk had vanished.",
                 (gint64) counters->workers_sent_offline);
  append_head (text, "queue_fetches_total", "counter", "How often the service was asked for figures.");
  append_value (text, "queue_fetches_total", "result", "done", (gint64) counters->queues_fetched);
  append_value (text, "queue_fetches_total", "result", "failed", (gint64) counters->queues_failed);
}

static void
append_facts (GString *text, const Facts *facts)
{
  append_single (text, "sessions", "gauge", "Desks that are signed in.", facts->sessions);
  append_single (text, "last_event_timestamp_seconds", "gauge",
                 "When the latest event happened that was told; 0 before the first.",
                 facts->last_event_ms / 1000);
  append_head (text, "missing_events", "gauge",
               "Events that must have happened and were never told, of the days that are kept.");
  for (int i = 0; i < TSV_N_GAPS; i++)
    append_value (text, "missing_events", "type", tsv_gap_get_missing (i), facts->gaps[i]);
}

static void
append_queues (GString *text, TsvContext *context)
{
  gint64 age = 0;
  GPtrArray *queues = tsv_queues_peek (context->queues, &age);

  if (queues == NULL)
    return;
  append_single (text, "queue_figures_age_seconds", "gauge", "How old the figures below are.", age);
  append_head (text, "queue_waiting_tasks", "gauge", "Tasks that wait, or are offered to somebody.");
  for (guint i = 0; i < queues->len; i++)
    {
      const TrQueue *queue = g_ptr_array_index (queues, i);

      append_value (text, "queue_waiting_tasks", "queue", queue->name, queue->n_waiting);
    }
  append_head (text, "queue_longest_wait_seconds", "gauge", "How long the first of them has waited.");
  for (guint i = 0; i < queues->len; i++)
    {
      const TrQueue *queue = g_ptr_array_index (queues, i);

      append_value (text, "queue_longest_wait_seconds", "queue", queue->name, queue->longest_wait);
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = NULL;
  Facts *facts = tsv_database_run_finish (TSV_DATABASE (source), result, &error);

  if (facts == NULL)
    {
      tsv_answer_error (request, error);
      return;
    }
  text = g_string_new (NULL);
  append_requests (text, &facts->context->counters);
  append_events (text, &facts->context->counters);
  append_deeds (text, &facts->context->counters);
  append_facts (text, facts);
  append_queues (text, facts->context);
  tsv_answer_text (request, CONTENT_TYPE, text->str);
}

static void
get_metrics (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;
  Facts *facts;

  if (!tsv_oversight_check (context, request))
    return;
  facts = g_new0 (Facts, 1);
  facts->context = context;
  facts->now = tsv_context_get_now (context);
  trs_request_hold (request);
  tsv_database_run_async (context->reader, read_facts, facts, g_free, NULL, read_cb,
                          trs_request_ref (request));
}

/* Source: Prometheus, "Exposition formats", the text-based one. */
void
tsv_metrics_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "GET", "/metrics", TRS_ACCESS_TOKEN, get_metrics },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
