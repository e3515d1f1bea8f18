/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One of the two days of a year on which clocks are changed: the @week-th @weekday of @month. */
typedef struct
{
  int month;    /* 1 to 12 */
  int week;     /* 1 to 5; 5 is the last */
  int weekday;  /* 0 is Sunday */
  int minute;   /* of the day, by the clock before it is changed; may lie in another day */
} TrdZoneDay;

/* A time zone's rule, which holds for every year to come. */
typedef struct
{
  int offset;        /* minutes ahead of UTC */
  gboolean has_other;
  int other_offset;  /* from @begin to @end */
  TrdZoneDay begin;
  TrdZoneDay end;
} TrdZone;

char *trd_zone_load_rule (const char *name, GError **error);
gboolean trd_zone_parse (TrdZone *self, const char *rule);
int trd_zone_get_offset (const TrdZone *self, gint64 unix_time);

G_END_DECLS
