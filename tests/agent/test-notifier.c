/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-fixture.h"
#include "tra-notification-server.h"
#include "tra-notifier.h"

/* What reaches the desktop's notification service: a real bus, and a service of the test's own. */

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

static const char xml[] =
    "<node><interface name='" NAME "'>"
    "<method name='Notify'>"
    "<arg direction='in' type='s'/><arg direction='in' type='u'/><arg direction='in' type='s'/>"
    "<arg direction='in' type='s'/><arg direction='in' type='s'/><arg direction='in' type='as'/>"
    "<arg direction='in' type='a{sv}'/><arg direction='in' type='i'/>"
    "<arg direction='out' type='u'/></method>"
    "<method name='CloseNotification'><arg direction='in' type='u'/></method>"
    "<method name='GetCapabilities'><arg direction='out' type='as'/></method>"
    "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
    "</interface></node>";

typedef struct
{
  Fixture session;
  GTestDBus *bus;
  GDBusConnection *service;
  GApplication *application;
  TraNotifier *notifier;
  gboolean has_name;
  guint32 last_id;
  guint n_closed;
  guint32 last_closed;
  const char *const *capabilities; /* of the service; NULL: it does not say */
  GPtrArray *sent; /* of GVariants, the arguments of Notify */
  GString *activated;
} Desk;

#define HOSTILE                                                                                    \
  "{\"from\":\"+16505550100\",\"call_sid\":\"CA00000000000000000000000000000001\","                \
  "\"product\":\"<b>R&D</b>\\u202e\\u001b[2J\\nx\"}"

static const char *const plain[] = { "actions", "body", NULL };
static const char *const markup[] = { "actions", "body", "body-markup", NULL };

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
  Desk *desk = user_data;
  GVariant *answer = NULL;

  if (g_str_equal (method, "Notify"))
    {
      guint32 replaced;

      g_variant_get_child (parameters, 1, "u", &replaced);
      if (replaced == 0)
        replaced = ++desk->last_id;
      g_ptr_array_add (desk->sent, g_variant_ref (parameters));
      answer = g_variant_new ("(u)", replaced);
    }
  else if (g_str_equal (method, "CloseNotification"))
    {
      desk->n_closed++;
      g_variant_get (parameters, "(u)", &desk->last_closed);
    }
  else if (desk->capabilities != NULL)
    {
      answer = g_variant_new ("(^as)", desk->capabilities);
    }
  else
    {
      g_dbus_method_invocation_return_dbus_error (invocation, NAME ".Failed", "Not today");
      return;
    }
  g_dbus_method_invocation_return_value (invocation, answer);
}

static void
name_acquired_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ((Desk *) user_data)->has_name = TRUE;
}

static void
serve (Desk *desk)
{
  static const GDBusInterfaceVTable vtable = { .method_call = called_cb };
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr(GError) error = NULL;

  desk->service = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (desk->bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
          G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (desk->service, PATH, node->interfaces[0], &vtable, desk, NULL,
                                     &error);
  g_assert_no_error (error);
  g_bus_own_name_on_connection (desk->service, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, name_acquired_cb,
                                NULL, desk, NULL);
  test_wait (desk->has_name);
}

static void
go_round (GDBusConnection *connection)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
      g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus", "GetId", NULL, NULL,
                                   G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
}

/* Until what was sent is taken and answered, and the answer is in: a bus keeps the order of each
 * connection, so two rounds do. */
static void
desk_settle (Desk *desk)
{
  GDBusConnection *client = g_application_get_dbus_connection (desk->application);

  test_settle ();
  for (int i = 0; i < 2; i++)
    {
      go_round (client);
      go_round (desk->service);
      test_settle ();
    }
  go_round (client);
  test_settle ();
}

static void
activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Desk *desk = user_data;

  g_string_append_printf (desk->activated, "%s %s|", g_action_get_name (G_ACTION (action)),
                          parameter != NULL ? g_variant_get_string (parameter, NULL) : "");
}

static void
set_up_with (Desk *desk, const char *const *capabilities)
{
  static const GActionEntry actions[] = {
    { "accept", activated_cb, "s" },
    { "reject", activated_cb, "s" },
    { "go-online", activated_cb },
    { "show", activated_cb },
  };
  g_autoptr(GError) error = NULL;

  desk->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (desk->bus);
  desk->sent = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  desk->activated = g_string_new (NULL);
  desk->capabilities = capabilities;
  serve (desk);

  desk->application = g_application_new ("org.example.TaskRouterAgent.Test",
                                         G_APPLICATION_DEFAULT_FLAGS);
  g_action_map_add_action_entries (G_ACTION_MAP (desk->application), actions,
                                   G_N_ELEMENTS (actions), desk);
  g_application_register (desk->application, NULL, &error);
  g_assert_no_error (error);
  fixture_set_up (&desk->session, NULL);
  desk->notifier = tra_notifier_new (desk->application, desk->session.session);
  desk_settle (desk);
}

