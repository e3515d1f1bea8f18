/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-end-dialog.h"

#include <glib/gi18n.h>

#include "tra-session-line.h"

#define CONFERENCE "tra-conference"

/* What is asked about may be over by now. */
static void
response_cb (AdwMessageDialog *dialog, const char *response, TraSession *session)
{
  TraLine *line = tra_session_get_line (session);
  const char *conference = g_object_get_data (G_OBJECT (dialog), CONFERENCE);

  if (g_str_equal (response, "end") && line != NULL &&
      g_strcmp0 (line->conference_sid, conference) == 0)
    tra_session_end_conference (session);
}

/**
 * tra_end_dialog_ask:
 * @session: a session with a call
 * @parent: (nullable): the window that asks
 *
 * Ends the call for everybody on it, at once if that is only the caller.
 */
void
tra_end_dialog_ask (TraSession *session, GtkWindow *parent)
{
  TraLine *line;
  GtkWidget *dialog;

  g_return_if_fail (TRA_IS_SESSION (session));

  line = tra_session_get_line (session);
  if (!tra_line_has_others (line))
    {
      tra_session_end_conference (session);
      return;
    }

  dialog = adw_message_dialog_new (
      parent, _("End the Call for Everyone?"),
      _("Others are on the line, too. If you leave the call, they can talk on."));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "end", _("End Conference"));
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "end",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), CONFERENCE, g_strdup (line->conference_sid), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), session, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
