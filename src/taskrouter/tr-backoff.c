/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-backoff.h"

/* The protocol's bounds, in microseconds: min(30 s, 2^k - 1 s), never under 0.8 s. */
#define FLOOR (800 * G_TIME_SPAN_MILLISECOND)
#define CEILING (30 * G_TIME_SPAN_SECOND)
#define LAST_GROWING_TRY 5 /* 2^5 - 1 = 31 s */

struct _TrBackoff
{
  TrRandomFunc random;
  gpointer user_data;
  guint tries;
};

static double
system_random (gpointer user_data)
{
  return g_random_double ();
}

/**
 * tr_backoff_new:
 * @random: (nullable): where the jitter comes from; NULL for the system's
 * @user_data: given to @random
 *
 * Returns: (transfer full): a wait that has not grown yet
 */
TrBackoff *
tr_backoff_new (TrRandomFunc random, gpointer user_data)
{
  TrBackoff *self = g_new0 (TrBackoff, 1);

  self->random = random != NULL ? random : system_random;
  self->user_data = user_data;
  return self;
}

/**
 * tr_backoff_free:
 * @self: (transfer full) (nullable): a back-off
 */
void
tr_backoff_free (TrBackoff *self)
{
  g_free (self);
}

/**
 * tr_backoff_next:
 * @self: a back-off
 *
 * Counts one more failed try. All clients of a service that fell over would otherwise come back in
 * the same second, hence the jitter over the whole range.
 *
 * Returns: microseconds to wait: 0.8 s to 1 s at first, at most 30 s
 *
 * Source: the official SDK's reconnect rule, random between 800 ms and min(30, 2^k - 1) s.
 */
gint64
tr_backoff_next (TrBackoff *self)
{
  gint64 ceiling;

  g_return_val_if_fail (self != NULL, FLOOR);

  self->tries = MIN (self->tries + 1, LAST_GROWING_TRY);
  ceiling = MIN (CEILING, ((G_GINT64_CONSTANT (1) << self->tries) - 1) * G_TIME_SPAN_SECOND);
  return FLOOR + (gint64) (self->random (self->user_data) * (double) (ceiling - FLOOR));
}

/**
 * tr_backoff_reset:
 * @self: a back-off
 *
 * To be called on success: the next wait is short again.
 */
void
tr_backoff_reset (TrBackoff *self)
{
  g_return_if_fail (self != NULL);

  self->tries = 0;
}
