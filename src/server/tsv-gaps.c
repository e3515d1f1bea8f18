/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-gaps.h"

#include "tsv-answer.h"
#include "tsv-oversight.h"

/* So long an event may come after one that it was before: the service tries again for a while. */
#define GRACE 60

#define MAX_LISTED 100

/* Tasks that began before the first event came are none: nobody told us of them. Neither is what the
 * workspace's EventsFilter leaves out: that a kind never came at all. ?1 is when the first event came
 * (ms), ?2 until when they must have come (s), ?3 how many are wanted. */
#define MISSING_TASK(what)                                                                        \
  "SELECT " what " FROM task WHERE created_ms IS NULL AND began_ms >= ?1 AND received < ?2"       \
  " AND EXISTS (SELECT 1 FROM task WHERE created_ms IS NOT NULL)"
#define MISSING_RESERVATION(what)                                                                 \
  "SELECT " what " FROM reservation JOIN task ON task.sid = reservation.task_sid"                 \
  " WHERE reservation.created_ms IS NULL AND task.began_ms >= ?1 AND reservation.received < ?2"   \
  " AND EXISTS (SELECT 1 FROM reservation WHERE created_ms IS NOT NULL)"
#define MISSING_ACCEPTED(what)                                                                    \
  "SELECT " what " FROM task WHERE accepted_ms IS NULL AND (completed_ms IS NOT NULL OR"          \
  " wrapping_ms IS NOT NULL) AND began_ms >= ?1 AND received < ?2"                                \
  " AND EXISTS (SELECT 1 FROM task WHERE accepted_ms IS NOT NULL)"
#define LIMIT " ORDER BY 3 LIMIT ?3"

static const struct
{
  const char *missing;
  const char *list;
  const char *count;
} gaps[TSV_N_GAPS] = {
  [TSV_GAP_TASK_CREATED] = { "task.created", MISSING_TASK ("sid, NULL, last_ms") LIMIT,
                             MISSING_TASK ("count (*)") },
  [TSV_GAP_RESERVATION_CREATED] = { "reservation.created",
                                    MISSING_RESERVATION ("task_sid, reservation.sid, first_ms") LIMIT,
                                    MISSING_RESERVATION ("count (*)") },
  [TSV_GAP_RESERVATION_ACCEPTED] = { "reservation.accepted",
                                     MISSING_ACCEPTED ("sid, NULL, last_ms") LIMIT,
                                     MISSING_ACCEPTED ("count (*)") },
};

const char *
tsv_gap_get_missing (TsvGap gap)
{
  return gaps[gap].missing;
}

/* G_MAXINT64 before the first event came. */
static gboolean
find_since (TsvStore *store, gint64 *since_ms, GError **error)
{
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error,
                       "SELECT CAST (value AS INTEGER) FROM setting WHERE name = 'events-since'", ""))
    return FALSE;
  *since_ms = row != NULL ? tsv_row_get_int (row, 0) * 1000 : G_MAXINT64;
  return TRUE;
}

/**
 * tsv_gaps_count:
 * @store: the database
 * @now: seconds since the epoch
 * @counts: (out): how many events of each kind are missing, of the days that are kept
 * @error: a %G_IO_ERROR
 */
gboolean
tsv_gaps_count (TsvStore *store, gint64 now, gint64 counts[TSV_N_GAPS], GError **error)
{
  gint64 since_ms;

  if (!find_since (store, &since_ms, error))
    return FALSE;
  for (int i = 0; i < TSV_N_GAPS; i++)
    {
      g_autoptr(TsvRow) row = NULL;

      if (!tsv_store_find (store, &row, error, gaps[i].count, "ii", since_ms, now - GRACE))
        return FALSE;
      counts[i] = tsv_row_get_int (row, 0);
    }
  return TRUE;
}

/* ---- The list ---- */

typedef struct
{
  gint64 now;
  JsonObject *answer; /* owned */
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  json_object_unref (listing->answer);
  g_free (listing);
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static gboolean
list_kind (TsvStore *store, TsvGap gap, gint64 since_ms, gint64 until, JsonArray *array, GError **error)
{
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_store_find (store, &row, error, gaps[gap].list, "iii", since_ms, until,
                       (gint64) MAX_LISTED))
    return FALSE;
  while (row != NULL)
    {
      JsonObject *object = json_object_new ();

      set_text (object, "missing", gaps[gap].missing);
      set_text (object, "task_sid", tsv_row_get_text (row, 0));
      set_text (object, "reservation_sid", tsv_row_get_text (row, 1));
      json_object_set_int_member (object, "seen_ms", tsv_row_get_int (row, 2));
      json_array_add_object_element (array, object);
      if (!tsv_row_next (&row, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
list_all (TsvStore *store, gpointer data, GError **error)
{
  Listing *listing = data;
  JsonObject *counted = json_object_new ();
  JsonArray *array = json_array_new ();
  gint64 counts[TSV_N_GAPS] = { 0 };
  gint64 since_ms = 0;
  gboolean is_good = find_since (store, &since_ms, error) &&
                     tsv_gaps_count (store, listing->now, counts, error);

  for (int i = 0; is_good && i < TSV_N_GAPS; i++)
    {
      json_object_set_int_member (counted, gaps[i].missing, counts[i]);
      is_good = list_kind (store, i, since_ms, listing->now - GRACE, array, error);
    }
  json_object_set_object_member (listing->answer, "counts", counted);
  json_object_set_array_member (listing->answer, "gaps", array);
  if (since_ms != G_MAXINT64)
    json_object_set_int_member (listing->answer, "since", since_ms / 1000);
  else
    json_object_set_null_member (listing->answer, "since");
  return is_good;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  Listing *listing = tsv_database_run_finish (TSV_DATABASE (source), result, &error);

  if (listing == NULL)
    tsv_answer_error (request, error);
  else
    tsv_answer_object (request, 200, json_object_ref (listing->answer));
}

static void
list_gaps (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;
  Listing *listing;

  if (!tsv_oversight_check (context, request))
    return;
  listing = g_new0 (Listing, 1);
  listing->now = tsv_context_get_now (context);
  listing->answer = json_object_new ();
  trs_request_hold (request);
  tsv_database_run_async (context->reader, list_all, listing, listing_free, NULL, listed_cb,
                          trs_request_ref (request));
}

void
tsv_gaps_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "GET", "/v1/events/gaps", TRS_ACCESS_TOKEN, list_gaps },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
