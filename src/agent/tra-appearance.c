/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-appearance.h"

#include <adwaita.h>

static gboolean
scheme_of (GValue *scheme, GVariant *value, gpointer user_data)
{
  const char *name = g_variant_get_string (value, NULL);

  g_value_set_enum (scheme, g_str_equal (name, "dark")    ? ADW_COLOR_SCHEME_FORCE_DARK
                            : g_str_equal (name, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                                          : ADW_COLOR_SCHEME_DEFAULT);
  return TRUE;
}

/**
 * tra_appearance_follow:
 * @settings: the agent's settings
 *
 * Has all windows be as the key "appearance" says, now and when it changes. Needs a display.
 */
void
tra_appearance_follow (GSettings *settings)
{
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_settings_bind_with_mapping (settings, "appearance", adw_style_manager_get_default (),
                                "color-scheme", G_SETTINGS_BIND_GET, scheme_of, NULL, NULL, NULL);
}
