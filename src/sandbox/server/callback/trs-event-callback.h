/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-webhook.h"
#include "state/trs-inputs.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* How many events may wait for a program that does not take them; later ones are dropped. */
#define TRS_EVENT_CALLBACK_MAX_WAITING 1000

/* Tells the programs that workspaces name what happens there, one event after the other. */
typedef struct _TrsEventCallback TrsEventCallback;

TrsEventCallback *trs_event_callback_new (TrsEngine *engine,
                                          TrsWebhook *webhook,
                                          TrClock *clock,
                                          TrsInputs *inputs);
void trs_event_callback_free (TrsEventCallback *self);
void trs_event_callback_open (TrsEventCallback *self);

G_END_DECLS
