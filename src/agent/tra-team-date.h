/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Dates of the REST API: ISO 8601 → seconds since the epoch; 0 for what is none. */
static inline gint64
tra_team_date_read (const char *text)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_iso8601 (text, NULL);

  return date != NULL ? g_date_time_to_unix (date) : 0;
}

G_END_DECLS
