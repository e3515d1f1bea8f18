/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-webhook.h"

#include <libsoup/soup.h>
#include <string.h>

#include "tr-exchange.h"
#include "tr-json.h"

#define MAX_TRIES 2
#define MAX_REDIRECTS 10

#define FORM_TYPE "application/x-www-form-urlencoded; charset=UTF-8"

struct _TrsWebhook
{
  GObject parent_instance;

  TrClock *clock;       /* owned */
  SoupSession *session; /* owned */
  TrsFaults *faults; /* nullable; outlive us */
  TrsWireLog *log;   /* nullable; outlives us, or is taken away */
};

/* One request on its way. */
typedef struct
{
  char *method;
  char *url;              /* where the next try goes */
  JsonObject *parameters; /* nullable */
  char *content_type;     /* nullable */
  char *body;             /* nullable */
  char *auth_token;       /* nullable */
  char *authorization;    /* nullable: a header's value */
  guint n_tries;          /* at this URL */
  guint n_redirects;
  SoupMessage *message;   /* owned; the try that is under way */
  TrClock *clock;         /* owned */
  guint64 timer;
  gboolean is_late;
  GCancellable *inner; /* cancelled by the caller or the deadline */
  GCancellable *outer; /* nullable: the caller's */
  gulong outer_handler;
} Delivery;

G_DEFINE_QUARK (trs-webhook-error-quark, trs_webhook_error)
G_DEFINE_FINAL_TYPE (TrsWebhook, trs_webhook, G_TYPE_OBJECT)

static void deliver (GTask *task);

/* Disarms what could call back. */
static void
delivery_settle (Delivery *self)
{
  tr_clock_clear (self->clock, &self->timer);
  /* Not g_cancellable_disconnect(), which waits for the handler that we may be called from. */
  if (self->outer_handler != 0)
    g_signal_handler_disconnect (self->outer, self->outer_handler);
  self->outer_handler = 0;
}

static void
delivery_free (gpointer data)
{
  Delivery *self = data;

  delivery_settle (self);
  g_clear_object (&self->message);
  g_clear_object (&self->outer);
  g_object_unref (self->inner);
  g_object_unref (self->clock);
  g_clear_pointer (&self->parameters, json_object_unref);
  g_free (self->method);
  g_free (self->url);
  g_free (self->content_type);
  g_free (self->body);
  g_free (self->auth_token);
  g_free (self->authorization);
  g_free (self);
}

/**
 * trs_webhook_answer_free:
 * @self: (transfer full): an answer
 */
void
trs_webhook_answer_free (TrsWebhookAnswer *self)
{
  g_free (self->content_type);
  g_free (self->body);
  g_free (self);
}

static int
compare_names (gconstpointer left, gconstpointer right)
{
  return strcmp (left, right);
}

/**
 * trs_webhook_sign:
 * @auth_token: the account's
 * @url: just as it is requested, with port and query
 * @parameters: (nullable): a form's, of strings; %NULL for a GET
 *
 * Returns: (transfer full): what the header X-Twilio-Signature holds: HMAC-SHA1, in base64, over
 *   the URL and each parameter's name and value, in the order of the names
 *
 * Source: the service's guide "Webhooks security", and its helper library's validateRequest().
 */
char *
trs_webhook_sign (const char *auth_token, const char *url, JsonObject *parameters)
{
  g_autoptr(GString) text = g_string_new (url);
  g_autoptr(GList) names = parameters != NULL ? json_object_get_members (parameters) : NULL;
  guint8 digest[20];
  gsize size = sizeof digest;
  GHmac *hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) auth_token, strlen (auth_token));

  names = g_list_sort (names, compare_names);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_string_append (text, l->data);
      g_string_append (text, json_object_get_string_member (parameters, l->data));
    }
  g_hmac_update (hmac, (const guchar *) text->str, (gssize) text->len);
  g_hmac_get_digest (hmac, digest, &size);
  g_hmac_unref (hmac);
  return g_base64_encode (digest, size);
}

static char *
encode_form (JsonObject *parameters)
{
  GString *form = g_string_new (NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, parameters);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      if (form->len > 0)
        g_string_append_c (form, '&');
      g_string_append_uri_escaped (form, name, NULL, FALSE);
      g_string_append_c (form, '=');
      g_string_append_uri_escaped (form, json_node_get_string (value), NULL, FALSE);
    }
  return g_string_free (form, FALSE);
}

static gboolean
delivery_is_get (Delivery *self)
{
  return strcmp (self->method, SOUP_METHOD_GET) == 0;
}

/* The address with a GET's parameters in its query, and no fragment: that is the service's own
 * business (retries, time-outs), and no part of what is signed. */
