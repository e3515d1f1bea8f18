/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-company.h"

#include <glib/gi18n.h>

#include "tra-company-messages.h"
#include "tra-session-private.h"

/* Signing in with a company's server: the desk holds a worker's token for an hour, and what gets the
 * next one, and nothing of the account's. */

/* What this computer is known by at the server: made up once. */
static char *
dup_device (TraSession *self)
{
  char *device = g_settings_get_string (self->settings, "server-device");

  if (*device != '\0')
    return device;

  g_free (device);
  device = g_uuid_string_random ();
  g_settings_set_string (self->settings, "server-device", device);
  return device;
}

static void
remember_service (TraSession *self, TrCompanyGrant *grant)
{
  const char *base_url = tr_company_grant_get_base_url (grant);

  g_settings_set_string (self->settings, "server-service", base_url != NULL ? base_url : "");
  g_settings_set_string (self->settings, "server-device", tr_company_grant_get_device (grant));
}

/* What the service is asked for by the server, from when that is known to be so. */
static void
use_service (TraSession *self)
{
  TrClient *service = tra_company_get_service (self->company);

  if (self->client == NULL && service != NULL)
    self->client = g_object_ref (service);
}

/* What the worker may do may be new, too. */
static void
rotated_cb (TraSession *self, TrCompanyGrant *grant)
{
  remember_service (self, grant);
  use_service (self);
  tra_session_update (self);
}

static void
stored_cb (TraSession *self, int state, gboolean is_done)
{
  if (!is_done)
    tra_session_toast (self, _("You’ll be asked for your password at the next start: no keyring "
                               "took the sign-in."));
  tra_session_set_keyring_state (self, (TraKeyringState) state);
}

/* The password gets the next one. What the keyring holds is worth nothing any more. */
static void
ended_cb (TraSession *self)
{
  const TraKeyringKey key = tra_company_get_key (self->company);

  g_settings_set_boolean (self->settings, "signed-in", FALSE);
  tra_session_forget_secret (self, &key);
}

