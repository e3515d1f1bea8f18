/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tr-trust.h"
#include "tra-company-messages.h"
#include "tra-control.h"
#include "tra-session-private.h"

/**
 * tra_session_end_attempt:
 * @self: a session that is signing in
 *
 * It is not signing in any more; whether it is signed in is another question.
 */
void
tra_session_end_attempt (TraSession *self)
{
  g_clear_pointer (&self->attempt, tra_sign_in_attempt_free);
  tra_session_notify_signing_in (self);
}

/* What a company's server granted and nobody is going to use. */
static void
give_back (TraSession *self)
{
  if (self->company != NULL && !self->attempt->is_resumed)
    tra_company_sign_out (self->company);
}

static const char *
service_url (TraSession *self)
{
  return self->demo != NULL ? tra_demo_get_url (self->demo) : self->service_url;
}

/**
 * tra_session_fail_attempt:
 * @self: a session that is signing in
 * @error: (transfer full): why it goes on no more
 *
 * Ends signing in with a sentence about it.
 */
void
tra_session_fail_attempt (TraSession *self, GError *error)
{
  g_autoptr(GError) owned = error;
  g_autofree char *text = NULL;
  const char *field = NULL;
  TraSignInForm form;

  tra_sign_in_attempt_look (self->attempt, &form);
  g_info ("Signing in: %s", error->message);
  if (self->attempt->step == TRA_SIGN_IN_COMPANY || self->company != NULL)
    text = tra_company_messages_for_sign_in (error, self->attempt->step, &field);
  else
    text = tra_messages_for_sign_in (error, self->attempt->step, &form, service_url (self) == NULL,
                                     &field);
  give_back (self);
  tra_session_let_go (self);
  tra_session_end_attempt (self);
  tra_session_emit_sign_in_failed (self, error, field, text);
}

/* ---- Connecting ---- */

/**
 * tra_session_succeed:
 * @self: a session that is signing in
 *
 * From here on it is signed in.
 */
void
tra_session_succeed (TraSession *self)
{
  self->account_sid = g_strdup (self->attempt->account_sid);
  self->worker_name = g_strdup (self->attempt->worker_name);
  if (self->demo == NULL && !self->attempt->is_resumed)
    tra_session_remember (self);
  tra_session_keep_profile (self);

  /* In this order: who follows "signing-in" sees that it ended well. */
  self->is_signed_in = TRUE;
  g_clear_pointer (&self->attempt, tra_sign_in_attempt_free);
  tra_session_emit_signed_in (self);
  tra_session_notify_signing_in (self);
}

/**
 * tra_session_connection_changed:
 * @self: a session that is signing in, or whose first connection was never there
 *
 * Takes the first steps of the connection: what ends an attempt, or a resumed one that the service
 * did not believe.
 */
void
tra_session_connection_changed (TraSession *self)
{
  TrWorkerState state = tr_worker_get_state (self->worker);
  const GError *error = tr_worker_get_error (self->worker);

  if (self->attempt == NULL)
    return;

  if (state == TR_WORKER_READY)
    {
      tra_session_succeed (self);
    }
  else if (state == TR_WORKER_WAITING || state == TR_WORKER_SIGNED_OUT ||
           state == TR_WORKER_DISPLACED)
    {
      self->attempt->step = TRA_SIGN_IN_CONNECT;
      tra_session_fail_attempt (self, error != NULL ? g_error_copy (error)
                                : g_error_new_literal (TR_ERROR, TR_ERROR_NETWORK, "No connection"));
    }
}

/**
 * tra_session_connect_to:
 * @self: a session that is signing in
 * @endpoints: where the service is
 * @source: where the worker's tokens come from
 *
 * Opens the event bridge.
 */
