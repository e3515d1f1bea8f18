/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"
#include "tra-desk-api.h"

/* The desk as another program sees it: over a real bus, by its documented names. */

#define NAME "org.example.TaskRouterAgent.DeskTest"
#define BASE "/org/example/TaskRouterAgent/DeskTest"
#define IFACE "org.example.TaskRouterAgent."
#define ERROR_NAME "org.example.TaskRouterAgent.Error."

typedef struct
{
  Fixture session;
  GTestDBus *bus;
  GApplication *application;
  TraDeskApi *api;
  GDBusConnection *client;
  GDBusObjectManager *manager; /* of the client */
  GString *activated;
  GString *missed;
} Desk;

static void
activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Desk *desk = user_data;

  g_string_append_printf (desk->activated, "%s %s|", g_action_get_name (G_ACTION (action)),
                          parameter != NULL ? g_variant_get_string (parameter, NULL) : "");
}

static void
missed_cb (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer user_data)
{
  g_autofree char *text = g_variant_print (parameters, FALSE);

  g_string_append ((GString *) user_data, text);
}

static void
manager_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  *(GDBusObjectManager **) user_data =
      g_dbus_object_manager_client_new_finish (result, &error);
  g_assert_no_error (error);
}

static void
connect_client (Desk *desk)
{
  g_autoptr(GError) error = NULL;

  desk->client = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (desk->bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
          G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_signal_subscribe (desk->client, NAME, IFACE "Desk", "Missed", NULL, NULL,
                                      G_DBUS_SIGNAL_FLAGS_NONE, missed_cb, desk->missed, NULL);
  g_dbus_object_manager_client_new (desk->client, G_DBUS_OBJECT_MANAGER_CLIENT_FLAGS_NONE, NAME,
                                    BASE, NULL, NULL, NULL, NULL, manager_cb, &desk->manager);
  test_wait (desk->manager != NULL);
}

static void
set_up (Desk *desk, gconstpointer data)
{
  static const GActionEntry actions[] = {
    { "accept", activated_cb, "s" },
    { "complete", activated_cb },
    { "end-conference", activated_cb },
    { "go-offline", activated_cb },
    { "go-online", activated_cb },
    { "hold", activated_cb, NULL, "false" },
    { "mute", activated_cb, NULL, "true" },
    { "reject", activated_cb, "s" },
    { "set-activity", activated_cb, "s" },
    { "show", activated_cb },
    { "stop-ringing", activated_cb },
  };
  g_autoptr(GError) error = NULL;

  desk->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (desk->bus);
  desk->activated = g_string_new (NULL);
  desk->missed = g_string_new (NULL);
  desk->application = g_application_new (NAME, G_APPLICATION_DEFAULT_FLAGS);
  g_action_map_add_action_entries (G_ACTION_MAP (desk->application), actions,
                                   G_N_ELEMENTS (actions), desk);
  g_application_register (desk->application, NULL, &error);
  g_assert_no_error (error);
  fixture_set_up (&desk->session, NULL);
  desk->api = tra_desk_api_new (desk->application,
                                g_application_get_dbus_connection (desk->application),
                                g_application_get_dbus_object_path (desk->application));
  tra_desk_api_set_session (desk->api, desk->session.session);
  connect_client (desk);
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  g_clear_object (&desk->manager);
  g_dbus_connection_close_sync (desk->client, NULL, NULL);
  g_clear_object (&desk->client);
  g_assert_finalize_object (desk->api);
  fixture_tear_down (&desk->session, NULL);
  g_object_unref (desk->application);
  test_settle ();
  g_test_dbus_down (desk->bus);
  g_object_unref (desk->bus);
  g_string_free (desk->activated, TRUE);
  g_string_free (desk->missed, TRUE);
}

/* Nullable: there is no such object, or not with that interface. */
static GDBusProxy *
peek (Desk *desk, const char *object, const char *interface)
{
  g_autofree char *path = g_strconcat (BASE "/", object, NULL);
  g_autofree char *name = g_strconcat (IFACE, interface, NULL);
  g_autoptr(GDBusInterface) found =
      g_dbus_object_manager_get_interface (desk->manager, path, name);

  /* Borrowed: the manager holds it. */
  return found != NULL ? G_DBUS_PROXY (found) : NULL;
}

static char *
reservation_path (Desk *desk)
{
  return g_strconcat ("Reservation/", desk->session.reservation, NULL);
}

/* Whether a property is what @text says, in GVariant's words. */
static gboolean
is (GDBusProxy *proxy, const char *property, const char *text)
{
  g_autoptr(GVariant) value = proxy != NULL ? g_dbus_proxy_get_cached_property (proxy, property)
                                            : NULL;
  g_autofree char *words = value != NULL ? g_variant_print (value, FALSE) : NULL;

  return g_strcmp0 (words, text) == 0;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);
  char **told = user_data;

  *told = answer != NULL ? g_strdup ("") : g_dbus_error_get_remote_error (error);
}

