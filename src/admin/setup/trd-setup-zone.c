/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-zone.h"

#include <gio/gio.h>
#include <string.h>

#define FOLDER "/usr/share/zoneinfo"
#define MAX_BYTES (64 * 1024)

/* ---- A rule's text ---- */

/* Source: POSIX, 8.3, "TZ"; RFC 8536, 3.3.1, which lets times lie in other days. */

/* "CET", "<+01>". */
static gboolean
skip_name (const char **text)
{
  const char *p = *text;

  if (*p == '<')
    {
      p = strchr (p, '>');
      if (p == NULL)
        return FALSE;
      *text = p + 1;
      return TRUE;
    }
  while (g_ascii_isalpha (*p))
    p++;
  if (p - *text < 3)
    return FALSE;
  *text = p;
  return TRUE;
}

static gboolean
read_number (const char **text, int most, int *number)
{
  int value = 0;

  if (!g_ascii_isdigit (**text))
    return FALSE;
  for (; g_ascii_isdigit (**text); (*text)++)
    {
      value = value * 10 + (**text - '0');
      if (value > most)
        return FALSE;
    }
  *number = value;
  return TRUE;
}

/* "-1", "+5:30", "2:00:00": in minutes; seconds are for times that are long past. */
static gboolean
read_time (const char **text, int *minutes)
{
  int sign = **text == '-' ? -1 : 1;
  int hours, rest = 0;

  if (**text == '-' || **text == '+')
    (*text)++;
  if (!read_number (text, 167, &hours))
    return FALSE;
  if (**text == ':')
    {
      (*text)++;
      if (!read_number (text, 59, &rest))
        return FALSE;
    }
  *minutes = sign * (hours * 60 + rest);
  return **text != ':';
}

/* ",M3.5.0/3". */
static gboolean
read_day (const char **text, TrdZoneDay *day)
{
  day->minute = 2 * 60;
  if (!g_str_has_prefix (*text, ",M"))
    return FALSE;
  *text += 2;
  if (!read_number (text, 12, &day->month) || day->month < 1 || *(*text)++ != '.' ||
      !read_number (text, 5, &day->week) || day->week < 1 || *(*text)++ != '.' ||
      !read_number (text, 6, &day->weekday))
    return FALSE;
  if (**text != '/')
    return TRUE;
  (*text)++;
  return read_time (text, &day->minute);
}

/**
 * trd_zone_parse:
 * @self: (out caller-allocates): the zone
 * @rule: as "CET-1CEST,M3.5.0,M10.5.0/3"
 *
 * Returns: whether it is a rule of this form
 */
gboolean
trd_zone_parse (TrdZone *self, const char *rule)
{
  int west, other_west;

  *self = (TrdZone) { 0 };
  if (!skip_name (&rule) || !read_time (&rule, &west))
    return FALSE;
  self->offset = -west;
  if (*rule == '\0')
    return TRUE;
  other_west = west - 60;
  if (!skip_name (&rule) || (*rule != ',' && !read_time (&rule, &other_west)))
    return FALSE;
  self->has_other = TRUE;
  self->other_offset = -other_west;
  return read_day (&rule, &self->begin) && read_day (&rule, &self->end) && *rule == '\0';
}

/* ---- What it comes to ---- */

/* When the clocks are changed in @year, in minutes since 1970, by the clock before. */
static gint64
minute_of (const TrdZoneDay *day, int year)
{
  GDate date;
  int weekday, shift;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, day->month, (GDateYear) year);
  weekday = (int) g_date_get_weekday (&date) % 7;
  shift = (day->weekday - weekday + 7) % 7 + (day->week - 1) * 7;
  if (shift >= g_date_get_days_in_month (day->month, (GDateYear) year))
    shift -= 7;
  return ((gint64) g_date_get_julian (&date) + shift - 719163) * 1440 + day->minute;
}

/**
 * trd_zone_get_offset:
 * @self: a zone
 * @unix_time: in seconds
 *
 * Returns: how many minutes its clocks are ahead of UTC then
 */
int
trd_zone_get_offset (const TrdZone *self, gint64 unix_time)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (unix_time);
  gint64 minute = unix_time / 60;
  gint64 begin, end;
  gboolean is_other;

  if (!self->has_other || time == NULL)
    return self->offset;
  begin = minute_of (&self->begin, g_date_time_get_year (time)) - self->offset;
  end = minute_of (&self->end, g_date_time_get_year (time)) - self->other_offset;
  is_other = self->begin.month < self->end.month ? minute >= begin && minute < end
                                                 : minute >= begin || minute < end;
  return is_other ? self->other_offset : self->offset;
}

/* ---- The machine's zones ---- */

static gboolean
is_name (const char *name)
{
  return g_regex_match_simple ("^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$", name, 0, 0);
}

/* The last line of a zone's file. Source: RFC 8536, 3.3. */
static char *
load_footer (const char *name)
{
  const char *folder = g_getenv ("TZDIR") != NULL ? g_getenv ("TZDIR") : FOLDER;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  gsize length;
  char *line;

  if (!g_file_get_contents (path, &text, &length, NULL) || length > MAX_BYTES || length < 8 ||
      memcmp (text, "TZif", 4) != 0 || text[length - 1] != '\n')
    return NULL;
  text[length - 1] = '\0';
  line = memrchr (text, '\n', length - 1);
  return line != NULL ? g_strdup (line + 1) : NULL;
}

/* Some countries change their clocks around Ramadan, by tables instead of a rule. */
static gboolean
holds (const TrdZone *self, const char *name)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier (name);
  const gint64 week = 7 * 24 * 3600;
  const gint64 begin = 1767225600; /* 2026 */

  for (gint64 time = begin; zone != NULL && time < begin + 520 * week; time += week)
    {
      int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, time);

      if (g_time_zone_get_offset (zone, interval) != trd_zone_get_offset (self, time) * 60)
        return FALSE;
    }
  return zone != NULL;
}

/**
 * trd_zone_load_rule:
 * @name: as "Europe/Berlin"
 *
 * Returns: (transfer full) (nullable): its rule, for trd_zone_parse(); %NULL with
 *   %G_IO_ERROR_INVALID_ARGUMENT, as "is no time zone …"
 */
char *
trd_zone_load_rule (const char *name, GError **error)
{
  g_autofree char *rule = is_name (name) ? load_footer (name) : NULL;
  TrdZone zone;

  if (rule == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "is no time zone that this machine knows, as Europe/Berlin");
  else if (!trd_zone_parse (&zone, rule) || !holds (&zone, name))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "is a time zone whose clocks are changed by no yearly rule, which a flow can't "
                         "follow: name one with a rule, as Etc/GMT-1 for an hour ahead of UTC");
  else
    return g_steal_pointer (&rule);
  return NULL;
}
