/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-credentials.h"
#include "tr-secret.h"

G_BEGIN_DECLS

/* The account that the environment names. */
const char *trd_account_get_variable (const char *name);
gboolean trd_account_read_secret (const char *name, TrSecret **secret, GError **error);
TrCredentials *trd_account_read_credentials (GError **error);

G_END_DECLS
