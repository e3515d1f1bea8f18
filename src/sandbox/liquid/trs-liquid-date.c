/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-liquid-filters.h"

/* The time of a value; NULL for what is none. Dates without a zone are in that of "now". */
static GDateTime *
read_time (TrsLiquidRender *render, JsonNode *value)
{
  g_autofree char *text = trs_liquid_value_to_string (value);
  GTimeZone *zone = g_date_time_get_timezone (render->now);
  gboolean is_int;
  gint64 seconds;
  double number;
  g_autoptr(GDateTime) time = NULL;

  g_strstrip (text);
  if (strcmp (text, "now") == 0 || strcmp (text, "today") == 0)
    return g_date_time_ref (render->now);
  if (trs_liquid_value_get_number (value, &is_int, &seconds, &number))
    {
      if (!is_int)
        seconds = (gint64) CLAMP (number, -1e12, 1e12);
      time = g_date_time_new_from_unix_utc (seconds);
      return time != NULL ? g_date_time_to_timezone (time, zone) : NULL;
    }

  if (strlen (text) == strlen ("2026-01-15"))
    {
      g_autofree char *midnight = g_strconcat (text, "T00:00:00", NULL);

      return g_date_time_new_from_iso8601 (midnight, zone);
    }
  if (strlen (text) > 20 && text[19] == ' ' && text[10] == ' ') /* 2026-01-15 10:00:00 -0800 */
    {
      memmove (text + 19, text + 20, strlen (text + 20) + 1);
      if (strcmp (text + 19, "UTC") == 0)
        strcpy (text + 19, "Z");
    }
  return g_date_time_new_from_iso8601 (text, zone);
}

static const char *
day_name (GDateTime *time)
{
  static const char *const names[] = { "Monday", "Tuesday", "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday" };

  return names[g_date_time_get_day_of_week (time) - 1];
}

static const char *
month_name (GDateTime *time)
{
  static const char *const names[] = { "January", "February", "March", "April",
                                       "May", "June", "July", "August",
                                       "September", "October", "November", "December" };

  return names[g_date_time_get_month (time) - 1];
}

static int
hour_of_twelve (GDateTime *time)
{
  int hour = g_date_time_get_hour (time) % 12;

  return hour == 0 ? 12 : hour;
}

/* A number of a width, filled up with @fill unless there is a flag that says otherwise. */
static void
add_number (GString *out, char flag, char fill, int width, gint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  if (flag == '0')
    fill = '0';
  for (int i = (int) strlen (digits); i < width && flag != '-'; i++)
    g_string_append_c (out, fill);
  g_string_append (out, digits);
}

static void
add_word (GString *out, char flag, const char *word, gssize length)
{
  g_autofree char *text = g_strndup (word, length < 0 ? strlen (word) : (gsize) length);
  g_autofree char *upper = g_ascii_strup (text, -1);

  g_string_append (out, flag == '^' ? upper : text);
}

static void
add_zone (GString *out, GDateTime *time)
{
  gint64 minutes = g_date_time_get_utc_offset (time) / G_TIME_SPAN_MINUTE;

  g_string_append_printf (out, "%c%02d%02d", minutes < 0 ? '-' : '+', (int) (ABS (minutes) / 60),
                          (int) (ABS (minutes) % 60));
}

/* The directives that stand for others. */
static const char *
get_composite (char directive)
{
  switch (directive)
    {
    case 'c':
      return "%a %b %e %H:%M:%S %Y";
    case 'D':
    case 'x':
      return "%m/%d/%y";
    case 'F':
      return "%Y-%m-%d";
    case 'R':
      return "%H:%M";
    case 'r':
      return "%I:%M:%S %p";
    case 'T':
    case 'X':
      return "%H:%M:%S";
    default:
      return NULL;
    }
}