static void
set_up (Desk *desk, gconstpointer data)
{
  set_up_with (desk, plain);
}

static void
set_up_markup (Desk *desk, gconstpointer data)
{
  set_up_with (desk, markup);
}

static void
set_up_unknown (Desk *desk, gconstpointer data)
{
  set_up_with (desk, NULL);
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  /* GLib 2.74 falls over notifications that are left when their application goes. */
  desk_settle (desk);
  fixture_turn (&desk->session, 1);
  tra_notifier_withdraw_all (desk->notifier);
  desk_settle (desk);
  g_assert_finalize_object (desk->notifier);
  fixture_tear_down (&desk->session, NULL);
  g_object_unref (desk->application);
  test_settle ();
  g_dbus_connection_close_sync (desk->service, NULL, NULL);
  g_object_unref (desk->service);
  g_ptr_array_unref (desk->sent);
  g_string_free (desk->activated, TRUE);
  g_test_dbus_down (desk->bus);
  g_object_unref (desk->bus);
}

static void
assert_sent (Desk *desk, guint index, const char *title, const char *body, const char *category)
{
  GVariant *sent = g_ptr_array_index (desk->sent, index);
  g_autoptr(GVariant) hints = g_variant_get_child_value (sent, 6);
  const char *sent_title, *sent_body, *sent_category;

  g_variant_get_child (sent, 3, "&s", &sent_title);
  g_variant_get_child (sent, 4, "&s", &sent_body);
  g_assert_cmpstr (sent_title, ==, title);
  g_assert_cmpstr (sent_body, ==, body);
  g_assert_true (g_variant_lookup (hints, "category", "&s", &sent_category));
  g_assert_cmpstr (sent_category, ==, category);
}

static void
assert_action (Desk *desk, guint index, const char *name, const char *label)
{
  g_autoptr(GVariant) actions =
      g_variant_get_child_value (g_ptr_array_index (desk->sent, index), 5);
  g_autofree const char **words = g_variant_get_strv (actions, NULL);

  for (gsize i = 0; words[i] != NULL && words[i + 1] != NULL; i += 2)
    if (g_str_equal (words[i], name))
      {
        g_assert_cmpstr (words[i + 1], ==, label);
        return;
      }
  g_assert_not_reached ();
}

static void
test_offer (Desk *desk, gconstpointer data)
{
  g_autofree char *accept = NULL;
  g_autofree char *reject = NULL;
  g_autoptr(GVariant) hints = NULL;
  guint8 urgency;

  fixture_offer (&desk->session);
  test_wait (desk->sent->len == 1);
  assert_sent (desk, 0, "Incoming call from +1 650 555 0100",
               "Support. Answer within 10 seconds.", "call.incoming");
  accept = g_strdup_printf ("app.accept::%s", desk->session.reservation);
  reject = g_strdup_printf ("app.reject::%s", desk->session.reservation);
  assert_action (desk, 0, accept, "Accept");
  assert_action (desk, 0, reject, "Reject");
  hints = g_variant_get_child_value (g_ptr_array_index (desk->sent, 0), 6);
  g_assert_true (g_variant_lookup (hints, "urgency", "y", &urgency));
  g_assert_cmpuint (urgency, ==, 2);
}

/* What a stranger wrote is shown, letter by letter, and does nothing. */
static void
test_strangers_text (Desk *desk, gconstpointer data)
{
  const char *product = data;
  g_autofree char *body = g_strdup_printf ("Support · %s. Answer within 10 seconds.", product);
  Fixture *session = &desk->session;

  fixture_go_online (session);
  session->reservation = g_strdup (test_bridge_add_reservation (session->bridge));
  test_bridge_set_task (session->bridge, session->reservation, "reserved", HOSTILE);
  test_bridge_take_and_send (session->bridge,
                             test_bridge_reservation_event (session->bridge, "reservation.created",
                                                            session->reservation));
  test_wait (desk->sent->len == 1);
  assert_sent (desk, 0, "Incoming call from +1 650 555 0100", body, "call.incoming");
}

