/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_WRAP_UP_BAR (tra_wrap_up_bar_get_type ())
G_DECLARE_FINAL_TYPE (TraWrapUpBar, tra_wrap_up_bar, TRA, WRAP_UP_BAR, AdwBin)

void tra_wrap_up_bar_set_session (TraWrapUpBar *self, TraSession *session);
void tra_wrap_up_bar_set_wanted (TraWrapUpBar *self, gboolean is_wanted);

G_END_DECLS
