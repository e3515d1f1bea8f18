/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-bridge.h"
#include "tra-inhibition.h"

/* A desktop's side: a real bus, and a service on a connection of its own that answers when the test
 * has it answer. */

#define GNOME "org.gnome.SessionManager"
#define XFCE "org.xfce.SessionManager"
#define PORTAL "org.freedesktop.portal.Desktop"
#define REQUEST "/org/freedesktop/portal/desktop/request/1"

#define FLAGS (GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_IDLE)

typedef struct
{
  GTestDBus *bus;
  GDBusConnection *program;
  GDBusConnection *desktop;
  GDBusMethodInvocation *asked; /* not answered yet */
  GString *calls;
} Fixture;

static const char introspection[] =
    "<node>"
    "<interface name='" GNOME "'>"
    "<method name='Inhibit'><arg type='s'/><arg type='u'/><arg type='s'/><arg type='u'/>"
    "<arg type='u' direction='out'/></method>"
    "<method name='Uninhibit'><arg type='u'/></method></interface>"
    "<interface name='" XFCE "'>"
    "<method name='Inhibit'><arg type='s'/><arg type='u'/><arg type='s'/><arg type='u'/>"
    "<arg type='u' direction='out'/></method>"
    "<method name='Uninhibit'><arg type='u'/></method></interface>"
    "<interface name='org.freedesktop.portal.Inhibit'>"
    "<method name='Inhibit'><arg type='s'/><arg type='u'/><arg type='a{sv}'/>"
    "<arg type='o' direction='out'/></method></interface>"
    "<interface name='org.freedesktop.portal.Request'><method name='Close'/></interface>"
    "</node>";

static void
called_cb (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  Fixture *self = user_data;
  g_autofree char *text = g_variant_print (parameters, FALSE);

  g_string_append_printf (self->calls, "%s%s|", method, text);
  if (g_str_equal (method, "Inhibit"))
    self->asked = invocation;
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

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
serve (Fixture *self, const char *interface, const char *path)
{
  static const GDBusInterfaceVTable table = { called_cb, NULL, NULL, { NULL } };
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autoptr(GError) error = NULL;

  g_dbus_connection_register_object (self->desktop, path,
                                     g_dbus_node_info_lookup_interface (node, interface), &table,
                                     self, NULL, &error);
  g_assert_no_error (error);
}

/* @data: who is there */
static void
set_up (Fixture *self, gconstpointer data)
{
  const char *name = data;
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GError) error = NULL;

  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->program = connect_to (self->bus);
  self->desktop = connect_to (self->bus);
  self->calls = g_string_new (NULL);
  if (name == NULL)
    return;

  serve (self, GNOME, "/org/gnome/SessionManager");
  serve (self, XFCE, "/org/xfce/SessionManager");
  serve (self, "org.freedesktop.portal.Inhibit", "/org/freedesktop/portal/desktop");
  serve (self, "org.freedesktop.portal.Request", REQUEST);
  answer = g_dbus_connection_call_sync (
      self->desktop, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "RequestName", g_variant_new ("(su)", name, 0u), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
      &error);
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
  g_string_free (self->calls, TRUE);
}

static void
assert_calls (Fixture *self, const char *expected)
{
  test_wait (self->calls->len >= strlen (expected));
  test_settle ();
  g_assert_cmpstr (self->calls->str, ==, expected);
  g_string_truncate (self->calls, 0);
}

static void
answer (Fixture *self, GVariant *result)
{
  g_dbus_method_invocation_return_value (g_steal_pointer (&self->asked), result);
  test_settle ();
}

static void
test_manager (Fixture *self, gconstpointer data)
{
  TraInhibition *inhibition = tra_inhibition_new (self->program, FLAGS, "A call is on");

  assert_calls (self, "Inhibit('" APPLICATION_ID "', 0, 'A call is on', 9)|");
  answer (self, g_variant_new ("(u)", 77u));
  assert_calls (self, "");
  tra_inhibition_free (inhibition);
  assert_calls (self, "Uninhibit(77,)|");
}

/* Whoever hangs is not waited for, and what comes late is not kept. */
static void
test_late (Fixture *self, gconstpointer data)
{
  tra_inhibition_free (tra_inhibition_new (self->program, FLAGS, "A call is on"));
  assert_calls (self, "Inhibit('" APPLICATION_ID "', 0, 'A call is on', 9)|");
  answer (self, g_variant_new ("(u)", 77u));
  assert_calls (self, "Uninhibit(77,)|");
}

static void
test_portal (Fixture *self, gconstpointer data)
{
  TraInhibition *inhibition = tra_inhibition_new (self->program, FLAGS, "A call is on");

  assert_calls (self, "Inhibit('', 9, {'reason': <'A call is on'>})|");
  answer (self, g_variant_new ("(o)", REQUEST));
  tra_inhibition_free (inhibition);
  assert_calls (self, "Close()|");
}

/* Asked in vain, and freed while it is asked, after it, and when the answer is no. */
static void
test_nobody (Fixture *self, gconstpointer data)
{
  TraInhibition *inhibition = tra_inhibition_new (self->program, FLAGS, "A call is on");

  tra_inhibition_free (tra_inhibition_new (self->program, FLAGS, "A call is on"));
  test_settle ();
  tra_inhibition_free (inhibition);
  g_assert_cmpstr (self->calls->str, ==, "");
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  TraInhibition *inhibition = tra_inhibition_new (self->program, FLAGS, "A call is on");

  test_wait (self->asked != NULL);
  g_dbus_method_invocation_return_dbus_error (g_steal_pointer (&self->asked), GNOME ".NotNow",
                                              "No");
  test_settle ();
  tra_inhibition_free (inhibition);
  assert_calls (self, "Inhibit('" APPLICATION_ID "', 0, 'A call is on', 9)|");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, name, test)                                                                      \
  g_test_add ("/inhibition/" path, Fixture, name, set_up, test, tear_down)
  ADD ("gnome", GNOME, test_manager);
  ADD ("xfce", XFCE, test_manager);
  ADD ("late", GNOME, test_late);
  ADD ("portal", PORTAL, test_portal);
  ADD ("nobody", NULL, test_nobody);
  ADD ("refused", GNOME, test_refused);
  return g_test_run ();
}
