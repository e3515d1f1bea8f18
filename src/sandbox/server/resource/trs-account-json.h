/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_account_to_2010 (gpointer account, const char *base_url);
char *trs_account_dup_uri (TrsAccount *account);

G_END_DECLS
