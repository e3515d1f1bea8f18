/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-refresh.h"

#include <string.h>

#include "tsv-digest.h"

#define PREFIX "tsr_"
#define N_BYTES (TSV_REFRESH_FAMILY_BYTES + TSV_REFRESH_SECRET_BYTES)
#define TEXT_LENGTH (N_BYTES / 3 * 4) /* 48 bytes need no padding */

G_STATIC_ASSERT (N_BYTES % 3 == 0);

static void
set (TsvRefresh *self, const guint8 *bytes)
{
  self->family = g_bytes_new (bytes, TSV_REFRESH_FAMILY_BYTES);
  self->secret =
    tsv_digest_new ("refresh", bytes + TSV_REFRESH_FAMILY_BYTES, TSV_REFRESH_SECRET_BYTES);
}

/* base64url, RFC 4648 section 5 */
static char *
encode (const guint8 *bytes)
{
  g_autofree char *text = g_base64_encode (bytes, N_BYTES);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  return g_strconcat (PREFIX, text, NULL);
}

/**
 * tsv_refresh_new:
 * @self: (out): to fill
 * @family: (nullable): of the session that goes on; %NULL begins one
 * @text: (out) (transfer full): what the client gets, and nobody else
 *
 * Returns: %FALSE where the kernel has no random numbers
 */
gboolean
tsv_refresh_new (TsvRefresh *self, GBytes *family, char **text)
{
  guint8 bytes[N_BYTES];

  if (!tsv_digest_fill_random (bytes, sizeof bytes))
    return FALSE;
  if (family != NULL)
    memcpy (bytes, g_bytes_get_data (family, NULL), TSV_REFRESH_FAMILY_BYTES);
  set (self, bytes);
  *text = encode (bytes);
  explicit_bzero (bytes, sizeof bytes);
  return TRUE;
}

/**
 * tsv_refresh_parse:
 * @self: (out): to fill
 * @text: what somebody says is a refresh token
 *
 * Returns: whether it has the form of one
 */
gboolean
tsv_refresh_parse (TsvRefresh *self, const char *text)
{
  g_autofree char *base64 = NULL;
  g_autofree guchar *bytes = NULL;
  gsize length;

  if (!g_str_has_prefix (text, PREFIX) || strlen (text) != strlen (PREFIX) + TEXT_LENGTH)
    return FALSE;
  base64 = g_strdup (text + strlen (PREFIX));
  for (char *c = base64; *c != '\0'; c++)
    {
      if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_')
        return FALSE;
    }
  g_strdelimit (base64, "-", '+');
  g_strdelimit (base64, "_", '/');
  bytes = g_base64_decode (base64, &length);
  if (length != N_BYTES)
    return FALSE;
  set (self, bytes);
  explicit_bzero (bytes, length);
  explicit_bzero (base64, strlen (base64));
  return TRUE;
}

void
tsv_refresh_clear (TsvRefresh *self)
{
  g_clear_pointer (&self->family, g_bytes_unref);
  g_clear_pointer (&self->secret, g_bytes_unref);
}
