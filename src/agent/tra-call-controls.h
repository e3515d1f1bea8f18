/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_CALL_CONTROLS (tra_call_controls_get_type ())
G_DECLARE_FINAL_TYPE (TraCallControls, tra_call_controls, TRA, CALL_CONTROLS, AdwBin)

void tra_call_controls_set_session (TraCallControls *self, TraSession *session);
void tra_call_controls_update (TraCallControls *self);

G_END_DECLS
