/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_STUCK_BANNER (tra_stuck_banner_get_type ())
G_DECLARE_FINAL_TYPE (TraStuckBanner, tra_stuck_banner, TRA, STUCK_BANNER, AdwBin)

void tra_stuck_banner_set_session (TraStuckBanner *self, TraSession *session);

G_END_DECLS
