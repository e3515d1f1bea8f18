/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-help.h"

#include <glib/gi18n.h>

#define WIDTH 520
#define HEIGHT 620
#define NAME "tra-help"

static const struct
{
  const char *title;
  const char *text;
} topics[] = {
  { N_("Going Online"),
    N_("Calls are offered to you while your status is an available one. Press Go Online, or choose a "
       "status at the top left. Everything else means that no new call comes.") },
  { N_("Answering a Call"),
    N_("A window comes up over whatever you work with, and it rings. Press Accept before the time is "
       "up: then your own phone rings, and when you pick it up you talk to the caller. Reject leaves "
       "the call to the next agent. Closing the window answers nothing: the call waits in the main "
       "window.") },
  { N_("Missed Calls"),
    N_("A call that you don’t answer in time goes to the next agent, and you may be set to a status "
       "without calls. The main window says so, and Go Online brings you back.") },
  { N_("After a Call"),
    N_("While you wrap up no other call comes. Write down what is to be known, then press "
       "Complete.") },
  { N_("When the Connection Is Lost"),
    N_("A call that you are in goes on, on your phone. The program tries again by itself, and shows "
       "no status that it cannot be sure of.") },
  { N_("When No Call Comes"),
    N_("Open the Ready Check in the main menu: it tries sound, notifications, network and phone, and "
       "rehearses a call.") },
  { N_("Without the Mouse"),
    N_("All can be done by keyboard. The keys are in the main menu, under Keyboard Shortcuts.") },
};

static GtkWidget *
topic_new (const char *title, const char *text)
{
  GtkWidget *row = g_object_new (ADW_TYPE_EXPANDER_ROW, "title", title, NULL);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "xalign", 0.0,
                                   "margin-top", 12, "margin-bottom", 12, "margin-start", 12,
                                   "margin-end", 12, NULL);

  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), label);
  return row;
}

static GtkWidget *
make_content (void)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *clamp = g_object_new (ADW_TYPE_CLAMP, "maximum-size", WIDTH, "child", group,
                                   "margin-top", 18, "margin-bottom", 18, "margin-start", 12,
                                   "margin-end", 12, NULL);
  GtkWidget *scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", clamp, "vexpand", TRUE,
                                      "hscrollbar-policy", GTK_POLICY_NEVER, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (topics); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               topic_new (_(topics[i].title), _(topics[i].text)));
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), scrolled);
  return content;
}

static gboolean
key_pressed_cb (GtkWindow *window, guint key)
{
  if (key == GDK_KEY_Escape)
    gtk_window_close (window);
  return key == GDK_KEY_Escape;
}

/**
 * tra_help_show:
 * @application: the program
 *
 * Shows how calls are taken, in a window of its own that needs no network; raises it if it is there.
 */
void
tra_help_show (GtkApplication *application)
{
  GtkWindow *window = NULL;

  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (g_strcmp0 (gtk_widget_get_name (l->data), NAME) == 0)
      window = l->data;

  if (window == NULL)
    {
      GtkEventController *keys = gtk_event_controller_key_new ();

      window = g_object_new (ADW_TYPE_WINDOW,
                             "name", NAME,
                             "title", _("Help"),
                             "transient-for", gtk_application_get_active_window (application),
                             "application", application,
                             "default-width", WIDTH,
                             "default-height", HEIGHT,
                             "content", make_content (),
                             NULL);
      g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), window);
      gtk_widget_add_controller (GTK_WIDGET (window), keys);
    }
  gtk_window_present (window);
}
