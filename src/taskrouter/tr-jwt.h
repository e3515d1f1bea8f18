/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Private: the outside of a token. What is inside is of tr-token-payload. */
#define TR_JWT_MAX_BYTES (64 * 1024)

char *tr_jwt_sign (GChecksumType digest,
                   const char *header,
                   const char *payload,
                   const char *secret);
JsonObject *tr_jwt_decode (const char *jwt, GError **error);

G_END_DECLS
