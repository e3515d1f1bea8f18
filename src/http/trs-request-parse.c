/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-request.h"

#include <string.h>

#include "tr-json.h"
#include "trs-refusal.h"
#include "trs-request-private.h"

/* What a request says: its query, its body, and the version that it knows. */

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
  return self->query_text != NULL ? self->query_text : trs_request_get_original_query (self);
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
  if (self->exchange != NULL)
    query = trs_exchange_get_head (self->exchange)->query;
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
