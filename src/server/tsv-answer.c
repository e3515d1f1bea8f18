/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-answer.h"

#include <string.h>

#include "tr-json.h"

#define RETRY_SECONDS 5

/**
 * tsv_answer_read_body:
 * @request: a request with a body
 * @error: a %TSV_ERROR_BAD_REQUEST
 *
 * Returns: (transfer full) (nullable): the JSON object that came
 */
JsonObject *
tsv_answer_read_body (TrsRequest *request, GError **error)
{
  const char *type = trs_request_get_header (request, "Content-Type");
  g_autoptr(GBytes) body = trs_request_dup_body (request);
  g_autoptr(JsonNode) node = NULL;

  /* No page of another site can send this type without asking first. */
  if (type == NULL || g_ascii_strncasecmp (type, "application/json", strlen ("application/json")) != 0)
    {
      g_set_error_literal (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST,
                           "A body of application/json is wanted");
      return NULL;
    }
  node = tr_json_parse_bytes (body, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST, "The body is no JSON object");
      return NULL;
    }
  return json_node_dup_object (node);
}

/**
 * tsv_answer_read_text:
 * @object: from tsv_answer_read_body()
 * @name: a member's
 * @max_bytes: that it may have
 * @text: (out) (nullable): the text; %NULL where it is left out
 * @error: a %TSV_ERROR_BAD_REQUEST that names the member, and not what is in it
 */
gboolean
tsv_answer_read_text (JsonObject *object,
                      const char *name,
                      gsize max_bytes,
                      const char **text,
                      GError **error)
{
  if (tr_json_optional_string (object, name, text, NULL) &&
      (*text == NULL || (**text != '\0' && strlen (*text) <= max_bytes)))
    return TRUE;
  g_set_error (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST,
               "%s: a string of 1 to %" G_GSIZE_FORMAT " bytes is wanted", name, max_bytes);
  return FALSE;
}

/* Tokens and stories of calls are for nobody in between, unless a handler says otherwise. */
static void
finish (TrsRequest *request)
{
  SoupMessageHeaders *headers = trs_request_get_response_headers (request);

  if (soup_message_headers_get_one (headers, "Cache-Control") == NULL)
    soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  if (trs_request_is_held (request))
    trs_request_release (request);
}

/**
 * tsv_answer_object:
 * @request: a request that was not answered yet
 * @status: HTTP status
 * @object: (transfer full): the body
 */
void
tsv_answer_object (TrsRequest *request, guint status, JsonObject *object)
{
  trs_request_answer_object (request, status, object);
  finish (request);
}

void
tsv_answer_text (TrsRequest *request, const char *content_type, const char *text)
{
  trs_request_answer_text (request, 200, content_type, text);
  finish (request);
}

void
tsv_answer_empty (TrsRequest *request)
{
  trs_request_answer_empty (request, 204);
  finish (request);
}

void
tsv_answer_unchanged (TrsRequest *request)
{
  trs_request_answer_empty (request, 304);
  finish (request);
}

static JsonObject *
error_to_json (const GError *error)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "code", tsv_error_get_word (error));
  json_object_set_string_member (object, "message",
                                 error->domain == TSV_ERROR ? error->message : "Something broke");
  return object;
}

static void
answer_error (TrsRequest *request, const GError *error, int seconds)
{
  SoupMessageHeaders *headers = trs_request_get_response_headers (request);
  JsonObject *object = error_to_json (error);

  if (error->domain != TSV_ERROR)
    g_message ("%s %s: %s", trs_request_get_method (request), trs_request_get_path (request),
               error->message);
  if (g_error_matches (error, TSV_ERROR, TSV_ERROR_BAD_TOKEN))
    soup_message_headers_replace (headers, "WWW-Authenticate", "Bearer");
  if (seconds > 0)
    {
      g_autofree char *text = g_strdup_printf ("%d", seconds);

      soup_message_headers_replace (headers, "Retry-After", text);
      json_object_set_int_member (object, "retry_in", seconds);
    }
  tsv_answer_object (request, tsv_error_get_status (error), object);
}

/**
 * tsv_answer_error:
 * @request: a request that was not answered yet
 * @error: why it is refused; what is no %TSV_ERROR is told to the log only
 */
void
tsv_answer_error (TrsRequest *request, const GError *error)
{
  answer_error (request, error, tsv_error_get_status (error) == 503 ? RETRY_SECONDS : 0);
}

void
tsv_answer_refusal (TrsRequest *request, TsvError code, const char *message)
{
  g_autoptr(GError) error = g_error_new_literal (TSV_ERROR, (int) code, message);

  tsv_answer_error (request, error);
}

/**
 * tsv_answer_later:
 * @request: a request that was not answered yet
 * @code: why
 * @message: the same in words
 * @seconds: when to come again
 */
void
tsv_answer_later (TrsRequest *request, TsvError code, const char *message, int seconds)
{
  g_autoptr(GError) error = g_error_new_literal (TSV_ERROR, (int) code, message);

  answer_error (request, error, seconds);
}
