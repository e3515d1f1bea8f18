/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-ending.h"

#include "tr-json.h"
#include "tra-session-private.h"

/* Who ended the call is no event: the conference and, of a call of the agent's own, the leg of who was
 * called are looked at when it is over. Source: Api 2010, Conferences and Calls. */

typedef struct
{
  TraSession *session; /* not owned: gone if the callback says that it was cancelled */
  TrReservation *reservation; /* owned */
  char *customer_sid;  /* owned, nullable */
} Look;

static void
look_free (Look *look)
{
  g_object_unref (look->reservation);
  g_free (look->customer_sid);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static void
set_ending (Look *look, TraEnding ending)
{
  TraOffer *offer = tra_session_get_offer (look->session, look->reservation);

  if (offer == NULL || ending == TRA_ENDING_UNKNOWN)
    return;
  offer->ending = ending;
  tra_session_update (look->session);
}

static TraEnding
read_call (JsonNode *node)
{
  JsonObject *object;
  const char *status;

  if (!tr_json_expect_object (node, &object, NULL) ||
      !tr_json_expect_string (object, "status", &status, NULL))
    return TRA_ENDING_UNKNOWN;
  if (g_str_equal (status, "busy"))
    return TRA_ENDING_BUSY;
  if (g_str_equal (status, "no-answer"))
    return TRA_ENDING_NO_ANSWER;
  return g_str_equal (status, "failed") ? TRA_ENDING_FAILED : TRA_ENDING_CALLER;
}

static void
call_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Look) look = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_info ("How the call ended: %s", error->message);
  set_ending (look, node != NULL ? read_call (node) : TRA_ENDING_CALLER);
}

static void
get (Look *look, const char *what, const char *sid, GAsyncReadyCallback callback)
{
  g_autofree char *escaped = g_uri_escape_string (sid, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("%s/%s.json", what, escaped);

  tr_client_request_async (look->session->client, TR_SERVICE_API, "GET", path, NULL,
                           look->session->cancellable, callback, look);
}

static TraEnding
read_conference (Look *look, TraOffer *offer, JsonNode *node)
{
  const char *reason = NULL, *ending_sid = NULL;
  JsonObject *object;

  if (!tr_json_expect_object (node, &object, NULL) ||
      !tr_json_optional_string (object, "reason_conference_ended", &reason, NULL) ||
      !tr_json_optional_string (object, "call_sid_ending_conference", &ending_sid, NULL))
    return TRA_ENDING_UNKNOWN;
  if (offer->is_ended_here || (ending_sid != NULL && g_strcmp0 (ending_sid, offer->own_call_sid) == 0))
    return TRA_ENDING_AGENT;
  if (ending_sid == NULL)
    return TRA_ENDING_UNKNOWN;
  return g_strcmp0 (ending_sid, look->customer_sid) == 0 ? TRA_ENDING_CALLER : TRA_ENDING_OTHER;
}

static void
conference_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Look) look = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  TraEnding ending;
  TraOffer *offer;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  offer = tra_session_get_offer (look->session, look->reservation);
  if (node == NULL || offer == NULL)
    return;

  ending = read_conference (look, offer, node);
  /* Who was called may never have picked up. */
  if (ending == TRA_ENDING_CALLER && offer->is_outgoing)
    {
      const char *customer_sid = look->customer_sid;

      get (g_steal_pointer (&look), "Calls", customer_sid, call_cb);
    }
  else
    set_ending (look, ending);
}

/*
 * tra_session_find_ending:
 * @self: a session
 * @offer: a call that is over for this agent
 *
 * Asks the service who ended it.
 */
void
tra_session_find_ending (TraSession *self, TraOffer *offer)
{
  TrTask *task = tr_reservation_get_task (offer->reservation);
  const char *conference_sid = tr_task_get_conference_sid (task);
  Look *look;

  if (self->client == NULL || conference_sid == NULL || offer->ending != TRA_ENDING_UNKNOWN)
    return;

  look = g_new0 (Look, 1);
  look->session = self;
  look->reservation = g_object_ref (offer->reservation);
  look->customer_sid = tra_line_dup_customer (task);
  get (look, "Conferences", conference_sid, conference_cb);
}

/**
 * tra_session_get_ending:
 * @self: a session
 *
 * Returns: who ended the call that is wrapped up; may be known a moment later, and then "changed" tells
 */
TraEnding
tra_session_get_ending (TraSession *self)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), TRA_ENDING_UNKNOWN);

  offer = tra_session_get_offer (self, self->reservation);
  return offer != NULL ? (TraEnding) offer->ending : TRA_ENDING_UNKNOWN;
}
