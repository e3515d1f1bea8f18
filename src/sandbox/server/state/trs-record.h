/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "auth/trs-keyring.h"
#include "http/trs-request.h"

G_BEGIN_DECLS

/* A request as the history keeps it: what it asked for and on whose behalf, with no secret that it
 * came with. */
JsonObject *trs_record_new (TrsRequest *request, const char *method, const char *path);
TrsRequest *trs_record_to_request (JsonObject *record,
                                   TrsKeyring *keyring,
                                   const char *base_url,
                                   GError **error);
gboolean trs_record_check_status (JsonObject *record, guint status, GError **error);

G_END_DECLS
