/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-keyring-key.h"

/**
 * tra_keyring_key_copy:
 * @key: a key
 *
 * Returns: (transfer full): one like it, whose strings are its own
 */
TraKeyringKey *
tra_keyring_key_copy (const TraKeyringKey *key)
{
  TraKeyringKey *copy = g_new0 (TraKeyringKey, 1);

  copy->service_url = g_strdup (key->service_url);
  copy->account_sid = g_strdup (key->account_sid);
  copy->worker = g_strdup (key->worker);
  copy->worker_sid = g_strdup (key->worker_sid);
  return copy;
}

/**
 * tra_keyring_key_free:
 * @key: (transfer full): from tra_keyring_key_copy()
 */
void
tra_keyring_key_free (TraKeyringKey *key)
{
  g_free ((char *) key->service_url);
  g_free ((char *) key->account_sid);
  g_free ((char *) key->worker);
  g_free ((char *) key->worker_sid);
  g_free (key);
}

/**
 * tra_keyring_key_equal:
 * @key: a key
 * @other: another one
 *
 * Returns: whether both find the same secret
 */
gboolean
tra_keyring_key_equal (const TraKeyringKey *key, const TraKeyringKey *other)
{
  return g_str_equal (key->service_url, other->service_url) &&
         g_str_equal (key->account_sid, other->account_sid) &&
         g_str_equal (key->worker, other->worker) &&
         g_strcmp0 (key->worker_sid, other->worker_sid) == 0;
}

/**
 * tra_keyring_key_get_old:
 * @key: a key
 *
 * Returns: what a version before found the secret by, without the worker's SID; its strings are
 *   those of @key
 */
TraKeyringKey
tra_keyring_key_get_old (const TraKeyringKey *key)
{
  return (TraKeyringKey) { key->service_url, key->account_sid, key->worker, NULL };
}