void
tra_session_connect_to (TraSession *self, TrEndpoints *endpoints, TrTokenSource *source)
{
  self->attempt->step = TRA_SIGN_IN_CONNECT;
  self->worker = tr_worker_new (endpoints, self->network, source, self->clock);
  self->cancellable = g_cancellable_new ();
  tra_session_follow_worker (self);
  /* Who signs in is at this desk; another one is told, and asked there. */
  tr_worker_set_close_existing_sessions (self->worker, TRUE);
  tr_worker_start (self->worker);
}

/**
 * tra_session_connect:
 * @self: a session that knows its client, workspace and worker
 *
 * Opens the event bridge with tokens that are signed here.
 */
void
tra_session_connect (TraSession *self)
{
  TraSignInAttempt *attempt = self->attempt;
  g_autoptr(TrTokenSource) source = tr_account_token_source_new (
      tr_client_get_credentials (self->client), attempt->workspace_sid, attempt->worker_sid,
      attempt->worker_name, 0, self->clock);

  tra_session_connect_to (self, tr_client_get_endpoints (self->client), source);
}

static void
worker_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *sid = tr_client_find_worker_finish (TR_CLIENT (source), result, &error);
  TraSession *self = user_data; /* not owned: gone if we were cancelled */

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (sid == NULL)
    {
      tra_session_fail_attempt (self, g_steal_pointer (&error));
      return;
    }

  self->attempt->worker_sid = g_steal_pointer (&sid);
  tra_session_connect (self);
}

static void
workspace_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *sid =
      tr_client_find_workspace_finish (TR_CLIENT (source), result, &name, &error);
  TraSession *self = user_data; /* not owned: gone if we were cancelled */

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (sid == NULL)
    {
      tra_session_fail_attempt (self, g_steal_pointer (&error));
      return;
    }

  self->attempt->workspace_sid = g_steal_pointer (&sid);
  self->workspace_name = g_strdup (name != NULL ? name : self->attempt->workspace);
  self->attempt->step = TRA_SIGN_IN_WORKER;
  tr_client_find_worker_async (self->client, self->attempt->workspace_sid,
                               self->attempt->worker_name, self->attempt->cancellable,
                               worker_found_cb, self);
}

/**
 * tra_session_make_network:
 * @self: a session
 * @endpoints: where the service is
 * @error: return location
 *
 * Returns: whether there is what sends, and it trusts whom it is to trust
 */
gboolean
tra_session_make_network (TraSession *self, TrEndpoints *endpoints, GError **error)
{
  if (self->network == NULL)
    self->network = soup_session_new ();
  /* The official service is known to every system. */
  return tr_endpoints_is_official (endpoints) ||
         tr_trust_apply (self->network, g_getenv (TR_TRUST_VARIABLE), error);
}

/**
 * tra_session_make_client:
 * @self: a session that is signing in
 *
 * Returns: whether the service's address can be used; if not, the attempt has failed
 */
gboolean
tra_session_make_client (TraSession *self)
{
  TraSignInAttempt *attempt = self->attempt;
  g_autoptr(TrEndpoints) endpoints = NULL;
  g_autoptr(TrCredentials) credentials = NULL;
  GError *error = NULL;

  attempt->step = TRA_SIGN_IN_ADDRESS;
  endpoints = tr_endpoints_new (service_url (self), &error);
  if (endpoints == NULL)
    {
      tra_session_fail_attempt (self, error);
      return FALSE;
    }

  if (!tra_session_make_network (self, endpoints, &error))
    {
      tra_session_fail_attempt (self, error);
      return FALSE;
    }
  credentials = tr_credentials_new (
      attempt->account_sid, *attempt->api_key_sid != '\0' ? attempt->api_key_sid : NULL,
      attempt->secret);
  self->client = tr_client_new (endpoints, credentials, self->network);
  tr_client_set_clock (self->client, self->clock);
  return TRUE;
}

static void
find_and_connect (TraSession *self)
{
  if (!tra_session_make_client (self))
    return;

  self->attempt->step = TRA_SIGN_IN_WORKSPACE;
  tr_client_find_workspace_async (self->client, self->attempt->workspace,
                                  self->attempt->cancellable, workspace_found_cb, self);
}

