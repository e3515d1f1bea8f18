/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tr-token.h"

G_BEGIN_DECLS

/* What a company's server answers whoever signs in or renews: a worker's token, and what gets the
 * next one. Immutable. */
typedef struct _TrCompanyGrant TrCompanyGrant;

#define TR_TYPE_COMPANY_GRANT (tr_company_grant_get_type ())
GType tr_company_grant_get_type (void);

TrCompanyGrant *tr_company_grant_new_from_json (JsonNode *node, GError **error);
TrCompanyGrant *tr_company_grant_ref (TrCompanyGrant *self);
void tr_company_grant_unref (TrCompanyGrant *self);

TrToken *tr_company_grant_get_token (TrCompanyGrant *self);
const char *tr_company_grant_get_refresh_token (TrCompanyGrant *self); /* a secret; good for one use */
const char *tr_company_grant_get_device (TrCompanyGrant *self);
const char *tr_company_grant_get_worker_name (TrCompanyGrant *self);
const char *tr_company_grant_get_base_url (TrCompanyGrant *self); /* nullable: the official service */
gboolean tr_company_grant_serves_desk (TrCompanyGrant *self);
gboolean tr_company_grant_may_dial_out (TrCompanyGrant *self);
gboolean tr_company_grant_is_supervisor (TrCompanyGrant *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrCompanyGrant, tr_company_grant_unref)

G_END_DECLS
