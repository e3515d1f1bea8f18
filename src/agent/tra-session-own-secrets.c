/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-keyring-key.h"
#include "tra-profile.h"
#include "tra-session-private.h"

/* A version before kept one secret for all who had a name in an account, whatever the workspace.
 * Once, before the keyring is asked for anything, each one is given a copy as a secret of his own,
 * and the old ones are taken out. With a keyring that is locked or absent, that is tried again. */

#define DONE "own-secrets"
/* What that version could not take out: not to be given to anybody. */
#define OWED "forget"

typedef struct
{
  TraSession *session; /* owned */
  GPtrArray *keys;     /* owned TraKeyringKeys; of those who get their own */
  GPtrArray *old;      /* likewise; of what goes afterwards */
  guint next;
  char *secret; /* owned, nullable: the old one of the next key */
  gboolean unlock;
} Division;

static void look_for_old (Division *division);
static void clear_next (Division *division);

/* Tells all who wait for it. */
static void
end (Division *division, TraKeyringState state, const GError *error)
{
  TraSession *self = division->session;
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->dividing);

  if (error != NULL)
    g_info ("Secrets of their own: %s", error->message);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      g_task_set_task_data (task, GINT_TO_POINTER (state), NULL);
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, state == TRA_KEYRING_OPEN);
    }
  tra_keyring_free_secret (division->secret);
  g_ptr_array_unref (division->keys);
  g_ptr_array_unref (division->old);
  g_object_unref (division->session);
  g_free (division);
}

/* ---- The old ones go ---- */

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Division *division = user_data;
  g_autoptr(GError) error = NULL;
  TraKeyringState state = TRA_KEYRING_UNKNOWN;

  division->next++;
  if (tra_keyring_finish (TRA_KEYRING (source), result, &state, &error))
    {
      clear_next (division);
      return;
    }
  /* Everyone has his own, or is to have none; what is left goes the next time. */
  g_info ("An old secret stays: %s", error->message);
  end (division, TRA_KEYRING_OPEN, NULL);
}

static void
clear_next (Division *division)
{
  TraSession *self = division->session;

  if (division->next < division->old->len)
    {
      tra_keyring_clear_async (self->keyring, g_ptr_array_index (division->old, division->next),
                               NULL, cleared_cb, division);
      return;
    }
  g_settings_reset (self->settings, OWED);
  g_settings_set_boolean (self->settings, DONE, TRUE);
  end (division, TRA_KEYRING_OPEN, NULL);
}

/* ---- Each gets his own ---- */

static void
go_on (Division *division)
{
  g_clear_pointer (&division->secret, tra_keyring_free_secret);
  division->next++;
  look_for_old (division);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Division *division = user_data;
  g_autoptr(GError) error = NULL;
  TraKeyringState state = TRA_KEYRING_UNKNOWN;

  if (!tra_keyring_finish (TRA_KEYRING (source), result, &state, &error))
    end (division, state, error);
  else
    go_on (division);
}

/* What was typed since is newer. */
static void
own_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Division *division = user_data;
  g_autoptr(GError) error = NULL;
  TraKeyringState state = TRA_KEYRING_UNKNOWN;
  char *own = tra_keyring_lookup_finish (TRA_KEYRING (source), result, &state, &error);

  if (error != NULL || state != TRA_KEYRING_OPEN)
    end (division, state, error);
  else if (own != NULL)
    go_on (division);
  else
    tra_keyring_store_async (TRA_KEYRING (source),
                             g_ptr_array_index (division->keys, division->next), division->secret,
                             NULL, stored_cb, division);
  tra_keyring_free_secret (own);
}

static void
old_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Division *division = user_data;
  g_autoptr(GError) error = NULL;
  TraKeyringState state = TRA_KEYRING_UNKNOWN;

  division->secret = tra_keyring_lookup_finish (TRA_KEYRING (source), result, &state, &error);
  if (error != NULL || state != TRA_KEYRING_OPEN)
    end (division, state, error);
  else if (division->secret == NULL)
    go_on (division);
  else
    tra_keyring_lookup_async (TRA_KEYRING (source),
                              g_ptr_array_index (division->keys, division->next), FALSE, NULL,
                              own_looked_up_cb, division);
}

