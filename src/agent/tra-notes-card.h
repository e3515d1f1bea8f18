/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_NOTES_CARD (tra_notes_card_get_type ())
G_DECLARE_FINAL_TYPE (TraNotesCard, tra_notes_card, TRA, NOTES_CARD, AdwBin)

void tra_notes_card_set_session (TraNotesCard *self, TraSession *session);
void tra_notes_card_write (TraNotesCard *self); /* the next key is a letter of the notes */

G_END_DECLS
