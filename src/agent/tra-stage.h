/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-application.h"

G_BEGIN_DECLS

#define TRA_TYPE_STAGE (tra_stage_get_type ())
G_DECLARE_FINAL_TYPE (TraStage, tra_stage, TRA, STAGE, GObject)

/* The windows of the program: the one that fits the session's phase, and the popup beside it. */
TraStage *tra_stage_new (TraApplication *application);

void tra_stage_update (TraStage *self);
void tra_stage_present (TraStage *self);
void tra_stage_hide (TraStage *self);
void tra_stage_await (TraStage *self);
void tra_stage_close (TraStage *self);
GtkWindow *tra_stage_get_window (TraStage *self); /* nullable */

G_END_DECLS
