/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-request.h"

#include <string.h>

#include "tr-json.h"
#include "trs-refusal.h"

struct _TrsRequest
{
  gatomicrefcount ref_count;

  SoupServerMessage *message; /* owned; NULL for a request of a record */
  SoupMessageHeaders *headers; /* owned; as it came */
  SoupMessageHeaders *response_headers; /* owned */
  GBytes *body;               /* owned; NULL: the message has it */
  guint status;               /* of the answer */
  char *method;               /* owned */
  char *path;                 /* owned; decoded, no query */
  const char *base_url;       /* the server's, which outlives us */
  char *account_sid;          /* owned; NULL until credentials were seen */
  GHashTable *variables;      /* owned; the {Words} of the route's pattern */
  char *query_text;           /* owned, nullable: instead of that of the address */
  TrsForm *query;             /* owned */
  TrsForm *form;              /* owned */
  TrsPass *pass;              /* owned; NULL until a token was seen */
  char *event_type;           /* owned, nullable: to be sent back with the payload */
  gboolean has_envelope;
  gboolean is_answered;
  gboolean is_left_out; /* of the history */
};

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

  g_clear_pointer (&self->query, trs_form_free);
  g_clear_pointer (&self->form, trs_form_free);
  g_clear_pointer (&self->pass, trs_pass_free);
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
  g_free (self);
}

/**
 * trs_request_get_message:
 *
 * Returns: (nullable): what came in; %NULL for a request of a record
 */
SoupServerMessage *
trs_request_get_message (TrsRequest *self)
{
  return self->message;
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

/**
 * trs_request_dup_body:
 * @self: a request
 *
 * Returns: (transfer full): the body as it came, at most the server's cap
 */
GBytes *
trs_request_dup_body (TrsRequest *self)
{
  if (self->body != NULL)
    return g_bytes_ref (self->body);
  return soup_message_body_flatten (soup_server_message_get_request_body (self->message));
}

static TrsForm *
trs_request_parse_body (TrsRequest *self, GError **error)
{
  g_autoptr(GBytes) body = trs_request_dup_body (self);
  const char *type = trs_request_get_header (self, "Content-Type");
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr(JsonNode) node = NULL;

  if (length == 0)
    return trs_form_new_empty ();
  if (type == NULL || !g_str_has_prefix (type, "application/json"))
    return trs_form_new_urlencoded (text, length, error);

  node = tr_json_parse (text, (gssize) length, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, TRS_REFUSAL, 20001, "The body is not a JSON object");
      return NULL;
    }
  return trs_form_new_json (json_node_get_object (node));
}

/**
 * trs_request_parse_query:
 * @self: a request
 * @error: a %TRS_REFUSAL when the query can't be read
 *
 * Reads the query and leaves the body alone.
 */
gboolean
trs_request_parse_query (TrsRequest *self, GError **error)
{
  const char *query = trs_request_get_query_text (self);
  TrsForm *form = trs_form_new_urlencoded (query, strlen (query), error);

  if (form == NULL)
    return FALSE;
  g_clear_pointer (&self->query, trs_form_free);
  self->query = form;
  return TRUE;
}

/**
 * trs_request_get_query_text:
 *
 * Returns: the query as it came, encoded; "" for none
 */
const char *
trs_request_get_query_text (TrsRequest *self)
{
  const char *query = self->query_text;

  if (query == NULL && self->message != NULL)
    query = g_uri_get_query (soup_server_message_get_uri (self->message));
  return query != NULL ? query : "";
}

/**
 * trs_request_get_original_query:
 *
 * Returns: the query of the address that it came to, whatever it holds; "" for none
 */
const char *
trs_request_get_original_query (TrsRequest *self)
{
  const char *query = NULL;

  if (self->message != NULL)
    query = g_uri_get_query (soup_server_message_get_uri (self->message));
  return query != NULL ? query : "";
}

/**
 * trs_request_set_query_text:
 * @self: a request of the HTTP bridge
 * @text: the query of the operation that it holds, encoded
 * @error: a %TRS_REFUSAL when it can't be read
 *
 * From here on this is the request's query.
 */
gboolean
trs_request_set_query_text (TrsRequest *self, const char *text, GError **error)
{
  g_free (self->query_text);
  self->query_text = g_strdup (text);
  return trs_request_parse_query (self, error);
}

/**
 * trs_request_parse:
 * @self: a request
 * @error: a %TRS_REFUSAL when query or body can't be read
 *
 * Reads query and body into forms. Until then both are %NULL.
 */
gboolean
trs_request_parse (TrsRequest *self, GError **error)
{
  if (!trs_request_parse_query (self, error))
    return FALSE;

  self->form = trs_request_parse_body (self, error);
  return self->form != NULL;
}

TrsForm *
trs_request_get_query (TrsRequest *self)
{
  return self->query;
}

TrsForm *
trs_request_get_form (TrsRequest *self)
{
  return self->form;
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
 * trs_request_take_pass:
 * @self: a request
 * @pass: (transfer full): what its token opens
 */
void
trs_request_take_pass (TrsRequest *self, TrsPass *pass)
{
  g_clear_pointer (&self->pass, trs_pass_free);
  self->pass = pass;
  trs_request_set_account_sid (self, trs_pass_get_account_sid (pass));
}

/**
 * trs_request_steal_pass:
 * @self: a request
 *
 * Returns: (transfer full) (nullable): what its token opened when it was recorded; %NULL for one
 *   that comes over the wire, whose token is to be verified
 */
TrsPass *
trs_request_steal_pass (TrsRequest *self)
{
  return g_steal_pointer (&self->pass);
}

/**
 * trs_request_get_pass:
 *
 * Returns: (nullable): what its token opens; %NULL for requests without one
 */
TrsPass *
trs_request_get_pass (TrsRequest *self)
{
  return self->pass;
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
 * trs_request_get_if_match:
 * @self: a request
 * @version: (out): the version that the caller knows; one that no resource has when it is garbage
 *
 * Both a bare number and a quoted one are understood.
 *
 * Returns: whether the caller named one
 */
gboolean
trs_request_get_if_match (TrsRequest *self, int *version)
{
  const char *header = trs_request_get_header (self, "If-Match");
  g_autofree char *bare = NULL;
  gint64 value = -1;

  if (header == NULL || g_str_equal (header, "*"))
    return FALSE;

  bare = g_strdup (header);
  g_strdelimit (bare, "\"", ' ');
  g_strstrip (bare);
  if (!g_ascii_string_to_signed (bare, 10, 0, G_MAXINT, &value, NULL))
    value = -1;
  *version = (int) value;
  return TRUE;
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
 * @reason: (nullable): its phrase
 */
void
trs_request_set_status (TrsRequest *self, guint status, const char *reason)
{
  self->status = status;
  if (self->message != NULL)
    soup_server_message_set_status (self->message, status, reason);
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
