/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-scene.h"

G_BEGIN_DECLS

#define TRA_TYPE_HERO (tra_hero_get_type ())
G_DECLARE_FINAL_TYPE (TraHero, tra_hero, TRA, HERO, AdwBin)

void tra_hero_set_session (TraHero *self, TraSession *session);

G_END_DECLS
