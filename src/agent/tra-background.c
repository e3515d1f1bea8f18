/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-background.h"

#include <glib/gi18n.h>

#define TOLD "told-of-background"
#define NOTICE_ID "background"

/**
 * tra_background_keeps_running:
 * @session: whose window is closed
 *
 * Returns: whether the program runs on without a window: somebody is signed in, so calls may come,
 *   and the settings say so
 */
gboolean
tra_background_keeps_running (TraSession *session)
{
  g_return_val_if_fail (TRA_IS_SESSION (session), FALSE);

  return tra_session_get_phase (session) != TRA_PHASE_SIGNED_OUT &&
         g_settings_get_boolean (tra_session_get_settings (session), "run-in-background");
}

/**
 * tra_background_tell_once:
 * @application: the program, without a window from now on; has the actions show and quit
 * @session: its session
 *
 * Says that it runs on, the first time that it does.
 */
void
tra_background_tell_once (GApplication *application, TraSession *session)
{
  GSettings *settings;
  g_autoptr(GNotification) notification = NULL;

  g_return_if_fail (G_IS_APPLICATION (application));
  g_return_if_fail (TRA_IS_SESSION (session));

  settings = tra_session_get_settings (session);
  if (g_settings_get_boolean (settings, TOLD))
    return;

  g_settings_set_boolean (settings, TOLD, TRUE);
  notification = g_notification_new (_("Task Router Agent keeps running"));
  g_notification_set_body (notification, _("While you are online calls still reach you. Start it "
                                           "again to see its window. Preferences has a switch for "
                                           "this."));
  g_notification_set_default_action (notification, "app.show");
  g_notification_add_button (notification, _("Show"), "app.show");
  g_notification_add_button (notification, _("Quit"), "app.quit");
  g_application_send_notification (application, NOTICE_ID, notification);
}