static GUri *
delivery_dup_uri (Delivery *self)
{
  g_autoptr(GUri) uri = g_uri_parse (self->url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *form = NULL;
  g_autofree char *query = NULL;
  const char *scheme;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  scheme = g_uri_get_scheme (uri);
  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0)
    return NULL;

  query = g_strdup (g_uri_get_query (uri));
  if (delivery_is_get (self) && self->parameters != NULL &&
      json_object_get_size (self->parameters) > 0)
    {
      char *more;

      form = encode_form (self->parameters);
      more = query != NULL && *query != '\0' ? g_strconcat (query, "&", form, NULL)
                                             : g_strdup (form);
      g_free (query);
      query = more;
    }
  return soup_uri_copy (uri, SOUP_URI_QUERY, query, SOUP_URI_FRAGMENT, NULL, SOUP_URI_NONE);
}

static void
delivery_set_body (Delivery *self)
{
  g_autofree char *form = NULL;
  g_autoptr(GBytes) bytes = NULL;
  const char *body = self->body;

  if (delivery_is_get (self))
    return;
  if (body == NULL)
    body = form = self->parameters != NULL ? encode_form (self->parameters) : g_strdup ("");
  bytes = g_bytes_new (body, strlen (body));
  soup_message_set_request_body_from_bytes (
    self->message, self->body != NULL ? self->content_type : FORM_TYPE, bytes);
}

static gboolean
delivery_make_message (Delivery *self)
{
  g_autoptr(GUri) uri = delivery_dup_uri (self);
  SoupMessageHeaders *headers;

  g_clear_object (&self->message);
  if (uri == NULL)
    return FALSE;

  self->message = soup_message_new_from_uri (self->method, uri);
  headers = soup_message_get_request_headers (self->message);
  delivery_set_body (self);
  if (self->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", self->authorization);
  if (self->auth_token != NULL)
    {
      g_autofree char *url = g_uri_to_string (soup_message_get_uri (self->message));
      gboolean has_form = !delivery_is_get (self) && self->body == NULL;
      g_autofree char *signature =
        trs_webhook_sign (self->auth_token, url, has_form ? self->parameters : NULL);

      soup_message_headers_replace (headers, "X-Twilio-Signature", signature);
    }
  return TRUE;
}

static void
deadline_cb (gpointer user_data)
{
  Delivery *self = user_data;

  self->timer = 0;
  self->is_late = TRUE;
  g_cancellable_cancel (self->inner);
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  Delivery *self = user_data;

  g_cancellable_cancel (self->inner);
}

static void
return_error (GTask *task, const GError *error)
{
  Delivery *delivery = g_task_get_task_data (task);
  gboolean is_late = delivery->is_late || g_error_matches (error, TR_ERROR, TR_ERROR_TIMEOUT);
  gboolean has_head = soup_message_get_status (delivery->message) != SOUP_STATUS_NONE;

  delivery_settle (delivery);
  if (is_late)
    g_task_return_new_error (task, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_CONNECTION,
                             "no answer in time");
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_error_copy (error));
  else if (g_error_matches (error, TR_ERROR, TR_ERROR_TLS))
    g_task_return_new_error (task, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_TLS, "%s",
                             error->message);
  else if (g_error_matches (error, TR_ERROR, TR_ERROR_PROTOCOL))
    g_task_return_new_error (task, TRS_WEBHOOK_ERROR,
                             has_head ? TRS_WEBHOOK_ERROR_TOO_LARGE
                                      : TRS_WEBHOOK_ERROR_CONNECTION,
                             "%s", error->message);
  else
    g_task_return_new_error (task, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_CONNECTION, "%s",
                             error->message);
}

/* A redirected POST is a GET from then on, unless the status says otherwise (RFC 9110, 15.4).
 * Credentials were for who was asked first. */
static void
redirect (GTask *task, const char *location)
{
  Delivery *delivery = g_task_get_task_data (task);
  guint status = soup_message_get_status (delivery->message);
  char *url =
    g_uri_resolve_relative (delivery->url, location, SOUP_HTTP_URI_FLAGS, NULL);

  g_free (delivery->url);
  delivery->url = url != NULL ? url : g_strdup ("");
  g_clear_pointer (&delivery->authorization, g_free);
  delivery->n_redirects++;
  delivery->n_tries = 0;
  if (status != SOUP_STATUS_TEMPORARY_REDIRECT && status != SOUP_STATUS_PERMANENT_REDIRECT &&
      !delivery_is_get (delivery))
    {
      g_free (delivery->method);
      delivery->method = g_strdup (SOUP_METHOD_GET);
    }
  deliver (task);
}

