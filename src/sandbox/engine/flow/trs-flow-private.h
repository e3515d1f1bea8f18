/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-flow.h"

G_BEGIN_DECLS

TrsFlow *trs_flow_new (TrsAccount *account,
                       const char *sid,
                       const char *friendly_name,
                       TrsFlowDefinition *definition);
TrsFlow *trs_account_find_flow_of_url (TrsAccount *account, const char *url);
char *trs_flow_dup_webhook_url (TrsFlow *self);

G_END_DECLS
