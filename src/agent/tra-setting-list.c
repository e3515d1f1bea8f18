/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-setting-list.h"

#include <glib/gi18n.h>

#include "tra-setting-row.h"

#define LIST "tra-list"

/* What an expander row with a list knows. */
typedef struct
{
  GSettings *settings; /* owned */
  char *key;           /* owned */
  const TraSettingListKind *kind;
  AdwExpanderRow *expander; /* not owned: frees this */
  GtkWidget *entry;         /* its last row */
  GPtrArray *rows;          /* its other rows, not owned */
} List;

static void
list_free (gpointer data)
{
  List *list = data;

  g_signal_handlers_disconnect_by_data (list->settings, list);
  g_object_unref (list->settings);
  g_free (list->key);
  g_ptr_array_unref (list->rows);
  g_free (list);
}

/* ---- Changing ---- */

/* @order: the places of the values that stay, in their new order. */
static void
write_values (List *list, GVariant *before, const guint *order, gsize n, GVariant *added)
{
  GVariantBuilder after = G_VARIANT_BUILDER_INIT (g_variant_get_type (before));

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) value = g_variant_get_child_value (before, order[i]);

      g_variant_builder_add_value (&after, value);
    }
  if (added != NULL)
    g_variant_builder_add_value (&after, added);
  g_settings_set_value (list->settings, list->key, g_variant_builder_end (&after));
}

static gboolean
find_button (List *list, GtkWidget *button, guint *place)
{
  return g_ptr_array_find (list->rows, gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW), place);
}

/* What has the focus goes away with its row; the next one gets it. */
static void
focus_row (List *list, guint place)
{
  if (list->rows->len > 0)
    gtk_widget_child_focus (g_ptr_array_index (list->rows, MIN (place, list->rows->len - 1)),
                            GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (list->entry);
}

static void
remove_cb (List *list, GtkWidget *button)
{
  g_autoptr(GVariant) before = g_settings_get_value (list->settings, list->key);
  gsize n = g_variant_n_children (before);
  g_autofree guint *order = g_new (guint, n + 1);
  gsize n_left = 0;
  guint place;

  if (!find_button (list, button, &place))
    return;

  for (guint i = 0; i < n; i++)
    if (i != place)
      order[n_left++] = i;
  write_values (list, before, order, n_left, NULL);
  focus_row (list, place);
}

static void
raise_cb (List *list, GtkWidget *button)
{
  g_autoptr(GVariant) before = g_settings_get_value (list->settings, list->key);
  gsize n = g_variant_n_children (before);
  g_autofree guint *order = g_new (guint, n + 1);
  guint place;

  if (!find_button (list, button, &place) || place == 0 || place >= n)
    return;

  for (guint i = 0; i < n; i++)
    order[i] = i == place - 1 ? place : i == place ? place - 1 : i;
  write_values (list, before, order, n, NULL);
  focus_row (list, place - 1);
}

static gboolean
contains (GVariant *values, GVariant *wanted)
{
  for (gsize i = 0; i < g_variant_n_children (values); i++)
    {
      g_autoptr(GVariant) value = g_variant_get_child_value (values, i);

      if (g_variant_equal (value, wanted))
        return TRUE;
    }
  return FALSE;
}

static void
add_cb (List *list)
{
  g_autoptr(GVariant) before = g_settings_get_value (list->settings, list->key);
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (list->entry)));
  GVariant *read = list->kind->from_text (g_strstrip (text));
  g_autoptr(GVariant) added = read != NULL ? g_variant_ref_sink (read) : NULL;
  gsize n = g_variant_n_children (before);
  g_autofree guint *order = g_new (guint, n + 1);

  if (added == NULL || contains (before, added))
    {
      gtk_widget_add_css_class (list->entry, "error");
      return;
    }

  for (guint i = 0; i < n; i++)
    order[i] = i;
  write_values (list, before, order, n, added);
  gtk_editable_set_text (GTK_EDITABLE (list->entry), "");
  gtk_widget_grab_focus (list->entry);
}

static void
typed_cb (GtkWidget *entry)
{
  gtk_widget_remove_css_class (entry, "error");
}

/* ---- Rows ---- */

static GtkWidget *
button_new (List *list, const char *icon_name, const char *name, const char *of, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", name, of);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  g_signal_connect_swapped (button, "clicked", callback, list);
  g_settings_bind_writable (list->settings, list->key, button, "sensitive", FALSE);
  return button;
}

static void
add_row (List *list, GVariant *value)
{
  g_autofree char *text = list->kind->to_text (value);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "use-markup", FALSE,
                                 "title", text,
                                 "title-lines", 0,
                                 NULL);

  if (list->rows->len > 0)
    adw_action_row_add_suffix (
        ADW_ACTION_ROW (row),
        button_new (list, "go-up-symbolic", _("Move Up"), text, G_CALLBACK (raise_cb)));
  adw_action_row_add_suffix (
      ADW_ACTION_ROW (row),
      button_new (list, "edit-delete-symbolic", _("Remove"), text, G_CALLBACK (remove_cb)));
  adw_expander_row_add_row (list->expander, row);
  g_ptr_array_add (list->rows, row);
}

