/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-webhook.h"

#include <string.h>

#include "tr-exchange.h"
#include "tr-json.h"
#include "trs-delivery.h"

#define MAX_TRIES 2
#define MAX_REDIRECTS 10

struct _TrsWebhook
{
  GObject parent_instance;

  TrClock *clock;       /* owned */
  SoupSession *session; /* owned */
  TrsFaults *faults; /* nullable; outlive us */
  TrsWireLog *log;   /* nullable; outlives us, or is taken away */

  guint n_pending; /* requests whose callers do not know yet what came of them */
  guint64 n_answered; /* those whose callers do */
  TrsWebhookIdleFunc idle; /* nullable */
  gpointer idle_data;
};

G_DEFINE_QUARK (trs-webhook-error-quark, trs_webhook_error)
G_DEFINE_FINAL_TYPE (TrsWebhook, trs_webhook, G_TYPE_OBJECT)

static void deliver (GTask *task);

/**
 * trs_webhook_answer_free:
 * @self: (transfer full): an answer
 */
void
trs_webhook_answer_free (TrsWebhookAnswer *self)
{
  g_free (self->content_type);
  g_free (self->charset);
  g_free (self->body);
  g_free (self->cookies);
  g_free (self);
}

static void return_answer (GTask *task, GBytes *bytes);

/* Nobody listens to it: that it is there is all that there is to know. */
static gboolean
is_long_sound (TrsDelivery *delivery, const GError *error)
{
  const char *type = soup_message_headers_get_content_type (
    soup_message_get_response_headers (delivery->message), NULL);

  return g_error_matches (error, TR_ERROR, TR_ERROR_PROTOCOL) &&
         SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (delivery->message)) &&
         type != NULL && g_str_has_prefix (type, "audio/");
}

static void
return_error (GTask *task, const GError *error)
{
  TrsDelivery *delivery = g_task_get_task_data (task);
  gboolean is_late = delivery->is_late || g_error_matches (error, TR_ERROR, TR_ERROR_TIMEOUT);
  gboolean has_head = soup_message_get_status (delivery->message) != SOUP_STATUS_NONE;

  trs_delivery_settle (delivery);
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
  TrsDelivery *delivery = g_task_get_task_data (task);
  guint status = soup_message_get_status (delivery->message);
  char *url =
    g_uri_resolve_relative (delivery->url, location, SOUP_HTTP_URI_FLAGS, NULL);

  g_free (delivery->url);
  delivery->url = url != NULL ? url : g_strdup ("");
  g_clear_pointer (&delivery->authorization, g_free);
  delivery->n_redirects++;
  delivery->n_tries = 0;
  if (status != SOUP_STATUS_TEMPORARY_REDIRECT && status != SOUP_STATUS_PERMANENT_REDIRECT &&
      !trs_delivery_is_get (delivery))
    {
      g_free (delivery->method);
      delivery->method = g_strdup (SOUP_METHOD_GET);
    }
  deliver (task);
}

static void
return_answer (GTask *task, GBytes *bytes)
{
  TrsDelivery *delivery = g_task_get_task_data (task);
  TrsWebhookAnswer *answer = g_new0 (TrsWebhookAnswer, 1);
  gsize length = 0;
  const char *body = g_bytes_get_data (bytes, &length);
  GHashTable *parameters = NULL;

  trs_delivery_settle (delivery);
  answer->status = soup_message_get_status (delivery->message);
  answer->content_type = g_strdup (soup_message_headers_get_content_type (
    soup_message_get_response_headers (delivery->message), &parameters));
  if (parameters != NULL)
    answer->charset = g_strdup (g_hash_table_lookup (parameters, "charset"));
  g_clear_pointer (&parameters, g_hash_table_unref);
  answer->body = g_strndup (body != NULL ? body : "", length);
  answer->length = length;
  answer->cookies = trs_cookies_to_string (delivery->cookies);
  g_task_return_pointer (task, answer, (GDestroyNotify) trs_webhook_answer_free);
}