/* Asserts that a method is answered without an error, or with that one. */
static void
ask (GDBusProxy *proxy, const char *method, GVariant *parameters, const char *error_name)
{
  g_autofree char *told = NULL;

  g_assert_nonnull (proxy);
  g_dbus_proxy_call (proxy, method, parameters, G_DBUS_CALL_FLAGS_NONE, -1, NULL, answered_cb,
                     &told);
  test_wait (told != NULL);
  g_assert_cmpstr (told, ==, error_name);
}

static void
test_status (Desk *desk, gconstpointer data)
{
  GDBusProxy *proxy = peek (desk, "Desk", "Desk");

  g_assert_true (is (proxy, "Phase", "'offline'"));
  g_assert_true (is (proxy, "Connected", "true"));
  g_assert_true (is (proxy, "Activity", "('" TEST_OFFLINE "', 'Offline', false)"));
  g_assert_true (is (proxy, "Worker", "('" TEST_WORKER "', 'dave')"));
  g_assert_true (is (proxy, "Workspace", "'writers'"));

  fixture_go_online (&desk->session);
  test_wait (is (proxy, "Phase", "'available'"));
  g_assert_true (is (proxy, "Activity", "('" TEST_AVAILABLE "', 'Available', true)"));
}

static void
test_set_status (Desk *desk, gconstpointer data)
{
  GDBusProxy *proxy = peek (desk, "Desk", "Desk");

  ask (proxy, "SetActivity", g_variant_new ("(s)", "Available"), "");
  ask (proxy, "SetActivity", g_variant_new ("(s)", TEST_OFFLINE), "");
  ask (proxy, "SetActivity", g_variant_new ("(s)", "Lunch"), ERROR_NAME "NotFound");
  ask (proxy, "GoOnline", NULL, "");
  ask (proxy, "Show", NULL, "");
  g_assert_cmpstr (desk->activated->str, ==,
                   "set-activity " TEST_AVAILABLE "|set-activity " TEST_OFFLINE
                   "|go-online |show |");
}

/* What the window would not do now is refused, and not done. */
static void
test_refused (Desk *desk, gconstpointer data)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (desk->application), "set-activity");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), FALSE);
  ask (peek (desk, "Desk", "Desk"), "SetActivity", g_variant_new ("(s)", "Available"),
       ERROR_NAME "NotPossible");
  g_assert_cmpstr (desk->activated->str, ==, "");
}

static void
test_offer (Desk *desk, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *accepted = NULL;
  GDBusProxy *proxy;

  fixture_go_online (&desk->session);
  fixture_offer (&desk->session);
  path = reservation_path (desk);
  test_wait (peek (desk, path, "Reservation") != NULL);
  proxy = peek (desk, path, "Reservation");
  g_assert_true (is (proxy, "Status", "'pending'"));
  g_assert_true (is (proxy, "Caller", "'+16505550100'"));
  g_assert_true (is (proxy, "Queue", "'Support'"));
  g_assert_false (is (proxy, "Deadline", "0"));
  g_assert_true (is (proxy, "Attributes",
                     "'{\"from\":\"+16505550100\",\"call_sid\":"
                     "\"CA00000000000000000000000000000001\"}'"));
  ask (proxy, "Accept", NULL, "");
  accepted = g_strdup_printf ("accept %s|", desk->session.reservation);
  g_assert_cmpstr (desk->activated->str, ==, accepted);
  ask (proxy, "Complete", NULL, "");

  fixture_tell_reservation (&desk->session, "rescinded", "pending");
  test_wait (peek (desk, path, "Reservation") == NULL);
}

#define JOINED                                                                                     \
  "{\"from\":\"+16505550100\",\"call_sid\":\"CA00000000000000000000000000000001\","                \
  "\"conference\":{\"sid\":\"CF00000000000000000000000000000001\",\"participants\":"               \
  "{\"customer\":\"CA00000000000000000000000000000001\",\"worker\":\"CA2\"}}}"

static void
test_call (Desk *desk, gconstpointer data)
{
  g_autofree char *path = NULL;
  GDBusProxy *proxy;

  fixture_talk (&desk->session);
  path = reservation_path (desk);
  test_wait (is (peek (desk, path, "Reservation"), "Status", "'accepted'"));
  test_wait (is (peek (desk, path, "Call"), "Conference", "'CF00000000000000000000000000000001'"));
  proxy = peek (desk, path, "Call");
  g_assert_true (is (proxy, "Muted", "true"));
  g_assert_true (is (proxy, "Held", "false"));

  g_assert_true (is (proxy, "Participants", "[]"));
  test_bridge_set_task (desk->session.bridge, desk->session.reservation, NULL, JOINED);
  test_bridge_take_and_send (desk->session.bridge,
                             test_bridge_task_event (desk->session.bridge, "task.updated",
                                                     desk->session.reservation));
  test_wait (is (proxy, "Participants",
                 "[('CA00000000000000000000000000000001', 'caller', true, false, false),"
                 " ('CA2', 'agent', true, false, false)]"));
  ask (proxy, "SetHeld", g_variant_new ("(b)", TRUE), "");
  ask (proxy, "SetMuted", g_variant_new ("(b)", TRUE), ""); /* it is: nothing to do */
  ask (proxy, "EndConference", NULL, "");
  ask (peek (desk, path, "Reservation"), "Accept", NULL, ERROR_NAME "NotPossible");
  g_assert_cmpstr (desk->activated->str, ==, "hold |end-conference |");
}

