/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean trs_origin_host_is_local (const char *host, guint port);
gboolean trs_origin_is_loopback (const char *origin);
gboolean trs_origin_host_is_loopback (const char *host);
gboolean trs_origin_is_whole (const char *origin);
gboolean trs_origin_has_host (const char *origin, const char *host);
gboolean trs_origin_is_local (const char *origin, guint port);

G_END_DECLS
