/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-keymap.h"

#include "tra-accels.h"

/* Only what differs is in the settings: what later versions change is new for everybody else. */

static const char *
get_default (const char *action)
{
  gsize n_accels;
  const TraAccel *accels = tra_accels_get (&n_accels);

  for (gsize i = 0; i < n_accels; i++)
    if (g_str_equal (accels[i].action, action))
      return accels[i].accel;

  return "";
}

/* Settings are a file that anybody may have written: what is no key, or could be typed by accident, is
 * as if it were not there. */
static gboolean
is_sound (const char *accel)
{
  GdkModifierType modifiers;
  guint key;

  return *accel == '\0' ||
         (gtk_accelerator_parse (accel, &key, &modifiers) && tra_keymap_may_be (key, modifiers));
}

/* What the agent has given to @action; NULL if nothing that is sound. @changed: nullable */
static const char *
find_changed (GVariant *changed, const char *action)
{
  const char *accel = NULL;

  return changed != NULL && g_variant_lookup (changed, action, "&s", &accel) && is_sound (accel)
             ? accel
             : NULL;
}

static gboolean
are_same (const char *a, const char *b)
{
  GdkModifierType modifiers_a, modifiers_b;
  guint key_a, key_b;

  return gtk_accelerator_parse (a, &key_a, &modifiers_a) &&
         gtk_accelerator_parse (b, &key_b, &modifiers_b) && modifiers_a == modifiers_b &&
         gdk_keyval_to_lower (key_a) == gdk_keyval_to_lower (key_b);
}

/* The action that the agent has given these keys to, if it is another one; nullable. */
static const char *
find_taker (GVariant *changed, const char *accel, const char *but_action)
{
  gsize n_accels;
  const TraAccel *accels = tra_accels_get (&n_accels);

  if (changed == NULL || g_variant_n_children (changed) == 0) /* as nearly everywhere */
    return NULL;

  for (gsize i = 0; i < n_accels; i++)
    {
      const char *taken = find_changed (changed, accels[i].action);

      if (taken != NULL && !g_str_equal (accels[i].action, but_action) && are_same (taken, accel))
        return accels[i].action;
    }
  return NULL;
}

/**
 * tra_keymap_dup_accel:
 * @settings: (nullable): the agent's; %NULL is as it is made
 * @action: an action with keys, in detail
 *
 * What the agent has given to another action is not this one's, too, as the keys of a later version
 * may be by chance.
 *
 * Returns: (transfer full): its keys; "" if it has none
 */
char *
tra_keymap_dup_accel (GSettings *settings, const char *action)
{
  g_autoptr(GVariant) changed = NULL;
  const char *accel;

  g_return_val_if_fail (action != NULL, NULL);

  if (settings != NULL)
    changed = g_settings_get_value (settings, TRA_KEYMAP_SETTING);
  accel = find_changed (changed, action);
  if (accel != NULL)
    return g_strdup (accel);

  accel = get_default (action);
  return g_strdup (find_taker (changed, accel, action) == NULL ? accel : "");
}

/**
 * tra_keymap_is_changed:
 * @settings: the agent's
 * @action: an action with keys, in detail
 *
 * Returns: whether the agent has given it other keys
 */
gboolean
tra_keymap_is_changed (GSettings *settings, const char *action)
{
  g_autofree char *accel = tra_keymap_dup_accel (settings, action);

  return !g_str_equal (accel, get_default (action));
}

/**
 * tra_keymap_find:
 * @settings: the agent's
 * @accel: keys
 * @but_action: an action that may have them
 *
 * Returns: (nullable): another action that has these keys, in detail
 */
const char *
tra_keymap_find (GSettings *settings, const char *accel, const char *but_action)
{
  gsize n_accels;
  const TraAccel *accels = tra_accels_get (&n_accels);

  for (gsize i = 0; i < n_accels; i++)
    {
      g_autofree char *known = tra_keymap_dup_accel (settings, accels[i].action);

      if (!g_str_equal (accels[i].action, but_action) && are_same (known, accel))
        return accels[i].action;
    }
  return NULL;
}

static gboolean
is_function_key (guint key)
{
  return key >= GDK_KEY_F1 && key <= GDK_KEY_F35 && key != GDK_KEY_F10;
}

/**
 * tra_keymap_may_be:
 * @key: a key
 * @modifiers: what is held with it
 *
 * Returns: whether they may do something: they need Ctrl or Alt, or are one of the function keys but
 *   F10, which opens the menu
 */
gboolean
tra_keymap_may_be (guint key, GdkModifierType modifiers)
{
  if (key == 0 || key == GDK_KEY_Escape || key == GDK_KEY_Tab || key == GDK_KEY_ISO_Left_Tab)
    return FALSE;
  return (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 ||
         is_function_key (key);
}

static void
write_one (GSettings *settings, const char *action, const char *accel)
{
  g_autoptr(GVariant) before = g_settings_get_value (settings, TRA_KEYMAP_SETTING);
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  const char *known, *value;
  GVariantIter iter;

  g_variant_iter_init (&iter, before);
  while (g_variant_iter_next (&iter, "{&s&s}", &known, &value))
    if (!g_str_equal (known, action))
      g_variant_builder_add (&builder, "{ss}", known, value);
  if (accel != NULL)
    g_variant_builder_add (&builder, "{ss}", action, accel);
  g_settings_set_value (settings, TRA_KEYMAP_SETTING, g_variant_builder_end (&builder));
}

/**
 * tra_keymap_set:
 * @settings: the agent's
 * @action: an action with keys, in detail
 * @accel: its keys from now on; "" for none
 */
void
tra_keymap_set (GSettings *settings, const char *action, const char *accel)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (action != NULL && accel != NULL);

  write_one (settings, action, are_same (accel, get_default (action)) ? NULL : accel);
}

/**
 * tra_keymap_reset:
 * @settings: the agent's
 * @action: an action with keys, in detail
 *
 * Its keys are as they are made, and so are those of whatever was given them meanwhile.
 */
void
tra_keymap_reset (GSettings *settings, const char *action)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (action != NULL);

  /* Ends, as each time one less is changed. */
  while (action != NULL)
    {
      g_autoptr(GVariant) changed = NULL;

      write_one (settings, action, NULL);
      changed = g_settings_get_value (settings, TRA_KEYMAP_SETTING);
      action = find_taker (changed, get_default (action), action);
    }
}
