/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-form.h"
#include "trs-keyring.h"

G_BEGIN_DECLS

/* What a verified worker's token opens: whose it is, and what it may do. */
typedef struct _TrsPass TrsPass;

TrsPass *trs_pass_new (const char *jwt, TrsKeyring *keyring, gint64 now, GError **error);
TrsPass *trs_pass_new_verified (JsonObject *claims, TrsKeyring *keyring, GError **error);
void trs_pass_free (TrsPass *self);

JsonObject *trs_pass_get_claims (TrsPass *self);
const char *trs_pass_get_account_sid (TrsPass *self);
const char *trs_pass_get_workspace_sid (TrsPass *self);
const char *trs_pass_get_worker_sid (TrsPass *self);
const char *trs_pass_get_channel (TrsPass *self);
gboolean trs_pass_is_capability (TrsPass *self);
gboolean trs_pass_is_supervisor (TrsPass *self);
gint64 trs_pass_get_expires (TrsPass *self);
gint64 trs_pass_get_seconds_left (TrsPass *self);
gint64 trs_pass_get_lead (TrsPass *self);
gboolean trs_pass_allows (TrsPass *self, const char *method, const char *path, TrsForm *params);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsPass, trs_pass_free)

G_END_DECLS