/**
 * tra_session_sign_in:
 * @self: a session that is signed out
 * @form: what was typed; copied
 *
 * Signs in to an account. Ends with TraSession::signed-in or TraSession::sign-in-failed.
 */
void
tra_session_sign_in (TraSession *self, const TraSignInForm *form)
{
  g_autofree char *text = NULL;
  const char *field = NULL;
  TraSignInForm stripped;

  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (form != NULL);

  if (self->is_signed_in || self->attempt != NULL)
    return;

  self->attempt = tra_sign_in_attempt_new (form);
  tra_sign_in_attempt_look (self->attempt, &stripped);
  text = tra_messages_check_form (&stripped, &field);
  if (text != NULL)
    {
      g_clear_pointer (&self->attempt, tra_sign_in_attempt_free);
      tra_session_emit_sign_in_failed (self, NULL, field, text);
      return;
    }

  tra_session_notify_signing_in (self);
  find_and_connect (self);
}

/**
 * tra_session_cancel_sign_in:
 * @self: a session
 *
 * Gives up signing in, without a word.
 */
void
tra_session_cancel_sign_in (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (self->attempt == NULL)
    return;

  g_cancellable_cancel (self->attempt->cancellable);
  give_back (self);
  tra_session_let_go (self);
  tra_session_end_attempt (self);
}

/**
 * tra_session_reconnect_now:
 * @self: a session
 *
 * Does not wait for the next try of a connection that is lost.
 */
void
tra_session_reconnect_now (TraSession *self)
{
  g_return_if_fail (TRA_IS_SESSION (self));

  if (self->is_signed_in)
    tr_worker_retry_now (self->worker);
}

/* ---- The demo ---- */

/* A person picks up the demo's phone, in the panel. */
static void
phone_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  if (!tra_control_finish (TRA_CONTROL (source), result, &error))
    g_info ("The demo’s phone: %s", error->message);
}

static void
demo_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  gboolean has_started = tra_demo_start_finish (TRA_DEMO (source), result, &error);
  TraSession *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(TraControl) control = NULL;
  TraSignInForm form = { .worker_name = TRA_DEMO_WORKER };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (has_started && tra_demo_get_api_key_secret (self->demo) == NULL)
    error = g_error_new_literal (TR_ERROR, TR_ERROR_PROTOCOL, "The sandbox did not tell its keys");
  if (error != NULL)
    {
      tra_session_fail_attempt (self, g_steal_pointer (&error));
      return;
    }

  form.account_sid = tra_demo_get_account_sid (self->demo);
  form.api_key_sid = tra_demo_get_api_key_sid (self->demo);
  form.secret = tra_demo_get_api_key_secret (self->demo);
  form.workspace = tra_demo_get_workspace_sid (self->demo);
  tra_sign_in_attempt_take_form (self->attempt, &form);

  control = tra_control_new (tra_demo_get_url (self->demo), NULL);
  tra_control_set_phone_async (control, TRA_DEMO_PHONE, "ask", NULL, phone_set_cb, NULL);
  find_and_connect (self);
}

/**
 * tra_session_start_demo:
 * @self: a session that is signed out
 *
 * Starts a sandbox on this machine and signs in to it. Ends as tra_session_sign_in() does.
 */
void
tra_session_start_demo (TraSession *self)
{
  const TraSignInForm form = { .worker_name = TRA_DEMO_WORKER };

  g_return_if_fail (TRA_IS_SESSION (self));

  if (self->is_signed_in || self->attempt != NULL)
    return;

  self->attempt = tra_sign_in_attempt_new (&form);
  self->attempt->step = TRA_SIGN_IN_DEMO;
  self->demo = tra_demo_new (self->clock);
  tra_session_notify_signing_in (self);
  tra_demo_start_async (self->demo, self->attempt->cancellable, demo_started_cb, self);
}