static void
test_missed (Desk *desk, gconstpointer data)
{
  fixture_go_online (&desk->session);
  fixture_offer (&desk->session);
  fixture_tell_reservation (&desk->session, "timeout", "pending");
  test_wait (desk->missed->len > 0);
  g_assert_cmpstr (desk->missed->str, ==, "('+16505550100', 'Support', 10, false)");
}

/* What was last known stays while the connection is lost, and is told to be old. */
static void
test_lost (Desk *desk, gconstpointer data)
{
  g_autofree char *path = NULL;

  fixture_talk (&desk->session);
  path = reservation_path (desk);
  test_bridge_cut_sockets (desk->session.bridge);
  test_wait (is (peek (desk, "Desk", "Desk"), "Phase", "'connection-lost'"));
  g_assert_true (is (peek (desk, "Desk", "Desk"), "Connected", "false"));
  g_assert_true (is (peek (desk, path, "Reservation"), "Status", "'accepted'"));
}

/* A service that was set back gives the same SID to another call. */
static void
test_sid_again (Desk *desk, gconstpointer data)
{
  TestBridge *bridge = desk->session.bridge;
  g_autofree char *path = NULL;
  JsonObject *reservation;

  fixture_talk (&desk->session);
  path = reservation_path (desk);
  test_wait (is (peek (desk, path, "Reservation"), "Status", "'accepted'"));
  reservation = test_bridge_get_reservation (bridge, desk->session.reservation);
  test_bridge_set_reservation (bridge, desk->session.reservation, "pending");
  test_bridge_set_task (bridge, desk->session.reservation, "reserved", NULL);
  json_object_set_int_member (reservation, "date_created",
                              json_object_get_int_member (reservation, "date_created") + 60);
  test_bridge_cut_sockets (bridge);
  fixture_wait_phase (&desk->session, TRA_PHASE_CONNECTION_LOST);
  tra_session_reconnect_now (desk->session.session);
  fixture_wait_phase (&desk->session, TRA_PHASE_RESERVED);
  test_wait (peek (desk, path, "Reservation") != NULL &&
             is (peek (desk, path, "Reservation"), "Status", "'pending'"));
}

static void
test_signed_out (Desk *desk, gconstpointer data)
{
  g_autofree char *path = NULL;
  GDBusProxy *proxy = peek (desk, "Desk", "Desk");

  fixture_talk (&desk->session);
  path = reservation_path (desk);
  tra_session_sign_out (desk->session.session);
  test_wait (is (proxy, "Phase", "'signed-out'"));
  test_wait (peek (desk, path, "Reservation") == NULL);
  g_assert_true (is (proxy, "Worker", "('', '')"));
  ask (proxy, "SetActivity", g_variant_new ("(s)", "Available"), ERROR_NAME "NotPossible");
}

/* Of all that is told nothing is the secret that the session holds. */
static void
test_no_secret (Desk *desk, gconstpointer data)
{
  GList *objects;
  GString *told = g_string_new (NULL);

  fixture_talk (&desk->session);
  objects = g_dbus_object_manager_get_objects (desk->manager);
  for (GList *l = objects; l != NULL; l = l->next)
    {
      GList *interfaces = g_dbus_object_get_interfaces (l->data);

      for (GList *i = interfaces; i != NULL; i = i->next)
        {
          g_auto(GStrv) names = g_dbus_proxy_get_cached_property_names (i->data);

          for (char **name = names; *name != NULL; name++)
            {
              g_autoptr(GVariant) value = g_dbus_proxy_get_cached_property (i->data, *name);
              g_autofree char *words = g_variant_print (value, FALSE);

              g_string_append (told, words);
            }
        }
      g_list_free_full (interfaces, g_object_unref);
    }
  g_list_free_full (objects, g_object_unref);
  g_assert_nonnull (strstr (told->str, "dave"));
  g_assert_null (strstr (told->str, "made-up-auth-token"));
  g_assert_null (strstr (told->str, "eyJ"));
  g_string_free (told, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#undef ADD
#define ADD(path, function) g_test_add (path, Desk, NULL, set_up, function, tear_down)
  ADD ("/desk-api/status", test_status);
  ADD ("/desk-api/status/set", test_set_status);
  ADD ("/desk-api/status/refused", test_refused);
  ADD ("/desk-api/offer", test_offer);
  ADD ("/desk-api/call", test_call);
  ADD ("/desk-api/missed", test_missed);
  ADD ("/desk-api/lost", test_lost);
  ADD ("/desk-api/sid-again", test_sid_again);
  ADD ("/desk-api/signed-out", test_signed_out);
  ADD ("/desk-api/no-secret", test_no_secret);

  return g_test_run ();
}
