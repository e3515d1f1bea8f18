/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-secret.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

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

/**
 * tr_secret_begin:
 *
 * From here on the process holds an account's secret: no core file and no other process may have it.
 *
 * Source: core(5): a piped core_pattern knows no RLIMIT_CORE; prctl(2), PR_SET_DUMPABLE.
 */
void
tr_secret_begin (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/**
 * tr_secret_end:
 *
 * No secret is held from here on, and leak checkers look at their own process from outside.
 */
void
tr_secret_end (void)
{
  prctl (PR_SET_DUMPABLE, 1, 0, 0, 0);
}
