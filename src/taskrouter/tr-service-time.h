/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tr-clock.h"

G_BEGIN_DECLS

/**
 * TrServiceTime:
 *
 * What the service's clock shows, worked out from what it writes into its answers and events.
 */
typedef struct _TrServiceTime TrServiceTime;

TrServiceTime *tr_service_time_new (TrClock *clock);
void tr_service_time_free (TrServiceTime *self);

void tr_service_time_add_answer (TrServiceTime *self, gint64 sent, const char *date);
void tr_service_time_add_event (TrServiceTime *self, gint64 date);
gint64 tr_service_time_get (TrServiceTime *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrServiceTime, tr_service_time_free)

G_END_DECLS
