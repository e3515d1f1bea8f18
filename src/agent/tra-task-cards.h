/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_TASK_CARDS (tra_task_cards_get_type ())
G_DECLARE_FINAL_TYPE (TraTaskCards, tra_task_cards, TRA, TASK_CARDS, AdwBin)

void tra_task_cards_set_session (TraTaskCards *self, TraSession *session);

G_END_DECLS
