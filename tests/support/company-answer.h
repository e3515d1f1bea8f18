/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-token.h"

G_BEGIN_DECLS

#define COMPANY_ACCOUNT "AC00000000000000000000000000000001"
#define COMPANY_WORKSPACE "WS00000000000000000000000000000001"
#define COMPANY_WORKER "WK00000000000000000000000000000001"

/* What a company's server answers who signs in or renews, as dave's at desk-1, with another token
 * each time. @base_url: nullable, the official service. */
char *company_answer_new (const char *refresh_token, const char *base_url);
/* With another value (JSON), or none, in one member. */
char *company_answer_new_with (const char *refresh_token,
                               const char *base_url,
                               const char *member,
                               const char *value);
TrToken *company_token_new (void);

G_END_DECLS
