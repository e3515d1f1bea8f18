/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-history.h"
#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_GLANCE (tra_glance_get_type ())
G_DECLARE_FINAL_TYPE (TraGlance, tra_glance, TRA, GLANCE, AdwBin)

void tra_glance_set_session (TraGlance *self, TraSession *session);
void tra_glance_set_history (TraGlance *self, TraHistory *history);

G_END_DECLS
