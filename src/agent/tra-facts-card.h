/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-facts.h"

G_BEGIN_DECLS

#define TRA_TYPE_FACTS_CARD (tra_facts_card_get_type ())
G_DECLARE_FINAL_TYPE (TraFactsCard, tra_facts_card, TRA, FACTS_CARD, AdwBin)

void tra_facts_card_set_facts (TraFactsCard *self, GPtrArray *facts, guint n_first);

G_END_DECLS
