/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-accels.h"

#include "tra-keymap.h"

/* Accept, Reject and the rest of a call's keys are those that agents know from the service's own
 * desktop, and all have Shift: nothing that is typed is one by accident. Each is in the shortcuts
 * window (tra-shortcuts.ui), which a test compares. */
static const TraAccel accels[] = {
  { "app.go-online", "<Control>g" },
  { "app.go-offline", "<Control><Shift>g" },
  { "app.accept('')", "<Control><Shift>a" },
  { "app.reject('')", "<Control><Shift>r" },
  { "app.dial('')", "<Control><Shift>d" },
  { "app.mute", "<Control><Shift>m" },
  { "app.hold", "<Control><Shift>h" },
  { "app.transfer", "<Control><Shift>t" },
  { "app.end-conference", "<Control><Shift>e" },
  { "app.complete", "<Control>Return" },
  { "app.note", "<Control>n" },
  { "app.show-nth-task(1)", "<Control>1" },
  { "app.show-nth-task(2)", "<Control>2" },
  { "app.show-nth-task(3)", "<Control>3" },
  { "app.show-nth-task(4)", "<Control>4" },
  { "app.reconnect", "F5" },
  { "app.quit", "<Control>q" },
  { "win.show-page('now')", "<Alt>1" },
  { "win.show-page('today')", "<Alt>2" },
  { "win.show-page('log')", "<Alt>3" },
  { "win.show-page('team')", "<Alt>4" },
  { "win.search-log", "<Control>f" },
  { "app.compact", "F8" },
  { "win.show-sandbox", "F9" },
  { "win.open-status-menu", "<Alt>s" },
  { "app.skills", "F7" },
  { "app.wallboard", "F11" },
  { "app.help", "F1" },
  { "app.preferences", "<Control>comma" },
  { "app.shortcuts", "<Control>question" },
  { "window.close", "<Control>w" },
};

/**
 * tra_accels_get:
 * @n_accels: (out): how many
 *
 * Returns: (array length=n_accels) (transfer none): every key that does something anywhere
 */
const TraAccel *
tra_accels_get (gsize *n_accels)
{
  *n_accels = G_N_ELEMENTS (accels);
  return accels;
}

static void
update (GtkApplication *application, const char *key, GSettings *settings)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    {
      g_autofree char *accel = tra_keymap_dup_accel (settings, accels[i].action);
      const char *const keys[] = { *accel != '\0' ? accel : NULL, NULL };

      gtk_application_set_accels_for_action (application, accels[i].action, keys);
    }
}

/**
 * tra_accels_install:
 * @application: the program
 * @settings: what the agent has changed; followed
 */
void
tra_accels_install (GtkApplication *application, GSettings *settings)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));
  g_return_if_fail (G_IS_SETTINGS (settings));

  g_signal_connect_object (settings, "changed::" TRA_KEYMAP_SETTING, G_CALLBACK (update),
                           application, G_CONNECT_SWAPPED);
  update (application, TRA_KEYMAP_SETTING, settings);
}
