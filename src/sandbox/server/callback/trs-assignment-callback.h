/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-webhook.h"
#include "state/trs-inputs.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* Asks the programs that workflows name what to do with each reservation. */
typedef struct _TrsAssignmentCallback TrsAssignmentCallback;

TrsAssignmentCallback *trs_assignment_callback_new (TrsEngine *engine,
                                                    TrsWebhook *webhook,
                                                    TrsInputs *inputs);
void trs_assignment_callback_free (TrsAssignmentCallback *self);
void trs_assignment_callback_open (TrsAssignmentCallback *self);

G_END_DECLS
