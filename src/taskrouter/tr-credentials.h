/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TR_TYPE_CREDENTIALS (tr_credentials_get_type ())
G_DECLARE_FINAL_TYPE (TrCredentials, tr_credentials, TR, CREDENTIALS, GObject)

/* An account's REST credentials: the account SID with its auth token, or with an API key and its
 * secret. Immutable; the secret is kept in memory that is wiped when freed and never logged. */
TrCredentials *tr_credentials_new (const char *account_sid,
                                   const char *api_key_sid, /* nullable: secret is the auth token */
                                   const char *secret);

const char *tr_credentials_get_account_sid (TrCredentials *self);
const char *tr_credentials_get_api_key_sid (TrCredentials *self); /* nullable */
const char *tr_credentials_get_user (TrCredentials *self);
const char *tr_credentials_get_secret (TrCredentials *self);

G_END_DECLS
