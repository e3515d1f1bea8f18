/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-webhook.h"
#include "state/trs-inputs.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* The engine's way out: sends over HTTP what it asks of programs, and tells it the answers. */
typedef struct _TrsWebClient TrsWebClient;

TrsWebClient *trs_web_client_new (TrsEngine *engine, TrsWebhook *webhook, TrsInputs *inputs);
void trs_web_client_free (TrsWebClient *self);

void trs_web_client_add_input (TrsInputs *inputs, TrsEngine *engine);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsWebClient, trs_web_client_free)

G_END_DECLS
