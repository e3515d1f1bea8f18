/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_phone_to_json (TrsPhone *phone);
JsonObject *trs_phone_unused_to_json (const char *address);
JsonArray *trs_phone_list_to_json (TrsEngine *engine, guint max);
gboolean trs_phone_is_somebodys (TrsEngine *engine, const char *address);

G_END_DECLS
