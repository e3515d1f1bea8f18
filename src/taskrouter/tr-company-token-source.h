/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-company-client.h"
#include "tr-token-source.h"

G_BEGIN_DECLS

#define TR_TYPE_COMPANY_TOKEN_SOURCE (tr_company_token_source_get_type ())
G_DECLARE_FINAL_TYPE (TrCompanyTokenSource, tr_company_token_source, TR, COMPANY_TOKEN_SOURCE, GObject)

/*
 * A worker's tokens from a company's server, each got with the refresh token that came with the one
 * before.
 *
 * Signals:
 *   rotated (TrCompanyGrant): the refresh token that is good from now on; who keeps it writes it down
 *   ended (): the session is over, and no token comes from here any more
 */
TrCompanyTokenSource *tr_company_token_source_new (TrCompanyClient *client, TrCompanyGrant *grant);
TrCompanyTokenSource *tr_company_token_source_new_resumed (TrCompanyClient *client,
                                                           const char *refresh_token,
                                                           const char *device);

void tr_company_token_source_take_grant (TrCompanyTokenSource *self, TrCompanyGrant *grant);

const char *tr_company_token_source_get_refresh_token (TrCompanyTokenSource *self); /* nullable */
TrToken *tr_company_token_source_get_token (TrCompanyTokenSource *self); /* nullable: the latest */
void tr_company_token_source_stop (TrCompanyTokenSource *self);

G_END_DECLS
