/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "tr-clock.h"

G_BEGIN_DECLS

/* Who connects and does not say all of a request in time is sent away. */
typedef struct _TrsPatience TrsPatience;

TrsPatience *trs_patience_new (SoupServer *server, TrClock *clock, gint64 patience);
void trs_patience_free (TrsPatience *self);

void trs_patience_watch (TrsPatience *self, GSocket *socket, GSocketAddress *remote);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsPatience, trs_patience_free)

G_END_DECLS
