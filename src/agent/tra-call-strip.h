/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_CALL_STRIP (tra_call_strip_get_type ())
G_DECLARE_FINAL_TYPE (TraCallStrip, tra_call_strip, TRA, CALL_STRIP, AdwBin)

void tra_call_strip_set_session (TraCallStrip *self, TraSession *session);
void tra_call_strip_set_wanted (TraCallStrip *self, gboolean is_wanted);

G_END_DECLS