static gboolean
add_time_of_day (GString *out, GDateTime *time, char flag, char directive)
{
  const char *half = g_date_time_get_hour (time) < 12 ? "AM" : "PM";

  switch (directive)
    {
    case 'H':
      add_number (out, flag, '0', 2, g_date_time_get_hour (time));
      return TRUE;
    case 'I':
      add_number (out, flag, '0', 2, hour_of_twelve (time));
      return TRUE;
    case 'k':
      add_number (out, flag, ' ', 2, g_date_time_get_hour (time));
      return TRUE;
    case 'l':
      add_number (out, flag, ' ', 2, hour_of_twelve (time));
      return TRUE;
    case 'L':
      add_number (out, '0', '0', 3, g_date_time_get_microsecond (time) / 1000);
      return TRUE;
    case 'M':
      add_number (out, flag, '0', 2, g_date_time_get_minute (time));
      return TRUE;
    case 'P':
      add_word (out, 0, *half == 'A' ? "am" : "pm", -1);
      return TRUE;
    case 'p':
      add_word (out, 0, half, -1);
      return TRUE;
    case 'S':
      add_number (out, flag, '0', 2, g_date_time_get_second (time));
      return TRUE;
    case 's':
      add_number (out, '-', '0', 0, g_date_time_to_unix (time));
      return TRUE;
    case 'Z':
      g_string_append (out, g_date_time_get_timezone_abbreviation (time));
      return TRUE;
    case 'z':
      add_zone (out, time);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
add_day (GString *out, GDateTime *time, char flag, char directive)
{
  switch (directive)
    {
    case 'a':
      add_word (out, flag, day_name (time), 3);
      return TRUE;
    case 'A':
      add_word (out, flag, day_name (time), -1);
      return TRUE;
    case 'b':
      add_word (out, flag, month_name (time), 3);
      return TRUE;
    case 'B':
      add_word (out, flag, month_name (time), -1);
      return TRUE;
    case 'd':
      add_number (out, flag, '0', 2, g_date_time_get_day_of_month (time));
      return TRUE;
    case 'e':
      add_number (out, flag, ' ', 2, g_date_time_get_day_of_month (time));
      return TRUE;
    case 'j':
      add_number (out, flag, '0', 3, g_date_time_get_day_of_year (time));
      return TRUE;
    case 'm':
      add_number (out, flag, '0', 2, g_date_time_get_month (time));
      return TRUE;
    case 'u':
      add_number (out, flag, '0', 1, g_date_time_get_day_of_week (time));
      return TRUE;
    case 'w':
      add_number (out, flag, '0', 1, g_date_time_get_day_of_week (time) % 7);
      return TRUE;
    case 'Y':
      add_number (out, flag, '0', 4, g_date_time_get_year (time));
      return TRUE;
    case 'y':
      add_number (out, flag, '0', 2, g_date_time_get_year (time) % 100);
      return TRUE;
    default:
      return FALSE;
    }
}

/* What is no directive of the subset stands as it is. */
static void
add_directive (GString *out, GDateTime *time, char flag, char directive)
{
  const char *composite = get_composite (directive);

  if (composite != NULL)
    {
      g_autofree char *text = trs_liquid_format_time (time, composite);

      add_word (out, flag, text, -1);
    }
  else if (directive == '%')
    g_string_append_c (out, '%');
  else if (!add_time_of_day (out, time, flag, directive) && !add_day (out, time, flag, directive))
    {
      g_string_append_c (out, '%');
      if (flag != 0)
        g_string_append_c (out, flag);
      g_string_append_c (out, directive);
    }
}

/**
 * trs_liquid_format_time:
 * @time: a time
 * @format: with directives of strftime, of which it knows those that trs-liquid.c tells of
 *
 * Always English: a flow must not depend on where the sandbox runs.
 *
 * Returns: (transfer full): text
 */
char *
trs_liquid_format_time (GDateTime *time, const char *format)
{
  GString *out = g_string_new (NULL);

  for (const char *c = format; *c != '\0'; c++)
    {
      char flag = 0;

      if (*c != '%' || c[1] == '\0')
        {
          g_string_append_c (out, *c);
          continue;
        }
      c++;
      if (strchr ("-0^", *c) != NULL && c[1] != '\0')
        flag = *c++;
      add_directive (out, time, flag, *c);
    }
  return g_string_free (out, FALSE);
}

/* What is no time stays as it is. */
JsonNode *
trs_liquid_filter_date (TrsLiquidRender *render,
                        JsonNode *input,
                        JsonNode **arguments,
                        guint n_arguments)
{
  g_autoptr(GDateTime) time = read_time (render, input);
  g_autofree char *format =
    n_arguments > 0 ? trs_liquid_value_to_string (arguments[0]) : g_strdup ("");

  if (time == NULL || *format == '\0')
    return json_node_ref (input);
  /* A directive can become 24 times its length. */
  if (strlen (format) > 1024)
    {
      trs_liquid_render_fail (render, TRS_LIQUID_ERROR_LIMIT, "a date's format is too long");
      return NULL;
    }
  return trs_liquid_value_take_string (trs_liquid_format_time (time, format));
}
