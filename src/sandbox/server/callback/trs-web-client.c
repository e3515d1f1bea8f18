/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-web-client.h"

#include "tr-json.h"

#include "trs-answer-text.h"

/* What an input of ours has. */
#define WEB "web"

struct _TrsWebClient
{
  TrsEngine *engine;    /* owned */
  TrsWebhook *webhook;  /* owned */
  TrsInputs *inputs;    /* the server's, which outlives us */
  GHashTable *pending;  /* id → owned Pending */
};

/* One request on its way. It outlives its client: the sender answers also what was cancelled. */
typedef struct
{
  TrsWebClient *client; /* NULL once nobody waits for the answer */
  guint64 id;
  gboolean is_note;
  GCancellable *cancellable;
} Pending;

/* Nobody waits for it any more; sent_cb() frees it. A note gets there all the same. */
static void
pending_cancel (gpointer data)
{
  Pending *pending = data;

  pending->client = NULL;
  if (!pending->is_note)
    g_cancellable_cancel (pending->cancellable);
}

static guint
get_code (const GError *error)
{
  return error->domain == TRS_WEBHOOK_ERROR ? (guint) error->code : TRS_WEBHOOK_ERROR_CONNECTION;
}

/* An answer comes in. */
static void
tell (TrsWebClient *self, guint64 id, const TrsWebAnswer *answer)
{
  JsonObject *entry = json_object_new ();

  json_object_set_int_member (entry, WEB, (gint64) id);
  json_object_set_int_member (entry, "status", answer->status);
  json_object_set_int_member (entry, "code", answer->code);
  if (answer->content_type != NULL)
    json_object_set_string_member (entry, "content_type", answer->content_type);
  if (answer->body != NULL)
    json_object_set_string_member (entry, "body", answer->body);
  if (answer->cookies != NULL)
    json_object_set_string_member (entry, "cookies", answer->cookies);
  trs_inputs_tell (self->inputs, entry);
  trs_engine_web_answered (self->engine, id, answer);
}

/* The engine takes text. */
static void
tell_answer (TrsWebClient *self, guint64 id, const TrsWebhookAnswer *answer)
{
  g_autofree char *type =
    answer->content_type != NULL ? g_utf8_make_valid (answer->content_type, -1) : NULL;
  gboolean is_sound = type != NULL && g_str_has_prefix (type, "audio/");
  g_autofree char *body =
    is_sound ? NULL : trs_answer_text_new (answer->body, answer->length, answer->charset);

  tell (self, id,
        &(TrsWebAnswer) { .status = answer->status, .content_type = type, .body = body,
                          .cookies = *answer->cookies != '\0' ? answer->cookies : NULL });
}

static gboolean
repeat (JsonObject *entry, gpointer user_data, GError **error)
{
  const char *content_type, *body, *cookies;
  gint64 id, status, code;

  if (!tr_json_expect_int (entry, WEB, 1, G_MAXINT64, &id, error) ||
      !tr_json_expect_int (entry, "status", 0, 999, &status, error) ||
      !tr_json_expect_int (entry, "code", 0, G_MAXINT, &code, error) ||
      !tr_json_optional_string (entry, "content_type", &content_type, error) ||
      !tr_json_optional_string (entry, "body", &body, error) ||
      !tr_json_optional_string (entry, "cookies", &cookies, error))
    return FALSE;
  trs_engine_web_answered (user_data, (guint64) id,
                           &(TrsWebAnswer) { .status = (guint) status,
                                             .code = (guint) code,
                                             .content_type = content_type,
                                             .body = body,
                                             .cookies = cookies });
  return TRUE;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pending *pending = user_data;
  TrsWebClient *self = pending->client;
  guint64 id = pending->id;
  gboolean is_note = pending->is_note;
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsWebhookAnswer) answer =
    trs_webhook_send_finish (TRS_WEBHOOK (source), result, &error);

  if (self != NULL)
    g_hash_table_steal (self->pending, &id);
  g_object_unref (pending->cancellable);
  g_free (pending);
  if (self == NULL)
    return;

  if (error != NULL)
    g_debug ("A webhook failed: %s", error->message);
  if (is_note)
    tell (self, id, &(TrsWebAnswer) { .status = answer != NULL ? answer->status : 0 });
  else if (answer != NULL)
    tell_answer (self, id, answer);
  else
    tell (self, id, &(TrsWebAnswer) { .code = get_code (error) });
}

static void
send_cb (guint64 id, const TrsWebRequest *request, gpointer user_data)
{
  TrsWebClient *self = user_data;
  TrsAccount *account = request->account;
  Pending *pending = g_new0 (Pending, 1);

  pending->cancellable = g_cancellable_new ();
  pending->id = id;
  pending->is_note = request->is_note;
  pending->client = self;
  g_hash_table_insert (self->pending, &pending->id, pending);
  trs_webhook_send_async (
    self->webhook,
    &(TrsWebhookRequest) { .method = request->method,
                           .url = request->url,
                           .parameters = request->parameters,
                           .content_type = request->content_type,
                           .body = request->body,
                           .auth_token = request->is_signed ? account->auth_token : NULL,
                           .user = request->add_auth ? account->base.sid : NULL,
                           .password = request->add_auth ? account->auth_token : NULL,
                           .cookies = request->cookies,
                           .deadline_seconds = request->deadline_seconds },
    pending->cancellable, sent_cb, pending);
}

static void
cancel_cb (guint64 id, gpointer user_data)
{
  TrsWebClient *self = user_data;

  g_hash_table_remove (self->pending, &id);
}

/**
 * trs_web_client_new:
 * @engine: whose requests they are
 * @webhook: sends them
 * @inputs: told of the answers; outlive it
 *
 * What an engine with a past asked and told, and nobody answered, goes out once more.
 *
 * Returns: (transfer full): what the engine's requests go out by, until it is freed
 */
TrsWebClient *
trs_web_client_new (TrsEngine *engine, TrsWebhook *webhook, TrsInputs *inputs)
{
  TrsWebClient *self = g_new0 (TrsWebClient, 1);

  self->engine = g_object_ref (engine);
  self->webhook = g_object_ref (webhook);
  self->pending = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, pending_cancel);
  self->inputs = inputs;
  trs_engine_set_web (engine, &(TrsWebHost) { send_cb, cancel_cb }, self);
  return self;
}

/**
 * trs_web_client_free:
 * @self: (transfer full): a client
 *
 * Answers that are still to come are for nobody.
 */
void
trs_web_client_free (TrsWebClient *self)
{
  trs_engine_set_web (self->engine, NULL, NULL);
  g_hash_table_unref (self->pending);
  g_object_unref (self->webhook);
  g_object_unref (self->engine);
  g_free (self);
}

/**
 * trs_web_client_add_input:
 * @inputs: learn how an answer comes in again
 * @engine: outlives its place there
 */
void
trs_web_client_add_input (TrsInputs *inputs, TrsEngine *engine)
{
  trs_inputs_add (inputs, WEB, repeat, engine);
}
