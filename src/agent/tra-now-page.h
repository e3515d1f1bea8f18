/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-history.h"
#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_NOW_PAGE (tra_now_page_get_type ())
G_DECLARE_FINAL_TYPE (TraNowPage, tra_now_page, TRA, NOW_PAGE, AdwBin)

void tra_now_page_set_session (TraNowPage *self, TraSession *session);
void tra_now_page_set_history (TraNowPage *self, TraHistory *history);
void tra_now_page_write_note (TraNowPage *self);

G_END_DECLS
