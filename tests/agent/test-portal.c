/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-portal.h"

#include "test-bridge.h"

/* What the portal tells of the session, on a bus with a portal that says what it is asked. */

#define PATH "/org/freedesktop/portal/desktop"
#define INTERFACE                                                                                  \
  "<node><interface name='org.freedesktop.portal.Inhibit'>"                                        \
  "<method name='CreateMonitor'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"  \
  "<arg type='o' direction='out'/></method>"                                                       \
  "<method name='QueryEndResponse'><arg type='o' direction='in'/></method>"                        \
  "<signal name='StateChanged'><arg type='o'/><arg type='a{sv}'/></signal>"                        \
  "</interface></node>"

typedef struct
{
  GTestDBus *bus;
  GDBusConnection *program;
  GDBusConnection *desktop;
  char *handle;  /* owned: of the monitor that was made */
  GString *told;
} Fixture;

static GDBusConnection *
connect_to (GTestDBus *bus)
{
  g_autoptr(GError) error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
          G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);

  g_assert_no_error (error);
  return connection;
}

static void
call_cb (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  Fixture *self = user_data;

  if (g_str_equal (method, "CreateMonitor"))
    {
      g_autoptr(GVariant) options = g_variant_get_child_value (parameters, 1);
      g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
      const char *token = NULL;

      g_assert_true (g_variant_lookup (options, "session_handle_token", "&s", &token));
      g_free (self->handle);
      self->handle = g_strdup_printf (PATH "/session/%s/%s", name, token);
      g_dbus_method_invocation_return_value (invocation,
                                             g_variant_new ("(o)", PATH "/request/x"));
      return;
    }
  g_string_append (self->told, "answered|");
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const GDBusInterfaceVTable table = { .method_call = call_cb };
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (INTERFACE, NULL);
  g_autoptr(GVariant) owned = NULL;
  g_autoptr(GError) error = NULL;

  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->program = connect_to (self->bus);
  self->desktop = connect_to (self->bus);
  self->told = g_string_new (NULL);
  g_dbus_connection_register_object (self->desktop, PATH, node->interfaces[0], &table, self, NULL,
                                     &error);
  g_assert_no_error (error);
  owned = g_dbus_connection_call_sync (
      self->desktop, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "RequestName", g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 0u), NULL,
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_dbus_connection_close_sync (self->desktop, NULL, NULL);
  g_dbus_connection_close_sync (self->program, NULL, NULL);
  test_settle ();
  g_assert_finalize_object (self->desktop);
  g_assert_finalize_object (self->program);
  g_test_dbus_down (self->bus);
  g_object_unref (self->bus);
  g_string_free (self->told, TRUE);
  g_free (self->handle);
}

static void
locked_cb (Fixture *self, gboolean is_locked)
{
  g_string_append (self->told, is_locked ? "locked|" : "unlocked|");
}

static void
query_cb (Fixture *self)
{
  g_string_append (self->told, "query|");
}

static void
ending_cb (Fixture *self)
{
  g_string_append (self->told, "ending|");
}

static void
tell (Fixture *self, const char *handle, gboolean is_locked, guint32 state)
{
  GVariantDict told;

  g_variant_dict_init (&told, NULL);
  g_variant_dict_insert (&told, "screensaver-active", "b", is_locked);
  g_variant_dict_insert (&told, "session-state", "u", state);
  g_dbus_connection_emit_signal (self->desktop, NULL, PATH, "org.freedesktop.portal.Inhibit",
                                 "StateChanged",
                                 g_variant_new ("(o@a{sv})", handle, g_variant_dict_end (&told)),
                                 NULL);
}

static void
test_monitor (Fixture *self, gconstpointer data)
{
  g_autoptr(TraPortalMonitor) monitor = tra_portal_monitor_new (self->program);

  g_signal_connect_swapped (monitor, "locked", G_CALLBACK (locked_cb), self);
  g_signal_connect_swapped (monitor, "query", G_CALLBACK (query_cb), self);
  g_signal_connect_swapped (monitor, "ending", G_CALLBACK (ending_cb), self);
  test_wait (self->handle != NULL);
  tell (self, PATH "/session/x/other", TRUE, 3); /* somebody else's */
  tell (self, self->handle, FALSE, 1);
  tell (self, self->handle, TRUE, 1);
  tell (self, self->handle, TRUE, 1);
  tell (self, self->handle, FALSE, 1);
  test_wait (self->told->len >= strlen ("locked|unlocked|"));
  g_assert_cmpstr (self->told->str, ==, "locked|unlocked|");

  g_string_truncate (self->told, 0);
  tell (self, self->handle, FALSE, 2);
  test_wait (self->told->len >= strlen ("query|answered|"));
  g_assert_cmpstr (self->told->str, ==, "query|answered|");
  tell (self, self->handle, FALSE, 3);
  test_wait (g_str_has_suffix (self->told->str, "ending|"));
  g_assert_cmpstr (self->told->str, ==, "query|answered|ending|");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/portal/monitor", Fixture, NULL, set_up, test_monitor, tear_down);
  return g_test_run ();
}