static gboolean
make_company (TraSession *self, const char *address)
{
  GError *error = NULL;

  self->attempt->step = TRA_SIGN_IN_COMPANY;
  self->company = tra_company_new (address, self->clock, self->keyring, &error);
  if (self->company == NULL)
    {
      tra_session_fail_attempt (self, error);
      return FALSE;
    }
  g_signal_connect_object (self->company, "stored", G_CALLBACK (stored_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->company, "rotated", G_CALLBACK (rotated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->company, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  return TRUE;
}

/* Opens the event bridge at the service that the server named. */
static void
connect_to (TraSession *self, const char *base_url)
{
  g_autoptr(TrEndpoints) endpoints = NULL;
  GError *error = NULL;

  self->workspace_name = tra_company_dup_host (self->company);
  endpoints = tr_endpoints_new (base_url, &error);
  if (endpoints == NULL || !tra_session_make_network (self, endpoints, &error))
    tra_session_fail_attempt (self, error);
  else
    tra_session_connect_to (self, endpoints, tra_company_get_source (self->company));
}

static void
granted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrCompanyGrant) grant =
      tr_company_client_grant_finish (TR_COMPANY_CLIENT (source), result, &error);
  TraSession *self = user_data; /* not owned: gone if we were cancelled */
  TraSignInAttempt *attempt;
  TrToken *token;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (grant == NULL)
    {
      tra_session_fail_attempt (self, g_steal_pointer (&error));
      return;
    }

  attempt = self->attempt;
  token = tr_company_grant_get_token (grant);
  g_free (attempt->account_sid);
  attempt->account_sid = g_strdup (tr_token_get_account_sid (token));
  g_free (attempt->worker_name);
  attempt->worker_name = g_strdup (tr_company_grant_get_worker_name (grant));
  attempt->workspace_sid = g_strdup (tr_token_get_workspace_sid (token));
  attempt->worker_sid = g_strdup (tr_token_get_worker_sid (token));
  tra_company_adopt (self->company, grant);
  use_service (self);
  remember_service (self, grant);
  connect_to (self, tr_company_grant_get_base_url (grant));
}

/**
 * tra_session_sign_in_company:
 * @self: a session that is signed out
 * @form: what was typed; not kept beyond what the next start needs
 *
 * Signs in with a company's server.
 */
void
tra_session_sign_in_company (TraSession *self, const TraCompanyForm *form)
{
  const TraSignInForm names = { .worker_name = form->worker_name, .remember = form->remember };
  g_autofree char *address = NULL;
  g_autofree char *device = NULL;
  g_autofree char *text = NULL;
  const char *field = NULL;

  g_return_if_fail (TRA_IS_SESSION (self));

  if (self->is_signed_in || self->attempt != NULL)
    return;

  text = tra_company_messages_check_form (form, &field);
  if (text != NULL)
    {
      tra_session_emit_sign_in_failed (self, NULL, field, text);
      return;
    }

  address = tra_company_messages_complete_address (form->address);
  device = dup_device (self);
  self->attempt = tra_sign_in_attempt_new (&names);
  tra_session_notify_signing_in (self);
  if (make_company (self, address))
    tr_company_client_sign_in_async (tra_company_get_client (self->company),
                                     self->attempt->worker_name, form->password, device,
                                     self->attempt->cancellable, granted_cb, self);
}

/**
 * tra_session_get_company_address:
 * @self: a session
 *
 * Returns: (nullable): the company's server that it is signed in with, or about to be; %NULL if it is
 *   not with one
 */
const char *
tra_session_get_company_address (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->company != NULL ? tra_company_get_address (self->company) : NULL;
}

/* ---- The same session, with the password again ---- */

/**
 * tra_session_wants_password:
 * @self: a session
 *
 * Returns: whether the company's server has ended it, so that only the password goes on
 */
gboolean
tra_session_wants_password (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return tra_session_get_phase (self) == TRA_PHASE_EXPIRED && self->company != NULL &&
         tra_company_is_over (self->company) && tra_company_get_token (self->company) != NULL &&
         !tra_session_is_asking (self, "sign-in");
}

/* Somebody else's calls are not shown in a window that was this worker's. */
static gboolean
check_same (TraSession *self, TrCompanyGrant *grant, GError **error)
{
  TrToken *before = tra_company_get_token (self->company);
  TrToken *now = tr_company_grant_get_token (grant);

  if (g_strcmp0 (tr_token_get_worker_sid (before), tr_token_get_worker_sid (now)) == 0 &&
      g_str_equal (tr_token_get_workspace_sid (before), tr_token_get_workspace_sid (now)))
    return TRUE;
  g_set_error_literal (error, TR_ERROR, TR_ERROR_PROTOCOL, "Session: of another worker");
  return FALSE;
}

/* As it was when the agent signed in at first. */
static void
keep_again (TraSession *self)
{
  const TraKeyringKey key = tra_company_get_key (self->company);

  if (!g_settings_get_boolean (self->settings, "remember"))
    return;
  g_settings_set_boolean (self->settings, "signed-in", TRUE);
  tra_session_keep_secret (self, &key);
}

static void
granted_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  TraSession *self = g_task_get_source_object (task);
  TraRequest *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrCompanyGrant) grant =
      tr_company_client_grant_finish (TR_COMPANY_CLIENT (source), result, &error);

  if (tra_request_answered (request, error) && grant != NULL && check_same (self, grant, &error))
    {
      keep_again (self);
      tra_company_sign_in_again (self->company, grant);
      tr_worker_start (self->worker);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * tra_session_give_password_async:
 * @self: a session that wants the password
 * @password: the worker's; it is sent once and not kept
 * @callback: called once
 * @user_data: for @callback
 *
 * Signs in again where the server ended it. What is shown stays.
 */
void
tra_session_give_password_async (TraSession *self,
                                 const char *password,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autofree char *device = NULL;
  GTask *task;

  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (password != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, tra_session_give_password_async);
  if (!tra_session_wants_password (self))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "It is not wanted any more");
      g_object_unref (task);
      return;
    }
  device = dup_device (self);
  g_task_set_task_data (task, tra_request_new (self, "sign-in", NULL, NULL),
                        (GDestroyNotify) tra_request_free);
  tr_company_client_sign_in_async (tra_company_get_client (self->company), self->worker_name,
                                   password, device, self->cancellable, granted_again_cb, task);
  tra_session_update (self);
}

