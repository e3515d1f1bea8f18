/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-preferences-pages.h"

#include <glib/gi18n.h>

#include "tra-setting-row.h"

/* The names of the workspace's activities: the available ones, the others, or with @available < 0
 * all. @none, if any, is what an empty key means. */
static GtkWidget *
activity_row_new (TraSession *session,
                  const char *key,
                  const char *title,
                  int available,
                  const char *none)
{
  TrWorker *worker = tra_session_get_worker (session);
  GListModel *activities = worker != NULL ? tr_worker_get_activities (worker) : NULL;
  guint n_items = activities != NULL ? g_list_model_get_n_items (activities) : 0;
  g_autoptr(GArray) choices = g_array_new (FALSE, FALSE, sizeof (TraSettingChoice));

  if (none != NULL)
    g_array_append_val (choices, ((TraSettingChoice) { "", none }));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(TrActivity) activity = g_list_model_get_item (activities, i);
      const char *name = tr_activity_get_friendly_name (activity); /* the list's */

      if (available < 0 || tr_activity_is_available (activity) == available)
        g_array_append_val (choices, ((TraSettingChoice) { name, name }));
    }

  return tra_setting_row_new_choice (tra_session_get_settings (session), key, title, NULL,
                                     (const TraSettingChoice *) (gpointer) choices->data,
                                     choices->len);
}

static void
add_status (AdwPreferencesPage *page, TraSession *session)
{
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Status"));

  adw_preferences_group_add (
      group, activity_row_new (session, "online-activity", _("Go Online Sets"), TRUE, NULL));
  adw_preferences_group_add (
      group, activity_row_new (session, "offline-activity", _("Go Offline Sets"), FALSE, NULL));
  adw_preferences_group_add (
      group, activity_row_new (session, "call-activity", _("During a Call"), -1,
                               /* Translators: the status stays as it is */
                               _("Stay as It Is")));
  adw_preferences_group_add (
      group, activity_row_new (session, "after-call-activity", _("After a Call"), -1,
                               _("Same as Go Offline")));
}

static void
add_calls (AdwPreferencesPage *page, GSettings *settings)
{
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Calls"));

  adw_preferences_group_add (
      group, tra_setting_row_new_spin (settings, "ring-timeout", _("Ring My Phone For"),
                                       _("Seconds after Accept"), 5));
  adw_preferences_group_add (
      group, tra_setting_row_new_spin (settings, "hold-reminder-seconds", _("Warn of a Long Hold"),
                                       _("Seconds; 0 is never"), 30));
  adw_preferences_group_add (
      group, tra_setting_row_new_spin (settings, "record-again-seconds", _("Record Again After"),
                                       _("Seconds of a pause; 0 is never"), 30));
  adw_preferences_group_add (
      group, tra_setting_row_new_spin (settings, "wrap-up-reminder-seconds", _("Wrap-Up Reminder"),
                                       _("Seconds; 0 turns it off"), 30));
  adw_preferences_group_add (
      group, tra_setting_row_new_spin (settings, "auto-complete-seconds", _("Complete by Itself"),
                                       _("Seconds of wrap-up; 0 is never"), 30));
  adw_preferences_group_add (
      group, tra_setting_row_new_spin (settings, "history-days", _("Keep My Calls For"),
                                       _("Days, on this computer"), 1));
}

/**
 * tra_preferences_general_page_new:
 * @session: whose settings they are
 *
 * Returns: (transfer floating): the page about the agent's work
 */
AdwPreferencesPage *
tra_preferences_general_page_new (TraSession *session)
{
  AdwPreferencesPage *page =
      tra_preferences_page_new ("general", _("General"), "preferences-system-symbolic");

  add_status (page, session);
  add_calls (page, tra_session_get_settings (session));
  tra_preferences_work_add (page, session);
  tra_preferences_presence_add (page, session);
  return page;
}
