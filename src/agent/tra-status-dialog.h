/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-application.h"

G_BEGIN_DECLS

/* Takes a status for the agent; asks first if somebody waits for an answer and would be sent away. */
void tra_status_dialog_take (TraApplication *application, TrActivity *activity);

G_END_DECLS
