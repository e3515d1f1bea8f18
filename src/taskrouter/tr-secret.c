/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-secret.h"

#include <string.h>

/**
 * tr_secret_free:
 * @secret: (nullable) (transfer full): text from g_malloc()
 *
 * Wipes the text and frees it.
 */
void
tr_secret_free (TrSecret *secret)
{
  if (secret == NULL)
    return;

  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
