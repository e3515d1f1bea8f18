/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-application.h"

G_BEGIN_DECLS

/* The application's actions: what a user can do, wherever it is done from. */
void tra_actions_install (TraApplication *application);
void tra_actions_update (TraApplication *application);

G_END_DECLS
