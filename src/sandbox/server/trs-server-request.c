/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-server.h"

#include <libsoup/soup.h>
#include <string.h>

#include "auth/trs-origin.h"
#include "auth/trs-request-pass.h"
#include "fault/trs-fault-answer.h"
#include "fault/trs-fault-subject.h"
#include "http/trs-cors.h"
#include "http/trs-parameters.h"
#include "http/trs-refusal.h"
#include "state/trs-record.h"
#include "trs-server-private.h"

/* The way of one request: its size, its faults, its route, who may use it, what is kept of it. */

#define MAX_BODY (1024 * 1024)

/* A form writes a byte in three where it has to. */
#define MAX_FORM (3 * MAX_BODY)

static gboolean
is_form (SoupServerMessage *message)
{
  return g_strcmp0 (soup_message_headers_get_content_type (
                      soup_server_message_get_request_headers (message), NULL),
                    "application/x-www-form-urlencoded") == 0;
}

/* There is no body to look at then. */
static gboolean
is_dropped (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (message), "trs-too-large") != NULL;
}

/* What a form says counts, not how it has to be written. */
static gboolean
is_too_large (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  gint64 length = body->length;

  if (is_dropped (message))
    return TRUE;
  if (length <= MAX_BODY || body->data == NULL)
    return FALSE;
  for (gint64 i = 0; i < body->length; i++)
    length -= body->data[i] == '%' ? 2 : 0;
  return length > MAX_BODY;
}

static gboolean
trs_server_check_basic (TrsServer *self, TrsRequest *request, const TrsRoute *route)
{
  const char *header = trs_request_get_header (request, "Authorization");
  const char *account_sid = trs_keyring_check_basic (self->keyring, header);

  /* Another account's address is as closed as one without credentials. */
  if (account_sid == NULL ||
      (strstr (route->pattern, "/{AccountSid}") != NULL &&
       !g_str_equal (trs_request_get_variable (request, "AccountSid"), account_sid)))
    {
      SoupServerMessage *message = trs_request_get_message (request);

      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "WWW-Authenticate", "Basic realm=\"Twilio API\"");
      trs_request_refuse (request, 20003, "Authenticate");
      return FALSE;
    }
  trs_request_set_account_sid (request, account_sid);
  return TRUE;
}

static gboolean
trs_server_check_local (TrsServer *self, TrsRequest *request)
{
  guint port = trs_listener_get_port (self->listener);

  if (trs_origin_host_is_local (trs_request_get_header (request, "Host"), port) &&
      trs_origin_is_local (trs_request_get_header (request, "Origin"), port))
    return TRUE;

  trs_request_refuse (request, 20403, "The sandbox is for programs and pages of this machine");
  return FALSE;
}

static gboolean
is_allowed (TrsServer *self, const char *origin)
{
  for (guint i = 0; i < self->origins->len; i++)
    {
      if (origin != NULL && g_ascii_strcasecmp (origin, g_ptr_array_index (self->origins, i)) == 0)
        return TRUE;
    }
  return trs_origin_is_loopback (origin);
}

static gboolean
is_allowed_host (TrsServer *self, const char *host)
{
  for (guint i = 0; i < self->origins->len; i++)
    {
      if (trs_origin_has_host (g_ptr_array_index (self->origins, i), host))
        return TRUE;
    }
  return trs_origin_host_is_loopback (host);
}

/* Whoever reads the built-in seed has its credentials: a page elsewhere could place calls with
 * them, and have the sandbox send requests to this network. */
static gboolean
trs_server_check_origin (TrsServer *self, TrsRequest *request)
{
  if (is_allowed_host (self, trs_request_get_header (request, "Host")) &&
      is_allowed (self, trs_request_get_header (request, "Origin")))
    return TRUE;

  trs_request_refuse (request, 20403,
                      "The sandbox is for programs and pages of this machine; for pages elsewhere "
                      "start it with --allow-origin=ORIGIN");
  return FALSE;
}

static gboolean
trs_server_check_access (TrsServer *self, TrsRequest *request, const TrsRoute *route)
{
  switch (route->access)
    {
    case TRS_ACCESS_BASIC:
      return trs_server_check_basic (self, request, route);
    case TRS_ACCESS_LOCAL:
      return trs_server_check_local (self, request);
    case TRS_ACCESS_TOKEN:
    default:
      return TRUE;
    }
}

/* Where the path has no such method; a browser asks with OPTIONS before it asks for another. */
static void
refuse_method (TrsRequest *request, const TrsRoute *route)
{
  if (route->access == TRS_ACCESS_BASIC &&
      g_str_equal (trs_request_get_method (request), SOUP_METHOD_OPTIONS))
    trs_cors_answer_preflight (request, "GET, POST, DELETE, OPTIONS");
  else
    trs_request_refuse (request, 20004, "Method not allowed");
}

/* What only asks changes nothing. */
static gboolean
is_input (TrsRequest *request, const char *method)
{
  return !trs_request_is_left_out (request) && trs_request_is_answered (request) &&
         !g_str_equal (method, "GET") && !g_str_equal (method, "HEAD") &&
         !g_str_equal (method, "OPTIONS");
}

