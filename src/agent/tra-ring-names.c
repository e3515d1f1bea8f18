/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-ring-names.h"

#include "tra-sound.h"

#define RING "phone-incoming-call"
/* None of those that the agent can choose to ring with, so that nobody takes it for a ring. */
#define TONE "phone-outgoing-calling"

static char **
with_usual_ones (const char *wanted)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *fallback = tra_sound_dup_fallback ();

  if (*wanted != '\0')
    g_strv_builder_add (names, wanted);
  g_strv_builder_add (names, RING);
  if (fallback != NULL)
    g_strv_builder_add (names, fallback);
  return g_strv_builder_end (names);
}

/**
 * tra_ring_names_dup:
 * @settings: the agent's settings
 *
 * Returns: (transfer full): what to ring with: the agent's choice, the usual one, and our own for
 *   desktops without a sound theme
 */
char **
tra_ring_names_dup (GSettings *settings)
{
  g_autofree char *chosen = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  chosen = g_settings_get_string (settings, "ring-sound");
  return with_usual_ones (chosen);
}

/**
 * tra_ring_names_dup_tone:
 *
 * Returns: (transfer full): what to play for an offer that is about to accept itself; where the theme
 *   has no such sound, the usual ring
 *
 * Source: the freedesktop.org sound naming specification.
 */
char **
tra_ring_names_dup_tone (void)
{
  return with_usual_ones (TONE);
}
