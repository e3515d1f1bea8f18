/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *trd_text_plain (const char *text);
char *trd_text_escape_json (const char *json);
char *trd_text_cut (const char *text, gsize width);
gsize trd_text_width (const char *text);
char *trd_text_duration (gint64 seconds);
gboolean trd_text_parse_duration (const char *text, gint64 *seconds);

G_END_DECLS
