/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrRedactFlags:
 * @TR_REDACT_SECRETS: tokens, secrets and passwords only
 * @TR_REDACT_PHONE_NUMBERS: phone numbers too, but for their last two digits
 */
typedef enum
{
  TR_REDACT_SECRETS = 0,
  TR_REDACT_PHONE_NUMBERS = 1 << 0,
} TrRedactFlags;

char *tr_redact (const char *text, TrRedactFlags flags);
char *tr_redact_line (const char *text, gsize max_chars);

G_END_DECLS
