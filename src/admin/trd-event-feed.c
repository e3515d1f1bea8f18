/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-event-feed.h"

#include <string.h>

#include "tr-error.h"

#include "trd-table.h"

/* What is written late is still found when a reading begins this much before the last event. */
#define OVERLAP_MS (60 * 1000)

struct _TrdEventFeed
{
  TrdService *service; /* borrowed */
  char *type;          /* owned, nullable: exact */
  GPatternSpec *types; /* owned, nullable: what type is when it has a "*" */
  char *task_sid;      /* owned, nullable */
  char *worker_sid;    /* owned, nullable */
  char *queue_sid;     /* owned, nullable */
  int minutes;
  gint64 newest_ms;    /* of an event; 0 for none yet */
  GHashTable *seen;    /* of SIDs, with their dates */
};

/**
 * trd_event_feed_new:
 * @service: the service; kept, not owned
 * @filter: which events; copied
 *
 * Returns: (transfer full): a feed, which has read nothing yet
 */
TrdEventFeed *
trd_event_feed_new (TrdService *service, const TrdEventFilter *filter)
{
  TrdEventFeed *self = g_new0 (TrdEventFeed, 1);

  self->service = service;
  if (filter->type != NULL && strchr (filter->type, '*') != NULL)
    self->types = g_pattern_spec_new (filter->type);
  else
    self->type = g_strdup (filter->type);
  self->task_sid = g_strdup (filter->task_sid);
  self->worker_sid = g_strdup (filter->worker_sid);
  self->queue_sid = g_strdup (filter->queue_sid);
  self->minutes = filter->minutes;
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
trd_event_feed_free (TrdEventFeed *self)
{
  g_free (self->type);
  g_clear_pointer (&self->types, g_pattern_spec_free);
  g_free (self->task_sid);
  g_free (self->worker_sid);
  g_free (self->queue_sid);
  g_hash_table_unref (self->seen);
  g_free (self);
}

static void
add_query (GPtrArray *query, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_ptr_array_add (query, g_strdup (name));
  g_ptr_array_add (query, g_strdup (value));
}

/* From the last event on, by the service's own clock; before there is one, the last minutes. */
static GStrv
make_query (TrdEventFeed *self)
{
  GPtrArray *query = g_ptr_array_new ();
  g_autoptr(GDateTime) start = g_date_time_new_from_unix_utc ((self->newest_ms - OVERLAP_MS) / 1000);
  g_autofree char *date = self->newest_ms > 0 && start != NULL
                              ? g_date_time_format (start, "%Y-%m-%dT%H:%M:%SZ")
                              : NULL;
  g_autofree char *minutes = date == NULL && self->minutes > 0
                                 ? g_strdup_printf ("%d", self->minutes)
                                 : NULL;

  add_query (query, "EventType", self->type);
  add_query (query, "TaskSid", self->task_sid);
  add_query (query, "WorkerSid", self->worker_sid);
  add_query (query, "TaskQueueSid", self->queue_sid);
  add_query (query, "StartDate", date);
  add_query (query, "Minutes", minutes);
  add_query (query, "PageSize", "1000");
  g_ptr_array_add (query, NULL);
  return (GStrv) g_ptr_array_free (query, FALSE);
}

static gint64
date_of (JsonObject *event)
{
  return trd_member_int (event, "event_date_ms");
}

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  gint64 first = date_of (*(JsonObject *const *) a);
  gint64 second = date_of (*(JsonObject *const *) b);

  return first < second ? -1 : first > second;
}

/* Oldest first. What happened in the same millisecond stays in the order in which it was recorded,
 * whichever end the service's list begins with. */
static void
put_in_order (GPtrArray *events)
{
  if (events->len > 1 && date_of (g_ptr_array_index (events, 0)) >
                             date_of (g_ptr_array_index (events, events->len - 1)))
    for (guint i = 0, j = events->len - 1; i < j; i++, j--)
      {
        gpointer kept = events->pdata[i];

        events->pdata[i] = events->pdata[j];
        events->pdata[j] = kept;
      }
  g_ptr_array_sort (events, compare_dates);
}

static gboolean
is_wanted (TrdEventFeed *self, JsonObject *event)
{
  const char *sid = trd_member_text (event, "sid");
  const char *type = trd_member_text (event, "event_type");
  gint64 date = date_of (event);

  if (sid == NULL || g_hash_table_contains (self->seen, sid))
    return FALSE;
  g_hash_table_insert (self->seen, g_strdup (sid), g_memdup2 (&date, sizeof date));
  self->newest_ms = MAX (self->newest_ms, date);
  return self->types == NULL || (type != NULL && g_pattern_spec_match_string (self->types, type));
}

static gboolean
is_forgotten (gpointer sid, gpointer date, gpointer user_data)
{
  TrdEventFeed *self = user_data;

  return *(gint64 *) date < self->newest_ms - 2 * OVERLAP_MS;
}

/**
 * trd_event_feed_read:
 * @self: a feed
 *
 * Asks the service, and waits for the answer.
 *
 * Returns: (transfer full) (nullable) (element-type JsonObject): what no reading had before, oldest
 *   first
 */
GPtrArray *
trd_event_feed_read (TrdEventFeed *self, GError **error)
{
  g_auto(GStrv) query = make_query (self);
  g_autoptr(GPtrArray) events =
      trd_service_list_workspace (self->service, "Events", (const char *const *) query, 0, error);
  g_autoptr(GPtrArray) news = NULL;

  if (events == NULL)
    return NULL;
  put_in_order (events);
  news = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  for (guint i = 0; i < events->len; i++)
    if (is_wanted (self, g_ptr_array_index (events, i)))
      g_ptr_array_add (news, json_object_ref (g_ptr_array_index (events, i)));
  g_hash_table_foreach_remove (self->seen, is_forgotten, self);
  return g_steal_pointer (&news);
}

/**
 * trd_event_feed_may_pass:
 * @error: of trd_event_feed_read()
 *
 * Returns: whether it is worth while to try again later
 */
gboolean
trd_event_feed_may_pass (const GError *error)
{
  return g_error_matches (error, TR_ERROR, TR_ERROR_NETWORK) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_TIMEOUT) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_SERVICE) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_RATE_LIMIT);
}

/**
 * trd_event_dup_line:
 * @event: an event, as the REST API tells it
 *
 * Returns: (transfer full): the same in a line for people
 */
char *
trd_event_dup_line (JsonObject *event)
{
  static const TrdColumn columns[] = {
    { "event_date", "", TRD_KIND_TIME },
    { "event_type", "", TRD_KIND_TEXT },
    { "description", "", TRD_KIND_TEXT },
  };
  g_autofree char *date = trd_column_dup_cell (&columns[0], event);
  g_autofree char *type = trd_column_dup_cell (&columns[1], event);
  g_autofree char *what = trd_column_dup_cell (&columns[2], event);

  return g_strdup_printf ("%s  %-24s  %s", date, type, what);
}
