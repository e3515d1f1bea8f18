/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-duration.h"

#include <glib/gi18n.h>

/**
 * tra_duration_to_clock:
 * @duration: in microseconds; less than nothing counts as nothing
 *
 * Returns: (transfer full): "4:12", from one hour on "1:02:09"
 */
char *
tra_duration_to_clock (gint64 duration)
{
  gint64 seconds = MAX (duration, 0) / G_USEC_PER_SEC;
  int hours = MIN (seconds / 3600, G_MAXINT);
  int minutes = seconds / 60 % 60;

  if (hours > 0)
    return g_strdup_printf ("%d:%02d:%02d", hours, minutes, (int) (seconds % 60));
  return g_strdup_printf ("%d:%02d", minutes, (int) (seconds % 60));
}

/**
 * tra_duration_to_words:
 * @duration: in microseconds; less than nothing counts as nothing
 *
 * Returns: (transfer full): "38 seconds", "12 minutes" or "1 h 12 min", for sentences
 */
char *
tra_duration_to_words (gint64 duration)
{
  gint64 seconds = MAX (duration, 0) / G_USEC_PER_SEC;
  int hours = MIN (seconds / 3600, G_MAXINT);
  int minutes = seconds / 60 % 60;

  if (hours > 0)
    /* Translators: a duration in hours and minutes, abbreviated: "1 h 12 min". */
    return g_strdup_printf (_("%d h %d min"), hours, minutes);
  if (minutes > 0)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", minutes), minutes);
  return g_strdup_printf (ngettext ("%d second", "%d seconds", (gulong) seconds), (int) seconds);
}

/**
 * tra_duration_seconds_left:
 * @left: what is left of a countdown, in microseconds
 *
 * A countdown shows a second until it is over: 10 from the start, and 0 only at the end.
 *
 * Returns: the whole seconds to show, 0 or more
 */
int
tra_duration_seconds_left (gint64 left)
{
  gint64 seconds = (MAX (left, 0) + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;

  return (int) MIN (seconds, G_MAXINT);
}
