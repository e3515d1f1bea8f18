/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-application.h"

G_BEGIN_DECLS

/* Those of the application's actions that are about a task: its notes and its end. */
void tra_task_actions_install (TraApplication *application);
void tra_task_actions_update (TraApplication *application);

G_END_DECLS
