/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tr-client-queues.h"

G_BEGIN_DECLS

#define TRA_TYPE_WALL_CARD (tra_wall_card_get_type ())
G_DECLARE_FINAL_TYPE (TraWallCard, tra_wall_card, TRA, WALL_CARD, AdwBin)

/* A queue, to be read across a room. */
GtkWidget *tra_wall_card_new (void);
void tra_wall_card_show (TraWallCard *self, TrQueue *queue, gboolean is_passed);
void tra_wall_card_set_scale (TraWallCard *self, int height); /* pixels that the number may have */

G_END_DECLS
