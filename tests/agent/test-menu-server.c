/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "tra-menu-row.h"
#include "tra-menu-server.h"
#include "tra-resources.h"

/* A panel's side of the menu: a real bus, and a connection of the panel's own. */

#define PATH "/Menu"
#define INTERFACE "com.canonical.dbusmenu"

typedef struct
{
  GTestDBus *bus;
  GDBusConnection *program;
  GDBusConnection *panel;
  GSimpleActionGroup *actions;
  TraMenuServer *server;
  GString *activated;
  GString *said; /* the menu's signals */
  GVariant *answer;
  GError *error;
  gboolean is_answered;
} Fixture;

static void
activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_string_append_printf (user_data, "%s %s|", g_action_get_name (G_ACTION (action)),
                          parameter != NULL ? g_variant_get_string (parameter, NULL) : "");
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
said_cb (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *signal,
         GVariant *parameters,
         gpointer user_data)
{
  g_string_append_printf (user_data, "%s|", signal);
}

/* Two rows that do something, one that can't be clicked, and what is between them. */
static void
set_rows (Fixture *self, const char *sid, const char *label)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tra_menu_row_free);
  GActionGroup *actions = G_ACTION_GROUP (self->actions);

  g_ptr_array_add (rows, tra_menu_row_new (TRA_MENU_ROW_PLAIN, "incoming", label));
  g_ptr_array_add (rows, tra_menu_row_new_action (TRA_MENU_ROW_PLAIN, "Accept_it", "accept", sid,
                                                  actions));
  g_ptr_array_add (rows, tra_menu_row_new (TRA_MENU_ROW_SEPARATOR, "line", NULL));
  g_ptr_array_add (rows, tra_menu_row_new_action (TRA_MENU_ROW_RADIO, "Available", "activity", "A",
                                                  actions));
  tra_menu_server_take_rows (self->server, rows);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const GActionEntry entries[] = {
    { "accept", activated_cb, "s" },
    { "activity", activated_cb, "s", "'A'" },
  };

  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->program = connect_to (self->bus);
  self->panel = connect_to (self->bus);
  self->activated = g_string_new (NULL);
  self->said = g_string_new (NULL);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self->activated);
  self->server = tra_menu_server_new (self->program, PATH, G_ACTION_GROUP (self->actions));
  g_dbus_connection_signal_subscribe (self->panel, NULL, INTERFACE, NULL, PATH, NULL,
                                      G_DBUS_SIGNAL_FLAGS_NONE, said_cb, self->said, NULL);
  set_rows (self, "WR1", "Incoming");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->server);
  g_clear_pointer (&self->answer, g_variant_unref);
  g_clear_error (&self->error);
  g_object_unref (self->actions);
  g_dbus_connection_close_sync (self->panel, NULL, NULL);
  g_dbus_connection_close_sync (self->program, NULL, NULL);
  g_object_unref (self->panel);
  g_object_unref (self->program);
  g_string_free (self->activated, TRUE);
  g_string_free (self->said, TRUE);
  g_test_dbus_down (self->bus);
  g_object_unref (self->bus);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;

  self->answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &self->error);
  self->is_answered = TRUE;
}

static GVariant *
ask (Fixture *self, const char *method, GVariant *parameters)
{
  g_clear_pointer (&self->answer, g_variant_unref);
  g_clear_error (&self->error);
  self->is_answered = FALSE;
  g_dbus_connection_call (self->panel, g_dbus_connection_get_unique_name (self->program), PATH,
                          INTERFACE, method, parameters, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          answered_cb, self);
  while (!self->is_answered)
    g_main_context_iteration (NULL, TRUE);
  return self->answer;
}

static char *
layout (Fixture *self)
{
  g_autoptr(GVariant) children = NULL;

  ask (self, "GetLayout", g_variant_new ("(iias)", 0, -1, NULL));
  g_assert_no_error (self->error);
  g_variant_get (self->answer, "(u(i@a{sv}@av))", NULL, NULL, NULL, &children);
  return g_variant_print (children, FALSE);
}

static void
click (Fixture *self, int id)
{
  ask (self, "Event", g_variant_new ("(isvu)", id, "clicked", g_variant_new_int32 (0), 0));
}

static void
test_layout (Fixture *self, gconstpointer data)
{
  g_autofree char *rows = layout (self);

  g_assert_nonnull (strstr (rows, "'label': <'Incoming'>"));
  g_assert_nonnull (strstr (rows, "'label': <'Accept__it'>")); /* an underscore is no mnemonic */
  g_assert_nonnull (strstr (rows, "'type': <'separator'>"));
  g_assert_nonnull (strstr (rows, "'toggle-state': <1>"));

  ask (self, "GetProperty", g_variant_new ("(is)", 2, "enabled"));
  g_assert_no_error (self->error);
  ask (self, "GetProperty", g_variant_new ("(is)", 99, "enabled"));
  g_assert_error (self->error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS);
  ask (self, "GetGroupProperties", g_variant_new ("(aias)", NULL, NULL));
  g_assert_no_error (self->error);
}

static void
test_click (Fixture *self, gconstpointer data)
{
  click (self, 2);
  g_assert_no_error (self->error);
  click (self, 1); /* says something, does nothing */
  g_assert_no_error (self->error);
  ask (self, "Event", g_variant_new ("(isvu)", 2, "hovered", g_variant_new_int32 (0), 0));
  g_assert_no_error (self->error);
  click (self, 99);
  g_assert_error (self->error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS);
  g_assert_cmpstr (self->activated->str, ==, "accept WR1|");
}

static void
test_clicks (Fixture *self, gconstpointer data)
{
  g_autofree char *unknown = NULL;
  GVariantBuilder events;

  g_variant_builder_init (&events, G_VARIANT_TYPE ("a(isvu)"));
  g_variant_builder_add (&events, "(isvu)", 4, "clicked", g_variant_new_int32 (0), 0);
  g_variant_builder_add (&events, "(isvu)", 99, "clicked", g_variant_new_int32 (0), 0);
  ask (self, "EventGroup", g_variant_new ("(a(isvu))", &events));
  g_assert_no_error (self->error);
  unknown = g_variant_print (self->answer, FALSE);
  g_assert_cmpstr (unknown, ==, "([99],)");
  g_assert_cmpstr (self->activated->str, ==, "activity A|");
}

/* Who clicks on what was there a moment ago never answers the next offer. */
static void
test_old_row (Fixture *self, gconstpointer data)
{
  g_autofree char *rows = layout (self); /* as the panel read them */

  set_rows (self, "WR2", "Incoming");
  click (self, 2);
  g_assert_error (self->error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS);
  g_assert_cmpstr (self->activated->str, ==, "");
}

static void
test_signals (Fixture *self, gconstpointer data)
{
  g_autofree char *rows = layout (self);

  g_string_truncate (self->said, 0);
  set_rows (self, "WR1", "Incoming"); /* nothing new */
  set_rows (self, "WR1", "In call");
  set_rows (self, "WR2", "In call");
  ask (self, "AboutToShow", g_variant_new ("(i)", 0)); /* until all of them are here */
  g_assert_no_error (self->error);
  g_assert_cmpstr (self->said->str, ==, "ItemsPropertiesUpdated|LayoutUpdated|");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_resources_register (tra_get_resource ());
#define ADD(path, test) g_test_add ("/menu-server/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("layout", test_layout);
  ADD ("click", test_click);
  ADD ("clicks", test_clicks);
  ADD ("old-row", test_old_row);
  ADD ("signals", test_signals);
  return g_test_run ();
}
