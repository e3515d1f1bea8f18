/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who reads what this program prints: a person, a file, or a program that may have had enough. */
void trd_reader_begin (void);
gboolean trd_reader_end (void);
void trd_reader_print (const char *text);
guint trd_reader_watch (GSourceFunc gone, gpointer user_data);
void trd_reader_end_with (void);

G_END_DECLS