/* Nobody may be told that something is done which would be undone by a restart. */
static void
trs_server_take_back (TrsServer *self, TrsRequest *request, const GError *error)
{
  SoupMessageBody *body =
    soup_server_message_get_response_body (trs_request_get_message (request));
  static const char text[] = "{\"code\":20500,\"status\":500,"
                             "\"message\":\"The sandbox can't keep its state\"}";

  g_message ("%s", error->message);
  soup_message_body_truncate (body);
  soup_message_body_append (body, SOUP_MEMORY_STATIC, text, sizeof text - 1);
  trs_request_set_status (request, 500, NULL);
}

/* Before the answer goes out. A token's request that opened nothing changed nothing. */
static void
trs_server_record (TrsServer *self,
                   TrsRequest *request,
                   const TrsRoute *route,
                   const char *method,
                   const char *path)
{
  g_autoptr(JsonObject) record = NULL;
  g_autoptr(GError) error = NULL;

  if (self->state == NULL || !is_input (request, method) ||
      (route->access == TRS_ACCESS_TOKEN && trs_request_get_pass (request) == NULL))
    return;
  record = trs_record_new (request, method, path);
  if (!trs_state_record (self->state, record, &error))
    trs_server_take_back (self, request, error);
}

/* What was let in once is let in again, whatever is checked by now. */
static gboolean
is_repeated (TrsRequest *request)
{
  return trs_request_get_message (request) == NULL;
}

static gboolean
parse (TrsRequest *request, const TrsRoute *route, GError **error)
{
  if (route->access == TRS_ACCESS_TOKEN)
    return TRUE;
  if (!trs_request_parse (request, error))
    return FALSE;
  return !g_str_has_prefix (route->pattern, "/sandbox") || is_repeated (request) ||
         trs_parameters_check (request, route, error);
}

void
trs_server_run (TrsRequest *request, const TrsRoute *route, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  if (!parse (request, route, &error))
    trs_request_answer_error (request, error);
  else
    route->handler (request, user_data);
}

static void
trs_server_carry_out (TrsServer *self,
                      TrsRequest *request,
                      const TrsRoute *route,
                      gpointer user_data)
{
  g_autofree char *method = g_strdup (trs_request_get_method (request));
  g_autofree char *path = g_strdup (trs_request_get_path (request));

  trs_server_run (request, route, user_data);
  trs_server_record (self, request, route, method, path);
}

static void
trs_server_dispatch (TrsServer *self, TrsRequest *request)
{
  const TrsRoute *route = NULL;
  gpointer user_data = NULL;

  switch (trs_router_match (self->router, request, &route, &user_data))
    {
    case TRS_MATCH_NONE:
      trs_request_log_unserved (request, "");
      trs_request_refuse_unknown (request);
      break;
    case TRS_MATCH_METHOD:
      refuse_method (request, route);
      break;
    case TRS_MATCH_FOUND:
      if (!trs_server_check_access (self, request, route))
        break;
      trs_server_carry_out (self, request, route, user_data);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Gives the request what the ordered fault says instead of, or before, the right answer. */
static void
trs_server_strike (TrsServer *self, TrsRequest *request, const TrsFault *fault)
{
  SoupServerMessage *message = trs_request_get_message (request);

  switch (fault->kind)
    {
    case TRS_FAULT_LATENCY:
    case TRS_FAULT_LOSE_ANSWER:
      trs_server_dispatch (self, request);
      break;
    case TRS_FAULT_CUT:
    case TRS_FAULT_NO_ANSWER:
      break;
    default:
      trs_fault_answer (fault, request);
      break;
    }
  if (fault->kind == TRS_FAULT_CUT || fault->kind == TRS_FAULT_LOSE_ANSWER)
    trs_fault_cut (message);
  else if (fault->kind == TRS_FAULT_NO_ANSWER)
    trs_delays_add_cut (self->delays, message, fault->latency);
  else if (fault->latency > 0 && trs_request_is_answered (request))
    trs_delays_add (self->delays, message, fault->latency);
}

static gboolean
trs_server_take_fault (TrsServer *self, TrsRequest *request, TrsFault *fault)
{
  g_auto(TrsFaultSubjectOfRequest) subject = { NULL, };
  TrsFaultSubject whom = { .path = trs_request_get_path (request) };
  gint64 now = tr_clock_get_real_time (trs_engine_get_clock (self->engine));

  if (g_str_has_prefix (whom.path, "/sandbox/") || g_str_equal (whom.path, "/sandbox"))
    return FALSE;
  if (trs_faults_ask_who (self->faults))
    {
      trs_fault_subject_read (&subject, request, self->keyring, now / G_USEC_PER_SEC);
      whom.account_sid = subject.account_sid;
      whom.worker_sid = subject.worker_sid;
    }
  return trs_faults_take (self->faults, TRS_FAULT_AT_REQUEST, &whom, fault);
}

static void
trs_server_set_date (TrsServer *self, SoupServerMessage *message)
{
  gint64 now = tr_clock_get_real_time (trs_engine_get_clock (self->engine));
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autofree char *text = soup_date_time_to_string (time, SOUP_DATE_HTTP);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Date", text);
}

/* Returns whether a fault struck it. */
static gboolean
trs_server_handle (TrsServer *self, TrsRequest *request, TrsFault *fault)
{
  SoupServerMessage *message = trs_request_get_message (request);

  if (!trs_server_check_origin (self, request))
    return FALSE;
  trs_cors_allow (request);
  if (is_too_large (message))
    trs_request_refuse (request, 20413, "The body is larger than 1 MiB");
  else if (trs_server_take_fault (self, request, fault))
    {
      trs_server_strike (self, request, fault);
      return TRUE;
    }
  else
    trs_server_dispatch (self, request);
  return FALSE;
}

static gboolean
is_cut (const TrsFault *fault)
{
  return fault != NULL &&
         (fault->kind == TRS_FAULT_CUT || fault->kind == TRS_FAULT_LOSE_ANSWER ||
          fault->kind == TRS_FAULT_NO_ANSWER);
}

/* What asks for the page and for what it shows would soon be all that it shows. */
static gboolean
is_of_inspector (SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));

  return g_str_equal (path, "/") || g_str_has_prefix (path, "/inspector/") ||
         g_str_has_prefix (path, "/sandbox/log") || g_str_equal (path, "/sandbox/overview");
}

