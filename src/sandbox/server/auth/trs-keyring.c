/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-keyring.h"

#include <string.h>

typedef struct
{
  char *secret;
  char *account_sid;
} Key;

struct _TrsKeyring
{
  GHashTable *keys; /* user name → Key */
};

static void
key_free (gpointer data)
{
  Key *key = data;

  g_free (key->secret);
  g_free (key->account_sid);
  g_free (key);
}

TrsKeyring *
trs_keyring_new (void)
{
  TrsKeyring *self = g_new0 (TrsKeyring, 1);

  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, key_free);
  return self;
}

void
trs_keyring_free (TrsKeyring *self)
{
  g_hash_table_unref (self->keys);
  g_free (self);
}

/**
 * trs_keyring_clear:
 * @self: a keyring
 *
 * Forgets everyone.
 */
void
trs_keyring_clear (TrsKeyring *self)
{
  g_hash_table_remove_all (self->keys);
}

/**
 * trs_keyring_add:
 * @self: a keyring
 * @user: an account SID or an API key's SID
 * @secret: the auth token, or the key's secret
 * @account_sid: whose it is
 */
void
trs_keyring_add (TrsKeyring *self, const char *user, const char *secret, const char *account_sid)
{
  Key *key = g_new0 (Key, 1);

  key->secret = g_strdup (secret);
  key->account_sid = g_strdup (account_sid);
  g_hash_table_insert (self->keys, g_strdup (user), key);
}

/**
 * trs_keyring_get_secret:
 * @self: a keyring
 * @user: an account SID or an API key's SID
 *
 * Returns: (nullable): its secret
 */
const char *
trs_keyring_get_secret (TrsKeyring *self, const char *user)
{
  Key *key = g_hash_table_lookup (self->keys, user);

  return key != NULL ? key->secret : NULL;
}

/**
 * trs_keyring_get_account:
 * @self: a keyring
 * @user: an account SID or an API key's SID
 *
 * Returns: (nullable): the account that it belongs to
 */
const char *
trs_keyring_get_account (TrsKeyring *self, const char *user)
{
  Key *key = g_hash_table_lookup (self->keys, user);

  return key != NULL ? key->account_sid : NULL;
}

/**
 * trs_keyring_equal:
 *
 * Returns: whether two secrets are equal, in a time that depends on the right one's length only
 */
gboolean
trs_keyring_equal (const void *left, gsize left_size, const void *right, gsize right_size)
{
  const volatile guint8 *a = left;
  const volatile guint8 *b = right;
  guint8 differs = left_size != right_size;

  for (gsize i = 0; i < right_size; i++)
    differs |= (left_size != 0 ? a[i % left_size] : 0) ^ b[i];
  return differs == 0;
}

/**
 * trs_keyring_check:
 * @self: a keyring
 * @user: as the caller gave it
 * @secret: as the caller gave it
 *
 * Returns: (nullable): the account that these credentials open
 */
const char *
trs_keyring_check (TrsKeyring *self, const char *user, const char *secret)
{
  Key *key = g_hash_table_lookup (self->keys, user);

  if (key == NULL ||
      !trs_keyring_equal (key->secret, strlen (key->secret), secret, strlen (secret)))
    return NULL;
  return key->account_sid;
}

/**
 * trs_keyring_check_basic:
 * @self: a keyring
 * @header: (nullable): the Authorization header
 *
 * Returns: (nullable): the account that its Basic credentials open
 */
const char *
trs_keyring_check_basic (TrsKeyring *self, const char *header)
{
  g_autofree char *decoded = NULL;
  gsize length = 0;
  char *colon;

  if (header == NULL || g_ascii_strncasecmp (header, "Basic ", strlen ("Basic ")) != 0)
    return NULL;

  decoded = (char *) g_base64_decode (header + strlen ("Basic "), &length);
  /* g_base64_decode() reserves room for a NUL but promises none. */
  decoded = g_realloc (decoded, length + 1);
  decoded[length] = '\0';
  colon = strchr (decoded, ':');
  if (colon == NULL || strlen (decoded) != length)
    return NULL;
  *colon = '\0';
  return trs_keyring_check (self, decoded, colon + 1);
}
