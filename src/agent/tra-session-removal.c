/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tra-keyring-key.h"
#include "tra-session-private.h"

/* Taking away somebody who signed in with a company's server and is not signed in now: what the
 * keyring holds would be good for weeks yet, for whoever has a copy of it, so the server is told. */

typedef struct
{
  TraSession *session; /* owned */
  TraKeyringKey *key;  /* owned */
  char *place;         /* owned */
  TraCompany *company; /* owned; NULL until it is asked; the connection is its */
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_object_unref (removal->session);
  tra_keyring_key_free (removal->key);
  g_free (removal->place);
  g_clear_object (&removal->company);
  g_free (removal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Removal, removal_free)

static void
tell_not_ended (Removal *removal, const GError *error)
{
  /* Translators: a worker’s name, and a company’s server. */
  g_autofree char *text = g_strdup_printf (
      _("The session of %s at %s couldn’t be ended there. Ask your administrator to end it."),
      removal->key->worker, removal->place);

  if (error != NULL)
    g_info ("Ending the session of who is removed: %s", error->message);
  tra_session_toast (removal->session, text);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Removal) removal = user_data;
  g_autoptr(GError) error = NULL;

  if (!tr_company_client_operation_finish (TR_COMPANY_CLIENT (source), result, &error))
    tell_not_ended (removal, error);
}

/* Takes @removal. */
static void
end_there (Removal *removal, const char *refresh_token)
{
  g_autoptr(Removal) owned = removal;
  TraSession *self = removal->session;
  g_autoptr(GError) error = NULL;

  removal->company = tra_company_new (removal->key->service_url, self->clock, self->keyring,
                                      &error);
  if (removal->company == NULL)
    {
      tell_not_ended (removal, error);
      return;
    }
  tr_company_client_sign_out_async (tra_company_get_client (removal->company), refresh_token, NULL,
                                    ended_cb, removal);
  g_steal_pointer (&owned);
}

/* No secret and no error: the session has ended, or was not to be remembered. */
static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Removal) removal = user_data;
  g_autoptr(GError) error = NULL;
  TraKeyringState state = TRA_KEYRING_UNKNOWN;
  char *secret = tra_keyring_lookup_finish (TRA_KEYRING (source), result, &state, &error);

  tra_session_forget_secret (removal->session, removal->key);
  if (secret != NULL)
    end_there (g_steal_pointer (&removal), secret);
  else if (state != TRA_KEYRING_OPEN)
    tell_not_ended (removal, error);
  tra_keyring_free_secret (secret);
}

static void
divided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Removal) removal = user_data;
  TraSession *self = TRA_SESSION (source);
  g_autoptr(GError) error = NULL;
  TraKeyringState state = TRA_KEYRING_UNKNOWN;

  if (tra_session_divide_secrets_finish (self, result, &state, &error))
    {
      const TraKeyringKey *key = removal->key;

      tra_keyring_lookup_async (self->keyring, key, FALSE, NULL, looked_up_cb,
                                g_steal_pointer (&removal));
      return;
    }
  tra_session_forget_secret (self, removal->key);
  tell_not_ended (removal, error);
}

/**
 * tra_session_end_removed:
 * @self: a session
 * @key: what the secret is found by of somebody who is removed, and is of a company's server
 * @place: the server, as people call it
 *
 * Ends the session there, with what the keyring holds, and takes that out. Says if the server could
 * not be told.
 */
void
tra_session_end_removed (TraSession *self, const TraKeyringKey *key, const char *place)
{
  Removal *removal = g_new0 (Removal, 1);

  removal->session = g_object_ref (self);
  removal->key = tra_keyring_key_copy (key);
  removal->place = g_strdup (place);
  if (tra_session_has_own_secrets (self))
    tra_keyring_lookup_async (self->keyring, key, FALSE, NULL, looked_up_cb, removal);
  else
    tra_session_divide_secrets_async (self, key, FALSE, NULL, divided_cb, removal);
}
