/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-digest.h"

#include <string.h>
#include <sys/random.h>

#define DIGEST_BYTES 32

/**
 * tsv_digest_new:
 * @kind: what it is: the same bytes as another kind have another digest
 * @data: what must not be kept
 * @length: its length
 *
 * Returns: (transfer full): its SHA-256
 */
GBytes *
tsv_digest_new (const char *kind, gconstpointer data, gsize length)
{
  GChecksum *checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[DIGEST_BYTES];
  gsize size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) kind, (gssize) strlen (kind) + 1);
  g_checksum_update (checksum, data, (gssize) length);
  g_checksum_get_digest (checksum, digest, &size);
  g_checksum_free (checksum);
  return g_bytes_new (digest, size);
}

GBytes *
tsv_digest_new_text (const char *kind, const char *text)
{
  return tsv_digest_new (kind, text, strlen (text));
}

/**
 * tsv_digest_is_equal:
 *
 * Returns: whether they are the same, in a time that does not tell where they differ
 */
gboolean
tsv_digest_is_equal (GBytes *left, GBytes *right)
{
  gsize left_size;
  gsize right_size;
  const guint8 *a = g_bytes_get_data (left, &left_size);
  const guint8 *b = g_bytes_get_data (right, &right_size);
  guint8 difference = 0;

  if (left_size != right_size)
    return FALSE;
  for (gsize i = 0; i < left_size; i++)
    difference |= (guint8) (a[i] ^ b[i]);
  return difference == 0;
}

/**
 * tsv_digest_fill_random:
 * @buffer: to fill
 * @length: at most 256 bytes: then the kernel gives all or nothing
 *
 * Source: getrandom(2).
 */
gboolean
tsv_digest_fill_random (gpointer buffer, gsize length)
{
  g_return_val_if_fail (length <= 256, FALSE);

  return getrandom (buffer, length, 0) == (ssize_t) length;
}
