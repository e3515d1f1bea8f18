/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client.h"
#include "tra-keyring.h"

G_BEGIN_DECLS

#define TRA_TYPE_COMPANY (tra_company_get_type ())
G_DECLARE_FINAL_TYPE (TraCompany, tra_company, TRA, COMPANY, GObject)

/*
 * A company's server, as this desk is signed in to it: what renews the worker's token, and keeps the
 * refresh token in the keyring, under the server's address and the worker's name, and nowhere else.
 *
 * Signals:
 *   stored (int state, gboolean is_done): what became of the first writing to the keyring
 *   rotated (TrCompanyGrant): as the token source tells it
 *   ended (): likewise
 */
TraCompany *tra_company_new (const char *address, TrClock *clock, TraKeyring *keyring, GError **error);

void tra_company_adopt (TraCompany *self, TrCompanyGrant *grant); /* signed in just now */
void tra_company_resume (TraCompany *self,
                         const char *worker,
                         const char *worker_sid,
                         const char *refresh_token,
                         const char *device);
void tra_company_sign_in_again (TraCompany *self, TrCompanyGrant *grant); /* it was over */
void tra_company_set_keeps (TraCompany *self, gboolean keeps); /* the refresh token, in the keyring */
void tra_company_sign_out (TraCompany *self);
void tra_company_let_go (TraCompany *self);
void tra_company_abort (TraCompany *self);

const char *tra_company_get_address (TraCompany *self);
char *tra_company_dup_host (TraCompany *self);
TrCompanyClient *tra_company_get_client (TraCompany *self);
TrClient *tra_company_get_service (TraCompany *self);     /* nullable: what asks the service for us */
gboolean tra_company_may_dial_out (TraCompany *self);
gboolean tra_company_is_supervisor (TraCompany *self);
TrTokenSource *tra_company_get_source (TraCompany *self); /* nullable until signed in */
TrToken *tra_company_get_token (TraCompany *self);        /* nullable */
gboolean tra_company_is_over (TraCompany *self);
TraKeyringKey tra_company_get_key (TraCompany *self);

G_END_DECLS
