/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-menu-row.h"

/**
 * tra_menu_row_new:
 * @kind: what it looks like
 * @key: tells it from all others, and stays the same as long as a click on it means the same
 * @label: (nullable): plain text; %NULL for a separator
 *
 * Returns: (transfer full): a row that does nothing and can't be clicked
 */
TraMenuRow *
tra_menu_row_new (TraMenuRowKind kind, const char *key, const char *label)
{
  TraMenuRow *self = g_new0 (TraMenuRow, 1);

  self->kind = kind;
  self->key = g_strdup (key);
  self->label = g_strdup (label);
  return self;
}

/**
 * tra_menu_row_new_action:
 * @kind: what it looks like
 * @label: plain text
 * @action: (transfer none): a string that lives on: the action's name in @actions
 * @target: (nullable): its parameter, a string
 * @actions: who has it
 *
 * A radio row is chosen if @target is the action's state.
 *
 * Returns: (transfer full): a row that activates @action, and can be clicked when that is enabled
 */
TraMenuRow *
tra_menu_row_new_action (TraMenuRowKind kind,
                         const char *label,
                         const char *action,
                         const char *target,
                         GActionGroup *actions)
{
  g_autofree char *key = g_strdup_printf ("%s %s", action, target != NULL ? target : "");
  TraMenuRow *self = tra_menu_row_new (kind, key, label);

  self->action = action;
  self->is_enabled = g_action_group_get_action_enabled (actions, action);
  if (target != NULL)
    self->target = g_variant_ref_sink (g_variant_new_string (target));
  if (kind == TRA_MENU_ROW_RADIO)
    {
      g_autoptr(GVariant) state = g_action_group_get_action_state (actions, action);

      self->is_chosen = state != NULL && g_variant_equal (state, self->target);
    }
  return self;
}

void
tra_menu_row_free (TraMenuRow *self)
{
  g_free (self->key);
  g_free (self->label);
  g_clear_pointer (&self->target, g_variant_unref);
  g_free (self);
}

/**
 * tra_menu_row_equal:
 * @a: a row
 * @b: another
 *
 * Returns: whether they look and do the same
 */
gboolean
tra_menu_row_equal (const TraMenuRow *a, const TraMenuRow *b)
{
  return a->kind == b->kind && a->is_enabled == b->is_enabled && a->is_chosen == b->is_chosen &&
         g_str_equal (a->key, b->key) && g_strcmp0 (a->label, b->label) == 0 &&
         g_strcmp0 (a->icon_name, b->icon_name) == 0;
}

/* In such labels the character after an underscore is a mnemonic, and two are one. */
static char *
spell_label (const char *label)
{
  g_auto(GStrv) parts = g_strsplit (label, "_", -1);

  return g_strjoinv ("__", parts);
}

/**
 * tra_menu_row_get_properties:
 * @self: a row
 *
 * Returns: (transfer floating): its properties as com.canonical.dbusmenu has them, `a{sv}`; all of
 *   them each time, so that none need ever be taken back
 */
GVariant *
tra_menu_row_get_properties (const TraMenuRow *self)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  if (self->kind == TRA_MENU_ROW_SEPARATOR)
    {
      g_variant_dict_insert (&dict, "type", "s", "separator");
      return g_variant_dict_end (&dict);
    }

  g_variant_dict_insert_value (&dict, "label",
                               g_variant_new_take_string (spell_label (self->label)));
  g_variant_dict_insert (&dict, "enabled", "b", self->is_enabled);
  if (self->icon_name != NULL)
    g_variant_dict_insert (&dict, "icon-name", "s", self->icon_name);
  if (self->kind == TRA_MENU_ROW_RADIO)
    {
      g_variant_dict_insert (&dict, "toggle-type", "s", "radio");
      g_variant_dict_insert (&dict, "toggle-state", "i", self->is_chosen ? 1 : 0);
    }
  return g_variant_dict_end (&dict);
}
