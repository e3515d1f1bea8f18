/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-request.h"

#include <string.h>

#include "tr-json.h"
#include "trs-refusal.h"

#define MAX_LOGGED_PATH 200

static void
trs_request_answer_bytes (TrsRequest *self, guint status, const char *content_type, GBytes *bytes)
{
  SoupServerMessage *message = trs_request_get_message (self);

  trs_request_mark_answered (self);
  trs_request_set_status (self, status, NULL);
  soup_message_headers_replace (trs_request_get_response_headers (self), "Content-Type",
                                content_type);
  if (message != NULL)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
  if (trs_request_get_exchange (self) != NULL)
    trs_exchange_set_answer (trs_request_get_exchange (self), bytes);
}

/**
 * trs_request_set_etag:
 * @self: a request
 * @version: the version of what is answered
 */
void
trs_request_set_etag (TrsRequest *self, int version)
{
  SoupMessageHeaders *headers = trs_request_get_response_headers (self);
  g_autofree char *etag = g_strdup_printf ("\"%d\"", version);

  soup_message_headers_replace (headers, "ETag", etag);
}

/**
 * trs_request_answer:
 * @self: a request that was not answered yet
 * @status: HTTP status
 * @node: (transfer full): the body
 */
void
trs_request_answer (TrsRequest *self, guint status, JsonNode *node)
{
  g_autoptr(JsonNode) owned = node;
  char *text = tr_json_to_string (owned);
  g_autoptr(GBytes) bytes = g_bytes_new_take (text, strlen (text));

  trs_request_answer_bytes (self, status, "application/json;charset=utf-8", bytes);
}

/**
 * trs_request_answer_object:
 * @self: a request that was not answered yet
 * @status: HTTP status
 * @object: (transfer full): the body
 */
void
trs_request_answer_object (TrsRequest *self, guint status, JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  if (trs_request_has_envelope (self))
    {
      object = trs_request_wrap (self, object);
      status = 200;
    }
  json_node_take_object (node, object);
  trs_request_answer (self, status, node);
}

void
trs_request_answer_empty (TrsRequest *self, guint status)
{
  if (trs_request_has_envelope (self))
    {
      trs_request_answer_object (self, status, json_object_new ());
      return;
    }
  trs_request_mark_answered (self);
  trs_request_set_status (self, status, NULL);
}

/**
 * trs_request_answer_text:
 * @self: a request that was not answered yet
 * @status: HTTP status
 * @content_type: its type
 * @text: the body
 */
void
trs_request_answer_text (TrsRequest *self,
                         guint status,
                         const char *content_type,
                         const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  trs_request_answer_bytes (self, status, content_type, bytes);
}

/**
 * trs_request_answer_error:
 * @self: a request that was not answered yet
 * @error: why it is refused
 *
 * Answers with the service's envelope. The message is in the reason phrase too: the older browser
 * SDK reads nothing else.
 */
void
trs_request_answer_error (TrsRequest *self, const GError *error)
{
  guint status = trs_refusal_get_status (error);
  g_autofree char *reason = g_str_to_ascii (error->message, "C");

  trs_request_answer (self, status, trs_refusal_to_json (error));
  g_strdelimit (reason, "\r\n", ' ');
  trs_request_set_status (self, status, reason);
}

/**
 * trs_request_refuse:
 * @self: a request that was not answered yet
 * @code: the service's number, which decides the status
 * @message: its text
 */
void
trs_request_refuse (TrsRequest *self, int code, const char *message)
{
  g_autoptr(GError) error = g_error_new_literal (TRS_REFUSAL, code, message);

  trs_request_answer_error (self, error);
}

/**
 * trs_request_refuse_unknown:
 * @self: a request that was not answered yet
 *
 * Answers that there is no such resource, naming the path as the service does: without the version.
 */
void
trs_request_refuse_unknown (TrsRequest *self)
{
  g_autoptr(GError) error = NULL;
  const char *path = trs_request_get_path (self);

  if (g_str_has_prefix (path, "/v1/") || g_str_has_prefix (path, "/v2/"))
    path += strlen ("/v1");
  trs_refusal_set_not_found (&error, path);
  trs_request_answer_error (self, error);
}

/**
 * trs_request_log_unserved:
 * @self: a request that no route is for
 * @where: what it came over: "Event bridge: ", or ""
 *
 * Says so in the log, on one line, whatever its path holds.
 */
void
trs_request_log_unserved (TrsRequest *self, const char *where)
{
  g_autofree char *cut = g_strndup (trs_request_get_path (self), MAX_LOGGED_PATH);
  g_autofree char *valid = g_utf8_make_valid (cut, -1);
  g_autofree char *path = g_strescape (valid, NULL);

  g_message ("%s%s %s is not served by the sandbox", where, trs_request_get_method (self), path);
}
