/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-facts.h"

G_BEGIN_DECLS

/* How facts are made, for those who choose which. */
#define TRA_FACTS_MAX_VALUE 200

GPtrArray *tra_facts_new (void);
void tra_facts_take (GPtrArray *facts, const char *label, char *value);
char *tra_facts_dup_value (JsonNode *node);
char *tra_facts_dup_label (const char *name);

G_END_DECLS
