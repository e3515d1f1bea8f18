/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_NOTIFIER (tra_notifier_get_type ())
G_DECLARE_FINAL_TYPE (TraNotifier, tra_notifier, TRA, NOTIFIER, GObject)

/* The desktop's notifications: one for each offer, and one for what was missed. */
TraNotifier *tra_notifier_new (GApplication *application, TraSession *session);

void tra_notifier_withdraw_all (TraNotifier *self);

G_END_DECLS
