/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-history.h"

G_BEGIN_DECLS

#define TRA_TYPE_TODAY_PAGE (tra_today_page_get_type ())
G_DECLARE_FINAL_TYPE (TraTodayPage, tra_today_page, TRA, TODAY_PAGE, AdwBin)

void tra_today_page_set_history (TraTodayPage *self, TraHistory *history);

G_END_DECLS
