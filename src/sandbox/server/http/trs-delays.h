/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "tr-clock.h"

G_BEGIN_DECLS

/* Answers that wait for the sandbox's clock to send them. */
typedef struct _TrsDelays TrsDelays;

TrsDelays *trs_delays_new (TrClock *clock);
void trs_delays_free (TrsDelays *self);

void trs_delays_add (TrsDelays *self, SoupServerMessage *message, gint64 by);
void trs_delays_add_cut (TrsDelays *self, SoupServerMessage *message, gint64 by);
void trs_delays_end (TrsDelays *self);

G_END_DECLS
