/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-sign-in.h"

#include "tr-json.h"
#include "tr-secret.h"

#include "tsv-account.h"
#include "tsv-answer.h"
#include "tsv-digest.h"
#include "tsv-guess.h"
#include "tsv-password.h"
#include "tsv-peer.h"
#include "tsv-session-answer.h"

/*
 * POST /v1/session. The steps: may this one guess at all; is the password right (a hash is computed
 * whether or not there is such a worker); which worker is it, at the service; then the session begins.
 */

#define MAX_NAME 256
#define WRONG "The worker or the password is wrong"

typedef struct
{
  const TsvContext *context;
  TrsRequest *request; /* owned; held */
  TrSecret *password;
  char *worker;
  char *device;
  char *address;
  gboolean is_shared;
} SignIn;

static void
sign_in_free (SignIn *self)
{
  trs_request_unref (self->request);
  tr_secret_free (self->password);
  g_free (self->worker);
  g_free (self->device);
  g_free (self->address);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignIn, sign_in_free)

/* ---- Errands in the database ---- */

typedef struct
{
  char *worker;
  char *address;
  char *device;
  gint64 now;
  int wait;
  char *hash; /* nullable */
  gboolean is_shared;
} Look;

static Look *
look_new (const SignIn *sign_in)
{
  Look *look = g_new0 (Look, 1);

  look->worker = g_strdup (sign_in->worker);
  look->address = g_strdup (sign_in->address);
  look->device = g_strdup (sign_in->device);
  look->now = tsv_context_get_now (sign_in->context);
  return look;
}

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->worker);
  g_free (look->address);
  g_free (look->device);
  g_free (look->hash);
  g_free (look);
}

static TsvGuess
look_get_guess (const Look *self)
{
  return (TsvGuess) { self->worker, self->address, self->device, self->now };
}

static gboolean
look (TsvStore *store, gpointer data, GError **error)
{
  Look *self = data;
  TsvGuess guess = look_get_guess (self);

  return tsv_guess_begin (store, &guess, &self->wait, error) &&
         (self->wait > 0 ||
          tsv_account_find_hash (store, self->worker, &self->hash, &self->is_shared, error));
}

typedef struct
{
  TsvFamily *family;
  char *refresh_token;
} Beginning;

static void
beginning_free (gpointer data)
{
  Beginning *beginning = data;

  tsv_family_free (beginning->family);
  g_clear_pointer (&beginning->refresh_token, tr_secret_free);
  g_free (beginning);
}

static gboolean
begin (TsvStore *store, gpointer data, GError **error)
{
  Beginning *self = data;

  return tsv_family_begin (store, self->family, error);
}

static gboolean
forgive (TsvStore *store, gpointer data, GError **error)
{
  Look *self = data;
  TsvGuess guess = look_get_guess (self);

  return tsv_guess_forgive (store, &guess, error);
}

/* ---- The session begins ---- */

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(SignIn) self = user_data;
  g_autoptr(GError) error = NULL;
  Beginning *beginning = tsv_database_run_finish (TSV_DATABASE (source), result, &error);

  if (beginning == NULL)
    {
      tsv_answer_error (self->request, error);
      return;
    }
  g_message ("%s has signed in from %s", beginning->family->worker_sid, self->address);
  tsv_answer_object (self->request, 200,
                     tsv_session_answer_new (self->context, beginning->family,
                                             beginning->refresh_token, self->device));
}

static void
sign_in_begin (SignIn *self, const char *worker_sid)
{
  Beginning *beginning = g_new0 (Beginning, 1);
  TsvFamily *family = g_new0 (TsvFamily, 1);

  beginning->family = family;
  family->now = tsv_context_get_now (self->context);
  family->expires = family->now + self->context->config->session_seconds;
  family->worker = g_strdup (self->worker);
  family->worker_sid = g_strdup (worker_sid);
  family->is_shared = self->is_shared;
  family->device = tsv_digest_new_text ("device", self->device);
  if (!tsv_refresh_new (&family->next, NULL, &beginning->refresh_token))
    {
      beginning_free (beginning);
      tsv_answer_refusal (self->request, TSV_ERROR_INTERNAL, "There are no random numbers");
      sign_in_free (self);
      return;
    }
  tsv_database_run_async (self->context->database, begin, beginning, beginning_free, NULL, begun_cb,
                          self);
}

/* ---- Which worker it is ---- */

