/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *tra_duration_to_clock (gint64 duration);
char *tra_duration_to_words (gint64 duration);
int tra_duration_seconds_left (gint64 left);

G_END_DECLS
