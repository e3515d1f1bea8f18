/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char *trs_signature_new (const char *auth_token, const char *url, JsonObject *parameters);

G_END_DECLS
