/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a program answers is text in the encoding that it says; the engine takes UTF-8. */
char *trs_answer_text_new (const char *bytes, gsize length, const char *charset);

G_END_DECLS
