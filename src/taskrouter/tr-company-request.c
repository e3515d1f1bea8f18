/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-company-request.h"

#include <string.h>

#include "tr-exchange.h"
#include "tr-http-error.h"
#include "tr-json.h"
#include "tr-secret.h"

#define MAX_BYTES (64 * 1024) /* of an answer; a session's has some 3 KiB */
#define MAX_VALUES 1024
#define MAX_PAUSE (24 * 60 * 60) /* seconds that a server may ask for */

typedef struct
{
  char *what;           /* owned: for errors */
  const char *refusal;  /* static: the one code that makes a 401 mean what it says */
  SoupMessage *message; /* owned */
} Request;

static void
request_free (Request *request)
{
  g_clear_object (&request->message);
  g_free (request->what);
  g_free (request);
}

static void
set_bearer (SoupMessage *message, const char *bearer)
{
  g_autoptr(TrSecret) header = g_strconcat ("Bearer ", bearer, NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                header);
}

static void
set_body (SoupMessage *message, JsonObject *body)
{
  char *text = tr_json_object_to_string (body);
  g_autoptr(GBytes) bytes = g_bytes_new_with_free_func (text, strlen (text),
                                                        (GDestroyNotify) tr_secret_free, text);

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
}

/* The server's own word for what is wrong; NULL if it is not the server who answers. */
static JsonNode *
read_refusal (GBytes *body, const char **word, guint *pause)
{
  g_autoptr(JsonNode) node = tr_json_parse_limited (body, MAX_VALUES, NULL);
  JsonObject *object;
  gint64 seconds = 0;

  if (node == NULL || !tr_json_expect_object (node, &object, NULL) ||
      !tr_json_expect_id (object, "code", word, NULL))
    return NULL;
  if (tr_json_optional_int (object, "retry_in", 0, MAX_PAUSE, 0, &seconds, NULL))
    *pause = (guint) seconds;
  return g_steal_pointer (&node);
}

/* A 401 ends sessions, so it has to be the server's: a proxy that wants its own sign-in has one, too. */
static GError *
error_from_refusal (Request *request, guint status, GBytes *body)
{
  const char *word = NULL;
  guint pause = 0;
  g_autoptr(JsonNode) node = read_refusal (body, &word, &pause);
  GError *error;

  if (status == SOUP_STATUS_UNAUTHORIZED && g_strcmp0 (word, request->refusal) != 0)
    {
      error = g_error_new (TR_ERROR, TR_ERROR_PROTOCOL, "%s: HTTP 401 of something else",
                           request->what);
      tr_error_set_details (error, status, 0, NULL);
      return error;
    }

  error = tr_http_error_from_status (request->what, status, body);
  tr_error_set_retry_after (error, pause);
  return error;
}

static JsonNode *
read_answer (Request *request, guint status, GBytes *body, GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(JsonNode) node = tr_json_parse_limited (body, MAX_VALUES, &cause);
  JsonObject *object;

  if (node != NULL && tr_json_expect_object (node, &object, &cause))
    return g_steal_pointer (&node);
  g_propagate_error (error, tr_http_error_from_garbage (request->what, status, body, cause));
  return NULL;
}

static void
node_free (gpointer node)
{
  json_node_unref (node);
}

static void
request_end (GTask *task, GBytes *body)
{
  Request *request = g_task_get_task_data (task);
  guint status = soup_message_get_status (request->message);
  GError *error = NULL;
  JsonNode *node;

  g_debug ("%s: HTTP %u", request->what, status);
  if ((error = tr_http_error_if_cut_off (request->what, request->message, body)) != NULL)
    g_task_return_error (task, error);
  else if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    g_task_return_error (task, error_from_refusal (request, status, body));
  else if (status == SOUP_STATUS_NO_CONTENT)
    g_task_return_pointer (task, NULL, NULL);
  else if ((node = read_answer (request, status, body, &error)) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, node, node_free);
}

static void
exchanged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = tr_exchange_finish (SOUP_SESSION (source), result, &error);

  if (body != NULL)
    request_end (task, body);
  else
    g_task_return_error (task, tr_http_error_from_transport (request->what, error));
}

/* Private: see the header. */
SoupMessage *
tr_company_request_new_message (const char *method,
                                const char *url,
                                const char *bearer,
                                JsonObject *body)
{
  SoupMessage *message = soup_message_new (method, url);

  if (message == NULL)
    return NULL;

  /* Auth prompts, cookies and caches are for browsers. */
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  soup_message_disable_feature (message, SOUP_TYPE_COOKIE_JAR);
  soup_message_disable_feature (message, SOUP_TYPE_CACHE);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept",
                                "application/json");
  if (bearer != NULL)
    set_bearer (message, bearer);
  if (body != NULL)
    set_body (message, body);
  return message;
}

/* Private: see the header. */
void
tr_company_request_send (GTask *task,
                         SoupSession *session,
                         TrClock *clock,
                         SoupMessage *message,
                         const char *what,
                         const char *refusal)
{
  Request *request;

  if (message == NULL)
    {
      g_task_return_new_error (task, TR_ERROR, TR_ERROR_PROTOCOL, "%s: not a URL", what);
      g_object_unref (task);
      return;
    }

  request = g_new0 (Request, 1);
  request->what = g_strdup (what);
  request->refusal = refusal;
  request->message = message;
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  tr_exchange_async (session, message, clock, MAX_BYTES, g_task_get_cancellable (task),
                     exchanged_cb, task);
}
