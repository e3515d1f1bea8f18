/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-client-private.h"

#include <string.h>

#include "tr-client-change.h"
#include "tr-exchange.h"
#include "tr-http-error.h"
#include "tr-json.h"
#include "tr-secret.h"

/**
 * TrClient:
 *
 * The service's REST APIs, with an account's credentials, or through a company's server. Main context
 * only.
 */

struct _TrClient
{
  GObject parent_instance;

  TrEndpoints *endpoints; /* owned; NULL with a company's server */
  TrCredentials *credentials; /* owned; likewise */
  TrCompanyTokenSource *source; /* owned; NULL with an account, as is the next */
  char *company_base; /* owned: what the paths come after */
  SoupSession *session; /* owned */
  TrClock *clock; /* owned */
};

G_DEFINE_FINAL_TYPE (TrClient, tr_client, G_TYPE_OBJECT)

static void
tr_client_dispose (GObject *object)
{
  TrClient *self = TR_CLIENT (object);

  g_clear_object (&self->endpoints);
  g_clear_object (&self->credentials);
  g_clear_object (&self->source);
  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (tr_client_parent_class)->dispose (object);
}

static void
tr_client_finalize (GObject *object)
{
  g_free (TR_CLIENT (object)->company_base);
  G_OBJECT_CLASS (tr_client_parent_class)->finalize (object);
}

static void
tr_client_class_init (TrClientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tr_client_dispose;
  G_OBJECT_CLASS (klass)->finalize = tr_client_finalize;
}

static void
tr_client_init (TrClient *self)
{
}

/**
 * tr_client_new:
 * @endpoints: where the service is
 * @credentials: the account
 * @session: what sends; it may be shared
 *
 * Deadlines go by the machine's clock unless tr_client_set_clock() says otherwise.
 *
 * Returns: (transfer full): a client
 */
TrClient *
tr_client_new (TrEndpoints *endpoints, TrCredentials *credentials, SoupSession *session)
{
  TrClient *self;

  g_return_val_if_fail (TR_IS_ENDPOINTS (endpoints), NULL);
  g_return_val_if_fail (TR_IS_CREDENTIALS (credentials), NULL);
  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);

  self = g_object_new (TR_TYPE_CLIENT, NULL);
  self->endpoints = g_object_ref (endpoints);
  self->credentials = g_object_ref (credentials);
  self->session = g_object_ref (session);
  self->clock = tr_clock_new ();
  return self;
}

/**
 * tr_client_new_for_company:
 * @company: where the server is
 * @source: the worker's tokens; each request goes with the latest
 * @session: what sends; it may be shared
 *
 * Returns: (transfer full): a client for what a desk may ask; the rest ends with %TR_ERROR_NOT_FOUND
 *
 * Source: task-router-server's API, `/v1/service`.
 */
TrClient *
tr_client_new_for_company (TrCompanyClient *company,
                           TrCompanyTokenSource *source,
                           SoupSession *session)
{
  TrClient *self;

  g_return_val_if_fail (TR_IS_COMPANY_CLIENT (company), NULL);
  g_return_val_if_fail (TR_IS_COMPANY_TOKEN_SOURCE (source), NULL);
  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);

  self = g_object_new (TR_TYPE_CLIENT, NULL);
  self->company_base = g_strconcat (tr_company_client_get_address (company), "/v1/service", NULL);
  self->source = g_object_ref (source);
  self->session = g_object_ref (session);
  self->clock = tr_clock_new ();
  return self;
}

/* Private: see the header. */
const char *
tr_client_get_company_base (TrClient *self)
{
  return self->company_base;
}

/**
 * tr_client_set_clock:
 * @self: a client
 * @clock: what measures the deadline of requests from now on
 */
void
tr_client_set_clock (TrClient *self, TrClock *clock)
{
  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (TR_IS_CLOCK (clock));

  g_set_object (&self->clock, clock);
}

/**
 * tr_client_get_endpoints:
 * @self: a client
 *
 * Returns: (nullable): where the service is; %NULL if only a company's server knows
 */
TrEndpoints *
tr_client_get_endpoints (TrClient *self)
{
  g_return_val_if_fail (TR_IS_CLIENT (self), NULL);

  return self->endpoints;
}

/**
 * tr_client_get_credentials:
 * @self: a client
 *
 * Returns: (nullable): the account; %NULL if only a company's server knows it
 */
TrCredentials *
tr_client_get_credentials (TrClient *self)
{
  g_return_val_if_fail (TR_IS_CLIENT (self), NULL);

  return self->credentials;
}

/**
 * tr_client_get_session:
 * @self: a client
 *
 * Returns: what sends
 */
SoupSession *
tr_client_get_session (TrClient *self)
{
  g_return_val_if_fail (TR_IS_CLIENT (self), NULL);

  return self->session;
}

