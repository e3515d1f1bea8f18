/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-log.h"

G_BEGIN_DECLS

#define TRA_TYPE_LOG_PAGE (tra_log_page_get_type ())
G_DECLARE_FINAL_TYPE (TraLogPage, tra_log_page, TRA, LOG_PAGE, AdwBin)

void tra_log_page_set_log (TraLogPage *self, TraLog *log);
void tra_log_page_start_search (TraLogPage *self);

G_END_DECLS
