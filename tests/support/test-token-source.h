/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-token-source.h"

G_BEGIN_DECLS

#define TEST_TYPE_TOKEN_SOURCE (test_token_source_get_type ())
G_DECLARE_FINAL_TYPE (TestTokenSource, test_token_source, TEST, TOKEN_SOURCE, GObject)

/* Gives made-up AccessTokens, each another one, unless a test wants it otherwise. */
TestTokenSource *test_token_source_new (TrClock *clock);

guint test_token_source_get_n_fetches (TestTokenSource *self);
void test_token_source_set_ttl (TestTokenSource *self, int seconds);
void test_token_source_set_error (TestTokenSource *self, const GError *error); /* nullable */
void test_token_source_set_silent (TestTokenSource *self, gboolean is_silent);
void test_token_source_set_capability (TestTokenSource *self, gboolean is_capability);

G_END_DECLS
