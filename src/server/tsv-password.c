/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-password.h"

#include <crypt.h>
#include <errno.h>
#include <string.h>

/* Equal or not takes the same time, so that nobody learns how much of it was right. */
static gboolean
is_equal (const char *left, const char *right)
{
  gsize length = strlen (left);
  guint8 difference = 0;

  if (strlen (right) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guint8) (left[i] ^ right[i]);
  return difference == 0;
}

/* crypt_ra()'s memory had the password in it. */
static void
free_memory (void *memory, int size)
{
  if (memory == NULL)
    return;
  explicit_bzero (memory, (size_t) size);
  free (memory);
}

/**
 * tsv_password_hash:
 * @password: at most #TSV_PASSWORD_MAX bytes
 * @cost: of yescrypt, 1 to 11: each step doubles time and memory
 * @error: a %G_IO_ERROR
 *
 * Blocks for as long as @cost says.
 *
 * Source: crypt(5), "yescrypt"; crypt_ra(3).
 *
 * Returns: (transfer full) (nullable): what to keep instead of the password, with a salt of its own
 */
char *
tsv_password_hash (const char *password, int cost, GError **error)
{
  char *setting = crypt_gensalt_ra ("$y$", (unsigned long) cost, NULL, 0);
  void *memory = NULL;
  int size = 0;
  const char *hash = setting != NULL ? crypt_ra (password, setting, &memory, &size) : NULL;
  char *copy = NULL;

  if (hash != NULL && *hash != '*')
    copy = g_strdup (hash);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The password can't be hashed: %s",
                 g_strerror (errno));
  free_memory (memory, size);
  free (setting);
  return copy;
}

/**
 * tsv_password_verify:
 * @password: at most #TSV_PASSWORD_MAX bytes
 * @hash: from tsv_password_hash()
 *
 * Blocks for as long as @hash says.
 */
gboolean
tsv_password_verify (const char *password, const char *hash)
{
  void *memory = NULL;
  int size = 0;
  const char *again = crypt_ra (password, hash, &memory, &size);
  gboolean is_right = again != NULL && *again != '*' && is_equal (again, hash);

  free_memory (memory, size);
  return is_right;
}
