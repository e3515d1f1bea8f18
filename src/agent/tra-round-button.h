/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TRA_TYPE_ROUND_BUTTON (tra_round_button_get_type ())
G_DECLARE_FINAL_TYPE (TraRoundButton, tra_round_button, TRA, ROUND_BUTTON, AdwBin)

void tra_round_button_follow (TraRoundButton *self, const char *busy_verb);

G_END_DECLS
