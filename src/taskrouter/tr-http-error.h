/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Private: how what HTTP says becomes a TrError. @what is what was tried, as "GET /v1/Workspaces":
 * a method and a path, without a query. */
GError *tr_http_error_from_transport (const char *what, const GError *cause);
GError *tr_http_error_if_cut_off (const char *what, SoupMessage *message, GBytes *body);
GError *tr_http_error_from_status (const char *what, guint status, GBytes *body);
GError *tr_http_error_from_garbage (const char *what,
                                    guint status,
                                    GBytes *body,
                                    const GError *cause); /* nullable */

G_END_DECLS
