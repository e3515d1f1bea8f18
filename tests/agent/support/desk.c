/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk.h"

#include <string.h>

#include "tra-resources.h"

#define DEADLINE (60 * 1000)

void
desk_init (int *argc, char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  g_resources_register (tra_get_resource ());
}

/* One for the process: the toolkit never lets go of it. */
static GtkApplication *
the_application (void)
{
  static GtkApplication *application;
  g_autoptr(GError) error = NULL;

  if (application == NULL)
    {
      application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
      g_application_register (G_APPLICATION (application), NULL, &error);
      g_assert_no_error (error);
    }
  return application;
}

static void
activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Desk *self = user_data;

  g_string_append_printf (self->state->verbs, "%s%s%s;", g_action_get_name (G_ACTION (action)),
                          parameter != NULL ? " " : "",
                          parameter != NULL ? g_variant_get_string (parameter, NULL) : "");
}

void
desk_set_up (Desk *self)
{
  static const GActionEntry entries[] = {
    { "accept", activated_cb, "s" },
    { "complete", activated_cb },
    { "end-conference", activated_cb },
    { "go-offline", activated_cb },
    { "go-online", activated_cb },
    { "reconnect", activated_cb },
    { "pause-recording", activated_cb },
    { "take-back-status", activated_cb },
    { "take-over", activated_cb },
    { "reject", activated_cb, "s" },
    { "set-activity", activated_cb, "s", "'WA00000000000000000000000000000001'" },
    { "sign-in", activated_cb },
    { "sign-out", activated_cb },
    { "stop-ringing", activated_cb },
  };

  self->session = fake_session_new ();
  self->state = fake_session_get (self->session);
  self->application = the_application ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->application), entries,
                                   G_N_ELEMENTS (entries), self);
}

void
desk_tear_down (Desk *self)
{
  desk_settle ();
  /* Nothing of ours ticks any more. */
  g_assert_cmpint (tr_clock_get_next_time (self->state->clock), ==, -1);
  g_assert_finalize_object (self->session);
}

/* Destroys a window, and sees to it that nothing of it stays. */
void
desk_close (GtkWidget *window)
{
  gpointer witness = window;

  g_object_add_weak_pointer (G_OBJECT (window), &witness);
  gtk_window_destroy (GTK_WINDOW (window));
  desk_settle ();
  g_assert_null (witness);
}

static gboolean
deadline_cb (gpointer user_data)
{
  g_error ("nothing happened in %d ms", DEADLINE);
  return G_SOURCE_REMOVE;
}

void
desk_wait (gboolean (*condition) (gpointer), gpointer data)
{
  guint deadline = g_timeout_add (DEADLINE, deadline_cb, NULL);

  while (!condition (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
}

void
desk_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
has_name (GtkWidget *widget, const char *name)
{
  char *problem = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  gboolean fits = problem == NULL;

  g_free (problem);
  return fits;
}

/* The mapped widget below @widget whose accessible label is @accessible_name, or a plain button with
 * that text; NULL if none is shown. */
GtkWidget *
desk_find (GtkWidget *widget, const char *accessible_name)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (has_name (widget, accessible_name) ||
      (GTK_IS_BUTTON (widget) &&
       g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), accessible_name) == 0))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = desk_find (child, accessible_name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Whether a mapped label holds @text. */
gboolean
desk_shows (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (desk_shows (child, text))
      return TRUE;

  return FALSE;
}