typedef struct
{
  const char *method; /* interned */
  char *url; /* owned */
  GBytes *body; /* owned, nullable */
  const char *body_type; /* static */
  char *what; /* owned: for errors */
  char *version; /* owned, nullable: that is to be changed, and no other */
  SoupMessage *message; /* owned: of the last try */
  gboolean is_second_try;
} Request;

static void
request_free (Request *request)
{
  g_clear_object (&request->message);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_free (request->url);
  g_free (request->what);
  g_free (request->version);
  g_free (request);
}

static void
set_basic_auth (SoupMessage *message, TrCredentials *credentials)
{
  g_autoptr(TrSecret) plain = g_strconcat (tr_credentials_get_user (credentials), ":",
                                           tr_credentials_get_secret (credentials), NULL);
  g_autoptr(TrSecret) encoded = g_base64_encode ((const guchar *) plain, strlen (plain));
  g_autoptr(TrSecret) header = g_strconcat ("Basic ", encoded, NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                header);
}

/* A token that has run out, or none, is the server's to refuse. */
static void
set_bearer (SoupMessage *message, TrCompanyTokenSource *source)
{
  TrToken *token = tr_company_token_source_get_token (source);
  g_autoptr(TrSecret) header =
      g_strconcat ("Bearer ", token != NULL ? tr_token_get_jwt (token) : "none", NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                header);
}

/* Auth prompts, cookies and caches are for browsers; the exchange keeps redirects out. */
static SoupMessage *
tr_client_new_message (TrClient *self, const Request *request)
{
  SoupMessage *message = soup_message_new (request->method, request->url);

  if (message == NULL)
    return NULL;

  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  soup_message_disable_feature (message, SOUP_TYPE_COOKIE_JAR);
  soup_message_disable_feature (message, SOUP_TYPE_CACHE);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept",
                                "application/json");
  if (self->source != NULL)
    set_bearer (message, self->source);
  else
    set_basic_auth (message, self->credentials);
  if (request->version != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "If-Match",
                                  request->version);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->body_type, request->body);
  return message;
}

static void request_send (GTask *task);

/* A kept connection that the service closed meanwhile. A write is never sent twice: it may have
 * been done. */
static gboolean
may_try_again (Request *request, const GError *error)
{
  return !request->is_second_try && g_error_matches (error, TR_ERROR, TR_ERROR_NETWORK) &&
         g_str_equal (request->method, "GET") &&
         soup_message_get_status (request->message) == SOUP_STATUS_NONE;
}

static void
node_free (gpointer node)
{
  json_node_unref (node);
}

/* Whatever the API, an answer is an object. */
static JsonNode *
read_object (GBytes *body, GError **error)
{
  g_autoptr(JsonNode) node = tr_json_parse_limited (body, TR_JSON_MAX_ANSWER_VALUES, error);
  JsonObject *object;

  if (node == NULL || !tr_json_expect_object (node, &object, error))
    return NULL;
  return g_steal_pointer (&node);
}

/* A date instead of seconds says nothing here: our clock may be wrong.
 * Source: RFC 9110, 10.2.3. */
static guint
read_retry_after (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  guint64 seconds = 0;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &seconds, NULL) ? (guint) seconds
                                                                                               : 0;
}

static GError *
error_from_refusal (Request *request, guint status, GBytes *body)
{
  GError *error = tr_http_error_from_status (request->what, status, body);

  tr_error_set_retry_after (error, read_retry_after (request->message));
  return error;
}

static void
request_end (GTask *task, GBytes *body)
{
  Request *request = g_task_get_task_data (task);
  guint status = soup_message_get_status (request->message);
  g_autoptr(GError) error = NULL;
  JsonNode *node;

  g_debug ("%s: HTTP %u", request->what, status);
  if ((error = tr_http_error_if_cut_off (request->what, request->message, body)) != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    g_task_return_error (task, error_from_refusal (request, status, body));
  else if (status == SOUP_STATUS_NO_CONTENT)
    g_task_return_pointer (task, NULL, NULL);
  else if ((node = read_object (body, &error)) == NULL)
    g_task_return_error (task, tr_http_error_from_garbage (request->what, status, body, error));
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
  else if (may_try_again (request, error))
    {
      request->is_second_try = TRUE;
      request_send (g_steal_pointer (&task));
    }
  else
    g_task_return_error (task, tr_http_error_from_transport (request->what, error));
}

/* Takes the task. A message is good for one try: libsoup keeps it for a while. */
static void
request_send (GTask *task)
{
  TrClient *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);

  g_clear_object (&request->message);
  request->message = tr_client_new_message (self, request);
  if (request->message != NULL)
    {
      tr_exchange_async (self->session, request->message, self->clock, TR_JSON_MAX_BYTES,
                         g_task_get_cancellable (task), exchanged_cb, task);
      return;
    }
  g_task_return_new_error (task, TR_ERROR, TR_ERROR_PROTOCOL, "%s: not a URL", request->what);
  g_object_unref (task);
}

