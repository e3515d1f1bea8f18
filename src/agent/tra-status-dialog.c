/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-status-dialog.h"

#include <glib/gi18n.h>

#include "tra-main-window.h"
#include "tra-phone-number.h"
#include "tra-plain-text.h"

#define MAX_NAME 64
#define NOW "now"
#define AFTERWARDS "afterwards"
#define ACTIVITY "tra-activity"

/* What it was about may be over by now: then nobody is sent away, and it is a change like any
 * other. */
static void
response_cb (AdwMessageDialog *dialog, const char *response, TraSession *session)
{
  TrActivity *activity = g_object_get_data (G_OBJECT (dialog), ACTIVITY);

  if (g_str_equal (response, NOW))
    tra_session_set_activity_now (session, activity);
  else if (g_str_equal (response, AFTERWARDS))
    tra_session_set_activity (session, activity);
}

static GtkWindow *
find_window (GtkApplication *application)
{
  for (GList *item = gtk_application_get_windows (application); item != NULL; item = item->next)
    if (TRA_IS_MAIN_WINDOW (item->data))
      return item->data;
  return NULL;
}

static guint
count_offers (TraSession *session)
{
  GListModel *list = tr_worker_get_reservations (tra_session_get_worker (session));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(TrReservation) reservation = g_list_model_get_item (list, i);

      n += tra_session_is_offered (session, reservation);
    }
  return n;
}

/* What is lost. */
static char *
describe (TraSession *session, const char *status)
{
  TrTask *task = tr_reservation_get_task (tra_session_get_offered (session));
  const char *number = tr_task_get_caller (task);
  g_autofree char *caller = NULL;
  guint n_offers = count_offers (session);

  if (n_offers > 1)
    return g_strdup_printf (
        /* Translators: how many (two or more), and the name of a status */
        ngettext ("%u caller waits for your answer. If you are set to %s now, it goes to someone else.",
                  "%u callers wait for your answer. If you are set to %s now, they go to someone else.",
                  n_offers),
        n_offers, status);

  caller = number != NULL ? tra_phone_number_isolate (number) : g_strdup (_("An unknown caller"));
  /* Translators: a caller's number, and the name of a status */
  return g_strdup_printf (
      _("%s waits for your answer. If you are set to %s now, the call goes to someone else."), caller,
      status);
}

static void
ask (TraApplication *application, TraSession *session, TrActivity *activity)
{
  g_autofree char *name = tra_plain_text (tr_activity_get_friendly_name (activity), MAX_NAME);
  g_autofree char *body = describe (session, name);
  AdwMessageDialog *dialog;

  /* From the panel or by a script, too: a question must be seen. */
  tra_application_show (application);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      find_window (GTK_APPLICATION (application)), _("Change Your Status Now?"), body));
  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), AFTERWARDS,
                                    _("Change Afterwards"), NOW, _("Reject and Change"), NULL);
  adw_message_dialog_set_response_appearance (dialog, NOW, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), ACTIVITY, g_object_ref (activity), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), session, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * tra_status_dialog_take:
 * @application: the program
 * @activity: what the agent chose
 *
 * Changes the status, now or when what goes on is over; asks which, if somebody would be sent away.
 */
void
tra_status_dialog_take (TraApplication *application, TrActivity *activity)
{
  TraSession *session;

  g_return_if_fail (TRA_IS_APPLICATION (application));
  g_return_if_fail (TR_IS_ACTIVITY (activity));

  session = tra_application_get_session (application);
  if (tra_session_would_drop (session, activity))
    ask (application, session, activity);
  else
    tra_session_set_activity (session, activity);
}
