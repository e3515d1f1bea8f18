/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "trs-liquid.h"

#include "trd-setup-centre.h"
#include "trd-setup-hours.h"
#include "trd-setup-ivr.h"
#include "trd-setup-zone.h"

/* Opening hours of any time zone, held against this machine's own clock. */

static TrdThing *
load_flow (TrdCentre **centre, const char *text)
{
  g_autoptr(GError) error = NULL;
  TrdSource *source = trd_source_new ("centre.yaml", text, strlen (text), &error);

  g_assert_no_error (error);
  *centre = trd_centre_load_source (source, &error);
  g_assert_no_error (error);
  return g_ptr_array_index ((*centre)->things[TRD_SETUP_FLOW], 0);
}

/* What the machine's own clock would say, of a time in any zone. */
static gboolean
is_open_at (gint64 seconds, const char *zone_name)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr(GDateTime) there = g_date_time_to_timezone (utc, zone);
  int minute = g_date_time_get_hour (there) * 60 + g_date_time_get_minute (there);

  return g_date_time_get_day_of_week (there) <= 5 && minute >= 8 * 60 && minute < 17 * 60 + 30;
}

static void
check_liquid (TrsLiquid *liquid, gint64 seconds, const char *zone_name, const char *studio)
{
  g_autoptr(GTimeZone) clock = g_time_zone_new_identifier (studio);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr(GDateTime) now = g_date_time_to_timezone (utc, clock);
  g_autoptr(JsonObject) context = json_object_new ();
  gsize budget = TRS_LIQUID_MAX_WORK;
  g_autoptr(GError) error = NULL;
  g_autofree char *said = trs_liquid_render (liquid, context, now, &budget, &error);

  g_assert_no_error (error);
  if (g_str_equal (said, "open") != is_open_at (seconds, zone_name) ||
      (!g_str_equal (said, "open") && !g_str_equal (said, "closed")))
    {
      g_autofree char *when = g_date_time_format_iso8601 (utc);

      g_test_message ("%s at %s, in a Studio by %s: %s", zone_name, when, studio, said);
      g_test_fail ();
    }
}

/* Minutes around each change of the clocks, and every few days at an odd hour. */
static void
check_zone (TrsLiquid *liquid, const char *name)
{
  static const char *const studios[] = { "America/Los_Angeles", "-08:00", "UTC" };
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier (name);
  const gint64 begin = 1767225600; /* 2026 */
  int before = -1;

  for (int i = 0; i < 2 * 366 * 24; i++)
    {
      gint64 time = begin + i * (gint64) 3600;
      int offset = g_time_zone_get_offset (zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, time));
      gboolean is_changed = i > 0 && offset != before;

      before = offset;
      if (is_changed)
        for (int around = -30; around <= 30; around++) /* hours */
          check_liquid (liquid, time + around * 3600 - 60, name, studios[i % 3]);
      else if (i % 37 == 0)
        check_liquid (liquid, time + i % 60 * 60, name, studios[i % 3]);
    }
}

static void
test_hours_of_zones (void)
{
  static const char *const names[] = {
    "America/Los_Angeles", "America/New_York", "America/Nuuk",  "America/Santiago", "America/Sao_Paulo",
    "Asia/Kathmandu",      "Asia/Kolkata",     "Asia/Tehran",   "Asia/Tokyo",       "Australia/Adelaide",
    "Australia/Lord_Howe", "Europe/Berlin",    "Europe/Dublin", "Etc/UTC",          "Africa/Cairo",
    "Pacific/Auckland",    "Pacific/Chatham",  "Pacific/Kiritimati",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = g_strdup_printf ("ivr:\n  - name: I\n    welcome: hello\n    keys: {1: W}\n"
                                               "    hours: {opens: \"08:00\", closes: \"17:30\", timezone: %s}\n",
                                               names[i]);
      g_autoptr(TrdCentre) centre = NULL;
      TrdThing *flow = load_flow (&centre, text);
      JsonObject *hours = json_object_get_object_member (flow->short_form, "hours");
      g_autofree char *template = trd_setup_hours_to_liquid (hours);
      g_autoptr(GError) error = NULL;
      g_autoptr(TrsLiquid) liquid = trs_liquid_parse (template, &error);
      JsonNode *definition = json_object_get_member (flow->fields, "definition");
      g_autoptr(JsonObject) again = trd_ivr_from_definition (definition);

      g_assert_no_error (error);
      check_zone (liquid, names[i]);
      g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (again, "hours"), "timezone"),
                       ==, names[i]);
      g_assert_null (strstr (json_object_get_string_member (json_node_get_object (definition), "description"), "rule"));
    }
}

static void
test_zone_rules_hostile (void)
{
  static const char *const bad[] = { "", "C", "CET", "CET-", "CET-1CEST", "CET-1CEST,M3.5.0", "<+01", "<+01>",
                                     "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M0.5.0,M10.5.0", "CET-1x",
                                     "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-999999999999",
                                     "CET-1CEST,J60,J300", "CET-1CEST,M3.5.0,M10.5.0/3 ", "CET-1:00:30" };
  static const char *const names[] = { "../../etc/passwd", "/etc/localtime", "Europe/Berlin/", "Europe", "", "posix/../UTC",
                                       "Nowhere/City", "Africa/Casablanca", "zone.tab", "Europe/Ber\nlin" };
  TrdZone zone;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (trd_zone_parse (&zone, bad[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (trd_zone_load_rule (names[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hours/zones", test_hours_of_zones);
  g_test_add_func ("/hours/rules/hostile", test_zone_rules_hostile);
  return g_test_run ();
}
