/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-ring.h"
#include "tra-scene.h"

G_BEGIN_DECLS

/* The clock of what goes on, in a ring that is small. */
void tra_scene_ring_show (TraScene *scene, TraSession *session, TraRing *ring);

G_END_DECLS
