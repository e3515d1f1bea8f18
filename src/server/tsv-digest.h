/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SHA-256 of things that the database must not hold as they are, and comparing them. */
GBytes *tsv_digest_new (const char *kind, gconstpointer data, gsize length);
GBytes *tsv_digest_new_text (const char *kind, const char *text);
gboolean tsv_digest_is_equal (GBytes *left, GBytes *right);
gboolean tsv_digest_fill_random (gpointer buffer, gsize length);

G_END_DECLS
