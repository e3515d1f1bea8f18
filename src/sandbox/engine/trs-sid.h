/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Two capital letters and 32 hexadecimal digits. */
#define TRS_SID_LENGTH 34

gboolean trs_sid_is_valid (const char *text, const char *prefix);

G_END_DECLS
