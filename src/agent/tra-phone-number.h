/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *tra_phone_number_format (const char *number);
char *tra_phone_number_isolate (const char *number);
char *tra_phone_number_plain (const char *number);
gboolean tra_phone_number_is_withheld (const char *number);

G_END_DECLS
