/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-autostart.h"

#include "test-bridge.h"
#include "tra-settings.h"

/* The start at login where it can't be had: the switch goes back, and it is told why. */

#define KEY "start-at-login"

typedef struct
{
  GTestDBus *bus;
  GDBusConnection *connection;
  GSettings *settings;
  GString *told;
} Fixture;

static void
refused_cb (Fixture *self, const char *why)
{
  g_string_append_printf (self->told, "%s|", why);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (self->bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
          G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  self->settings = tra_settings_new (&error);
  g_assert_no_error (error);
  g_settings_reset (self->settings, KEY);
  self->told = g_string_new (NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_unsetenv ("GTK_USE_PORTAL");
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  test_settle ();
  g_assert_finalize_object (self->connection);
  g_test_dbus_down (self->bus);
  g_object_unref (self->bus);
  g_object_unref (self->settings);
  g_string_free (self->told, TRUE);
}

/* No portal is there to be asked. */
static void
test_no_portal (Fixture *self, gconstpointer data)
{
  g_autoptr(TraAutostart) autostart = NULL;

  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
  autostart = tra_autostart_new (self->settings, self->connection);
  g_signal_connect_swapped (autostart, "refused", G_CALLBACK (refused_cb), self);
  g_settings_set_boolean (self->settings, KEY, TRUE);
  test_wait (self->told->len > 0);
  g_assert_false (g_settings_get_boolean (self->settings, KEY));
  test_settle ();
  g_assert_cmpstr (self->told->str, ==, "Not started at login: the desktop can’t be asked for it|");
}

/* Where the folder of the file should be is something else. */
static void
test_no_file (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "autostart", NULL);
  g_autoptr(TraAutostart) autostart = tra_autostart_new (self->settings, self->connection);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_config_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", -1, &error));
  g_signal_connect_swapped (autostart, "refused", G_CALLBACK (refused_cb), self);
  g_settings_set_boolean (self->settings, KEY, TRUE);
  g_assert_false (g_settings_get_boolean (self->settings, KEY));
  g_assert_cmpstr (self->told->str, ==,
                   "Not started at login: the file for it can’t be written|");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/autostart/no-portal", Fixture, NULL, set_up, test_no_portal, tear_down);
  g_test_add ("/autostart/no-file", Fixture, NULL, set_up, test_no_file, tear_down);
  return g_test_run ();
}
