/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

gboolean tra_background_keeps_running (TraSession *session);
void tra_background_tell_once (GApplication *application, TraSession *session);

G_END_DECLS