static void
return_answer (GTask *task, GBytes *bytes)
{
  Delivery *delivery = g_task_get_task_data (task);
  TrsWebhookAnswer *answer = g_new0 (TrsWebhookAnswer, 1);
  gsize length = 0;
  const char *body = g_bytes_get_data (bytes, &length);

  delivery_settle (delivery);
  answer->status = soup_message_get_status (delivery->message);
  answer->content_type = g_strdup (soup_message_headers_get_content_type (
    soup_message_get_response_headers (delivery->message), NULL));
  answer->body = g_strndup (body != NULL ? body : "", length);
  answer->length = length;
  g_task_return_pointer (task, answer, (GDestroyNotify) trs_webhook_answer_free);
}

/* Each try, as it went; @answer is NULL where there was none, and @error says why. */
static void
log_try (TrsWebhook *self, Delivery *delivery, GBytes *answer, const GError *error)
{
  TrsWireEntry entry = { TRS_WIRE_WEBHOOK, delivery->method };
  g_autofree char *target = NULL;
  g_autofree char *form = NULL;
  g_autoptr(GBytes) body = NULL;

  if (self->log == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  entry.target = target = g_uri_to_string (soup_message_get_uri (delivery->message));
  entry.status = answer != NULL ? soup_message_get_status (delivery->message) : 0;
  entry.note = error != NULL ? error->message : NULL;
  entry.request_headers = soup_message_get_request_headers (delivery->message);
  entry.response_headers = soup_message_get_response_headers (delivery->message);
  if (!delivery_is_get (delivery))
    {
      if (delivery->body == NULL && delivery->parameters != NULL)
        form = encode_form (delivery->parameters);
      else
        form = g_strdup (delivery->body);
    }
  if (form != NULL)
    body = g_bytes_new (form, strlen (form));
  entry.request_body = body;
  entry.response_body = answer;
  trs_wire_log_add (self->log, &entry);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  Delivery *delivery = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = tr_exchange_finish (SOUP_SESSION (source), result, &error);
  const char *location;

  log_try (g_task_get_source_object (task), delivery, bytes, error);
  if (bytes == NULL)
    {
      if (g_error_matches (error, TR_ERROR, TR_ERROR_NETWORK) && delivery->n_tries < MAX_TRIES)
        deliver (task);
      else
        return_error (task, error);
      return;
    }

  location = soup_message_headers_get_one (
    soup_message_get_response_headers (delivery->message), "Location");
  if (!SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (delivery->message)) ||
      location == NULL)
    return_answer (task, bytes);
  else if (delivery->n_redirects < MAX_REDIRECTS)
    redirect (task, location);
  else
    {
      delivery_settle (delivery);
      g_task_return_new_error (task, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_REDIRECTS,
                               "redirected more than %d times", MAX_REDIRECTS);
    }
}

/* One try. */
static void
deliver (GTask *task)
{
  TrsWebhook *self = g_task_get_source_object (task);
  Delivery *delivery = g_task_get_task_data (task);

  if (!delivery_make_message (delivery))
    {
      delivery_settle (delivery);
      g_task_return_new_error (task, TRS_WEBHOOK_ERROR,
                               delivery->n_redirects > 0 ? TRS_WEBHOOK_ERROR_REDIRECTS
                                                         : TRS_WEBHOOK_ERROR_URL,
                               "the address is no URL of http or https");
      return;
    }
  delivery->n_tries++;
  tr_exchange_async (self->session, delivery->message, delivery->clock, TRS_WEBHOOK_MAX_ANSWER,
                     delivery->inner, answered_cb, g_object_ref (task));
}

static void
trs_webhook_dispose (GObject *object)
{
  TrsWebhook *self = TRS_WEBHOOK (object);

  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (trs_webhook_parent_class)->dispose (object);
}

static void
trs_webhook_class_init (TrsWebhookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = trs_webhook_dispose;
}

static void
trs_webhook_init (TrsWebhook *self)
{
  /* Webhooks of a sandbox are for programs of this machine, where no proxy leads. One program
   * mostly gets all of them, and none may wait for its deadline behind the others. */
  self->session = soup_session_new_with_options (
    "proxy-resolver", NULL, "user-agent", "TaskRouterSandbox/" PACKAGE_VERSION, "max-conns", 256,
    "max-conns-per-host", 128, NULL);
}

/**
 * trs_webhook_new:
 * @clock: by which the programs live that are asked: the machine's, or a test's
 *
 * Returns: (transfer full): something to send requests with
 */
TrsWebhook *
trs_webhook_new (TrClock *clock)
{
  TrsWebhook *self = g_object_new (TRS_TYPE_WEBHOOK, NULL);

  self->clock = g_object_ref (clock);
  return self;
}

