/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_recording_to_2010 (gpointer recording, const char *base_url);
JsonObject *trs_call_recording_to_2010 (gpointer recording, const char *base_url);
JsonObject *trs_conference_recording_to_2010 (gpointer recording, const char *base_url);

G_END_DECLS