/* The service may be less strict about names than passwords are. */
static const char *
find_sid (JsonArray *workers, const char *name)
{
  for (guint i = 0; i < json_array_get_length (workers); i++)
    {
      JsonObject *object;
      const char *sid;
      const char *friendly_name;

      if (tr_json_expect_object (json_array_get_element (workers, i), &object, NULL) &&
          tr_json_expect_id (object, "sid", &sid, NULL) &&
          tr_json_expect_string (object, "friendly_name", &friendly_name, NULL) &&
          g_str_equal (friendly_name, name))
        return sid;
    }
  return NULL;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(SignIn) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) workers = tr_client_list_finish (TR_CLIENT (source), result, &error);
  const char *sid = workers != NULL ? find_sid (workers, self->worker) : NULL;

  if (workers == NULL)
    {
      g_autoptr(GError) told = tsv_error_from_service (error);

      tsv_answer_error (self->request, told);
    }
  else if (sid == NULL)
    tsv_answer_refusal (self->request, TSV_ERROR_BAD_CREDENTIALS, WRONG);
  else
    sign_in_begin (g_steal_pointer (&self), sid);
}

static void
sign_in_find (SignIn *self)
{
  g_autofree char *path =
    g_strdup_printf ("Workspaces/%s/Workers", self->context->config->workspace_sid);
  const char *const query[] = { "FriendlyName", self->worker, NULL };

  tr_client_list_async (self->context->client, TR_SERVICE_TASKROUTER, path, query, 100, NULL,
                        found_cb, self);
}

/* ---- The password ---- */

static void
forgiven_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(SignIn) self = user_data;
  g_autoptr(GError) error = NULL;

  if (tsv_database_run_finish (TSV_DATABASE (source), result, &error) == NULL)
    tsv_answer_error (self->request, error);
  else
    sign_in_find (g_steal_pointer (&self));
}

/* At once: whether the service answers is not the worker's guess. */
static void
sign_in_forgive (SignIn *self)
{
  tsv_database_run_async (self->context->database, forgive, look_new (self), look_free, NULL,
                          forgiven_cb, self);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(SignIn) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean is_right = tsv_verifier_check_finish (TSV_VERIFIER (source), result, &error);

  if (error != NULL)
    tsv_answer_refusal (self->request, TSV_ERROR_BUSY, error->message);
  else if (!is_right)
    {
      g_message ("A password was refused, from %s", self->address);
      tsv_answer_refusal (self->request, TSV_ERROR_BAD_CREDENTIALS, WRONG);
    }
  else
    sign_in_forgive (g_steal_pointer (&self));
}

static void
sign_in_check (SignIn *self, const Look *look)
{
  self->is_shared = look->is_shared;
  tsv_verifier_check_async (self->context->verifier, self->password, look->hash, NULL, checked_cb,
                            self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(SignIn) self = user_data;
  g_autoptr(GError) error = NULL;
  Look *look = tsv_database_run_finish (TSV_DATABASE (source), result, &error);

  if (look == NULL)
    tsv_answer_error (self->request, error);
  else if (look->wait > 0)
    tsv_answer_later (self->request, TSV_ERROR_SLOW_DOWN, "Too many wrong passwords", look->wait);
  else
    sign_in_check (g_steal_pointer (&self), look);
}

/* ---- What was asked ---- */

static gboolean
read_request (SignIn *self, GError **error)
{
  g_autoptr(JsonObject) body = tsv_answer_read_body (self->request, error);
  const char *worker;
  const char *password;
  const char *device;

  if (body == NULL || !tsv_answer_read_text (body, "worker", MAX_NAME, &worker, error) ||
      !tsv_answer_read_text (body, "password", TSV_PASSWORD_MAX, &password, error) ||
      !tsv_answer_read_text (body, "device", TSV_MAX_DEVICE, &device, error))
    return FALSE;
  if (worker == NULL || password == NULL)
    {
      g_set_error_literal (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST,
                           "worker and password are wanted");
      return FALSE;
    }
  self->worker = g_strdup (worker);
  self->password = g_strdup (password);
  self->device = device != NULL ? g_strdup (device) : g_uuid_string_random ();
  return TRUE;
}

/**
 * tsv_sign_in_handle:
 * @request: POST /v1/session
 * @context: (type TsvContext): the server's
 */
void
tsv_sign_in_handle (TrsRequest *request, gpointer context)
{
  g_autoptr(SignIn) self = g_new0 (SignIn, 1);
  g_autoptr(GError) error = NULL;
  Look *data;

  self->context = context;
  self->request = trs_request_ref (request);
  if (!read_request (self, &error))
    {
      tsv_answer_error (request, error);
      return;
    }
  self->address = tsv_peer_dup_address (request, self->context->config->is_behind_proxy);
  trs_request_hold (request);
  data = look_new (self);
  tsv_database_run_async (((TsvContext *) context)->database, look, data, look_free, NULL,
                          looked_cb, g_steal_pointer (&self));
}
