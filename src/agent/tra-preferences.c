/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-preferences.h"

#include "tra-preferences-pages.h"

#define WIDTH 560
#define HEIGHT 680

/* A page's data: the groups that are in it. */
#define GROUPS "tra-groups"

/**
 * TraPreferences:
 *
 * What the agent may change, a row for each key; all of it is searched, and holds at once. Made when it
 * is asked for and destroyed when it is closed.
 */
struct _TraPreferences
{
  AdwPreferencesWindow parent_instance;

  GPtrArray *pages; /* of those that are the window's */
};

G_DEFINE_FINAL_TYPE (TraPreferences, tra_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* The search of libadwaita 1.2 takes a reference to each group and never gives it back, so the rows
 * would stay, bound to their keys, each time the window was open. */
static void
drop_group (gpointer data, gpointer page)
{
  AdwPreferencesGroup *group = g_object_ref (data);

  adw_preferences_page_remove (page, group);
  if (adw_get_major_version () == 1 && adw_get_minor_version () == 2 &&
      G_OBJECT (group)->ref_count > 1)
    g_object_unref (group);
  g_object_unref (group);
}

static void
tra_preferences_dispose (GObject *object)
{
  TraPreferences *self = TRA_PREFERENCES (object);

  for (guint i = 0; i < self->pages->len; i++)
    {
      GObject *page = g_ptr_array_index (self->pages, i);
      g_autoptr(GPtrArray) groups = g_object_steal_data (page, GROUPS);

      g_ptr_array_foreach (groups, drop_group, page);
    }
  g_ptr_array_set_size (self->pages, 0);
  G_OBJECT_CLASS (tra_preferences_parent_class)->dispose (object);
}

static void
tra_preferences_finalize (GObject *object)
{
  g_ptr_array_unref (TRA_PREFERENCES (object)->pages);
  G_OBJECT_CLASS (tra_preferences_parent_class)->finalize (object);
}

static void
tra_preferences_class_init (TraPreferencesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_preferences_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_preferences_finalize;
}

static void
tra_preferences_init (TraPreferences *self)
{
  self->pages = g_ptr_array_new ();
}

static void
add_page (TraPreferences *self, AdwPreferencesPage *page)
{
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), page);
  g_ptr_array_add (self->pages, page);
}

/**
 * tra_preferences_page_new:
 * @name: by which it is shown
 * @title: what it is about
 * @icon_name: its icon
 *
 * Returns: (transfer floating): an empty page
 */
AdwPreferencesPage *
tra_preferences_page_new (const char *name, const char *title, const char *icon_name)
{
  AdwPreferencesPage *page = g_object_new (ADW_TYPE_PREFERENCES_PAGE,
                                           "name", name,
                                           "title", title,
                                           "icon-name", icon_name,
                                           NULL);

  g_object_set_data_full (G_OBJECT (page), GROUPS, g_ptr_array_new (),
                          (GDestroyNotify) g_ptr_array_unref);
  return page;
}

/**
 * tra_preferences_page_add_group:
 * @page: a page
 * @title: what the rows have in common
 *
 * Returns: (transfer none): the group, in @page, with no row yet
 */
AdwPreferencesGroup *
tra_preferences_page_add_group (AdwPreferencesPage *page, const char *title)
{
  AdwPreferencesGroup *group = g_object_new (ADW_TYPE_PREFERENCES_GROUP, "title", title, NULL);

  adw_preferences_page_add (page, group);
  g_ptr_array_add (g_object_get_data (G_OBJECT (page), GROUPS), group);
  return group;
}

/**
 * tra_preferences_new:
 * @application: the program
 * @session: whose settings they are, and who is signed in
 *
 * Returns: (transfer none): the window, owned by the toolkit, not shown yet
 */
TraPreferences *
tra_preferences_new (GtkApplication *application, TraSession *session)
{
  TraPreferences *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  /* Not modal: a call that comes in meanwhile has to be answered. */
  self = g_object_new (TRA_TYPE_PREFERENCES,
                       "application", application,
                       "modal", FALSE,
                       "default-width", WIDTH,
                       "default-height", HEIGHT,
                       NULL);
  add_page (self, tra_preferences_general_page_new (session));
  add_page (self, tra_preferences_alerts_page_new (session));
  add_page (self, tra_preferences_keys_page_new (session));
  add_page (self, tra_preferences_account_page_new (session));
  return self;
}

/**
 * tra_preferences_show:
 * @application: the program
 * @session: as for tra_preferences_new()
 *
 * Shows the preferences, over the window that is in use; raises them if they are shown already.
 */
void
tra_preferences_show (GtkApplication *application, TraSession *session)
{
  GtkWindow *parent = gtk_application_get_active_window (application);
  GtkWindow *window = NULL;

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (TRA_IS_PREFERENCES (l->data))
      window = l->data;

  if (window == NULL)
    {
      window = GTK_WINDOW (tra_preferences_new (application, session));
      gtk_window_set_transient_for (window, parent);
    }
  gtk_window_present (window);
}
