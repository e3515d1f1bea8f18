/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_AWAY_BANNER (tra_away_banner_get_type ())
G_DECLARE_FINAL_TYPE (TraAwayBanner, tra_away_banner, TRA, AWAY_BANNER, AdwBin)

void tra_away_banner_set_session (TraAwayBanner *self, TraSession *session);

G_END_DECLS