/* Each try, as it went; @answer is NULL where there was none, and @error says why. */
static void
log_try (TrsWebhook *self, TrsDelivery *delivery, GBytes *answer, const GError *error)
{
  TrsWireEntry entry = { TRS_WIRE_WEBHOOK, delivery->method };
  g_autofree char *target = NULL;
  g_autoptr(GBytes) body = NULL;

  if (self->log == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  entry.target = target = g_uri_to_string (soup_message_get_uri (delivery->message));
  entry.status = answer != NULL ? soup_message_get_status (delivery->message) : 0;
  entry.note = error != NULL ? error->message : NULL;
  entry.request_headers = soup_message_get_request_headers (delivery->message);
  entry.response_headers = soup_message_get_response_headers (delivery->message);
  body = trs_delivery_dup_body (delivery);
  entry.request_body = body;
  entry.response_body = answer;
  trs_wire_log_add (self->log, &entry);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  TrsDelivery *delivery = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = tr_exchange_finish (SOUP_SESSION (source), result, &error);
  const char *location;

  log_try (g_task_get_source_object (task), delivery, bytes, error);
  if (bytes == NULL)
    {
      g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);

      if (g_error_matches (error, TR_ERROR, TR_ERROR_NETWORK) && delivery->n_tries < MAX_TRIES)
        deliver (task);
      else if (is_long_sound (delivery, error))
        return_answer (task, nothing);
      else
        return_error (task, error);
      return;
    }

  trs_cookies_take (delivery->cookies, soup_message_get_uri (delivery->message),
                    soup_message_get_response_headers (delivery->message),
                    tr_clock_get_real_time (delivery->clock));
  location = soup_message_headers_get_one (
    soup_message_get_response_headers (delivery->message), "Location");
  if (!SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (delivery->message)) ||
      location == NULL)
    return_answer (task, bytes);
  else if (delivery->n_redirects < MAX_REDIRECTS)
    redirect (task, location);
  else
    {
      trs_delivery_settle (delivery);
      g_task_return_new_error (task, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_REDIRECTS,
                               "redirected more than %d times", MAX_REDIRECTS);
    }
}

/* One try. */
static void
deliver (GTask *task)
{
  TrsWebhook *self = g_task_get_source_object (task);
  TrsDelivery *delivery = g_task_get_task_data (task);

  if (!trs_delivery_make_message (delivery))
    {
      trs_delivery_settle (delivery);
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

/* After the caller's callback has run. */
static void
completed_cb (GTask *task, GParamSpec *pspec, gpointer user_data)
{
  TrsWebhook *self = g_task_get_source_object (task);

  self->n_answered++;
  if (--self->n_pending == 0 && self->idle != NULL)
    self->idle (self->idle_data);
}

/**
 * trs_webhook_get_n_pending:
 * @self: a sender
 *
 * Returns: how many programs were asked whose answers have had no effect yet
 */
guint
trs_webhook_get_n_pending (TrsWebhook *self)
{
  g_return_val_if_fail (TRS_IS_WEBHOOK (self), 0);

  return self->n_pending;
}

/**
 * trs_webhook_get_n_answered:
 * @self: a sender
 *
 * Returns: how many programs were asked in all and have answered, or were given up
 */
guint64
trs_webhook_get_n_answered (TrsWebhook *self)
{
  g_return_val_if_fail (TRS_IS_WEBHOOK (self), 0);

  return self->n_answered;
}

/**
 * trs_webhook_set_idle_func:
 * @self: a sender
 * @func: (nullable): called each time that no answer is waited for any more
 * @user_data: for @func
 */
void
trs_webhook_set_idle_func (TrsWebhook *self, TrsWebhookIdleFunc func, gpointer user_data)
{
  g_return_if_fail (TRS_IS_WEBHOOK (self));

  self->idle = func;
  self->idle_data = user_data;
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
  self->n_pending++;
  g_signal_connect (task, "notify::completed", G_CALLBACK (completed_cb), NULL);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (is_lost (self, request))
    {
      log_lost (self, request);
      g_task_return_new_error (task, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_CONNECTION,
                               "it was lost, as ordered");
      return;
    }

  g_task_set_task_data (task, trs_delivery_new (self->clock, request, cancellable), trs_delivery_free);
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