/* The entry stays the last, and keeps what is typed in it. */
static void
show_values (List *list)
{
  g_autoptr(GVariant) values = g_settings_get_value (list->settings, list->key);
  g_autoptr(GtkWidget) entry = g_object_ref (list->entry);

  for (guint i = 0; i < list->rows->len; i++)
    adw_expander_row_remove (list->expander, g_ptr_array_index (list->rows, i));
  g_ptr_array_set_size (list->rows, 0);
  if (gtk_widget_get_parent (entry) != NULL)
    adw_expander_row_remove (list->expander, entry);
  for (gsize i = 0; i < g_variant_n_children (values); i++)
    {
      g_autoptr(GVariant) value = g_variant_get_child_value (values, i);

      add_row (list, value);
    }
  adw_expander_row_add_row (list->expander, entry);
}

/**
 * tra_setting_list_new:
 * @settings: the agent's settings
 * @key: an array
 * @kind: what is in it; kept as it is
 *
 * Returns: (transfer floating): its row, which unfolds to a row for each value
 */
GtkWidget *
tra_setting_list_new (GSettings *settings, const char *key, const TraSettingListKind *kind)
{
  g_autofree char *signal = g_strconcat ("changed::", key, NULL);
  GtkWidget *expander;
  List *list;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  expander = g_object_new (ADW_TYPE_EXPANDER_ROW,
                           "use-markup", FALSE,
                           "title", _(kind->title),
                           "subtitle", kind->subtitle != NULL ? _(kind->subtitle) : NULL,
                           NULL);
  list = g_new0 (List, 1);
  list->settings = g_object_ref (settings);
  list->key = g_strdup (key);
  list->kind = kind;
  list->expander = ADW_EXPANDER_ROW (expander);
  list->rows = g_ptr_array_new ();
  list->entry = g_object_new (ADW_TYPE_ENTRY_ROW,
                              "use-markup", FALSE,
                              "title", _(kind->add),
                              "show-apply-button", TRUE,
                              NULL);
  g_signal_connect_swapped (list->entry, "apply", G_CALLBACK (add_cb), list);
  g_signal_connect (list->entry, "changed", G_CALLBACK (typed_cb), NULL);
  g_settings_bind_writable (settings, key, list->entry, "sensitive", FALSE);
  g_object_set_data_full (G_OBJECT (expander), LIST, list, list_free);
  g_signal_connect_swapped (settings, signal, G_CALLBACK (show_values), list);
  show_values (list);
  tra_preferences_bind_lock (settings, key, ADW_PREFERENCES_ROW (expander));
  return expander;
}

/**
 * tra_setting_list_dup_text:
 * @value: a text
 *
 * Returns: (transfer full): it
 */
char *
tra_setting_list_dup_text (GVariant *value)
{
  return g_variant_dup_string (value, NULL);
}

/**
 * tra_setting_list_new_text:
 * @text: what was typed
 *
 * Returns: (transfer floating) (nullable): it; %NULL if there is nothing
 */
GVariant *
tra_setting_list_new_text (const char *text)
{
  return *text != '\0' ? g_variant_new_string (text) : NULL;
}

/* ---- One member ---- */

typedef struct
{
  GSettings *settings; /* owned */
  char *key;           /* owned */
  char *value;         /* owned */
} Member;

static void
member_free (gpointer data)
{
  Member *member = data;

  g_object_unref (member->settings);
  g_free (member->key);
  g_free (member->value);
  g_free (member);
}

static gboolean
is_member (GValue *is_in, GVariant *values, gpointer user_data)
{
  g_autofree const char **all = g_variant_get_strv (values, NULL);

  g_value_set_boolean (is_in, g_strv_contains (all, ((Member *) user_data)->value));
  return TRUE;
}

/* What else is in it stays. */
static GVariant *
set_member (const GValue *is_in, const GVariantType *type, gpointer user_data)
{
  Member *member = user_data;
  g_auto(GStrv) all = g_settings_get_strv (member->settings, member->key);
  GVariantBuilder after = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);

  for (int i = 0; all[i] != NULL; i++)
    if (!g_str_equal (all[i], member->value))
      g_variant_builder_add (&after, "s", all[i]);
  if (g_value_get_boolean (is_in))
    g_variant_builder_add (&after, "s", member->value);
  return g_variant_builder_end (&after);
}

/**
 * tra_setting_list_new_member:
 * @settings: the agent's settings
 * @key: an array of text
 * @value: what may be in it
 * @title: what it does
 * @subtitle: (nullable): what else is to be known
 *
 * Returns: (transfer floating): a row with a switch that is on while @value is in @key
 */
GtkWidget *
tra_setting_list_new_member (GSettings *settings,
                             const char *key,
                             const char *value,
                             const char *title,
                             const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "use-markup", FALSE,
                                 "title", title,
                                 "subtitle", subtitle,
                                 "title-lines", 0,
                                 "subtitle-lines", 0,
                                 NULL);
  GtkWidget *control = gtk_switch_new ();
  Member *member = g_new0 (Member, 1);

  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  member->settings = g_object_ref (settings);
  member->key = g_strdup (key);
  member->value = g_strdup (value);
  g_settings_bind_with_mapping (settings, key, control, "active", G_SETTINGS_BIND_DEFAULT,
                                is_member, set_member, member, member_free);
  tra_preferences_bind_lock (settings, key, ADW_PREFERENCES_ROW (row));
  return row;
}
