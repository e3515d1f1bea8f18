/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-log.h"
#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_LOG_KEEPER (tra_log_keeper_get_type ())
G_DECLARE_FINAL_TYPE (TraLogKeeper, tra_log_keeper, TRA, LOG_KEEPER, GObject)

/* Writes down what happens to a session. */
TraLogKeeper *tra_log_keeper_new (TraSession *session, TraLog *log);

G_END_DECLS
