/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-form.h"

G_BEGIN_DECLS

char *trs_signature_new (const char *auth_token, const char *url, JsonObject *parameters);
char *trs_signature_new_for_form (const char *auth_token, const char *url, TrsForm *form);

G_END_DECLS