/* The HTTP bridge takes all that it is asked for at one address. */
static char *
dup_operation (TrsRequest *request, const char *path)
{
  if (g_str_equal (trs_request_get_path (request), path))
    return NULL;
  return g_strdup_printf ("%s %s", trs_request_get_method (request),
                          trs_request_get_path (request));
}

/* As it came and as it goes out; @fault is what strikes it, or NULL. */
static void
trs_server_log (TrsServer *self, TrsRequest *request, const char *path, const TrsFault *fault)
{
  SoupServerMessage *message = trs_request_get_message (request);
  GUri *uri = soup_server_message_get_uri (message);
  const char *query = g_uri_get_query (uri);
  g_autofree char *target =
    g_strconcat (g_uri_get_path (uri), query != NULL ? "?" : NULL, query, NULL);
  g_autofree char *operation = dup_operation (request, path);
  g_autoptr(GBytes) body = is_dropped (message) ? NULL : trs_request_dup_body (request);
  g_autoptr(GBytes) answer =
    soup_message_body_get_chunk (soup_server_message_get_response_body (message), 0);
  TrsWireEntry entry = {
    .kind = TRS_WIRE_REQUEST,
    .method = soup_server_message_get_method (message),
    .target = target,
    .status = is_cut (fault) ? 0 : soup_server_message_get_status (message),
    .note = is_cut (fault) ? "the connection is cut, as ordered" : operation,
    .request_headers = trs_request_get_headers (request),
    .response_headers = trs_request_get_response_headers (request),
    .request_body = body,
    .response_body = answer,
  };

  trs_wire_log_add (self->log, &entry);
}

/* The answer, if there is one, is about to go out; @fault is what strikes it, or NULL. */
static void
trs_server_finish (TrsServer *self, TrsRequest *request, const char *path, const TrsFault *fault)
{
  SoupServerMessage *message = trs_request_get_message (request);

  /* A socket's upgrade goes on without an answer; everything else ends its connection, see
   * TrsListener. */
  if (trs_request_is_answered (request))
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  "Connection", "close");
  if (!is_of_inspector (message))
    trs_server_log (self, request, path, fault);
  g_debug ("%s %s: %u", trs_request_get_method (request), path,
           soup_server_message_get_status (message));
}

static void
released_cb (TrsRequest *request, gpointer user_data)
{
  trs_server_finish (user_data, request, trs_request_get_path (request), NULL);
}

static void
handle_cb (SoupServer *soup,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  TrsServer *self = user_data;
  g_autoptr(TrsRequest) request = trs_request_new (message, path, self->base_url);
  TrsFault fault;
  gboolean is_struck;

  if (self->state != NULL)
    trs_state_catch_up (self->state);
  g_clear_pointer (&self->retired, trs_router_free);
  trs_server_set_date (self, message);
  is_struck = trs_server_handle (self, request, &fault);
  if (trs_request_is_held (request))
    trs_request_set_released_func (request, released_cb, self);
  else
    trs_server_finish (self, request, path, is_struck ? &fault : NULL);
}

/* What a body holds past the cap is read, so that the client gets to hear the answer, and dropped. */
static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (body->length <= (is_form (message) ? MAX_FORM : MAX_BODY))
    return;
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
  g_object_set_data (G_OBJECT (message), "trs-too-large", GINT_TO_POINTER (TRUE));
}

static void
request_started_cb (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), NULL);
}

void
trs_server_attach_soup (TrsServer *self)
{
  g_signal_connect (self->soup, "request-started", G_CALLBACK (request_started_cb), self);
  soup_server_add_handler (self->soup, NULL, handle_cb, self, NULL);
}
