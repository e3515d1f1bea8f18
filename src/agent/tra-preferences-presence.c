/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-preferences-pages.h"

#include <glib/gi18n.h>

#include "tra-setting-row.h"

static void
add_background (AdwPreferencesPage *page, GSettings *settings)
{
  const TraSettingChoice looks[] = {
    { "system", C_ ("appearance", "Follow System") },
    { "light", C_ ("appearance", "Light") },
    { "dark", C_ ("appearance", "Dark") },
  };
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Window"));

  adw_preferences_group_add (
      group, tra_setting_row_new_choice (settings, "appearance", _("Appearance"), NULL, looks,
                                         G_N_ELEMENTS (looks)));
  adw_preferences_group_add (
      group, tra_setting_row_new_switch (settings, "run-in-background",
                                         _("Keep Running When Closed"),
                                         _("Calls still reach you while you are signed in")));
  adw_preferences_group_add (
      group, tra_setting_row_new_switch (settings, "start-at-login", _("Start at Login"),
                                         _("Without a window, if you stay signed in")));
}

/* The workspace's unavailable activities, as the status that @key's cause sets. */
static void
add_policy (AdwPreferencesGroup *group, TraSession *session, const char *key, const char *title)
{
  TrWorker *worker = tra_session_get_worker (session);
  GListModel *activities = worker != NULL ? tr_worker_get_activities (worker) : NULL;
  guint n_items = activities != NULL ? g_list_model_get_n_items (activities) : 0;
  g_autoptr(GArray) choices = g_array_new (FALSE, FALSE, sizeof (TraSettingChoice));

  g_array_append_val (choices, ((TraSettingChoice) { "", _("Stay as It Is") }));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(TrActivity) activity = g_list_model_get_item (activities, i);
      const char *name = tr_activity_get_friendly_name (activity); /* the list's */

      if (!tr_activity_is_available (activity))
        g_array_append_val (choices, ((TraSettingChoice) { name, name }));
    }
  adw_preferences_group_add (
      group, tra_setting_row_new_choice (tra_session_get_settings (session), key, title, NULL,
                                         (const TraSettingChoice *) (gpointer) choices->data,
                                         choices->len));
}

static void
add_policies (AdwPreferencesPage *page, TraSession *session)
{
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("When You Are Available"));

  add_policy (group, session, "sleep-activity", _("Sleep Sets"));
  add_policy (group, session, "lock-activity", _("A Locked Screen Sets"));
  adw_preferences_group_add (
      group, tra_setting_row_new_spin (tra_session_get_settings (session), "lock-minutes",
                                       _("Locked For"), _("Minutes; 0 is at once"), 1));
  add_policy (group, session, "lid-activity", _("A Closed Lid Sets"));
  add_policy (group, session, "network-activity", _("A Lost Network Sets"));
}

/**
 * tra_preferences_presence_add:
 * @page: the page about the agent's work
 * @session: whose settings they are
 *
 * Adds what the program does while the agent does not look at it.
 */
void
tra_preferences_presence_add (AdwPreferencesPage *page, TraSession *session)
{
  add_policies (page, session);
  add_background (page, tra_session_get_settings (session));
}
