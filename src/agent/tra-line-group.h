/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_LINE_GROUP (tra_line_group_get_type ())
G_DECLARE_FINAL_TYPE (TraLineGroup, tra_line_group, TRA, LINE_GROUP, AdwBin)

void tra_line_group_set_session (TraLineGroup *self, TraSession *session);

G_END_DECLS
