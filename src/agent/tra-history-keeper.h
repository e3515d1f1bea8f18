/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-history.h"
#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_HISTORY_KEEPER (tra_history_keeper_get_type ())
G_DECLARE_FINAL_TYPE (TraHistoryKeeper, tra_history_keeper, TRA, HISTORY_KEEPER, GObject)

/* Writes into the history what becomes of each reservation, and how long each status lasts. To be made
 * before the windows: what they do about a call is timed from when this one saw it. */
TraHistoryKeeper *tra_history_keeper_new (TraSession *session, TraHistory *history);

G_END_DECLS
