/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-preferences-pages.h"

#include <glib/gi18n.h>

#include "tra-queue-limits.h"
#include "tra-ring-rows.h"
#include "tra-setting-list.h"
#include "tra-setting-row.h"

static void
add_incoming (AdwPreferencesPage *page, GSettings *settings)
{
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Incoming Calls"));

  adw_preferences_group_add (
      group, tra_setting_row_new_switch (settings, "private-notifications",
                                         _("Hide Number in Notifications"),
                                         _("They may show on the lock screen")));
}

static void
add_sounds (AdwPreferencesPage *page, GSettings *settings)
{
  const struct
  {
    const char *key;
    const char *title;
  } sounds[] = {
    { "soft-ring", _("Ring Softly During a Call") },
    { "sound-tick", _("Tick in the Last 3 Seconds") },
    { "sound-auto-accept", _("Tone Before Automatic Acceptance") },
    { "sound-connected", _("Sound When a Call Is Connected") },
    { "sound-ended", _("Sound When a Call Ends") },
    { "sound-missed", _("Sound for Missed Calls") },
    { "sound-connection", _("Sound When Connection Is Lost") },
  };
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Sounds"));

  adw_preferences_group_add (
      group, tra_setting_row_new_switch (settings, "ring", _("Ring for Incoming Calls"),
                                         _("Without a sound the popup flashes")));
  adw_preferences_group_add (group, tra_ring_rows_new_sound (settings));
  adw_preferences_group_add (group, tra_ring_rows_new_volume (settings));
  for (gsize i = 0; i < G_N_ELEMENTS (sounds); i++)
    adw_preferences_group_add (
        group, tra_setting_row_new_switch (settings, sounds[i].key, sounds[i].title, NULL));
}

static void
add_queues (AdwPreferencesPage *page, GSettings *settings)
{
  static const TraSettingListKind kind = {
    .title = N_("Only These Queues"),
    .subtitle = N_("None: all that you can see"),
    .add = N_("Name of a Queue"),
    .to_text = tra_setting_list_dup_text,
    .from_text = tra_setting_list_new_text,
  };
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Waiting Callers"));

  adw_preferences_group_set_description (
      group, _("A notification when a queue passes a limit, and when it is back to normal."));
  adw_preferences_group_add (
      group, tra_setting_row_new_spin (settings, TRA_QUEUE_LIMITS_WAITING, _("More Wait Than"),
                                       _("Callers; 0 turns it off"), 1));
  adw_preferences_group_add (
      group, tra_setting_row_new_spin (settings, TRA_QUEUE_LIMITS_MINUTES,
                                       _("Somebody Waits Longer Than"),
                                       _("Minutes; 0 turns it off"), 1));
  adw_preferences_group_add (group, tra_setting_list_new (settings, TRA_QUEUE_LIMITS_QUEUES, &kind));
}

static void
add_screen_pop (AdwPreferencesPage *page, GSettings *settings)
{
  const TraSettingChoice choices[] = {
    { "never", C_ ("screen pop", "Never") },
    { "ring", C_ ("screen pop", "When It Rings") },
    { "accept", C_ ("screen pop", "When Accepted") },
  };
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Caller’s Page"));

  adw_preferences_group_set_description (
      group, _("Attributes are named in braces: https://crm.example.com/search?phone={from}"));
  adw_preferences_group_add (
      group, tra_setting_row_new_choice (settings, "screen-pop", C_ ("screen pop", "Open"), NULL, choices,
                                         G_N_ELEMENTS (choices)));
  adw_preferences_group_add (
      group, tra_setting_row_new_entry (settings, "screen-pop-url", _("Address")));
  adw_preferences_group_add (
      group, tra_setting_row_new_entry (settings, "screen-pop-command", _("Command")));
}

/**
 * tra_preferences_alerts_page_new:
 * @session: whose settings they are
 *
 * Returns: (transfer floating): the page about what calls the agent
 */
AdwPreferencesPage *
tra_preferences_alerts_page_new (TraSession *session)
{
  AdwPreferencesPage *page =
      tra_preferences_page_new ("alerts", _("Alerts"), "preferences-system-notifications-symbolic");

  add_incoming (page, tra_session_get_settings (session));
  tra_preferences_work_add_automatic (page, session);
  add_sounds (page, tra_session_get_settings (session));
  add_queues (page, tra_session_get_settings (session));
  add_screen_pop (page, tra_session_get_settings (session));
  return page;
}
