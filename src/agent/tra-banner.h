/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_BANNER (tra_banner_get_type ())
G_DECLARE_FINAL_TYPE (TraBanner, tra_banner, TRA, BANNER, AdwBin)

void tra_banner_set_session (TraBanner *self, TraSession *session);

G_END_DECLS