/* GNOME has both names, and GLib sends to the one where a body is text. */
static void
test_read_by_gnome (Desk *desk, gconstpointer data)
{
  guint id = g_bus_own_name_on_connection (desk->service, "org.gtk.Notifications",
                                           G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
  g_autoptr(TraNotificationServer) server = NULL;
  g_autofree char *early = NULL;
  g_autofree char *spelled = NULL;

  desk_settle (desk);
  server = tra_notification_server_new (g_application_get_dbus_connection (desk->application));
  early = tra_notification_server_spell (server, "R&D");
  g_assert_cmpstr (early, ==, "R+D");
  desk_settle (desk);
  spelled = tra_notification_server_spell (server, "R&D");
  g_assert_cmpstr (spelled, ==, "R&D");
  g_bus_unown_name (id);
}

/* Not again for the countdown, nor for anything else that changes. */
static void
test_sent_once (Desk *desk, gconstpointer data)
{
  fixture_offer (&desk->session);
  fixture_turn (&desk->session, 8);
  fixture_tell_activity (&desk->session, TEST_UNAVAILABLE);
  desk_settle (desk);
  g_assert_cmpuint (desk->sent->len, ==, 1);
  g_assert_cmpuint (desk->n_closed, ==, 0);
}

static void
test_withdrawn (Desk *desk, gconstpointer data)
{
  const char *const *how = data;

  fixture_offer (&desk->session);
  test_wait (desk->sent->len == 1);
  desk_settle (desk);
  fixture_tell_reservation (&desk->session, how[0], how[1]);
  test_wait (desk->n_closed == 1);
  g_assert_cmpuint (desk->last_closed, ==, 1);
}

static void
test_withdrawn_when_accepted (Desk *desk, gconstpointer data)
{
  fixture_offer (&desk->session);
  test_wait (desk->sent->len == 1);
  desk_settle (desk);
  tra_session_accept (desk->session.session, NULL);
  fixture_wait_phase (&desk->session, TRA_PHASE_RINGING);
  test_wait (desk->n_closed == 1);
}

/* Withdrawn before the service has answered that it shows it. */
static void
test_withdrawn_early (Desk *desk, gconstpointer data)
{
  fixture_ring (&desk->session);
  test_wait (desk->sent->len == 1);
  desk_settle (desk);
  fixture_turn (&desk->session, 1);
  test_wait (desk->n_closed == 1);
}

static void
test_withdrawn_when_lost (Desk *desk, gconstpointer data)
{
  fixture_offer (&desk->session);
  test_wait (desk->sent->len == 1);
  desk_settle (desk);
  test_bridge_set_reachable (desk->session.bridge, FALSE); /* or it is offered again at the end */
  test_bridge_cut_sockets (desk->session.bridge);
  test_wait (desk->n_closed == 1);
}

static void
test_withdrawn_at_the_end (Desk *desk, gconstpointer data)
{
  fixture_offer (&desk->session);
  test_wait (desk->sent->len == 1);
  desk_settle (desk);
  tra_notifier_withdraw_all (desk->notifier);
  test_wait (desk->n_closed == 1);

  /* It is an offer until the service has heard, and something else may change before that. */
  g_signal_emit_by_name (desk->session.session, "changed");
  desk_settle (desk);
  g_assert_cmpuint (desk->sent->len, ==, 1);
}

static void
press (Desk *desk, guint32 id, const char *action)
{
  g_dbus_connection_emit_signal (desk->service, NULL, PATH, NAME, "ActionInvoked",
                                 g_variant_new ("(us)", id, action), NULL);
}

static void
test_pressed (Desk *desk, gconstpointer data)
{
  g_autofree char *accept = NULL;
  g_autofree char *activated = NULL;

  fixture_offer (&desk->session);
  test_wait (desk->sent->len == 1);
  desk_settle (desk);
  accept = g_strdup_printf ("app.accept::%s", desk->session.reservation);
  activated = g_strdup_printf ("accept %s|", desk->session.reservation);
  press (desk, 1, accept);
  test_wait (desk->activated->len > 0);
  g_assert_cmpstr (desk->activated->str, ==, activated);
}

/* The status comes after the notice here: the notification is replaced, once. */
static void
test_missed (Desk *desk, gconstpointer data)
{
  fixture_offer (&desk->session);
  test_wait (desk->sent->len == 1);
  desk_settle (desk);
  fixture_tell_reservation (&desk->session, "timeout", "pending");
  test_wait (desk->sent->len == 2);
  assert_sent (desk, 1, "You missed a call from +1 650 555 0100", "Support", "call.unanswered");
  assert_action (desk, 1, "app.go-online", "Go Online");
  desk_settle (desk);

  fixture_tell_activity (&desk->session, TEST_OFFLINE);
  test_wait (tra_session_get_notice_activity (desk->session.session) != NULL);
  tr_clock_advance (desk->session.clock, G_USEC_PER_SEC);
  test_wait (desk->sent->len == 3);
  assert_sent (desk, 2, "You missed a call from +1 650 555 0100",
               "Support. You’ve been set Offline.", "call.unanswered");
  press (desk, 2, "app.go-online");
  test_wait (desk->activated->len > 0);
  g_assert_cmpstr (desk->activated->str, ==, "go-online |");
}

/* What is gone before it was shown is never shown; what is shown goes with the next status. */
static void
test_missed_and_seen (Desk *desk, gconstpointer data)
{
  fixture_offer (&desk->session);
  test_wait (desk->sent->len == 1);
  desk_settle (desk);
  fixture_tell_reservation (&desk->session, "timeout", "pending");
  fixture_tell_activity (&desk->session, TEST_OFFLINE);
  test_wait (desk->sent->len == 2);
  assert_sent (desk, 1, "You missed a call from +1 650 555 0100",
               "Support. You’ve been set Offline.", "call.unanswered");
  desk_settle (desk);
  desk->n_closed = 0;
  fixture_go_online (&desk->session);
  test_wait (desk->n_closed == 1);
  g_assert_cmpuint (desk->sent->len, ==, 2);
}

static void
test_not_answered (Desk *desk, gconstpointer data)
{
  fixture_ring (&desk->session);
  test_wait (desk->sent->len == 1);
  fixture_tell_activity (&desk->session, TEST_OFFLINE);
  fixture_tell_reservation (&desk->session, "canceled", "pending");
  test_wait (desk->sent->len == 2);
  assert_sent (desk, 1, "Your phone wasn’t answered", "Support. You’ve been set Offline.",
               "call.unanswered");
}

int
main (int argc, char *argv[])
{
  static const char *const timeout[] = { "timeout", "pending" };
  static const char *const canceled[] = { "canceled", "canceled" };
  static const char *const rescinded[] = { "rescinded", "assigned" };
  static const char *const rejected[] = { "rejected", "pending" };
  static const char *const accepted[] = { "accepted", "assigned" };

  g_test_init (&argc, &argv, NULL);

#undef ADD
#define ADD(path, data, function) g_test_add (path, Desk, data, set_up, function, tear_down)
  ADD ("/notifier/offer", NULL, test_offer);
  ADD ("/notifier/offer/once", NULL, test_sent_once);
#define ADD_READ(path, set_up, read)                                                               \
  g_test_add (path, Desk, read, set_up, test_strangers_text, tear_down)
  ADD_READ ("/notifier/offer/read-as-text", set_up, "<b>R&D</b>[2J x");
  ADD_READ ("/notifier/offer/read-as-markup", set_up_markup, "&lt;b&gt;R&amp;D&lt;/b&gt;[2J x");
  ADD_READ ("/notifier/offer/not-known", set_up_unknown, "‹b›R+D‹/b›[2J x");
  g_test_add ("/notifier/offer/read-by-gnome", Desk, NULL, set_up_markup, test_read_by_gnome,
              tear_down);
  ADD ("/notifier/withdrawn/timeout", timeout, test_withdrawn);
  ADD ("/notifier/withdrawn/canceled", canceled, test_withdrawn);
  ADD ("/notifier/withdrawn/rescinded", rescinded, test_withdrawn);
  ADD ("/notifier/withdrawn/rejected", rejected, test_withdrawn);
  ADD ("/notifier/withdrawn/accepted-elsewhere", accepted, test_withdrawn);
  ADD ("/notifier/withdrawn/accepted", NULL, test_withdrawn_when_accepted);
  ADD ("/notifier/withdrawn/early", NULL, test_withdrawn_early);
  ADD ("/notifier/withdrawn/connection-lost", NULL, test_withdrawn_when_lost);
  ADD ("/notifier/withdrawn/end", NULL, test_withdrawn_at_the_end);
  ADD ("/notifier/pressed", NULL, test_pressed);
  ADD ("/notifier/missed", NULL, test_missed);
  ADD ("/notifier/missed/seen", NULL, test_missed_and_seen);
  ADD ("/notifier/not-answered", NULL, test_not_answered);

  return g_test_run ();
}
