/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "state/trs-inputs.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* Alerts of what came of a request to a program: they come from outside, and so are inputs. */
void trs_callback_alert_raise (TrsInputs *inputs,
                               TrsEngine *engine,
                               const char *workspace_sid,
                               int code,
                               const char *resource_type,
                               const char *resource_sid,
                               const char *text);
void trs_callback_alert_add_input (TrsInputs *inputs, TrsEngine *engine);

G_END_DECLS
