/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-preferences-pages.h"

#include <glib/gi18n.h>

#include "tra-key-row.h"

/* Those of the work. The rest is as in every program, or of the window. */
static const struct
{
  const char *action;
  const char *title;
} keys[] = {
  { "app.go-online", NC_ ("shortcuts", "Go Online") },
  { "app.go-offline", NC_ ("shortcuts", "Go Offline") },
  { "app.accept('')", NC_ ("shortcuts", "Accept") },
  { "app.reject('')", NC_ ("shortcuts", "Reject") },
  { "app.dial('')", NC_ ("shortcuts", "Dial Pad") },
  { "app.mute", NC_ ("shortcuts", "Mute") },
  { "app.hold", NC_ ("shortcuts", "Hold or Resume") },
  { "app.transfer", NC_ ("shortcuts", "Transfer") },
  { "app.end-conference", NC_ ("shortcuts", "End Conference") },
  { "app.note", NC_ ("shortcuts", "Write a Note") },
  { "app.complete", NC_ ("shortcuts", "Complete") },
  { "app.compact", NC_ ("shortcuts", "Compact Window") },
  { "app.skills", NC_ ("shortcuts", "Skills and Channels") },
  { "app.wallboard", NC_ ("shortcuts", "Wallboard") },
  { "app.help", NC_ ("shortcuts", "Help") },
};

/**
 * tra_preferences_keys_page_new:
 * @session: whose settings they are
 *
 * Returns: (transfer floating): the page about what keys do
 */
AdwPreferencesPage *
tra_preferences_keys_page_new (TraSession *session)
{
  AdwPreferencesPage *page =
      tra_preferences_page_new ("keys", C_ ("preferences", "Keys"), "input-keyboard-symbolic");
  AdwPreferencesGroup *group = tra_preferences_page_add_group (page, _("Keyboard Shortcuts"));

  adw_preferences_group_set_description (group, _("Choose one to press other keys for it."));
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    adw_preferences_group_add (
        group, tra_key_row_new (tra_session_get_settings (session), keys[i].action,
                                g_dpgettext2 (NULL, "shortcuts", keys[i].title)));
  return page;
}
