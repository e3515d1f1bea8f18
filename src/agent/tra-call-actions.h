/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-application.h"

G_BEGIN_DECLS

/* The application's actions on the line of a call. */
void tra_call_actions_install (TraApplication *application);
void tra_call_actions_update (TraApplication *application);

G_END_DECLS
