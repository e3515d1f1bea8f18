/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_NEXT_STATUS (tra_next_status_get_type ())
G_DECLARE_FINAL_TYPE (TraNextStatus, tra_next_status, TRA, NEXT_STATUS, AdwBin)

void tra_next_status_update (TraNextStatus *self, TraSession *session);

G_END_DECLS
