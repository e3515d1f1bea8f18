/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_ELSEWHERE (tra_elsewhere_get_type ())
G_DECLARE_FINAL_TYPE (TraElsewhere, tra_elsewhere, TRA, ELSEWHERE, GObject)

/* Asks whether to take over, when another desk of the agent's has. */
TraElsewhere *tra_elsewhere_new (GtkApplication *application, TraSession *session);

G_END_DECLS
