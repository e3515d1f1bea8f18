/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-ready-desktop.h"

#include <glib/gi18n.h>

#define NOTIFICATIONS "org.freedesktop.Notifications"
#define NOTIFICATIONS_PATH "/org/freedesktop/Notifications"
#define WATCHER "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"
#define PROPERTIES "org.freedesktop.DBus.Properties"
#define BUS_PATIENCE 5000 /* ms */

#define SHORT_TIME 5000 /* ms that the test notification stays */

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
notified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraReadyRow *row = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (is_cancelled (error))
    return;
  if (answer == NULL)
    {
      g_info ("Ready check: %s", error->message);
      tra_ready_row_set (row, TRA_READY_BAD,
                         _("No notification service takes them. Calls come in their own window "
                           "only."));
      return;
    }
  tra_ready_row_set (row, TRA_READY_GOOD, _("The desktop took one; it goes by itself."));
}

/**
 * tra_ready_desktop_check_banner:
 * @bus: the session bus
 * @row: where the answer is shown
 * @cancellable: cancelled before @row goes
 *
 * Shows a notification, for a moment.
 */
void
tra_ready_desktop_check_banner (GDBusConnection *bus, TraReadyRow *row, GCancellable *cancellable)
{
  GVariantBuilder hints;

  tra_ready_row_set (row, TRA_READY_CHECKING, "");
  g_variant_builder_init (&hints, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&hints, "{sv}", "desktop-entry", g_variant_new_string (APPLICATION_ID));
  g_variant_builder_add (&hints, "{sv}", "transient", g_variant_new_boolean (TRUE));
  g_dbus_connection_call (bus, NOTIFICATIONS, NOTIFICATIONS_PATH, NOTIFICATIONS, "Notify",
                          g_variant_new ("(susssasa{sv}i)", _("Task Router Agent"), 0,
                                         APPLICATION_ID, _("Rehearsal"), _("Nobody is calling"),
                                         NULL, &hints, SHORT_TIME),
                          G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, BUS_PATIENCE,
                          cancellable, notified_cb, row);
}

static void
tray_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraReadyRow *row = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr(GVariant) value = NULL;

  if (is_cancelled (error))
    return;
  if (answer != NULL)
    g_variant_get (answer, "(v)", &value);
  if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) &&
      g_variant_get_boolean (value))
    tra_ready_row_set (row, TRA_READY_GOOD, _("The panel shows the status."));
  else
    tra_ready_row_set (row, TRA_READY_NOTE, _("This desktop shows none. All is in the window."));
}

/**
 * tra_ready_desktop_check_tray:
 * @bus: the session bus
 * @row: where the answer is shown
 * @cancellable: cancelled before @row goes
 *
 * Asks whether something shows icons in a panel.
 */
void
tra_ready_desktop_check_tray (GDBusConnection *bus, TraReadyRow *row, GCancellable *cancellable)
{
  tra_ready_row_set (row, TRA_READY_CHECKING, "");
  g_dbus_connection_call (bus, WATCHER, WATCHER_PATH, PROPERTIES, "Get",
                          g_variant_new ("(ss)", WATCHER, "IsStatusNotifierHostRegistered"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, BUS_PATIENCE,
                          cancellable, tray_answered_cb, row);
}
