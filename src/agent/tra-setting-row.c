/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-setting-row.h"

#include <glib/gi18n.h>

/* What shows that a key is locked, as data of its row. */
#define LOCK "tra-lock"
#define SUBTITLE "tra-subtitle"

/* ---- Who decides ---- */

typedef struct
{
  GSettings *settings;    /* owned */
  char *key;              /* owned */
  AdwPreferencesRow *row; /* not owned: frees this when it goes */
  gulong handler;
} Lock;

static void
lock_free (gpointer data)
{
  Lock *lock = data;

  g_signal_handler_disconnect (lock->settings, lock->handler);
  g_object_unref (lock->settings);
  g_free (lock->key);
  g_free (lock);
}

static GtkWidget *
add_lock_icon (AdwPreferencesRow *row)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("changes-prevent-symbolic");

  gtk_widget_set_tooltip_text (icon, _("Set by your organization"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Set by your organization"), -1);
  gtk_widget_add_css_class (icon, "dim-label");
  if (ADW_IS_ACTION_ROW (row))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), icon);
  else if (ADW_IS_ENTRY_ROW (row))
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), icon);
  else if (ADW_IS_EXPANDER_ROW (row))
    adw_expander_row_add_action (ADW_EXPANDER_ROW (row), icon);
  else
    g_assert_not_reached ();
  return icon;
}

/* In words, where the row has a line for them. */
static void
show_lock (AdwPreferencesRow *row, gboolean is_locked)
{
  GtkWidget *icon = g_object_get_data (G_OBJECT (row), LOCK);
  const char *subtitle = is_locked ? _("Set by your organization")
                                   : g_object_get_data (G_OBJECT (row), SUBTITLE);

  if (icon == NULL && is_locked)
    {
      icon = add_lock_icon (row);
      g_object_set_data (G_OBJECT (row), LOCK, icon);
    }
  if (icon != NULL)
    gtk_widget_set_visible (icon, is_locked);
  if (ADW_IS_ENTRY_ROW (row))
    gtk_widget_set_tooltip_text (GTK_WIDGET (row),
                                 is_locked ? _("Set by your organization") : NULL);
  else
    g_object_set (row, "subtitle", subtitle, NULL);
}

static void
writable_changed_cb (Lock *lock)
{
  show_lock (lock->row, !g_settings_is_writable (lock->settings, lock->key));
}

/**
 * tra_preferences_bind_lock:
 * @settings: the agent's settings
 * @key: one of their keys
 * @row: the row about it; an #AdwActionRow, #AdwExpanderRow or #AdwEntryRow with its subtitle set
 *
 * Shows on @row, now and whenever it changes, that the company has locked @key: a lock, and "Set by
 * your organization" in place of the subtitle. Makes nothing insensitive.
 */
void
tra_preferences_bind_lock (GSettings *settings, const char *key, AdwPreferencesRow *row)
{
  g_autofree char *signal = g_strconcat ("writable-changed::", key, NULL);
  Lock *lock;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (ADW_IS_ACTION_ROW (row) || ADW_IS_EXPANDER_ROW (row) ||
                    ADW_IS_ENTRY_ROW (row));

  lock = g_new0 (Lock, 1);
  lock->settings = g_object_ref (settings);
  lock->key = g_strdup (key);
  lock->row = row;
  lock->handler =
      g_signal_connect_swapped (settings, signal, G_CALLBACK (writable_changed_cb), lock);
  if (!ADW_IS_ENTRY_ROW (row))
    {
      char *subtitle;

      g_object_get (row, "subtitle", &subtitle, NULL);
      g_object_set_data_full (G_OBJECT (row), SUBTITLE, subtitle, g_free);
    }
  g_object_set_data_full (G_OBJECT (row), "tra-lock-watch", lock, lock_free);
  writable_changed_cb (lock);
}

/**
 * tra_preferences_bind:
 * @settings: the agent's settings
 * @key: one of their keys
 * @row: the row about it; an #AdwActionRow or #AdwEntryRow with its subtitle set
 * @widget: what changes it; may be @row itself
 * @property: the property of @widget that has the value
 *
 * Binds them both ways. Where the company has locked @key, @widget is insensitive and @row says so.
 */
void
tra_preferences_bind (GSettings *settings,
                      const char *key,
                      AdwPreferencesRow *row,
                      gpointer widget,
                      const char *property)
{
  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_settings_bind (settings, key, widget, property, G_SETTINGS_BIND_DEFAULT);
  tra_preferences_bind_lock (settings, key, row);
}

/* ---- Rows ---- */

static GtkWidget *
new_row (GType type, const char *title, const char *subtitle)
{
  GtkWidget *row = g_object_new (type,
                                 "use-markup", FALSE,
                                 "title", title,
                                 "subtitle", subtitle,
                                 "title-lines", 0,
                                 "subtitle-lines", 0,
                                 NULL);

  return row;
}

static void
add_suffix (GtkWidget *row, GtkWidget *widget)
{
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), widget);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), widget);
}

