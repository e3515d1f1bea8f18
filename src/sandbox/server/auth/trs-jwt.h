/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A JSON Web Token as it came over the wire: readable at once, to be believed after
 * trs_jwt_verify() only. */
typedef struct _TrsJwt TrsJwt;

TrsJwt *trs_jwt_new (const char *text, GError **error);
TrsJwt *trs_jwt_new_verified (JsonObject *claims);
void trs_jwt_free (TrsJwt *self);

JsonObject *trs_jwt_get_header (TrsJwt *self);
JsonObject *trs_jwt_get_claims (TrsJwt *self);
gboolean trs_jwt_verify (TrsJwt *self, const char *secret, gint64 now, GError **error);
gint64 trs_jwt_get_expires (TrsJwt *self);
gint64 trs_jwt_get_issued (TrsJwt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsJwt, trs_jwt_free)

G_END_DECLS
