/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

/* Accept that got no clear answer: whether the service took it nobody knows yet. */
gboolean tra_session_is_unclear (TraSession *self, TrReservation *reservation);

G_END_DECLS
