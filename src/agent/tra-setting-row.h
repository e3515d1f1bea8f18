/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* One value of a string key, and what people call it. */
typedef struct
{
  const char *value;
  const char *label;
} TraSettingChoice;

/* Rows of the preferences window, each bound to its key: what is changed holds at once. */
GtkWidget *tra_setting_row_new_switch (GSettings *settings,
                                       const char *key,
                                       const char *title,
                                       const char *subtitle /* nullable */);
GtkWidget *tra_setting_row_new_spin (GSettings *settings,
                                     const char *key,
                                     const char *title,
                                     const char *subtitle /* nullable: the unit */,
                                     double step);
GtkWidget *tra_setting_row_new_entry (GSettings *settings, const char *key, const char *title);
GtkWidget *tra_setting_row_new_choice (GSettings *settings,
                                       const char *key,
                                       const char *title,
                                       const char *subtitle /* nullable */,
                                       const TraSettingChoice *choices,
                                       gsize n_choices);

/* For any other row: binds @key to @property of @widget, and shows on @row who decides. */
void tra_preferences_bind (GSettings *settings,
                           const char *key,
                           AdwPreferencesRow *row,
                           gpointer widget,
                           const char *property);
void tra_preferences_bind_lock (GSettings *settings, const char *key, AdwPreferencesRow *row);

G_END_DECLS
