/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-keyring.h"

struct _TraKeyring
{
  GObject parent_instance;
};

static GHashTable *secrets; /* "service|account|worker|SID" → secret */
static TraKeyringState present_state = TRA_KEYRING_OPEN;
static gboolean unlocks_when_asked;

G_DEFINE_FINAL_TYPE (TraKeyring, tra_keyring, G_TYPE_OBJECT)

static void
tra_keyring_class_init (TraKeyringClass *klass)
{
}

static void
tra_keyring_init (TraKeyring *self)
{
}

static char *
name_of (const TraKeyringKey *key)
{
  return g_strjoin ("|", key->service_url, key->account_sid, key->worker, key->worker_sid, NULL);
}

void
fake_keyring_reset (TraKeyringState state)
{
  g_clear_pointer (&secrets, g_hash_table_unref);
  secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  present_state = state;
  unlocks_when_asked = FALSE;
}

void
fake_keyring_set_state (TraKeyringState state)
{
  present_state = state;
}

void
fake_keyring_set_unlocks (gboolean unlocks)
{
  unlocks_when_asked = unlocks;
}

void
fake_keyring_put (const TraKeyringKey *key, const char *secret)
{
  g_hash_table_replace (secrets, name_of (key), g_strdup (secret));
}

char *
fake_keyring_dup (const TraKeyringKey *key)
{
  g_autofree char *name = name_of (key);

  return g_strdup (g_hash_table_lookup (secrets, name));
}

TraKeyring *
tra_keyring_new (TrClock *clock)
{
  return g_object_new (TRA_TYPE_KEYRING, NULL);
}

static GTask *
new_task (TraKeyring *self,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data,
          TraKeyringState state)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, GINT_TO_POINTER (state), NULL);
  if (state == TRA_KEYRING_ABSENT)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No keyring");
  return task;
}

void
tra_keyring_lookup_async (TraKeyring *self,
                          const TraKeyringKey *key,
                          gboolean unlock,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autofree char *secret = fake_keyring_dup (key);
  g_autoptr(GTask) task = NULL;
  TraKeyringState state;

  if (unlock && unlocks_when_asked)
    present_state = TRA_KEYRING_OPEN;
  /* A locked keyring tells so of what it holds only. */
  state = present_state == TRA_KEYRING_LOCKED && secret == NULL ? TRA_KEYRING_OPEN : present_state;
  task = new_task (self, cancellable, callback, user_data, state);
  if (state == TRA_KEYRING_OPEN)
    g_task_return_pointer (task, g_steal_pointer (&secret), g_free);
  else if (state == TRA_KEYRING_LOCKED)
    g_task_return_pointer (task, NULL, NULL);
}

char *
tra_keyring_lookup_finish (TraKeyring *self,
                           GAsyncResult *result,
                           TraKeyringState *state,
                           GError **error)
{
  *state = GPOINTER_TO_INT (g_task_get_task_data (G_TASK (result)));
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
change (TraKeyring *self,
        const TraKeyringKey *key,
        const char *secret,
        GCancellable *cancellable,
        GAsyncReadyCallback callback,
        gpointer user_data)
{
  g_autoptr(GTask) task = new_task (self, cancellable, callback, user_data, present_state);
  g_autofree char *name = name_of (key);

  if (present_state == TRA_KEYRING_ABSENT)
    return;
  if (present_state == TRA_KEYRING_LOCKED)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "Locked");
      return;
    }

  if (secret != NULL)
    fake_keyring_put (key, secret);
  else
    g_hash_table_remove (secrets, name);
  g_task_return_boolean (task, TRUE);
}

void
tra_keyring_store_async (TraKeyring *self,
                         const TraKeyringKey *key,
                         const char *secret,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  change (self, key, secret, cancellable, callback, user_data);
}

void
tra_keyring_clear_async (TraKeyring *self,
                         const TraKeyringKey *key,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  change (self, key, NULL, cancellable, callback, user_data);
}

gboolean
tra_keyring_finish (TraKeyring *self,
                    GAsyncResult *result,
                    TraKeyringState *state,
                    GError **error)
{
  *state = GPOINTER_TO_INT (g_task_get_task_data (G_TASK (result)));
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tra_keyring_free_secret (char *secret)
{
  g_free (secret);
}
