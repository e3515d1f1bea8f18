/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tra-session-company.h"
#include "tra-session-private.h"

/* What a session remembers from one start to the next: names in the settings, the secret in the
 * keyring. Without a keyring it goes on in memory, and says so. */

/**
 * tra_session_keyring_key:
 * @self: a session
 * @account_sid: whose
 * @worker: whose
 * @worker_sid: whose
 *
 * Returns: what the secret of this service is found by; its strings are borrowed
 */
TraKeyringKey
tra_session_keyring_key (TraSession *self,
                         const char *account_sid,
                         const char *worker,
                         const char *worker_sid)
{
  TraKeyringKey key = { self->service_url != NULL ? self->service_url : "", account_sid, worker,
                        worker_sid };

  return key;
}

/**
 * tra_session_own_key:
 * @self: a session that is signed in
 *
 * Returns: what the keyring finds the secret of who is signed in by; its strings are borrowed
 */
TraKeyringKey
tra_session_own_key (TraSession *self)
{
  return self->company != NULL
             ? tra_company_get_key (self->company)
             : tra_session_keyring_key (self, self->account_sid, self->worker_name,
                                        tr_worker_get_sid (self->worker));
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraSession) self = user_data;
  g_autoptr(GError) error = NULL;
  TraKeyringState state;

  if (!tra_keyring_finish (TRA_KEYRING (source), result, &state, &error))
    {
      if (state == TRA_KEYRING_ABSENT)
        tra_session_toast (self, _("The secret wasn’t saved: no keyring took it."));
      else
        tra_session_toast (self, _("The keyring is locked, so the secret wasn’t saved."));
    }
  tra_session_set_keyring_state (self, state);
}

/**
 * tra_session_remember:
 * @self: a session whose attempt has just succeeded
 *
 * Keeps what the next start needs, or sees to it that nothing is kept.
 */
void
tra_session_remember (TraSession *self)
{
  TraSignInAttempt *attempt = self->attempt;
  TraKeyringKey key = tra_session_keyring_key (self, attempt->account_sid, attempt->worker_name,
                                               attempt->worker_sid);

  if (self->company != NULL)
    {
      tra_session_remember_company (self);
      return;
    }

  g_settings_set_string (self->settings, TRA_SIGN_IN_WITH, TRA_SIGN_IN_WITH_ACCOUNT);
  g_settings_set_string (self->settings, "account-sid", attempt->account_sid);
  g_settings_set_string (self->settings, "api-key-sid", attempt->api_key_sid);
  g_settings_set_string (self->settings, "workspace", attempt->workspace);
  g_settings_set_string (self->settings, "worker", attempt->worker_name);
  g_settings_set_string (self->settings, "workspace-sid", attempt->workspace_sid);
  g_settings_set_string (self->settings, "workspace-name", self->workspace_name);
  g_settings_set_string (self->settings, "worker-sid", attempt->worker_sid);
  g_settings_set_boolean (self->settings, "remember", attempt->remember);
  g_settings_set_boolean (self->settings, "signed-in", attempt->remember);

  if (attempt->remember)
    {
      tra_session_keep_secret (self, &key);
      tra_keyring_store_async (self->keyring, &key, attempt->secret, NULL, stored_cb,
                               g_object_ref (self));
    }
  else
    {
      tra_session_forget_secret (self, &key);
    }
}

/* ---- Signing in with it ---- */

/* The secret is there: nobody need be asked for workspace and worker, which were found last time. So
 * the window may be shown at once, and without a network it says that it is trying. */
static void
resume_with (TraSession *self, const char *secret)
{
  g_autofree char *account_sid = g_settings_get_string (self->settings, "account-sid");
  g_autofree char *api_key_sid = g_settings_get_string (self->settings, "api-key-sid");
  g_autofree char *workspace = g_settings_get_string (self->settings, "workspace");
  g_autofree char *worker_name = g_settings_get_string (self->settings, "worker");
  TraSignInForm form = { account_sid, api_key_sid, secret, workspace, worker_name, TRUE };

  tra_sign_in_attempt_take_form (self->attempt, &form);
  self->attempt->workspace_sid = g_settings_get_string (self->settings, "workspace-sid");
  self->attempt->worker_sid = g_settings_get_string (self->settings, "worker-sid");
  if (!tra_session_make_client (self))
    return;

  self->workspace_name = g_settings_get_string (self->settings, "workspace-name");
  tra_session_connect (self);
  if (self->attempt != NULL)
    tra_session_succeed (self);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  TraKeyringState state = TRA_KEYRING_UNKNOWN;
  char *secret = tra_keyring_lookup_finish (TRA_KEYRING (source), result, &state, &error);
  TraSession *self = user_data; /* not owned: gone if we were cancelled */

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  tra_session_set_keyring_state (self, state);
  if (secret != NULL && tra_session_remembers_company (self))
    tra_session_resume_company (self, secret);
  else if (secret != NULL)
    resume_with (self, secret);
  else
    tra_session_end_attempt (self);
  tra_keyring_free_secret (secret);
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraSession *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(TraSession) keep = NULL;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    {
      looked_up_cb (source, result, user_data);
      return;
    }

  keep = g_object_ref (self);
  looked_up_cb (source, result, user_data);
  if (self->keyring_state == TRA_KEYRING_LOCKED)
    tra_session_toast (self, _("The keyring stayed locked"));
}

