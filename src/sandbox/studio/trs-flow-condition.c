/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-flow-condition.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static gboolean
matches_any_of (const char *argument, const char *list)
{
  g_auto(GStrv) entries = g_strsplit (list, ",", -1);

  for (guint i = 0; entries[i] != NULL; i++)
    {
      if (strcmp (g_strstrip (entries[i]), argument) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
read_number (const char *text, double *number)
{
  char *end;

  *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*number);
}

/* Neither is true of what is no number. */
static gboolean
compare_numbers (const char *argument, const char *value, int sign)
{
  double a;
  double b;

  if (!read_number (argument, &a) || !read_number (value, &b))
    return FALSE;
  return sign < 0 ? a < b : a > b;
}

/* Minutes of the day, from "17:30", "17:30:59" or the time in "2026-01-15T17:30:00Z". */
static gboolean
read_time_of_day (const char *text, int *minutes)
{
  const char *time = strchr (text, ':') != NULL ? strpbrk (text, "tT ") : NULL;
  unsigned int hour;
  unsigned int minute;

  time = time != NULL ? time + 1 : text;
  if (sscanf (time, "%2u:%2u", &hour, &minute) != 2 || hour > 24 || minute > 59)
    return FALSE;
  *minutes = (int) (hour * 60 + minute);
  return TRUE;
}

/* A date as a number that grows with it, from "2026-01-15" with or without a time. */
static gboolean
read_date (const char *text, int *date)
{
  unsigned int year;
  unsigned int month;
  unsigned int day;

  if (sscanf (text, "%4u-%2u-%2u", &year, &month, &day) != 3 || month < 1 || month > 12 ||
      day < 1 || day > 31)
    return FALSE;
  *date = (int) (year * 10000 + month * 100 + day);
  return TRUE;
}

static gboolean
compare_moments (gboolean (*read) (const char *text, int *moment),
                 const char *argument,
                 const char *value,
                 int sign)
{
  int a;
  int b;

  if (!read (argument, &a) || !read (value, &b))
    return FALSE;
  return sign < 0 ? a < b : a > b;
}

/* The whole text. What is no regular expression, or takes too long, matches nothing. */
static gboolean
matches_regex (const char *argument, const char *pattern)
{
  g_autofree char *whole = NULL;
  g_autoptr(GRegex) regex = NULL;

  if (strlen (pattern) > 1024)
    return FALSE;
  whole = g_strdup_printf ("(*LIMIT_MATCH=100000)^(?:%s)$", pattern);
  regex = g_regex_new (whole, G_REGEX_CASELESS | G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  return regex != NULL && g_regex_match (regex, argument, 0, NULL);
}

/* Both without blanks at the ends and without case. */
static gboolean
holds (const char *type, const char *argument, const char *value)
{
  if (strcmp (type, "equal_to") == 0)
    return strcmp (argument, value) == 0;
  if (strcmp (type, "matches_any_of") == 0)
    return matches_any_of (argument, value);
  if (strcmp (type, "contains") == 0)
    return strstr (argument, value) != NULL;
  if (strcmp (type, "starts_with") == 0)
    return g_str_has_prefix (argument, value);
  if (strcmp (type, "is_blank") == 0)
    return *argument == '\0';
  if (strcmp (type, "less_than") == 0)
    return compare_numbers (argument, value, -1);
  if (strcmp (type, "greater_than") == 0)
    return compare_numbers (argument, value, 1);
  if (strcmp (type, "is_before_time") == 0)
    return compare_moments (read_time_of_day, argument, value, -1);
  if (strcmp (type, "is_after_time") == 0)
    return compare_moments (read_time_of_day, argument, value, 1);
  if (strcmp (type, "is_before_date") == 0)
    return compare_moments (read_date, argument, value, -1);
  if (strcmp (type, "is_after_date") == 0)
    return compare_moments (read_date, argument, value, 1);
  return FALSE;
}

/**
 * trs_flow_condition_holds:
 * @type: the service's word, such as "equal_to"
 * @argument: what is looked at
 * @value: what it is compared with
 *
 * Case and blanks at the ends count for nothing.
 *
 * Returns: whether the condition holds; not, for a type that is not known
 *
 * Source: the service's page of the Split Based On widget.
 */
gboolean
trs_flow_condition_holds (const char *type, const char *argument, const char *value)
{
  static const char *const opposites[][2] = {
    { "not_equal_to", "equal_to" },
    { "does_not_match_any_of", "matches_any_of" },
    { "does_not_contain", "contains" },
    { "does_not_start_with", "starts_with" },
    { "is_not_blank", "is_blank" },
  };
  g_autofree char *folded_argument = g_strstrip (g_utf8_casefold (argument, -1));
  g_autofree char *folded_value = g_strstrip (g_utf8_casefold (value, -1));

  for (guint i = 0; i < G_N_ELEMENTS (opposites); i++)
    {
      if (strcmp (type, opposites[i][0]) == 0)
        return !holds (opposites[i][1], folded_argument, folded_value);
    }
  if (strcmp (type, "regex") == 0) /* folding would change \D into \d */
    {
      g_autofree char *trimmed = g_strstrip (g_strdup (argument));

      return matches_regex (trimmed, value);
    }
  return holds (type, folded_argument, folded_value);
}
