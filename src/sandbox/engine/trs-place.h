/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where in a text something is, as editors count: from 1. */
typedef struct
{
  guint line;
  guint column; /* in characters */
} TrsPlace;

TrsPlace trs_place_of_byte (const char *text, gsize length, gsize byte);
TrsPlace trs_place_of_field (const char *text, gsize length, const char *path);

G_END_DECLS
