/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-hours.h"

#include <stdio.h>
#include <string.h>

#include "trd-setup-value.h"
#include "trd-setup-zone.h"

/* Studio has no opening hours: a text that comes to "open" or "closed" is compared. Its clock is that of
 * Liquid's 'now', which is Pacific's, and its Liquid can't convert times. So a zone's rule is written out,
 * with what the service documents: the date filter's tokens, and whole numbers. Numbers alone are compared
 * with < and >=: for texts some Liquids have no order.
 *
 * Source: the service's page on Liquid in Studio. */

static void
assign (GString *text, const char *name, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
assign (GString *text, const char *name, const char *format, ...)
{
  va_list arguments;

  g_string_append_printf (text, "{%% assign %s = ", name);
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
  g_string_append (text, " %}");
}

/* Negative literals are not everybody's. */
static const char *
sign_of (int number)
{
  return number < 0 ? "minus" : "plus";
}

/* t: minutes since 1970, by UTC; f: the day on which the year begins, from 1970 on. Good until 2099. */
static void
add_utc (GString *text)
{
  assign (text, "y", "'now' | date: '%%Y' | plus: 0");
  assign (text, "l", "y | minus: 1969 | divided_by: 4");
  assign (text, "f", "y | minus: 1970 | times: 365 | plus: l");
  assign (text, "n", "'now' | date: '%%j' | plus: f | minus: 1 | times: 24");
  assign (text, "h", "'now' | date: '%%H' | plus: n | times: 60");
  assign (text, "z", "'now' | date: '%%Z'");
  assign (text, "o", "480"); /* whatever it is called, it is Pacific */
  g_string_append (text, "{% if z == 'PDT' %}");
  assign (text, "o", "420");
  g_string_append (text, "{% endif %}{% if z == 'UTC' or z == 'GMT' %}");
  assign (text, "o", "0");
  g_string_append (text, "{% endif %}");
  assign (text, "t", "'now' | date: '%%M' | plus: h | plus: o");
}

/* g: the day on which March begins. */
static void
add_march (GString *text)
{
  assign (text, "r", "y | modulo: 4");
  assign (text, "g", "f | plus: 59");
  g_string_append (text, "{% if r == 0 %}");
  assign (text, "g", "g | plus: 1");
  g_string_append (text, "{% endif %}");
}

/* When clocks are changed, in minutes since 1970, by UTC. */
static void
add_change (GString *text, const char *name, const TrdZoneDay *day, int offset_before)
{
  static const int from_march[] = { 0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306 };
  int minute = day->minute - offset_before;
  int month = day->week == 5 ? day->month + 1 : day->month;

  if (month < 3)
    assign (text, "a", "f | plus: %d", month == 2 ? 31 : 0);
  else
    assign (text, "a", "g | plus: %d", from_march[month - 3]);
  /* 1970 began on a Thursday, which is 4. */
  if (day->week == 5)
    {
      assign (text, "x", "a | plus: %d | modulo: 7", 3 - day->weekday + 7);
      assign (text, name, "a | minus: 1 | minus: x | times: 1440 | %s: %d", sign_of (minute), ABS (minute));
      return;
    }
  assign (text, "x", "a | plus: 4 | modulo: 7");
  assign (text, "x", "%d | minus: x | modulo: 7 | plus: a", day->weekday + 7);
  minute += (day->week - 1) * 7 * 1440;
  assign (text, name, "x | times: 1440 | %s: %d", sign_of (minute), ABS (minute));
}

static void
add_zone (GString *text, const TrdZone *zone)
{
  add_utc (text);
  assign (text, "u", "t | %s: %d", sign_of (zone->offset), ABS (zone->offset));
  if (zone->has_other)
    {
      add_march (text);
      add_change (text, "b", &zone->begin, zone->offset);
      add_change (text, "e", &zone->end, zone->other_offset);
      g_string_append_printf (text, "{%% if t >= b %s t < e %%}",
                              zone->begin.month < zone->end.month ? "and" : "or");
      assign (text, "u", "t | %s: %d", sign_of (zone->other_offset), ABS (zone->other_offset));
      g_string_append (text, "{% endif %}");
    }
  assign (text, "m", "u | modulo: 1440");
  assign (text, "d", "u | divided_by: 1440 | plus: 4 | modulo: 7 | append: ''");
}

static int
minutes_of (JsonObject *hours, const char *member)
{
  int hour = 0, minute = 0;

  /* It was checked when it was read. */
  sscanf (trd_value_get_text (hours, member), "%d:%d", &hour, &minute);
  return hour * 60 + minute;
}

/* As the template calls them: by name, or by number. */
static char *
join_days (JsonArray *days, gboolean has_zone)
{
  static const char names[] = "SunMonTueWedThuFriSat";
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (days); i++)
    {
      const char *day = json_array_get_string_element (days, i);

      if (has_zone)
        g_string_append_printf (text, "%d", (int) ((strstr (names, day) - names) / 3));
      else
        g_string_append_printf (text, "%s%s", i > 0 ? " " : "", day);
    }
  return g_string_free (text, FALSE);
}

/**
 * trd_setup_hours_to_liquid:
 * @hours: of an IVR: opens, closes, days and, with a timezone, its rule
 *
 * Returns: (transfer full): a template that comes to "open" or "closed"
 */
char *
trd_setup_hours_to_liquid (JsonObject *hours)
{
  const char *rule = trd_value_get_text (hours, "rule");
  g_autofree char *days = join_days (json_object_get_array_member (hours, "days"), rule != NULL);
  GString *text = g_string_new (NULL);
  TrdZone zone;

  if (rule != NULL && trd_zone_parse (&zone, rule))
    add_zone (text, &zone);
  else
    {
      assign (text, "h", "'now' | date: '%%H' | times: 60");
      assign (text, "m", "'now' | date: '%%M' | plus: h");
      assign (text, "d", "'now' | date: '%%a'");
    }
  assign (text, "days", "'%s'", days);
  g_string_append_printf (text, "{%% if days contains d and m >= %d and m < %d %%}open{%% else %%}closed{%% endif %%}",
                          minutes_of (hours, "opens"), minutes_of (hours, "closes"));
  return g_string_free (text, FALSE);
}
