/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-vanish.h"

#include "tr-json.h"

#include "tsv-lease.h"

/* How often we look, in seconds. */
#define MIN_PERIOD 5
#define MAX_PERIOD 30

/* Until when a worker's desks are known to be there: a desk that beats, for the policy's patience after
 * the last beat; any other until the token that it got last is good for nothing, and the patience after
 * that. ?1 is a token's life, ?2 the patience, ?3 now. */
#define FIND_VANISHED                                                                             \
  "SELECT session.worker_sid, max (CASE WHEN beat IS NOT NULL THEN max (beat, renewed)"           \
  " ELSE renewed + ?1 END) + ?2 AS known_until FROM session"                                      \
  " LEFT JOIN vanished ON vanished.worker_sid = session.worker_sid"                               \
  " GROUP BY session.worker_sid"                                                                  \
  " HAVING known_until <= ?3 AND coalesce (max (vanished.alive_until), 0) < known_until"

/**
 * TsvVanish:
 *
 * The service tells nobody that a worker's socket was closed: of its events, none says that a desk is
 * gone. What is known is what desks say here: heartbeats, and renewals of their tokens. A desk that
 * signs out is no longer looked after, and a worker who was made available by somebody else since is
 * let alone. Each silence is acted upon once.
 */
struct _TsvVanish
{
  TsvContext *context;       /* outlives us */
  GCancellable *cancellable; /* owned; cancelled when we go */
  char *holder;              /* owned: of the lease */
  guint64 timer;
  char *activity_sid;  /* owned, nullable: of being offline; NULL: not known yet */
  GPtrArray *vanished; /* owned, nullable: of Desks that we still have to look at */
};

typedef struct
{
  char *worker_sid;
  gint64 alive_until; /* seconds since the epoch */
} Desk;

typedef struct
{
  char *holder;
  gint64 now;
  int period;
  int patience;
  int token_seconds;
  gboolean is_ours;
  GPtrArray *found; /* of owned Desks */
} Look;

static void
desk_free (gpointer data)
{
  Desk *desk = data;

  g_free (desk->worker_sid);
  g_free (desk);
}

static Desk *
desk_new (const char *worker_sid, gint64 alive_until)
{
  Desk *desk = g_new0 (Desk, 1);

  desk->worker_sid = g_strdup (worker_sid);
  desk->alive_until = alive_until;
  return desk;
}

static void
look_free (gpointer data)
{
  Look *look = data;

  g_ptr_array_unref (look->found);
  g_free (look->holder);
  g_free (look);
}

/* Who was away: the server, or the desks? After a start they get their time to say so. */
static int
get_first_period (TsvVanish *self)
{
  return MAX (self->context->config->policy->vanish_seconds, MIN_PERIOD);
}

static int
get_period (TsvVanish *self)
{
  return CLAMP (self->context->config->policy->vanish_seconds / 3, MIN_PERIOD, MAX_PERIOD);
}

/* ---- Errands ---- */

static gboolean
find_vanished (TsvStore *store, gpointer data, GError **error)
{
  Look *look = data;
  g_autoptr(TsvRow) row = NULL;

  if (!tsv_lease_take (store, "vanish", look->holder, look->now, 2 * look->period, &look->is_ours,
                       error))
    return FALSE;
  if (!look->is_ours)
    return TRUE;
  if (!tsv_store_find (store, &row, error, FIND_VANISHED, "iii", (gint64) look->token_seconds,
                       (gint64) look->patience, look->now))
    return FALSE;
  while (row != NULL)
    {
      g_ptr_array_add (look->found, desk_new (tsv_row_get_text (row, 0), tsv_row_get_int (row, 1)));
      if (!tsv_row_next (&row, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
note_done (TsvStore *store, gpointer data, GError **error)
{
  const Desk *desk = data;

  return tsv_store_run (store, error,
                        "INSERT OR REPLACE INTO vanished (worker_sid, alive_until) VALUES (?, ?)",
                        "ti", desk->worker_sid, desk->alive_until) &&
         tsv_store_run (store, error,
                        "DELETE FROM vanished WHERE worker_sid NOT IN"
                        " (SELECT worker_sid FROM session)", "");
}

/* ---- In the main loop ---- */

static void tick_cb (gpointer user_data);
static void tsv_vanish_look_at_next (TsvVanish *self);

static void
tsv_vanish_rest (TsvVanish *self)
{
  g_clear_pointer (&self->vanished, g_ptr_array_unref);
  self->timer =
    tr_clock_add (self->context->clock, get_period (self) * G_TIME_SPAN_SECOND, tick_cb, self);
}

static void
give_up (TsvVanish *self, const GError *error)
{
  g_message ("Vanished desks can't be looked after: %s", error->message);
  tsv_vanish_rest (self);
}

static Desk *
get_desk (TsvVanish *self)
{
  return g_ptr_array_index (self->vanished, self->vanished->len - 1);
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsvVanish *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;

  tsv_database_run_finish (TSV_DATABASE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_message ("Vanished desks can't be looked after: %s", error->message);
  tsv_vanish_look_at_next (self);
}

static void
tsv_vanish_note_done (TsvVanish *self)
{
  Desk *desk = g_ptr_array_steal_index (self->vanished, self->vanished->len - 1);

  tsv_database_run_async (self->context->database, note_done, desk, desk_free, self->cancellable,
                          noted_cb, self);
}

static void
sent_offline_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsvVanish *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    {
      give_up (self, error); /* and look again */
      return;
    }
  g_message ("%s was sent offline: its desk has vanished", get_desk (self)->worker_sid);
  self->context->counters.workers_sent_offline++;
  tsv_vanish_note_done (self);
}

static char *
dup_worker_path (TsvVanish *self)
{
  return g_strdup_printf ("Workspaces/%s/Workers/%s", self->context->config->workspace_sid,
                          get_desk (self)->worker_sid);
}

/* What is offered to nobody's desk is better offered to somebody else. */
static void
tsv_vanish_send_offline (TsvVanish *self)
{
  const char *const form[] = { "ActivitySid", self->activity_sid, "RejectPendingReservations", "true",
                               NULL };
  g_autofree char *path = dup_worker_path (self);

  tr_client_request_async (self->context->client, TR_SERVICE_TASKROUTER, "POST", path, form,
                           self->cancellable, sent_offline_cb, self);
}

/* Available, and not since the desk has gone: then it was somebody else who wanted that. */
static gboolean
is_stranded (TsvVanish *self, JsonNode *node, gboolean *is_stranded_there, GError **error)
{
  gint64 gone = get_desk (self)->alive_until - self->context->config->policy->vanish_seconds;
  g_autoptr(GDateTime) date = NULL;
  JsonObject *object;
  const char *changed;
  gboolean is_available;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_bool (object, "available", &is_available, error) ||
      !tr_json_expect_string (object, "date_status_changed", &changed, error))
    return FALSE;
  date = g_date_time_new_from_iso8601 (changed, NULL);
  *is_stranded_there = is_available && (date == NULL || g_date_time_to_unix (date) <= gone);
  return TRUE;
}

static void
got_worker_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsvVanish *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  gboolean is_stranded_there = FALSE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND))
    tsv_vanish_note_done (self); /* there is no such worker any more */
  else if (node == NULL || !is_stranded (self, node, &is_stranded_there, &error))
    give_up (self, error);
  else if (is_stranded_there)
    tsv_vanish_send_offline (self);
  else
    tsv_vanish_note_done (self);
}

