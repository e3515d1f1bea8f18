/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-profile-window.h"

#include <glib/gi18n.h>

#include "tra-leave-dialog.h"
#include "tra-profile-group.h"
#include "tra-session-profile.h"

/**
 * TraProfileWindow:
 *
 * Who can sign in at this desk, for whoever is signed in to go and let another one in. Closed when
 * nobody is signed in any more: the form has the same list.
 */
struct _TraProfileWindow
{
  AdwWindow parent_instance;

  TraProfileGroup *group;

  TraSession *session; /* owned */
  guint switch_id;     /* source */
  char *chosen;        /* owned, nullable: of the one who comes; NULL: somebody new */
};

G_DEFINE_FINAL_TYPE (TraProfileWindow, tra_profile_window, ADW_TYPE_WINDOW)

static void
switch_now (gpointer object)
{
  TraProfileWindow *self = TRA_PROFILE_WINDOW (object);
  g_autoptr(TraSession) session = g_object_ref (self->session);
  g_autofree char *chosen = g_strdup (self->chosen);

  gtk_window_close (GTK_WINDOW (self));
  tra_session_switch_profile (session, chosen);
}

static gboolean
switch_cb (gpointer user_data)
{
  TraProfileWindow *self = user_data;

  self->switch_id = 0;
  switch_now (self);
  return G_SOURCE_REMOVE;
}

/* A call, or somebody who waits for an answer, is not left without a word. The row that was chosen
 * goes with this window, so that waits until the row has told it. */
static void
ask_and_switch (TraProfileWindow *self)
{
  if (tra_leave_dialog_is_needed (self->session))
    tra_leave_dialog_ask_switch (GTK_WINDOW (self), self->session, switch_now, G_OBJECT (self));
  else if (self->switch_id == 0)
    self->switch_id = g_idle_add (switch_cb, self);
}

static void
chosen_cb (TraProfileWindow *self, const char *id)
{
  g_free (self->chosen);
  self->chosen = g_strdup (id);
  ask_and_switch (self);
}

static void
add_cb (TraProfileWindow *self)
{
  g_clear_pointer (&self->chosen, g_free);
  ask_and_switch (self);
}

static void
removed_cb (TraProfileWindow *self, const char *id)
{
  tra_session_remove_profile (self->session, id);
}

static void
update (TraProfileWindow *self)
{
  if (tra_session_get_worker (self->session) == NULL)
    gtk_window_close (GTK_WINDOW (self));
  else
    tra_profile_group_set_signed_in (self->group, !tra_session_is_demo (self->session));
}

static void
tra_profile_window_dispose (GObject *object)
{
  TraProfileWindow *self = TRA_PROFILE_WINDOW (object);

  g_clear_handle_id (&self->switch_id, g_source_remove);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_profile_window_parent_class)->dispose (object);
}

static void
tra_profile_window_finalize (GObject *object)
{
  g_free (TRA_PROFILE_WINDOW (object)->chosen);
  G_OBJECT_CLASS (tra_profile_window_parent_class)->finalize (object);
}

static void
tra_profile_window_class_init (TraProfileWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_profile_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_profile_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static GtkWidget *
make_adding (TraProfileWindow *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Another Account…"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("Opens the sign-in form"));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return group;
}

static void
tra_profile_window_init (TraProfileWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();

  self->group = g_object_new (TRA_TYPE_PROFILE_GROUP, NULL);
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self->group),
      _("One is signed in at a time. Who leaves is set to the offline status first."));
  g_signal_connect_object (self->group, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->group, "removed", G_CALLBACK (removed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->group));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (make_adding (self)));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _("Accounts"));
  gtk_window_set_default_size (GTK_WINDOW (self), 400, 480);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
}

/**
 * tra_profile_window_show:
 * @parent: (nullable): the window that asks
 * @session: somebody is signed in
 */
void
tra_profile_window_show (GtkWindow *parent, TraSession *session)
{
  TraProfileWindow *self;

  g_return_if_fail (TRA_IS_SESSION (session));

  if (tra_session_get_worker (session) == NULL)
    return;

  self = g_object_new (TRA_TYPE_PROFILE_WINDOW, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  tra_profile_group_follow (self->group, tra_session_get_settings (session),
                            tra_session_get_service_url (session));
  update (self);
  gtk_window_present (GTK_WINDOW (self));
}
