/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Private to tr-json: says no to what json-glib would crash on, or read as something else. */
gboolean tr_json_scan (const char *text,
                       gsize length,
                       guint max_values,
                       gboolean rounds,
                       GError **error);
JsonNode *tr_json_scan_tree (const char *text,
                             gsize length,
                             guint max_values,
                             gboolean rounds,
                             GError **error);

G_END_DECLS
