/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tra-keyring-key.h"
#include "tra-session-forget.h"
#include "tra-session-private.h"

/* Taking secrets out of the keyring. A locked one keeps them, so the settings remember what has to go
 * as soon as it is found open. */

#define SETTING "forget-secrets"

/* One secret that is being taken out. */
typedef struct
{
  TraSession *session; /* owned */
  TraKeyringKey *key;  /* owned */
  gboolean is_retry;   /* nobody asked for it just now */
} Forgetting;

static void
forgetting_free (gpointer data)
{
  Forgetting *forgetting = data;

  g_object_unref (forgetting->session);
  tra_keyring_key_free (forgetting->key);
  g_free (forgetting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Forgetting, forgetting_free)

static gboolean
read_next (GVariantIter *iter, TraKeyringKey *key)
{
  return g_variant_iter_next (iter, "(&s&s&s&s)", &key->service_url, &key->account_sid,
                              &key->worker, &key->worker_sid);
}

static void
write_next (GVariantBuilder *builder, const TraKeyringKey *key)
{
  g_variant_builder_add (builder, "(ssss)", key->service_url, key->account_sid, key->worker,
                         key->worker_sid);
}

/* Writes down whether a secret still has to go. */
static void
set_owed (TraSession *self, const TraKeyringKey *key, gboolean is_owed)
{
  g_autoptr(GVariant) before = g_settings_get_value (self->settings, SETTING);
  GVariantBuilder after = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ssss)"));
  TraKeyringKey known;
  GVariantIter iter;

  g_variant_iter_init (&iter, before);
  while (read_next (&iter, &known))
    if (!tra_keyring_key_equal (&known, key))
      write_next (&after, &known);
  if (is_owed)
    write_next (&after, key);
  g_settings_set_value (self->settings, SETTING, g_variant_builder_end (&after));
}

/* After signing out there is another window, which is to say it. */
static void
tell_remains (TraSession *self)
{
  self->secret_remains = self->leaving != NULL;
  if (self->secret_remains)
    return;

  tra_session_toast (self, _("The keyring is locked and still holds the secret; it is removed at "
                             "the next start with the keyring open."));
}

static void
tell_failure (Forgetting *forgetting, TraKeyringState state, const GError *error)
{
  g_info ("Forgetting the secret: %s", error != NULL ? error->message : "the keyring is locked");
  if (state == TRA_KEYRING_LOCKED && !forgetting->is_retry)
    tell_remains (forgetting->session);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Forgetting) forgetting = user_data;
  g_autoptr(GError) error = NULL;
  TraKeyringState state = TRA_KEYRING_UNKNOWN;

  if (tra_keyring_finish (TRA_KEYRING (source), result, &state, &error))
    set_owed (forgetting->session, forgetting->key, FALSE);
  else
    tell_failure (forgetting, state, error);
}

static void
divided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Forgetting) forgetting = user_data;
  TraSession *self = TRA_SESSION (source);
  const TraKeyringKey *key = forgetting->key;
  g_autoptr(GError) error = NULL;
  TraKeyringState state = TRA_KEYRING_UNKNOWN;

  if (!tra_session_divide_secrets_finish (self, result, &state, &error))
    tell_failure (forgetting, state, error);
  else
    tra_keyring_clear_async (self->keyring, key, NULL, cleared_cb, g_steal_pointer (&forgetting));
}

/* Owed until the keyring says that it is done: it may be frozen, and the program may end meanwhile. */
static void
forget (TraSession *self, const TraKeyringKey *key, gboolean is_retry)
{
  Forgetting *forgetting = g_new0 (Forgetting, 1);

  if (!is_retry)
    set_owed (self, key, TRUE);

  forgetting->session = g_object_ref (self);
  forgetting->key = tra_keyring_key_copy (key);
  forgetting->is_retry = is_retry;
  if (tra_session_has_own_secrets (self))
    tra_keyring_clear_async (self->keyring, key, NULL, cleared_cb, forgetting);
  else
    tra_session_divide_secrets_async (self, key, FALSE, NULL, divided_cb, forgetting);
}

/**
 * tra_session_forget_secret:
 * @self: a session
 * @key: whose
 *
 * Takes a secret out of the keyring; no error if it is not there. From a locked keyring it is taken
 * by tra_session_forget_owed(), and from one that did not answer.
 */
void
tra_session_forget_secret (TraSession *self, const TraKeyringKey *key)
{
  forget (self, key, FALSE);
}

/**
 * tra_session_keep_secret:
 * @self: a session
 * @key: whose
 *
 * What was to be forgotten is wanted again.
 */
void
tra_session_keep_secret (TraSession *self, const TraKeyringKey *key)
{
  set_owed (self, key, FALSE);
}

/**
 * tra_session_forget_owed:
 * @self: a session
 *
 * Takes out what a locked keyring kept, if it is open now. Asks nobody to unlock it.
 */
void
tra_session_forget_owed (TraSession *self)
{
  g_autoptr(GVariant) owed = g_settings_get_value (self->settings, SETTING);
  GVariantIter iter;
  TraKeyringKey key;

  g_variant_iter_init (&iter, owed);
  while (read_next (&iter, &key))
    forget (self, &key, TRUE);
}

/**
 * tra_session_tell_secret_remains:
 * @self: a session that has just signed out
 *
 * Says that the keyring kept the secret, if it did.
 */
void
tra_session_tell_secret_remains (TraSession *self)
{
  if (self->secret_remains)
    tell_remains (self);
}

/**
 * tra_session_is_saved:
 * @self: a session
 *
 * Returns: whether who is signed in now is signed in again at the next start
 */
gboolean
tra_session_is_saved (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  return self->is_signed_in && self->demo == NULL && self->account_sid != NULL &&
         g_settings_get_boolean (self->settings, "signed-in");
}

/**
 * tra_session_forget_saved:
 * @self: a session
 *
 * Takes the secret of who is signed in out of the keyring. Who is signed in stays so, and is asked for
 * it at the next start.
 */
void
tra_session_forget_saved (TraSession *self)
{
  TraKeyringKey key;

  g_return_if_fail (TRA_IS_SESSION (self));

  if (!tra_session_is_saved (self))
    return;

  key = tra_session_own_key (self);
  g_settings_set_boolean (self->settings, "remember", FALSE);
  g_settings_set_boolean (self->settings, "signed-in", FALSE);
  if (self->company != NULL)
    tra_company_set_keeps (self->company, FALSE);
  tra_session_forget_secret (self, &key);
  tra_session_update (self);
}
