/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_TASK_CARD (tra_task_card_get_type ())
G_DECLARE_FINAL_TYPE (TraTaskCard, tra_task_card, TRA, TASK_CARD, GtkToggleButton)

GtkWidget *tra_task_card_new (TraSession *session, TrReservation *reservation);
void tra_task_card_update (TraTaskCard *self);

G_END_DECLS
