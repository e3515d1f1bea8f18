/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-preferences-pages.h"

#include <glib/gi18n.h>

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
  return page;
}
