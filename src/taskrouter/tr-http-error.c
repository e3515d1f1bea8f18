/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-http-error.h"

#include "tr-error.h"
#include "tr-exchange.h"
#include "tr-json.h"
#include "tr-redact.h"

#define MAX_MESSAGE 300 /* characters of the service's own words */

/**
 * tr_http_error_from_transport:
 * @what: what was tried
 * @cause: an error of the exchange, of libsoup or of GIO
 *
 * Returns: (transfer full): %TR_ERROR_NETWORK, %TR_ERROR_TIMEOUT, %TR_ERROR_TLS or
 *   %TR_ERROR_PROTOCOL, with what was tried; %G_IO_ERROR_CANCELLED stays itself
 */
GError *
tr_http_error_from_transport (const char *what, const GError *cause)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *reason = NULL;

  g_return_val_if_fail (what != NULL && cause != NULL, NULL);

  if (cause->domain == TR_ERROR)
    error = g_error_copy (cause);
  else
    error = tr_exchange_error_from_transport (cause);
  if (error->domain != TR_ERROR)
    return g_steal_pointer (&error);

  reason = tr_redact_line (error->message, MAX_MESSAGE);
  return g_error_new (TR_ERROR, error->code, "%s: %s", what, reason);
}

/**
 * tr_http_error_if_cut_off:
 * @what: what was tried
 * @message: the request, with the head of its answer
 * @body: what came of its body
 *
 * libsoup 3.2 says nothing when a connection ends before its Content-Length.
 *
 * Returns: (transfer full) (nullable): %TR_ERROR_NETWORK when bytes are missing
 */
GError *
tr_http_error_if_cut_off (const char *what, SoupMessage *message, GBytes *body)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH ||
      soup_message_headers_get_one (headers, "Content-Encoding") != NULL ||
      (goffset) g_bytes_get_size (body) >= soup_message_headers_get_content_length (headers))
    return NULL;

  return g_error_new (TR_ERROR, TR_ERROR_NETWORK, "%s: the answer was cut off", what);
}

/* The two envelopes: the service's own, and RFC 9457. A member of a wrong type counts as absent. */
static const char *
read_envelope (JsonObject *object, guint *service_code)
{
  const char *text = NULL;
  gint64 number = 0;

  if (tr_json_optional_int (object, "code", 0, G_MAXUINT, 0, &number, NULL))
    *service_code = (guint) number;
  if (tr_json_expect_id (object, "message", &text, NULL) ||
      tr_json_expect_id (object, "detail", &text, NULL) ||
      tr_json_expect_id (object, "title", &text, NULL))
    return text;
  return NULL;
}

static gboolean
looks_like_markup (GBytes *body)
{
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  gsize i = 0;

  while (i < size && g_ascii_isspace (data[i]))
    i++;
  return i < size && data[i] == '<';
}

/**
 * tr_http_error_from_garbage:
 * @what: what was tried
 * @status: the HTTP status of the answer
 * @body: its body, which is not what the protocol says
 * @cause: (nullable): what is wrong with it, from tr-json
 *
 * Returns: (transfer full): %TR_ERROR_PROTOCOL, whose message says whether it is HTML; nothing of
 *   the body is in it
 */
GError *
tr_http_error_from_garbage (const char *what, guint status, GBytes *body, const GError *cause)
{
  GError *error;

  g_return_val_if_fail (what != NULL && body != NULL, NULL);

  if (looks_like_markup (body))
    error = g_error_new (TR_ERROR, TR_ERROR_PROTOCOL, "%s: HTTP %u with an HTML page, not JSON",
                         what, status);
  else
    error = g_error_new (TR_ERROR, TR_ERROR_PROTOCOL, "%s: HTTP %u, %s", what, status,
                         cause != NULL ? cause->message : "not JSON");
  tr_error_set_details (error, status, 0, NULL);
  return error;
}

/* An answer of something else than the service, as a proxy or a sign-in page of a guest network:
 * its 404 says nothing of a worker. Where the status alone tells what to do, it counts. */
static gboolean
status_needs_envelope (guint status)
{
  return status < 500 && status != 429 && status != 408;
}

/**
 * tr_http_error_from_status:
 * @what: what was tried
 * @status: the HTTP status of the answer, not a success
 * @body: its body; may be empty
 *
 * Returns: (transfer full): an error with the code of @status and the service's own words; or
 *   %TR_ERROR_PROTOCOL when a refusal has a body that is not the service's
 *
 * Source: the service's error envelope and dictionary; RFC 9457.
 */
GError *
tr_http_error_from_status (const char *what, guint status, GBytes *body)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) cause = NULL;
  g_autofree char *words = NULL;
  JsonObject *object;
  const char *message = NULL;
  guint service_code = 0;
  GError *error;

  g_return_val_if_fail (what != NULL && body != NULL, NULL);

  if (status >= 300 && status < 400)
    {
      error = g_error_new (TR_ERROR, TR_ERROR_PROTOCOL, "%s: HTTP %u, sent to another address",
                           what, status);
      tr_error_set_details (error, status, 0, NULL);
      return error;
    }

  if (g_bytes_get_size (body) > 0)
    {
      node = tr_json_parse_limited (body, TR_JSON_MAX_ANSWER_VALUES, &cause);
      if (node != NULL && tr_json_expect_object (node, &object, &cause))
        message = read_envelope (object, &service_code);
      else if (status_needs_envelope (status))
        return tr_http_error_from_garbage (what, status, body, cause);
    }

  if (message == NULL)
    message = looks_like_markup (body) ? "an HTML page" : "no message";
  words = tr_redact_line (message, MAX_MESSAGE);
  error = g_error_new (TR_ERROR, (gint) tr_exchange_error_from_status (status),
                       "%s: HTTP %u: %s", what, status, words);
  tr_error_set_details (error, status, service_code, NULL);
  return error;
}
