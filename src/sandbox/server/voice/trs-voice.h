/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-router.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* The 2010 API, as far as voice goes: a file for each resource, and what they share. */
void trs_voice_add_routes (TrsRouter *router, TrsEngine *engine);

#define TRS_VOICE_ACCOUNT "/2010-04-01/Accounts/{AccountSid}"

TrsAccount *trs_voice_get_account (TrsRequest *request, TrsEngine *engine);
gboolean trs_voice_check_dates (TrsRequest *request, const char *first, const char *second);
gboolean trs_voice_date_fits (TrsForm *query, const char *name, gint64 date);

void trs_voice_add_calls (TrsRouter *router, TrsEngine *engine);
void trs_voice_add_conferences (TrsRouter *router, TrsEngine *engine);
void trs_voice_add_members (TrsRouter *router, TrsEngine *engine);
void trs_voice_add_numbers (TrsRouter *router, TrsEngine *engine);
void trs_voice_add_participants (TrsRouter *router, TrsEngine *engine);
void trs_voice_add_recordings (TrsRouter *router, TrsEngine *engine);
void trs_voice_add_queues (TrsRouter *router, TrsEngine *engine);

G_END_DECLS
