/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-account.h"

G_BEGIN_DECLS

TrsAccount *trs_account_new (TrsEngine *engine,
                             const char *sid,
                             const char *friendly_name,
                             const char *auth_token);
void trs_account_add_api_key (TrsAccount *self,
                              const char *sid,
                              const char *secret,
                              const char *name);

G_END_DECLS
