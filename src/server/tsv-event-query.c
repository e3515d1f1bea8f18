/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-event-query.h"

#include <string.h>

#include "tsv-error.h"
#include "tsv-event.h"

#define DEFAULT_LIMIT 100
#define DEFAULT_BUDGET (4 * 1024 * 1024)
#define MAX_TIME 253402300799LL /* the year 9999 */

/* Literals, so that each has its statement and its index. */
#define SELECT(where)                                                                            \
  "SELECT " TSV_EVENT_COLUMNS " FROM event WHERE " where " id > ?1 AND at_ms >= ?2"              \
  " AND at_ms < ?3 AND (?4 IS NULL OR type GLOB ?4) AND (?5 IS NULL OR task_sid = ?5)"           \
  " AND (?6 IS NULL OR worker_sid = ?6) ORDER BY id LIMIT ?7"

static gboolean
refuse (GError **error, const char *name, const char *problem)
{
  g_set_error (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST, "%s: %s", name, problem);
  return FALSE;
}

/**
 * tsv_event_query_read_time:
 * @form: a query
 * @name: a parameter's: seconds since the epoch, or a date and time of ISO 8601
 * @fallback_ms: where it is left out
 * @time_ms: (out): milliseconds since the epoch
 * @error: a %TSV_ERROR_BAD_REQUEST
 */
gboolean
tsv_event_query_read_time (TrsForm *form,
                           const char *name,
                           gint64 fallback_ms,
                           gint64 *time_ms,
                           GError **error)
{
  const char *text = trs_form_get_filled (form, name);
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) date = NULL;
  gint64 seconds;

  *time_ms = fallback_ms;
  if (text == NULL)
    return TRUE;
  if (g_ascii_string_to_signed (text, 10, 0, MAX_TIME, &seconds, NULL))
    {
      *time_ms = seconds * 1000;
      return TRUE;
    }
  date = g_date_time_new_from_iso8601 (text, utc);
  if (date == NULL)
    return refuse (error, name, "seconds since 1970, or a time as 2026-01-15T10:00:00Z, are wanted");
  *time_ms = g_date_time_to_unix (date) * 1000;
  return TRUE;
}

static gboolean
read_word (TrsForm *form, const char *name, const char *besides, char **word, GError **error)
{
  const char *text = trs_form_get_filled (form, name);
  gsize length = text != NULL ? strlen (text) : 0;

  for (gsize i = 0; i < length; i++)
    {
      if (length > 64 || (!g_ascii_isalnum (text[i]) && strchr (besides, text[i]) == NULL))
        return refuse (error, name, "there can be no such thing");
    }
  *word = g_strdup (text);
  return TRUE;
}

static gboolean
read_number (TrsForm *form, const char *name, gint64 min, gint64 max, gint64 *number, GError **error)
{
  const char *text = trs_form_get_filled (form, name);

  return text == NULL || g_ascii_string_to_signed (text, 10, min, max, number, NULL) ||
         refuse (error, name, "a number in its range is wanted");
}

/**
 * tsv_event_query_new:
 * @form: a request's query: since, until, type, task, worker, limit, cursor; others are passed over
 * @error: a %TSV_ERROR_BAD_REQUEST that names the parameter
 *
 * Returns: (transfer full) (nullable): what is wanted
 */
TsvEventQuery *
tsv_event_query_new (TrsForm *form, GError **error)
{
  g_autoptr(TsvEventQuery) self = g_new0 (TsvEventQuery, 1);
  gint64 limit = DEFAULT_LIMIT;

  if (!tsv_event_query_read_time (form, "since", 0, &self->since_ms, error) ||
      !tsv_event_query_read_time (form, "until", MAX_TIME * 1000, &self->until_ms, error) ||
      !read_word (form, "type", ".-_*", &self->type, error) ||
      !read_word (form, "task", "", &self->task_sid, error) ||
      !read_word (form, "worker", "", &self->worker_sid, error) ||
      !read_number (form, "limit", 1, TSV_EVENT_QUERY_MAX, &limit, error) ||
      !read_number (form, "cursor", 0, G_MAXINT64, &self->after, error))
    return NULL;
  self->limit = (int) limit;
  self->budget = DEFAULT_BUDGET;
  self->last = self->after;
  return g_steal_pointer (&self);
}

void
tsv_event_query_free (TsvEventQuery *self)
{
  g_clear_pointer (&self->events, json_array_unref);
  g_free (self->type);
  g_free (self->task_sid);
  g_free (self->worker_sid);
  g_free (self);
}

static const char *
choose_statement (const TsvEventQuery *self)
{
  if (self->task_sid != NULL)
    return SELECT ("task_sid = ?5 AND");
  if (self->worker_sid != NULL)
    return SELECT ("worker_sid = ?6 AND");
  return SELECT ("");
}

/**
 * tsv_event_query_run:
 * @store: the database
 * @query: a #TsvEventQuery; what is found goes there
 * @error: a %G_IO_ERROR
 *
 * An errand. One more is asked for than is wanted, to see whether there are.
 */
gboolean
tsv_event_query_run (TsvStore *store, gpointer query, GError **error)
{
  TsvEventQuery *self = query;
  g_autoptr(TsvRow) row = NULL;
  gsize size = 0;

  g_clear_pointer (&self->events, json_array_unref);
  self->events = json_array_new ();
  self->has_more = FALSE;
  if (!tsv_store_find (store, &row, error, choose_statement (self), "iiittti", self->after,
                       self->since_ms, self->until_ms, self->type, self->task_sid,
                       self->worker_sid, (gint64) self->limit + 1))
    return FALSE;
  while (row != NULL)
    {
      self->has_more = size >= self->budget ||
                       json_array_get_length (self->events) == (guint) self->limit;
      if (self->has_more)
        break;
      size += tsv_event_row_get_size (row);
      json_array_add_object_element (self->events, tsv_event_row_to_json (row));
      self->last = tsv_row_get_int (row, 0);
      if (!tsv_row_next (&row, error))
        return FALSE;
    }
  return TRUE;
}
