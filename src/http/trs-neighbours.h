/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-wire.h"

G_BEGIN_DECLS

/* Who connects from one address of IPv4, or one network of IPv6, and says nothing. */
typedef struct _TrsNeighbour TrsNeighbour;

/* All of them. */
typedef struct _TrsNeighbours TrsNeighbours;

TrsNeighbours *trs_neighbours_new (guint max_silent);
void trs_neighbours_free (TrsNeighbours *self);

TrsNeighbour *trs_neighbours_find (TrsNeighbours *self, const TrsPeer *peer);
TrsNeighbour *trs_neighbours_find_address (TrsNeighbours *self, GInetAddress *address);
void trs_neighbours_drop (TrsNeighbours *self, TrsNeighbour *neighbour);

gpointer trs_neighbours_add_silent (TrsNeighbours *self, TrsNeighbour *neighbour, GList *link);
void trs_neighbours_remove_silent (TrsNeighbour *neighbour, GList *link);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsNeighbours, trs_neighbours_free)

G_END_DECLS
