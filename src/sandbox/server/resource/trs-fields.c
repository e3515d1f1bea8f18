/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-fields.h"

#include <libsoup/soup.h>

void
trs_fields_set_string (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

/**
 * trs_fields_set_sid:
 * @object: an answer
 * @name: the field
 * @sid: (nullable): "" is as good as %NULL
 */
void
trs_fields_set_sid (JsonObject *object, const char *name, const char *sid)
{
  trs_fields_set_string (object, name, sid != NULL && *sid != '\0' ? sid : NULL);
}

static GDateTime *
date_new (gint64 date)
{
  return g_date_time_new_from_unix_utc (date / G_USEC_PER_SEC);
}

/**
 * trs_fields_format_iso_date:
 * @date: microseconds since the epoch
 *
 * Returns: (transfer full): "2026-01-15T10:00:00Z", as the TaskRouter and Studio APIs write it
 */
char *
trs_fields_format_iso_date (gint64 date)
{
  g_autoptr(GDateTime) time = date_new (date);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

void
trs_fields_set_iso_date (JsonObject *object, const char *name, gint64 date)
{
  g_autofree char *text = date != 0 ? trs_fields_format_iso_date (date) : NULL;

  trs_fields_set_string (object, name, text);
}

/**
 * trs_fields_set_mail_date:
 * @object: an answer of the 2010 API
 * @name: the field
 * @date: microseconds since the epoch, 0 for none
 *
 * Writes "Thu, 15 Jan 2026 10:00:00 +0000", in English whatever the locale is.
 */
void
trs_fields_set_mail_date (JsonObject *object, const char *name, gint64 date)
{
  g_autoptr(GDateTime) time = NULL;
  g_autofree char *text = NULL;
  GString *string;

  if (date == 0)
    {
      json_object_set_null_member (object, name);
      return;
    }

  time = date_new (date);
  text = soup_date_time_to_string (time, SOUP_DATE_HTTP);
  string = g_string_new (text);
  g_string_replace (string, "GMT", "+0000", 1);
  json_object_set_string_member (object, name, string->str);
  g_string_free (string, TRUE);
}

/**
 * trs_fields_set_epoch:
 * @object: a payload of the event bridge
 * @name: the field
 * @date: microseconds since the epoch
 *
 * Writes whole seconds since the epoch.
 */
void
trs_fields_set_epoch (JsonObject *object, const char *name, gint64 date)
{
  json_object_set_int_member (object, name, date / G_USEC_PER_SEC);
}

/**
 * trs_fields_set_digits:
 * @object: parameters of a webhook, which are text
 * @name: the parameter
 * @value: a number
 */
void
trs_fields_set_digits (JsonObject *object, const char *name, gint64 value)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  json_object_set_string_member (object, name, text);
}

void
trs_fields_set_url (JsonObject *object, const char *name, const char *format, ...)
{
  g_autofree char *url = NULL;
  va_list arguments;

  va_start (arguments, format);
  url = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  json_object_set_string_member (object, name, url);
}

/**
 * trs_fields_parse_iso_date:
 * @text: ISO 8601; UTC where it names no zone
 * @date: (out): microseconds since the epoch
 *
 * Returns: whether it is a date
 */
gboolean
trs_fields_parse_iso_date (const char *text, gint64 *date)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (text, utc);

  if (time == NULL)
    {
      g_autofree char *midnight = g_strconcat (text, "T00:00:00Z", NULL);

      time = g_date_time_new_from_iso8601 (midnight, utc);
    }
  if (time == NULL)
    return FALSE;
  *date = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
  return TRUE;
}
