/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-clock.h"

G_BEGIN_DECLS

/**
 * TrsWait:
 * @TRS_WAIT_NONE: for nothing
 * @TRS_WAIT_ASK: for all of a request
 * @TRS_WAIT_IDLE: for another request on a connection that had one
 * @TRS_WAIT_TAKE: until the other side has taken an answer
 * @TRS_WAIT_LINGER: until the other side has heard that it is over
 *
 * What a connection waits for. Each has its own patience, so who waits for the same is late in the order
 * in which the waiting began: no timer of its own is needed.
 */
typedef enum
{
  TRS_WAIT_NONE,
  TRS_WAIT_ASK,
  TRS_WAIT_IDLE,
  TRS_WAIT_TAKE,
  TRS_WAIT_LINGER,
  TRS_N_WAITS,
} TrsWait;

/* Part of whatever waits. */
typedef struct
{
  GList link; /* its data is whoever waits */
  TrsWait wait;
  gint64 since; /* monotonic */
} TrsWaiter;

typedef struct _TrsWaits TrsWaits;

/* Somebody waited too long; does not wait any more when this is called. */
typedef void (*TrsWaitsFunc) (gpointer waiter, gpointer user_data);

TrsWaits *trs_waits_new (TrClock *clock, TrsWaitsFunc func, gpointer user_data);
void trs_waits_free (TrsWaits *self);

void trs_waits_set (TrsWaits *self, TrsWaiter *waiter, TrsWait wait);
gpointer trs_waits_get_first (TrsWaits *self, TrsWait wait);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsWaits, trs_waits_free)

G_END_DECLS
