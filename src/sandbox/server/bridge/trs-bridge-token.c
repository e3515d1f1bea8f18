/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-bridge.h"

#include "http/trs-refusal.h"
#include "trs-bridge-private.h"

/* Whether a worker's token opens anything, now. No helper library takes a clock: tokens are made by
 * the machine's time, however far the sandbox's has been turned. So a token that is seen for the
 * first time is good if it is by either clock; from then on its life passes by the sandbox's, and
 * can be turned to its end. */

/* Of so many tokens it is known by which clock they were good; then all are judged anew. */
#define MAX_OFFSETS 100000

/* What tells a token from others, without being it. */
char *
trs_bridge_digest (const char *token)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}

static gint64
get_seconds (TrClock *clock)
{
  return tr_clock_get_real_time (clock) / G_USEC_PER_SEC;
}

static gboolean
is_about_time (const GError *error)
{
  return g_error_matches (error, TRS_REFUSAL, 20104) ||
         g_error_matches (error, TRS_REFUSAL, 20105);
}

static void
trs_bridge_pin (TrsBridge *self, const char *sum, gint64 offset)
{
  gint64 *value = g_new (gint64, 1);

  if (g_hash_table_size (self->token_offsets) >= MAX_OFFSETS)
    g_hash_table_remove_all (self->token_offsets);
  *value = offset;
  g_hash_table_insert (self->token_offsets, g_strdup (sum), value);
}

static TrsPass *
trs_bridge_judge (TrsBridge *self, const char *token, const char *sum, GError **error)
{
  gint64 now = get_seconds (trs_engine_get_clock (self->engine));
  const gint64 *offset = g_hash_table_lookup (self->token_offsets, sum);
  g_autoptr(GError) cause = NULL;
  TrsPass *pass = trs_pass_new (token, self->keyring, now + (offset != NULL ? *offset : 0), &cause);

  if (pass == NULL && offset == NULL && self->line != NULL && is_about_time (cause))
    {
      gint64 by = get_seconds (self->line) - now;

      pass = trs_pass_new (token, self->keyring, now + by, NULL);
      if (pass != NULL)
        trs_bridge_pin (self, sum, by);
    }
  else if (pass != NULL && offset == NULL)
    trs_bridge_pin (self, sum, trs_pass_get_lead (pass));
  if (pass == NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  return pass;
}

/**
 * trs_bridge_verify:
 * @self: a bridge
 * @token: as the caller gave it
 * @error: a %TRS_REFUSAL, 20101 to 20107
 *
 * Returns: (transfer full) (nullable): what the token opens, now
 */
TrsPass *
trs_bridge_verify (TrsBridge *self, const char *token, GError **error)
{
  g_autofree char *sum = trs_bridge_digest (token);
  g_autoptr(TrsPass) pass = trs_bridge_judge (self, token, sum, error);

  if (pass == NULL)
    return NULL;
  if (g_hash_table_contains (self->expired, sum))
    {
      g_set_error_literal (error, TRS_REFUSAL, 20104,
                           "Access Token expired or expiration date invalid");
      return NULL;
    }
  if (trs_pass_get_channel (pass) != NULL)
    g_hash_table_replace (self->tokens, g_strdup (trs_pass_get_channel (pass)),
                          g_steal_pointer (&sum));
  return g_steal_pointer (&pass);
}
