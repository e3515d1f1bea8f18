/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_READY_CHECK (tra_ready_check_get_type ())
G_DECLARE_FINAL_TYPE (TraReadyCheck, tra_ready_check, TRA, READY_CHECK, AdwWindow)

void tra_ready_check_show (GtkApplication *application, TraSession *session);

G_END_DECLS
