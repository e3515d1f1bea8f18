/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-elsewhere.h"

#include <glib/gi18n.h>

#include "tra-main-window.h"
#include "tra-plain-text.h"

#define MAX_NAME 64
#define NOTIFICATION "elsewhere"
#define TAKE_OVER "take-over"

/**
 * TraElsewhere:
 *
 * When another desk of the same agent's takes over this one asks, plainly and once: with a dialog
 * where its window is seen, and a notification. It does nothing by itself, and the question goes
 * when it is answered, there or here. The page Now has the same button as long as it is so.
 */
struct _TraElsewhere
{
  GObject parent_instance;

  GtkApplication *application; /* owned */
  TraSession *session;         /* owned */
  GtkWindow *dialog;           /* not owned, nullable: GTK's */
  gboolean is_told;
};

G_DEFINE_FINAL_TYPE (TraElsewhere, tra_elsewhere, G_TYPE_OBJECT)

/* Whoever does not see it has the notification: no window comes up by itself, over another desk's.
 * */
static GtkWindow *
find_window (TraElsewhere *self)
{
  GList *windows = gtk_application_get_windows (self->application);

  for (GList *item = windows; item != NULL; item = item->next)
    if (TRA_IS_MAIN_WINDOW (item->data) && gtk_widget_get_visible (item->data))
      return item->data;
  return NULL;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, TraSession *session)
{
  if (g_str_equal (response, TAKE_OVER))
    tra_session_take_over (session);
}

static void
dialog_gone_cb (gpointer user_data, GObject *dialog)
{
  TRA_ELSEWHERE (user_data)->dialog = NULL;
}

static void
drop_dialog (TraElsewhere *self)
{
  GtkWindow *dialog = g_steal_pointer (&self->dialog);

  if (dialog == NULL)
    return;

  g_object_weak_unref (G_OBJECT (dialog), dialog_gone_cb, self);
  gtk_window_destroy (dialog);
}

static void
ask (TraElsewhere *self, GtkWindow *parent, const char *body)
{
  AdwMessageDialog *dialog =
      ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _("Signed In Elsewhere"), body));

  /* Translators: two buttons: the calls stay at the other computer, or come to this one */
  adw_message_dialog_add_responses (dialog, "cancel", _("Stay Out"), TAKE_OVER, _("Take Over"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, TAKE_OVER, ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self->session, 0);
  self->dialog = GTK_WINDOW (dialog);
  g_object_weak_ref (G_OBJECT (dialog), dialog_gone_cb, self);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
notify (TraElsewhere *self, const char *body)
{
  g_autoptr(GNotification) notification = g_notification_new (_("Signed In Elsewhere"));

  g_notification_set_body (notification, body);
  g_notification_set_default_action (notification, "app.show");
  g_notification_add_button (notification, _("Take Over"), "app.take-over");
  g_application_send_notification (G_APPLICATION (self->application), NOTIFICATION, notification);
}

static void
tell (TraElsewhere *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  g_autofree char *name =
      tra_plain_text (worker != NULL ? tr_worker_get_friendly_name (worker) : NULL, MAX_NAME);
  GtkWindow *window = find_window (self);
  g_autofree char *body = NULL;

  /* Translators: %s is the agent's own name: "dana" */
  body = g_strdup_printf (_("%s is signed in on another computer. Calls are shown there, not here."),
                          name);
  if (window != NULL)
    ask (self, window, body);
  if (window == NULL || !gtk_window_is_active (window))
    notify (self, body);
}

static void
update (TraElsewhere *self)
{
  gboolean is_elsewhere = tra_session_get_phase (self->session) == TRA_PHASE_ELSEWHERE;

  if (is_elsewhere == self->is_told)
    return;

  self->is_told = is_elsewhere;
  if (is_elsewhere)
    {
      tell (self);
      return;
    }
  drop_dialog (self);
  g_application_withdraw_notification (G_APPLICATION (self->application), NOTIFICATION);
}

static void
tra_elsewhere_dispose (GObject *object)
{
  TraElsewhere *self = TRA_ELSEWHERE (object);

  drop_dialog (self);
  if (self->is_told)
    g_application_withdraw_notification (G_APPLICATION (self->application), NOTIFICATION);
  self->is_told = FALSE;
  g_clear_object (&self->session);
  g_clear_object (&self->application);
  G_OBJECT_CLASS (tra_elsewhere_parent_class)->dispose (object);
}

static void
tra_elsewhere_class_init (TraElsewhereClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_elsewhere_dispose;
}

static void
tra_elsewhere_init (TraElsewhere *self)
{
}

/**
 * tra_elsewhere_new:
 * @application: whose windows, and who notifies; has the action take-over
 * @session: whose desk
 *
 * Returns: (transfer full): what asks, until it is dropped
 */
TraElsewhere *
tra_elsewhere_new (GtkApplication *application, TraSession *session)
{
  TraElsewhere *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_ELSEWHERE, NULL);
  self->application = g_object_ref (application);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
