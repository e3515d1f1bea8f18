/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-request.h"

#include "trs-request-private.h"

static void
trs_request_init (TrsRequest *self, const char *method, const char *path, const char *base_url)
{
  g_atomic_ref_count_init (&self->ref_count);
  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->base_url = base_url;
  self->variables = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

/**
 * trs_request_new:
 * @message: what came in, its body complete
 * @path: its decoded path
 * @base_url: where this server lives, without a slash at the end; outlives the request
 *
 * Returns: (transfer full): a request without parameters until trs_request_parse()
 */
TrsRequest *
trs_request_new (SoupServerMessage *message, const char *path, const char *base_url)
{
  TrsRequest *self = g_new0 (TrsRequest, 1);

  self->message = g_object_ref (message);
  self->headers =
    soup_message_headers_ref (soup_server_message_get_request_headers (message));
  self->response_headers =
    soup_message_headers_ref (soup_server_message_get_response_headers (message));
  trs_request_init (self, soup_server_message_get_method (message), path, base_url);
  return self;
}

/**
 * trs_request_new_for_exchange:
 * @exchange: what came to a #TrsHost
 * @base_url: where this server lives, without a slash at the end; outlives the request
 *
 * Returns: (transfer full): a request without parameters until trs_request_parse()
 */
TrsRequest *
trs_request_new_for_exchange (TrsExchange *exchange, const char *base_url)
{
  const TrsHead *head = trs_exchange_get_head (exchange);
  TrsRequest *self = g_new0 (TrsRequest, 1);

  self->exchange = trs_exchange_ref (exchange);
  self->headers = soup_message_headers_ref (head->headers);
  self->response_headers =
    soup_message_headers_ref (trs_exchange_get_response_headers (exchange));
  self->body = g_bytes_ref (trs_exchange_get_body (exchange));
  trs_request_init (self, head->method, head->path, base_url);
  return self;
}

/**
 * trs_request_new_recorded:
 * @method: its method
 * @path: its decoded path
 * @query: (nullable): its query
 * @body: its body
 * @base_url: where this server lives, without a slash at the end; outlives the request
 *
 * Returns: (transfer full): a request that nobody waits for: it has been made before, and its
 *   answer is thrown away but for the status
 */
TrsRequest *
trs_request_new_recorded (const char *method,
                          const char *path,
                          const char *query,
                          GBytes *body,
                          const char *base_url)
{
  TrsRequest *self = g_new0 (TrsRequest, 1);

  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  self->response_headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  self->body = g_bytes_ref (body);
  self->query_text = g_strdup (query);
  trs_request_init (self, method, path, base_url);
  return self;
}

/**
 * trs_request_take_guest:
 * @self: a request
 * @guest: (transfer full) (nullable): who asks, in the words of whoever checks that
 * @free_guest: (nullable): frees it
 */
void
trs_request_take_guest (TrsRequest *self, gpointer guest, GDestroyNotify free_guest)
{
  if (self->guest != NULL && self->free_guest != NULL)
    self->free_guest (self->guest);
  self->guest = guest;
  self->free_guest = free_guest;
}

/**
 * trs_request_steal_guest:
 *
 * Returns: (transfer full) (nullable): who asks
 */
gpointer
trs_request_steal_guest (TrsRequest *self)
{
  return g_steal_pointer (&self->guest);
}

/**
 * trs_request_get_guest:
 *
 * Returns: (nullable): who asks; %NULL where that is not known
 */
gpointer
trs_request_get_guest (TrsRequest *self)
{
  return self->guest;
}

TrsRequest *
trs_request_ref (TrsRequest *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
trs_request_unref (TrsRequest *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->finished_handler != 0)
    g_signal_handler_disconnect (self->message, self->finished_handler);
  g_clear_pointer (&self->query, trs_form_free);
  g_clear_pointer (&self->form, trs_form_free);
  trs_request_take_guest (self, NULL, NULL);
  g_hash_table_unref (self->variables);
  g_free (self->query_text);
  g_free (self->event_type);
  g_free (self->account_sid);
  g_free (self->method);
  g_free (self->path);
  g_clear_pointer (&self->body, g_bytes_unref);
  soup_message_headers_unref (self->headers);
  soup_message_headers_unref (self->response_headers);
  g_clear_object (&self->message);
  g_clear_pointer (&self->exchange, trs_exchange_unref);
  g_free (self);
}

/**
 * trs_request_get_message:
 *
 * Returns: (nullable): what came in; %NULL for a request of a record, or of a #TrsHost
 */
SoupServerMessage *
trs_request_get_message (TrsRequest *self)
{
  return self->message;
}

/**
 * trs_request_get_exchange:
 *
 * Returns: (nullable): what came in; %NULL for a request of a record, or of a #SoupServer
 */
TrsExchange *
trs_request_get_exchange (TrsRequest *self)
{
  return self->exchange;
}

const char *
trs_request_get_method (TrsRequest *self)
{
  return self->method;
}

const char *
trs_request_get_path (TrsRequest *self)
{
  return self->path;
}

const char *
trs_request_get_base_url (TrsRequest *self)
{
  return self->base_url;
}

const char *
trs_request_get_header (TrsRequest *self, const char *name)
{
  return soup_message_headers_get_one (self->headers, name);
}

/**
 * trs_request_get_headers:
 *
 * Returns: the headers that it came with
 */
SoupMessageHeaders *
trs_request_get_headers (TrsRequest *self)
{
  return self->headers;
}

/**
 * trs_request_get_response_headers:
 *
 * Returns: the headers of its answer
 */
SoupMessageHeaders *
trs_request_get_response_headers (TrsRequest *self)
{
  return self->response_headers;
}

void
trs_request_set_variable (TrsRequest *self, const char *name, const char *value)
{
  g_hash_table_insert (self->variables, (gpointer) name, g_strdup (value));
}

/**
 * trs_request_get_variable:
 * @self: a routed request
 * @name: a word in braces of the route's pattern
 *
 * Returns: what stands there in the path; asking for a word that the pattern lacks is our own bug
 */
const char *
trs_request_get_variable (TrsRequest *self, const char *name)
{
  const char *value = g_hash_table_lookup (self->variables, name);

  g_return_val_if_fail (value != NULL, "");
  return value;
}

/**
 * trs_request_has_variable:
 * @self: a routed request
 * @name: a word
 *
 * Returns: whether the route's pattern has it in braces
 */
gboolean
trs_request_has_variable (TrsRequest *self, const char *name)
{
  return g_hash_table_contains (self->variables, name);
}

void
trs_request_set_account_sid (TrsRequest *self, const char *account_sid)
{
  g_free (self->account_sid);
  self->account_sid = g_strdup (account_sid);
}

const char *
trs_request_get_account_sid (TrsRequest *self)
{
  return self->account_sid;
}

/**
 * trs_request_set_operation:
 * @self: a request of the HTTP bridge
 * @method: as its body names it
 * @path: as its body names it
 * @params: (transfer full): as its body names them
 *
 * The event bridge takes every operation as the body of a POST: from here on the request is that
 * operation. Its answer still goes where the POST came from.
 */
void
trs_request_set_operation (TrsRequest *self, const char *method, const char *path, TrsForm *params)
{
  g_free (self->method);
  self->method = g_strdup (method);
  g_free (self->path);
  self->path = g_strdup (path);
  g_clear_pointer (&self->form, trs_form_free);
  self->form = params;
}

/**
 * trs_request_set_envelope:
 * @self: a request of the HTTP bridge
 * @event_type: (nullable): a word that goes back with the answer
 *
 * What answers the request is then the payload of the event bridge's envelope, and its status 200,
 * unless it is a refusal.
 */
void
trs_request_set_envelope (TrsRequest *self, const char *event_type)
{
  self->has_envelope = TRUE;
  g_free (self->event_type);
  self->event_type = g_strdup (event_type);
}

gboolean
trs_request_has_envelope (TrsRequest *self)
{
  return self->has_envelope;
}

/**
 * trs_request_wrap:
 * @self: a request with an envelope
 * @payload: (transfer full): what answers it
 *
 * Returns: (transfer full): the envelope with the payload in it
 */
JsonObject *
trs_request_wrap (TrsRequest *self, JsonObject *payload)
{
  JsonObject *object = json_object_new ();

  if (self->event_type != NULL)
    json_object_set_string_member (object, "event_type", self->event_type);
  json_object_set_object_member (object, "payload", payload);
  return object;
}

/**
 * trs_request_mark_answered:
 * @self: a request that was not answered yet
 *
 * For what sets the answer on the message.
 */
void
trs_request_mark_answered (TrsRequest *self)
{
  g_return_if_fail (!self->is_answered);

  self->is_answered = TRUE;
}

gboolean
trs_request_is_answered (TrsRequest *self)
{
  return self->is_answered;
}

/**
 * trs_request_set_status:
 * @self: a request
 * @status: HTTP status of its answer
 * @reason: (nullable): its phrase, where it is not the usual one
 */
void
trs_request_set_status (TrsRequest *self, guint status, const char *reason)
{
  self->status = status;
  if (reason == NULL && status == 429) /* libsoup's list is older than RFC 6585 */
    reason = "Too Many Requests";
  if (self->message != NULL)
    soup_server_message_set_status (self->message, status, reason);
  if (self->exchange != NULL)
    trs_exchange_set_status (self->exchange, status, reason);
}

/**
 * trs_request_get_status:
 * @self: a request that was answered
 *
 * Returns: HTTP status of its answer
 */
guint
trs_request_get_status (TrsRequest *self)
{
  return self->status;
}

/**
 * trs_request_leave_out:
 * @self: a request
 *
 * Says that it is no part of the state's history: it changed nothing that is kept, or is kept in
 * another way.
 */
void
trs_request_leave_out (TrsRequest *self)
{
  self->is_left_out = TRUE;
}

gboolean
trs_request_is_left_out (TrsRequest *self)
{
  return self->is_left_out;
}
