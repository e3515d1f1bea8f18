/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-preferences-pages.h"

#include <glib/gi18n.h>

#include "tra-setting-row.h"

static void
add_background (AdwPreferencesPage *page, GSettings *settings)
{
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Window"));

  adw_preferences_group_add (
      group, tra_setting_row_new_switch (settings, "run-in-background",
                                         _("Keep Running When Closed"),
                                         _("Calls still reach you while you are signed in")));
  adw_preferences_group_add (
      group, tra_setting_row_new_switch (settings, "start-at-login", _("Start at Login"),
                                         _("Without a window, if you stay signed in")));
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
  add_background (page, tra_session_get_settings (session));
}
