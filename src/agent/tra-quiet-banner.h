/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-do-not-disturb.h"
#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_QUIET_BANNER (tra_quiet_banner_get_type ())
G_DECLARE_FINAL_TYPE (TraQuietBanner, tra_quiet_banner, TRA, QUIET_BANNER, AdwBin)

void tra_quiet_banner_follow (TraQuietBanner *self,
                              TraSession *session,
                              TraDoNotDisturb *do_not_disturb);

G_END_DECLS