static void
tsv_vanish_look_at_next (TsvVanish *self)
{
  g_autofree char *path = NULL;

  if (self->vanished->len == 0)
    {
      tsv_vanish_rest (self);
      return;
    }
  path = dup_worker_path (self);
  tr_client_request_async (self->context->client, TR_SERVICE_TASKROUTER, "GET", path, NULL,
                           self->cancellable, got_worker_cb, self);
}

/* ---- The activity ---- */

static gboolean
read_activity (TsvVanish *self, JsonArray *list, GError **error)
{
  const char *wanted = self->context->config->policy->offline_activity;
  JsonObject *object;
  const char *sid, *name;
  gboolean is_available;

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      if (!tr_json_expect_object (json_array_get_element (list, i), &object, error) ||
          !tr_json_expect_id (object, "sid", &sid, error) ||
          !tr_json_expect_string (object, "friendly_name", &name, error) ||
          !tr_json_expect_bool (object, "available", &is_available, error))
        return FALSE;
      if (!is_available && g_str_equal (name, wanted))
        {
          self->activity_sid = g_strdup (sid);
          return TRUE;
        }
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               "[safety] offline-activity: the workspace has no activity %s, or one with calls", wanted);
  return FALSE;
}

static void
got_activities_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsvVanish *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) list = tr_client_list_finish (TR_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (list != NULL && read_activity (self, list, &error))
    tsv_vanish_look_at_next (self);
  else
    give_up (self, error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsvVanish *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  Look *look = tsv_database_run_finish (TSV_DATABASE (source), result, &error);
  g_autofree char *path = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (look == NULL)
    {
      give_up (self, error);
      return;
    }
  self->vanished = g_ptr_array_ref (look->found);
  if (self->vanished->len == 0 || self->activity_sid != NULL)
    {
      tsv_vanish_look_at_next (self);
      return;
    }
  path = g_strdup_printf ("Workspaces/%s/Activities", self->context->config->workspace_sid);
  tr_client_list_async (self->context->client, TR_SERVICE_TASKROUTER, path, NULL, 0,
                        self->cancellable, got_activities_cb, self);
}

static void
tick_cb (gpointer user_data)
{
  TsvVanish *self = user_data;
  const TsvConfig *config = self->context->config;
  Look *look = g_new0 (Look, 1);

  self->timer = 0;
  look->holder = g_strdup (self->holder);
  look->now = tsv_context_get_now (self->context);
  look->period = get_period (self);
  look->patience = config->policy->vanish_seconds;
  look->token_seconds = config->token_seconds;
  look->found = g_ptr_array_new_with_free_func (desk_free);
  tsv_database_run_async (self->context->database, find_vanished, look, look_free,
                          self->cancellable, found_cb, self);
}

TsvVanish *
tsv_vanish_new (TsvContext *context)
{
  TsvVanish *self = g_new0 (TsvVanish, 1);

  self->context = context;
  self->cancellable = g_cancellable_new ();
  self->holder = g_uuid_string_random ();
  if (context->config->policy->vanish_seconds > 0)
    self->timer = tr_clock_add (context->clock, get_first_period (self) * G_TIME_SPAN_SECOND, tick_cb,
                                self);
  return self;
}

void
tsv_vanish_free (TsvVanish *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  tr_clock_clear (self->context->clock, &self->timer);
  g_clear_pointer (&self->vanished, g_ptr_array_unref);
  g_free (self->activity_sid);
  g_free (self->holder);
  g_free (self);
}