static char *
make_authorization (const char *user, const char *password)
{
  g_autofree char *pair = NULL;
  g_autofree char *encoded = NULL;

  if (user == NULL)
    return NULL;
  pair = g_strdup_printf ("%s:%s", user, password != NULL ? password : "");
  encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  return g_strconcat ("Basic ", encoded, NULL);
}

static Delivery *
delivery_new (TrsWebhook *webhook, const TrsWebhookRequest *request, GCancellable *cancellable)
{
  Delivery *self = g_new0 (Delivery, 1);
  guint seconds = request->deadline_seconds;

  if (seconds == 0 || seconds > TRS_WEBHOOK_DEADLINE_SECONDS)
    seconds = TRS_WEBHOOK_DEADLINE_SECONDS;
  self->method = g_strdup (g_strcmp0 (request->method, SOUP_METHOD_GET) == 0 ? SOUP_METHOD_GET
                                                                             : SOUP_METHOD_POST);
  self->url = g_strdup (request->url);
  self->parameters = request->parameters != NULL ? json_object_ref (request->parameters) : NULL;
  self->content_type = g_strdup (request->content_type);
  self->body = g_strdup (request->body);
  self->auth_token = g_strdup (request->auth_token);
  self->authorization = make_authorization (request->user, request->password);
  self->inner = g_cancellable_new ();
  self->clock = g_object_ref (webhook->clock);
  self->timer = tr_clock_add (self->clock, seconds * G_TIME_SPAN_SECOND, deadline_cb, self);
  if (cancellable != NULL)
    {
      self->outer = g_object_ref (cancellable);
      self->outer_handler =
        g_signal_connect (cancellable, "cancelled", G_CALLBACK (outer_cancelled_cb), self);
    }
  return self;
}

/**
 * trs_webhook_set_faults:
 * @self: a sender
 * @faults: (nullable): what is to be lost on the way; outlives it
 */
void
trs_webhook_set_faults (TrsWebhook *self, TrsFaults *faults)
{
  g_return_if_fail (TRS_IS_WEBHOOK (self));

  self->faults = faults;
}

/**
 * trs_webhook_set_log:
 * @self: a sender
 * @log: (nullable): what keeps each request and its answer; outlives it, or is taken away
 */
void
trs_webhook_set_log (TrsWebhook *self, TrsWireLog *log)
{
  g_return_if_fail (TRS_IS_WEBHOOK (self));

  self->log = log;
}

static const char *
get_parameter (const TrsWebhookRequest *request, const char *name)
{
  const char *value = NULL;

  if (request->parameters != NULL)
    tr_json_optional_string (request->parameters, name, &value, NULL);
  return value;
}

static gboolean
is_lost (TrsWebhook *self, const TrsWebhookRequest *request)
{
  TrsFaultSubject whom = { request->url, get_parameter (request, "AccountSid"),
                           get_parameter (request, "WorkerSid") };
  TrsFault fault;

  return self->faults != NULL &&
         trs_faults_take (self->faults, TRS_FAULT_AT_WEBHOOK, &whom, &fault);
}

static void
log_lost (TrsWebhook *self, const TrsWebhookRequest *request)
{
  TrsWireEntry entry = { TRS_WIRE_WEBHOOK, request->method, request->url };

  if (entry.method == NULL)
    entry.method = SOUP_METHOD_POST;
  entry.note = "lost on its way, as ordered";
  if (self->log != NULL)
    trs_wire_log_add (self->log, &entry);
}

/**
 * trs_webhook_send_async:
 * @self: a sender
 * @request: what to send; its parameters must not change until it is over
 * @cancellable: (nullable): ends the wait; the program may have been asked all the same
 * @callback: called once
 * @user_data: for @callback
 *
 * A request that finds nobody is sent a second time, at once; an answer of any status is an answer.
 *
 * Source: the service's guide "Webhooks: connection overrides", for its defaults.
 */
void
trs_webhook_send_async (TrsWebhook *self,
                        const TrsWebhookRequest *request,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (TRS_IS_WEBHOOK (self));
  g_return_if_fail (request != NULL && request->url != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trs_webhook_send_async);
  g_task_set_name (task, "TrsWebhook");
  if (g_task_return_error_if_cancelled (task))
    return;
  if (is_lost (self, request))
    {
      log_lost (self, request);
      g_task_return_new_error (task, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_CONNECTION,
                               "it was lost, as ordered");
      return;
    }

  g_task_set_task_data (task, delivery_new (self, request, cancellable), delivery_free);
  deliver (task);
}

/**
 * trs_webhook_send_finish:
 * @self: a sender
 * @result: from the callback
 * @error: return location for a %TRS_WEBHOOK_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what was answered, or %NULL with @error set
 */
TrsWebhookAnswer *
trs_webhook_send_finish (TrsWebhook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trs_webhook_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
