/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-facts.h"

G_BEGIN_DECLS

/* What the administrator wants to be seen of a caller: pairs of an attribute and its label, in
 * order; the type of the setting "caller-details". */
#define TRA_FACTS_LAYOUT_TYPE "a(ss)"

GPtrArray *tra_facts_layout_apply (GVariant *layout, TrReservation *reservation, guint *n_first);
gboolean tra_facts_layout_is_set (GVariant *layout);

G_END_DECLS
