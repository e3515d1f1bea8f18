/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-sign-in-attempt.h"

static void
clear_form (TraSignInAttempt *self)
{
  g_clear_pointer (&self->account_sid, g_free);
  g_clear_pointer (&self->api_key_sid, g_free);
  g_clear_pointer (&self->secret, tra_keyring_free_secret);
  g_clear_pointer (&self->workspace, g_free);
  g_clear_pointer (&self->worker_name, g_free);
}

/* Spaces come with what is pasted. */
static char *
dup_stripped (const char *text)
{
  return g_strstrip (g_strdup (text != NULL ? text : ""));
}

/**
 * tra_sign_in_attempt_new:
 * @form: what was typed; copied
 *
 * Returns: (transfer full): an attempt that has not begun
 */
TraSignInAttempt *
tra_sign_in_attempt_new (const TraSignInForm *form)
{
  TraSignInAttempt *self = g_new0 (TraSignInAttempt, 1);

  self->cancellable = g_cancellable_new ();
  tra_sign_in_attempt_take_form (self, form);
  return self;
}

void
tra_sign_in_attempt_free (TraSignInAttempt *self)
{
  clear_form (self);
  g_object_unref (self->cancellable);
  g_free (self->workspace_sid);
  g_free (self->worker_sid);
  g_free (self);
}

/**
 * tra_sign_in_attempt_take_form:
 * @self: an attempt
 * @form: copied, without spaces around
 *
 * Takes what is known better now.
 */
void
tra_sign_in_attempt_take_form (TraSignInAttempt *self, const TraSignInForm *form)
{
  clear_form (self);
  self->account_sid = dup_stripped (form->account_sid);
  self->api_key_sid = dup_stripped (form->api_key_sid);
  self->secret = dup_stripped (form->secret);
  self->workspace = dup_stripped (form->workspace);
  self->worker_name = dup_stripped (form->worker_name);
  self->remember = form->remember;
}

/**
 * tra_sign_in_attempt_look:
 * @self: an attempt
 * @form: (out caller-allocates): borrows what @self holds
 */
void
tra_sign_in_attempt_look (TraSignInAttempt *self, TraSignInForm *form)
{
  form->account_sid = self->account_sid;
  form->api_key_sid = self->api_key_sid;
  form->secret = self->secret;
  form->workspace = self->workspace;
  form->worker_name = self->worker_name;
  form->remember = self->remember;
}
