/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

GPtrArray *tra_tray_menu_new (TraSession *session, GActionGroup *actions);

G_END_DECLS
