/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-credentials.h"

G_BEGIN_DECLS

/* The account that the environment names. */
const char *trd_account_get_variable (const char *name);
TrCredentials *trd_account_read_credentials (GError **error);

G_END_DECLS
