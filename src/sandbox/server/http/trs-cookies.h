/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What programs want to be told again in one call, as a browser would. */
typedef struct _TrsCookies TrsCookies;

TrsCookies *trs_cookies_new (const char *text);
void trs_cookies_free (TrsCookies *self);
void trs_cookies_take (TrsCookies *self, GUri *uri, SoupMessageHeaders *answer, gint64 now);
void trs_cookies_give (TrsCookies *self, GUri *uri, SoupMessageHeaders *request);
char *trs_cookies_to_string (TrsCookies *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsCookies, trs_cookies_free)

G_END_DECLS
