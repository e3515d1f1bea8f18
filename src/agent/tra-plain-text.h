/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *tra_plain_text (const char *text, glong max_chars);
char *tra_plain_text_isolated (const char *text, glong max_chars);

G_END_DECLS
