/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "fault/trs-faults.h"
#include "log/trs-wire-log.h"
#include "tr-clock.h"

G_BEGIN_DECLS

/* What the service asks of programs: TwiML, instructions, and that they take note of something.
 * Each request is signed, has a deadline, is sent once more when nobody answered, and follows
 * redirections. */
#define TRS_TYPE_WEBHOOK (trs_webhook_get_type ())
G_DECLARE_FINAL_TYPE (TrsWebhook, trs_webhook, TRS, WEBHOOK, GObject)

#define TRS_WEBHOOK_DEADLINE_SECONDS 15 /* the service's own */

/**
 * TrsWebhookError:
 * @TRS_WEBHOOK_ERROR_URL: no address of http or https
 * @TRS_WEBHOOK_ERROR_CONNECTION: nobody answered, or what was no HTTP, or too late
 * @TRS_WEBHOOK_ERROR_REDIRECTS: redirected too often, or to nowhere
 * @TRS_WEBHOOK_ERROR_TLS: the peer could not be trusted
 * @TRS_WEBHOOK_ERROR_TOO_LARGE: more than #TRS_WEBHOOK_MAX_ANSWER
 *
 * The values are the service's own codes. Source: the service's error dictionary.
 */
typedef enum
{
  TRS_WEBHOOK_ERROR_URL = 11100,
  TRS_WEBHOOK_ERROR_CONNECTION = 11205,
  TRS_WEBHOOK_ERROR_REDIRECTS = 11215,
  TRS_WEBHOOK_ERROR_TLS = 11220,
  TRS_WEBHOOK_ERROR_TOO_LARGE = 11750,
} TrsWebhookError;

#define TRS_WEBHOOK_ERROR (trs_webhook_error_quark ())
GQuark trs_webhook_error_quark (void);

#define TRS_WEBHOOK_MAX_ANSWER (64 * 1024)

/**
 * TrsWebhookRequest:
 * @method: (nullable): "GET" or "POST"; %NULL is "POST"
 * @url: where to
 * @parameters: (nullable): of strings: a POST's form, a GET's query
 * @content_type: (nullable): of @body
 * @body: (nullable): a POST's body instead of @parameters
 * @auth_token: (nullable): the account's, which signs; %NULL sends no signature
 * @user: (nullable): for Basic authentication
 * @password: (nullable): for Basic authentication
 * @cookies: (nullable): what an answer's @cookies were
 * @deadline_seconds: for all tries together; 0 is #TRS_WEBHOOK_DEADLINE_SECONDS, the most
 *
 * What to send. It is copied.
 */
typedef struct
{
  const char *method;
  const char *url;
  JsonObject *parameters;
  const char *content_type;
  const char *body;
  const char *auth_token;
  const char *user;
  const char *password;
  const char *cookies;
  guint deadline_seconds;
} TrsWebhookRequest;

typedef struct
{
  guint status;       /* of HTTP, whatever it is */
  char *content_type; /* nullable: without its parameters */
  char *charset;      /* nullable: its parameter */
  char *body;         /* never NULL; ends with a NUL that is no part of it */
  gsize length;
  char *cookies; /* never NULL: those that were sent, and what was said about them */
} TrsWebhookAnswer;

void trs_webhook_answer_free (TrsWebhookAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsWebhookAnswer, trs_webhook_answer_free)

TrsWebhook *trs_webhook_new (TrClock *clock);
void trs_webhook_set_faults (TrsWebhook *self, TrsFaults *faults);
void trs_webhook_set_log (TrsWebhook *self, TrsWireLog *log);

/* Nothing is waited for any more. */
typedef void (*TrsWebhookIdleFunc) (gpointer user_data);

guint trs_webhook_get_n_pending (TrsWebhook *self);
guint64 trs_webhook_get_n_answered (TrsWebhook *self);
void trs_webhook_set_idle_func (TrsWebhook *self, TrsWebhookIdleFunc func, gpointer user_data);

void trs_webhook_send_async (TrsWebhook *self,
                             const TrsWebhookRequest *request,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
TrsWebhookAnswer *trs_webhook_send_finish (TrsWebhook *self, GAsyncResult *result, GError **error);

G_END_DECLS