static void
look_for_old (Division *division)
{
  TraKeyringKey key;

  if (division->next == division->keys->len)
    {
      division->next = 0;
      clear_next (division);
      return;
    }
  key = tra_keyring_key_get_old (g_ptr_array_index (division->keys, division->next));
  tra_keyring_lookup_async (division->session->keyring, &key, division->unlock, NULL,
                            old_looked_up_cb, division);
}

/* ---- What is there to be done ---- */

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tra_keyring_key_free);
}

static gboolean
contains (GPtrArray *list, const TraKeyringKey *key)
{
  for (guint i = 0; i < list->len; i++)
    if (tra_keyring_key_equal (g_ptr_array_index (list, i), key))
      return TRUE;

  return FALSE;
}

static GPtrArray *
list_owed (TraSession *self)
{
  GPtrArray *list = new_list ();
  g_autoptr(GVariant) owed = g_settings_get_value (self->settings, OWED);
  TraKeyringKey key = { 0 };
  GVariantIter iter;

  g_variant_iter_init (&iter, owed);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &key.service_url, &key.account_sid, &key.worker))
    g_ptr_array_add (list, tra_keyring_key_copy (&key));
  return list;
}

static Division *
division_new (TraSession *self, const TraKeyringKey *also, gboolean unlock)
{
  Division *division = g_new0 (Division, 1);
  g_autoptr(GPtrArray) owed = list_owed (self);
  g_autoptr(GPtrArray) all = tra_profile_list_keys (self->settings, self->service_url);

  division->session = g_object_ref (self);
  division->unlock = unlock;
  division->keys = new_list ();
  division->old = list_owed (self);
  if (also != NULL)
    g_ptr_array_add (all, tra_keyring_key_copy (also));
  for (guint i = 0; i < all->len; i++)
    {
      const TraKeyringKey *key = g_ptr_array_index (all, i);
      const TraKeyringKey old = tra_keyring_key_get_old (key);

      if (contains (owed, &old) || contains (division->keys, key))
        continue;
      g_ptr_array_add (division->keys, tra_keyring_key_copy (key));
      if (!contains (division->old, &old))
        g_ptr_array_add (division->old, tra_keyring_key_copy (&old));
    }
  return division;
}

/**
 * tra_session_has_own_secrets:
 * @self: a session
 *
 * Returns: whether the keyring holds one secret for each by now, so that there is nothing to wait for
 */
gboolean
tra_session_has_own_secrets (TraSession *self)
{
  return g_settings_get_boolean (self->settings, DONE);
}

/**
 * tra_session_divide_secrets_async:
 * @self: a session
 * @also: (nullable): somebody who is not on the list any more
 * @unlock: ask the agent to unlock the keyring if need be
 * @cancellable: (nullable): a cancellable; what has begun goes on
 * @callback: called when all is done
 * @user_data: for @callback
 *
 * Sees to it that the keyring holds one secret for each, and none of the old ones.
 */
void
tra_session_divide_secrets_async (TraSession *self,
                                  const TraKeyringKey *also,
                                  gboolean unlock,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tra_session_divide_secrets_async);
  /* One after the other could give back what was taken out meanwhile. */
  if (self->dividing != NULL)
    {
      g_ptr_array_add (self->dividing, task);
      return;
    }

  self->dividing = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->dividing, task);
  look_for_old (division_new (self, also, unlock));
}

/**
 * tra_session_divide_secrets_finish:
 * @self: a session
 * @result: from the callback
 * @state: (out): how the keyring was found
 * @error: set if the keyring is absent, silent or broken, or @cancellable was cancelled
 *
 * Returns: whether all is done; if not, it is to be tried again
 */
gboolean
tra_session_divide_secrets_finish (TraSession *self,
                                   GAsyncResult *result,
                                   TraKeyringState *state,
                                   GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *state = GPOINTER_TO_INT (g_task_get_task_data (G_TASK (result)));
  return g_task_propagate_boolean (G_TASK (result), error);
}
