/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-queue-limits.h"

#define MINUTE 60 /* seconds, as TrQueue has them */

/**
 * tra_queue_limits_are_set:
 * @settings: the agent's settings
 *
 * Returns: whether somebody wants to be told of anything
 */
gboolean
tra_queue_limits_are_set (GSettings *settings)
{
  g_return_val_if_fail (G_IS_SETTINGS (settings), FALSE);

  return g_settings_get_uint (settings, TRA_QUEUE_LIMITS_WAITING) > 0 ||
         g_settings_get_uint (settings, TRA_QUEUE_LIMITS_MINUTES) > 0;
}

/* No name at all is every queue. */
static gboolean
is_watched (GSettings *settings, TrQueue *queue)
{
  g_auto(GStrv) names = g_settings_get_strv (settings, TRA_QUEUE_LIMITS_QUEUES);
  g_autofree char *name = g_utf8_casefold (queue->name, -1);

  for (char **known = names; *known != NULL; known++)
    {
      g_autofree char *folded = g_utf8_casefold (*known, -1);

      if (g_str_equal (folded, name))
        return TRUE;
    }
  return *names == NULL;
}

/**
 * tra_queue_limits_are_passed:
 * @settings: the agent's settings
 * @queue: a queue with figures
 *
 * Returns: whether more wait in it than are to, or somebody has waited for longer
 */
gboolean
tra_queue_limits_are_passed (GSettings *settings, TrQueue *queue)
{
  guint waiting, minutes;

  g_return_val_if_fail (G_IS_SETTINGS (settings), FALSE);
  g_return_val_if_fail (queue != NULL, FALSE);

  waiting = g_settings_get_uint (settings, TRA_QUEUE_LIMITS_WAITING);
  minutes = g_settings_get_uint (settings, TRA_QUEUE_LIMITS_MINUTES);
  if (queue->n_waiting == 0 || !is_watched (settings, queue))
    return FALSE;
  return (waiting > 0 && queue->n_waiting > waiting) ||
         (minutes > 0 && queue->longest_wait > (gint64) minutes * MINUTE);
}
