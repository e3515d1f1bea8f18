/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tra-session-forget.h"
#include "tra-session-private.h"

/* Taking secrets out of the keyring. A locked one keeps them, so the settings remember what has to go
 * as soon as it is found open. */

#define SETTING "forget"

/* One secret that is being taken out. */
typedef struct
{
  TraSession *session; /* owned */
  char *service_url;   /* owned */
  char *account_sid;   /* owned */
  char *worker;        /* owned */
  gboolean is_retry;   /* nobody asked for it just now */
} Forgetting;

static void
forgetting_free (gpointer data)
{
  Forgetting *forgetting = data;

  g_object_unref (forgetting->session);
  g_free (forgetting->service_url);
  g_free (forgetting->account_sid);
  g_free (forgetting->worker);
  g_free (forgetting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Forgetting, forgetting_free)

/* Writes down whether a secret still has to go. */
static void
set_owed (TraSession *self, const TraKeyringKey *key, gboolean is_owed)
{
  g_autoptr(GVariant) before = g_settings_get_value (self->settings, SETTING);
  GVariantBuilder after = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sss)"));
  const char *service_url, *account_sid, *worker;
  GVariantIter iter;

  g_variant_iter_init (&iter, before);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &service_url, &account_sid, &worker))
    if (!g_str_equal (service_url, key->service_url) ||
        !g_str_equal (account_sid, key->account_sid) || !g_str_equal (worker, key->worker))
      g_variant_builder_add (&after, "(sss)", service_url, account_sid, worker);
  if (is_owed)
    g_variant_builder_add (&after, "(sss)", key->service_url, key->account_sid, key->worker);
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
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Forgetting) forgetting = user_data;
  g_autoptr(GError) error = NULL;
  TraSession *self = forgetting->session;
  const TraKeyringKey key = { forgetting->service_url, forgetting->account_sid,
                              forgetting->worker };
  TraKeyringState state;

  if (tra_keyring_finish (TRA_KEYRING (source), result, &state, &error))
    {
      set_owed (self, &key, FALSE);
      return;
    }

  g_info ("Forgetting the secret: %s", error->message);
  if (state == TRA_KEYRING_LOCKED && !forgetting->is_retry)
    tell_remains (self);
}

/* Owed until the keyring says that it is done: it may be frozen, and the program may end meanwhile. */
static void
forget (TraSession *self, const TraKeyringKey *key, gboolean is_retry)
{
  Forgetting *forgetting = g_new0 (Forgetting, 1);

  if (!is_retry)
    set_owed (self, key, TRUE);

  forgetting->session = g_object_ref (self);
  forgetting->service_url = g_strdup (key->service_url);
  forgetting->account_sid = g_strdup (key->account_sid);
  forgetting->worker = g_strdup (key->worker);
  forgetting->is_retry = is_retry;
  tra_keyring_clear_async (self->keyring, key, NULL, cleared_cb, forgetting);
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
  while (g_variant_iter_next (&iter, "(&s&s&s)", &key.service_url, &key.account_sid, &key.worker))
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