static void
ask_keyring (TraSession *self, gboolean unlock)
{
  g_autofree char *account_sid = g_settings_get_string (self->settings, "account-sid");
  g_autofree char *worker_name = g_settings_get_string (self->settings, "worker");
  g_autofree char *worker_sid = g_settings_get_string (self->settings, "worker-sid");
  g_autofree char *address = g_settings_get_string (self->settings, "server-address");
  TraKeyringKey key = tra_session_keyring_key (self, account_sid, worker_name, worker_sid);

  if (tra_session_remembers_company (self))
    key = (TraKeyringKey) { address, "", worker_name, worker_sid };
  tra_keyring_lookup_async (self->keyring, &key, unlock, self->attempt->cancellable,
                            unlock ? unlocked_cb : looked_up_cb, self);
}

static void
divided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraSession *self = TRA_SESSION (source); /* the task's */
  gboolean unlock = GPOINTER_TO_INT (user_data);
  g_autoptr(GError) error = NULL;
  TraKeyringState state = TRA_KEYRING_UNKNOWN;
  gboolean is_done = tra_session_divide_secrets_finish (self, result, &state, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (is_done)
    {
      ask_keyring (self, unlock);
      return;
    }
  tra_session_set_keyring_state (self, state);
  tra_session_end_attempt (self);
  if (unlock && state == TRA_KEYRING_LOCKED)
    tra_session_toast (self, _("The keyring stayed locked"));
}

static void
look_up (TraSession *self, gboolean unlock)
{
  const TraSignInForm form = { 0 };

  self->attempt = tra_sign_in_attempt_new (&form);
  self->attempt->is_resumed = TRUE;
  tra_session_notify_signing_in (self);
  if (tra_session_has_own_secrets (self))
    ask_keyring (self, unlock);
  else
    tra_session_divide_secrets_async (self, NULL, unlock, self->attempt->cancellable, divided_cb,
                                      GINT_TO_POINTER (unlock));
}

/**
 * tra_session_can_resume:
 * @self: a session
 *
 * Returns: whether the last session was to be remembered and did not end by signing out
 */
gboolean
tra_session_can_resume (TraSession *self)
{
  static const char *const needed[] = { "worker", "workspace-sid", "worker-sid" };
  g_autofree char *of_whom = NULL;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  of_whom = g_settings_get_string (
      self->settings, tra_session_remembers_company (self) ? "server-account" : "account-sid");
  if (*of_whom == '\0' || !g_settings_get_boolean (self->settings, "signed-in"))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_autofree char *value = g_settings_get_string (self->settings, needed[i]);

      if (*value == '\0')
        return FALSE;
    }
  return TRUE;
}

/**
 * tra_session_resume:
 * @self: a session that is signed out
 *
 * Signs in again as at the last start, if that was to be remembered and the keyring is open. If not,
 * nothing happens but that TraSession:keyring-state is known. What a locked keyring kept at an
 * earlier end is forgotten now.
 */
void
tra_session_resume (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  tra_session_forget_owed (self);
  if (!self->is_signed_in && self->attempt == NULL && tra_session_can_resume (self))
    look_up (self, FALSE);
}

/**
 * tra_session_unlock_keyring:
 * @self: a session that is signed out
 *
 * Has the system ask for the keyring's password, then signs in.
 */
void
tra_session_unlock_keyring (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (!self->is_signed_in && self->attempt == NULL)
    look_up (self, TRUE);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraSession) self = user_data;
  g_autoptr(GError) error = NULL;
  TraKeyringState state = TRA_KEYRING_UNKNOWN;
  char *secret = tra_keyring_lookup_finish (TRA_KEYRING (source), result, &state, &error);

  tra_keyring_free_secret (secret);
  tra_session_set_keyring_state (self, state);
}

/**
 * tra_session_probe_keyring:
 * @self: a session
 *
 * Finds out TraSession:keyring-state, if nobody did yet, so that the form can say beforehand that a
 * secret cannot be kept.
 */
void
tra_session_probe_keyring (TraSession *self)
{
  TraKeyringKey key;

  g_return_if_fail (TRA_IS_SESSION (self));

  if (self->keyring_state != TRA_KEYRING_UNKNOWN || self->attempt != NULL)
    return;

  key = tra_session_keyring_key (self, "", "", "");
  tra_keyring_lookup_async (self->keyring, &key, FALSE, NULL, probed_cb, g_object_ref (self));
}