/* Takes the task and the body. */
static void
start (GTask *task,
       const char *method,
       const char *url,
       const char *what,
       GBytes *body,
       const char *type,
       const char *version)
{
  Request *request = g_new0 (Request, 1);

  request->method = g_intern_string (method);
  request->url = g_strdup (url);
  request->what = g_strdup (what);
  request->body = body;
  request->body_type = type;
  request->version = g_strdup (version);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  request_send (task);
}

/* Private: see the header. */
void
tr_client_get_url_async (TrClient *self,
                         const char *url,
                         const char *what,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tr_client_get_url_async);
  start (task, "GET", url, what, NULL, NULL, NULL);
}

JsonNode *
tr_client_get_url_finish (TrClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_get_url_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
ask (TrClient *self,
     TrService service,
     const char *method,
     const char *path,
     const char *version,
     const char *const *form,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *what = NULL;
  g_autofree char *url = NULL;

  g_task_set_source_tag (task, tr_client_request_async);
  url = tr_client_dup_url (self, service, path, &error);
  if (url == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  what = g_strdup_printf ("%s %s", method, path);
  if (g_str_equal (method, "POST"))
    {
      tr_client_append_form (text, form);
      start (g_steal_pointer (&task), method, url, what,
             g_string_free_to_bytes (g_steal_pointer (&text)), SOUP_FORM_MIME_TYPE_URLENCODED,
             version);
      return;
    }

  g_string_append (text, url);
  if (form != NULL && form[0] != NULL)
    g_string_append_c (text, '?');
  tr_client_append_form (text, form);
  start (g_steal_pointer (&task), method, text->str, what, NULL, NULL, version);
}

/**
 * tr_client_request_async:
 * @self: a client
 * @service: which API
 * @method: "GET", "POST" or "DELETE"
 * @path: below the service, as `Workspaces/WS…`; parts that are not constants escaped with
 *   g_uri_escape_string()
 * @form: (nullable): pairs of name, value, …, NULL: the body of a POST, else the query
 * @cancellable: (nullable): to give up; what was asked may have happened all the same
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Sends one request. Each try has 15 seconds. A GET whose connection breaks before an answer comes
 * is sent once more; nothing else is.
 */
void
tr_client_request_async (TrClient *self,
                         TrService service,
                         const char *method,
                         const char *path,
                         const char *const *form,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (method != NULL && path != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  ask (self, service, method, path, NULL, form, cancellable, callback, user_data);
}

/**
 * tr_client_change_async:
 * @self: a client
 * @service: which API
 * @path: as for tr_client_request_async()
 * @version: (nullable): from tr_client_request_dup_version(); %NULL changes whatever is there
 * @form: pairs of name, value, …, NULL
 * @cancellable: (nullable): to give up; what was asked may have happened all the same
 * @callback: called once
 * @user_data: for @callback
 *
 * Changes a resource, if nobody else did meanwhile: otherwise it fails with %TR_ERROR_CONFLICT. Ends with
 * tr_client_request_finish().
 *
 * Source: the service's Workers and Tasks resources, the header If-Match.
 */
void
tr_client_change_async (TrClient *self,
                        TrService service,
                        const char *path,
                        const char *version,
                        const char *const *form,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (path != NULL && form != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  ask (self, service, "POST", path, version, form, cancellable, callback, user_data);
}

/**
 * tr_client_request_dup_version:
 * @self: a client
 * @result: what the callback of tr_client_request_async() got, answered
 *
 * Returns: (transfer full) (nullable): the version that the answer is of, for tr_client_change_async();
 *   %NULL if the service named none
 *
 * Source: the header ETag of single resources.
 */
char *
tr_client_request_dup_version (TrClient *self, GAsyncResult *result)
{
  Request *request;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_request_async), NULL);

  request = g_task_get_task_data (G_TASK (result));
  if (request == NULL || request->message == NULL)
    return NULL;
  return g_strdup (soup_message_headers_get_one (
      soup_message_get_response_headers (request->message), "ETag"));
}

/**
 * tr_client_request_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the decoded body; NULL without an error after a 204; NULL
 *   with a #TrError (see there for the codes) or %G_IO_ERROR_CANCELLED
 */
JsonNode *
tr_client_request_finish (TrClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_request_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Private: see the header. */
void
tr_client_post_json_async (TrClient *self,
                           const char *path,
                           JsonObject *body,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *url = tr_client_dup_url (self, TR_SERVICE_TASKROUTER, path, &error);
  g_autofree char *what = g_strdup_printf ("POST %s", path);
  g_autofree char *text = NULL;

  g_task_set_source_tag (task, tr_client_post_json_async);
  if (url == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  text = tr_json_object_to_string (body);
  start (g_steal_pointer (&task), "POST", url, what, g_bytes_new (text, strlen (text)),
         "application/json", NULL);
}

JsonNode *
tr_client_post_json_finish (TrClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_post_json_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