/**
 * tra_setting_row_new_switch:
 * @settings: the agent's settings
 * @key: a boolean one
 * @title: what it does
 * @subtitle: (nullable): what else is to be known
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
tra_setting_row_new_switch (GSettings *settings,
                            const char *key,
                            const char *title,
                            const char *subtitle)
{
  GtkWidget *row = new_row (ADW_TYPE_ACTION_ROW, title, subtitle);
  GtkWidget *control = gtk_switch_new ();

  add_suffix (row, control);
  tra_preferences_bind (settings, key, ADW_PREFERENCES_ROW (row), control, "active");
  return row;
}

/* The schema's range, so that it is written once. */
static void
get_range (GSettings *settings, const char *key, double *lower, double *upper)
{
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autoptr(GSettingsSchemaKey) schema_key = NULL;
  g_autoptr(GVariant) range = NULL;
  g_autoptr(GVariant) limits = NULL;
  const char *kind = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  range = g_settings_schema_key_get_range (schema_key);
  g_variant_get (range, "(&sv)", &kind, &limits);
  *lower = 0;
  *upper = G_MAXINT;
  if (!g_str_equal (kind, "range"))
    return;

  if (g_variant_is_of_type (limits, G_VARIANT_TYPE ("(uu)")))
    {
      guint32 low, high;

      g_variant_get (limits, "(uu)", &low, &high);
      *lower = low;
      *upper = high;
    }
  else if (g_variant_is_of_type (limits, G_VARIANT_TYPE ("(ii)")))
    {
      gint32 low, high;

      g_variant_get (limits, "(ii)", &low, &high);
      *lower = low;
      *upper = high;
    }
}

/**
 * tra_setting_row_new_spin:
 * @settings: the agent's settings
 * @key: one of type u or i, with a range in the schema
 * @title: what it is
 * @subtitle: (nullable): the unit, and what 0 means
 * @step: how much a press on + adds
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
tra_setting_row_new_spin (GSettings *settings,
                          const char *key,
                          const char *title,
                          const char *subtitle,
                          double step)
{
  GtkWidget *row = new_row (ADW_TYPE_ACTION_ROW, title, subtitle);
  GtkWidget *control;
  double lower, upper;

  get_range (settings, key, &lower, &upper);
  control = gtk_spin_button_new_with_range (lower, upper, step);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (control), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (control), 4);
  add_suffix (row, control); /* and the row's title is its name */
  tra_preferences_bind (settings, key, ADW_PREFERENCES_ROW (row), control, "value");
  return row;
}

/**
 * tra_setting_row_new_entry:
 * @settings: the agent's settings
 * @key: a string one
 * @title: what it is
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
tra_setting_row_new_entry (GSettings *settings, const char *key, const char *title)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ENTRY_ROW, "use-markup", FALSE, "title", title, NULL);

  tra_preferences_bind (settings, key, ADW_PREFERENCES_ROW (row), row, "text");
  return row;
}

/* ---- Choices ---- */

typedef struct
{
  GtkStringList *labels; /* owned */
  GPtrArray *values;     /* owned, of owned strings */
} Choices;

static void
choices_free (gpointer data)
{
  Choices *choices = data;

  g_object_unref (choices->labels);
  g_ptr_array_unref (choices->values);
  g_free (choices);
}

static void
choices_add (Choices *choices, const char *value, const char *label)
{
  gtk_string_list_append (choices->labels, label);
  g_ptr_array_add (choices->values, g_strdup (value));
}

/* What nobody thought of goes by its value, a file by its name. */
static guint
choices_find (Choices *choices, const char *value)
{
  guint i;

  if (!g_ptr_array_find_with_equal_func (choices->values, value, g_str_equal, &i))
    {
      g_autofree char *label = *value == '\0' ? g_strdup (_("None"))
                               : g_path_is_absolute (value) ? g_filename_display_basename (value)
                                                            : g_strdup (value);

      i = choices->values->len;
      choices_add (choices, value, label);
    }
  return i;
}

static gboolean
value_to_index (GValue *index, GVariant *value, gpointer user_data)
{
  g_value_set_uint (index, choices_find (user_data, g_variant_get_string (value, NULL)));
  return TRUE;
}

static GVariant *
index_to_value (const GValue *index, const GVariantType *type, gpointer user_data)
{
  GPtrArray *values = ((Choices *) user_data)->values;
  guint i = g_value_get_uint (index);

  return i < values->len ? g_variant_new_string (g_ptr_array_index (values, i)) : NULL;
}

/**
 * tra_setting_row_new_choice:
 * @settings: the agent's settings
 * @key: a string one
 * @title: what it is
 * @subtitle: (nullable): what else is to be known
 * @choices: (array length=n_choices): what it can be; copied
 * @n_choices: how many
 *
 * What @key holds and @choices do not is offered by its value, so that looking changes nothing.
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
tra_setting_row_new_choice (GSettings *settings,
                            const char *key,
                            const char *title,
                            const char *subtitle,
                            const TraSettingChoice *choices,
                            gsize n_choices)
{
  GtkWidget *row = new_row (ADW_TYPE_COMBO_ROW, title, subtitle);
  g_autofree char *present = g_settings_get_string (settings, key);
  Choices *known = g_new0 (Choices, 1);

  known->labels = gtk_string_list_new (NULL);
  known->values = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < n_choices; i++)
    choices_add (known, choices[i].value, choices[i].label);
  choices_find (known, present);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (known->labels));
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                value_to_index, index_to_value, known, choices_free);
  tra_preferences_bind_lock (settings, key, ADW_PREFERENCES_ROW (row));
  return row;
}
