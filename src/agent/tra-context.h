/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-history.h"
#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_CONTEXT (tra_context_get_type ())
G_DECLARE_FINAL_TYPE (TraContext, tra_context, TRA, CONTEXT, AdwBin)

void tra_context_set_session (TraContext *self, TraSession *session);
void tra_context_set_history (TraContext *self, TraHistory *history);
void tra_context_write_note (TraContext *self);

G_END_DECLS
