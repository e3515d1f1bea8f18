/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-recording.h"

#include "tr-json.h"
#include "tra-session-private.h"

/*
 * The recording of a call's conference. The event bridge has no operation for it and no event: it
 * is asked of the voice API, with the account's rights or by a company's server, when the
 * line is first seen, and from then on with each look at the line if there is one. A sign-in without those rights shows nothing.
 *
 * Source: Api 2010, Conferences/{CF}/Recordings: GET, and POST {RE} with Status paused, in-progress.
 */

static char *
dup_path (const char *conference_sid, const char *sid)
{
  g_autofree char *conference = g_uri_escape_string (conference_sid, NULL, FALSE);
  g_autofree char *recording = NULL;

  if (sid == NULL)
    return g_strdup_printf ("Conferences/%s/Recordings.json", conference);

  recording = g_uri_escape_string (sid, NULL, FALSE);
  return g_strdup_printf ("Conferences/%s/Recordings/%s.json", conference, recording);
}

/* One of @node's, if it can still be paused or goes on; nothing of what can't be read. */
static gboolean
take_recording (TraLine *line, JsonNode *node)
{
  const char *sid, *status;
  JsonObject *object;

  if (!tr_json_expect_object (node, &object, NULL) ||
      !tr_json_expect_string (object, "sid", &sid, NULL) ||
      !tr_json_expect_string (object, "status", &status, NULL))
    return FALSE;
  if (!g_str_equal (status, "in-progress") && !g_str_equal (status, "paused"))
    return FALSE;

  g_free (line->recording_sid);
  line->recording_sid = g_strdup (sid);
  line->is_recording_paused = g_str_equal (status, "paused");
  line->is_recording_seen = TRUE;
  return TRUE;
}

static void
take_list (TraLine *line, JsonNode *root)
{
  JsonObject *object;
  JsonArray *items = NULL;
  gboolean is_found = FALSE;

  if (tr_json_expect_object (root, &object, NULL))
    tr_json_expect_array (object, "recordings", &items, NULL);
  for (guint i = 0; items != NULL && !is_found && i < json_array_get_length (items); i++)
    is_found = take_recording (line, json_array_get_element (items, i));
  if (!is_found)
    g_clear_pointer (&line->recording_sid, g_free);
  line->is_recording_seen = TRUE;
}

typedef struct
{
  TraSession *session; /* not owned: gone if the callback says that it was cancelled */
  char *conference_sid;
  guint turn;
} Look;

static void
look_free (Look *look)
{
  g_free (look->conference_sid);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

/* Who may not know is not told the next time either; any other trouble passes. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, TR_ERROR, TR_ERROR_AUTH) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_FORBIDDEN) || tra_request_is_refusal (error);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Look) look = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = tr_client_request_finish (TR_CLIENT (source), result, &error);
  TraSession *self = look->session;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->line == NULL || g_strcmp0 (self->line->conference_sid, look->conference_sid) != 0)
    return;

  if (root == NULL)
    {
      g_info ("Looking at the recording: %s", error->message);
      self->line->is_recording_known = is_final (error);
    }
  else if (look->turn == self->line->recording_turn)
    take_list (self->line, root);
  tra_session_update (self);
}

/*
 * tra_session_look_at_recording:
 * @self: a session that has just looked at its line
 */
void
tra_session_look_at_recording (TraSession *self)
{
  g_autofree char *path = NULL;
  Look *look;

  if (self->client == NULL || self->line == NULL ||
      (self->line->is_recording_known && self->line->recording_sid == NULL))
    return;

  self->line->is_recording_known = TRUE;
  look = g_new0 (Look, 1);
  look->session = self;
  look->conference_sid = g_strdup (self->line->conference_sid);
  look->turn = self->line->recording_turn;
  path = dup_path (self->line->conference_sid, NULL);
  tr_client_request_async (self->client, TR_SERVICE_API, "GET", path, NULL, self->cancellable,
                           listed_cb, look);
}

/**
 * tra_session_get_recording:
 * @self: a session
 *
 * Returns: what is known of the recording of the call in front
 */
TraRecording
tra_session_get_recording (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), TRA_RECORDING_NONE);

  if (self->line == NULL || self->line->recording_sid == NULL)
    return TRA_RECORDING_NONE;
  return self->line->is_recording_paused ? TRA_RECORDING_PAUSED : TRA_RECORDING_ON;
}

gboolean
tra_session_can_pause_recording (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return tra_session_get_recording (self) != TRA_RECORDING_NONE && self->client != NULL &&
         self->busy == NULL && tra_session_is_connected (self);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraRequest) request = user_data;
  TraSession *self = request->session;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);

  if (!tra_request_answered (request, error))
    return;

  /* What the service answers is how it is; what it refused is looked up. */
  if (error != NULL)
    tra_request_tell_unclear (request, error);
  if (self->line != NULL)
    self->line->recording_turn++;
  if (self->line != NULL && self->reservation == request->reservation &&
      (node == NULL || !take_recording (self->line, node)))
    tra_session_look_at_recording (self);
  tra_session_update (self);
}

static void
change (TraSession *self, TrReservation *reservation, const char *sid, gboolean is_paused)
{
  const char *conference = tr_task_get_conference_sid (tr_reservation_get_task (reservation));
  const char *const form[] = { "Status", is_paused ? "paused" : "in-progress", NULL };
  g_autofree char *path = NULL;

  if (conference == NULL)
    return;
  path = dup_path (conference, sid);
  tr_client_request_async (self->client, TR_SERVICE_API, "POST", path, form, self->cancellable,
                           changed_cb,
                           tra_request_new (self, is_paused ? "pause-recording" : "resume-recording",
                                            reservation, NULL));
}

/**
 * tra_session_set_recording_paused:
 * @self: a session whose call is recorded
 * @is_paused: whether what is said from now on is kept out of the recording: a card's number, say
 */
void
tra_session_set_recording_paused (TraSession *self, gboolean is_paused)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (!tra_session_can_pause_recording (self) || self->line->is_recording_paused == is_paused)
    return;

  self->line->recording_turn++; /* a look that is on its way may be answered later than this */
  change (self, self->reservation, self->line->recording_sid, is_paused);
  tra_session_update (self);
}

/*
 * tra_session_resume_recording:
 * @self: a session
 * @reservation: whose call; not always what is in front
 * @sid: of its recording, which pauses
 */
void
tra_session_resume_recording (TraSession *self, TrReservation *reservation, const char *sid)
{
  if (self->client == NULL)
    return;
  if (self->line != NULL && self->reservation == reservation)
    self->line->recording_turn++;
  change (self, reservation, sid, FALSE);
}