/**
 * tra_session_give_password_finish:
 * @self: a session
 * @result: from the callback
 * @error: a #TrError: %TR_ERROR_AUTH for a wrong password; or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it goes on
 */
gboolean
tra_session_give_password_finish (TraSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- From one start to the next ---- */

/**
 * tra_session_remembers_company:
 * @self: a session
 *
 * Returns: whether the last sign-in was with a company's server
 */
gboolean
tra_session_remembers_company (TraSession *self)
{
  g_autofree char *with = g_settings_get_string (self->settings, TRA_SIGN_IN_WITH);

  return g_str_equal (with, TRA_SIGN_IN_WITH_COMPANY);
}

/**
 * tra_session_remember_company:
 * @self: a session whose attempt has just succeeded, with a company's server
 *
 * Keeps what the next start needs, or sees to it that nothing is kept.
 */
void
tra_session_remember_company (TraSession *self)
{
  TraSignInAttempt *attempt = self->attempt;
  const TraKeyringKey key = tra_company_get_key (self->company);

  g_settings_set_string (self->settings, TRA_SIGN_IN_WITH, TRA_SIGN_IN_WITH_COMPANY);
  g_settings_set_string (self->settings, "server-address", key.service_url);
  g_settings_set_string (self->settings, "server-account", attempt->account_sid);
  g_settings_set_string (self->settings, "worker", attempt->worker_name);
  g_settings_set_string (self->settings, "workspace-sid", attempt->workspace_sid);
  g_settings_set_string (self->settings, "worker-sid", attempt->worker_sid);
  g_settings_set_boolean (self->settings, "remember", attempt->remember);
  g_settings_set_boolean (self->settings, "signed-in", attempt->remember);

  if (attempt->remember)
    tra_session_keep_secret (self, &key);
  else
    tra_session_forget_secret (self, &key);
  tra_company_set_keeps (self->company, attempt->remember);
}

/**
 * tra_session_resume_company:
 * @self: a session whose attempt is resumed
 * @refresh_token: from the keyring
 *
 * Goes on where the last start ended. The window may be shown at once: without a network it says that
 * it is trying.
 */
void
tra_session_resume_company (TraSession *self, const char *refresh_token)
{
  g_autofree char *address = g_settings_get_string (self->settings, "server-address");
  g_autofree char *base_url = g_settings_get_string (self->settings, "server-service");
  g_autofree char *account_sid = g_settings_get_string (self->settings, "server-account");
  g_autofree char *worker_name = g_settings_get_string (self->settings, "worker");
  g_autofree char *device = dup_device (self);
  const TraSignInForm form = { .account_sid = account_sid, .worker_name = worker_name,
                               .remember = TRUE };

  tra_sign_in_attempt_take_form (self->attempt, &form);
  self->attempt->workspace_sid = g_settings_get_string (self->settings, "workspace-sid");
  self->attempt->worker_sid = g_settings_get_string (self->settings, "worker-sid");
  if (!make_company (self, address))
    return;

  tra_company_resume (self->company, worker_name, self->attempt->worker_sid, refresh_token, device);
  connect_to (self, base_url);
  if (self->attempt != NULL)
    tra_session_succeed (self);
}
