/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "tra-log-page.h"

/* The dialog that asks where a file goes is the desktop's: here it is played by this process. */

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REQUEST "org.freedesktop.portal.Request"

static const char interface_xml[] =
    "<node><interface name='org.freedesktop.portal.FileChooser'>"
    "<method name='SaveFile'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
    "</interface></node>";

typedef struct
{
  TrClock *clock;
  TraLog *log;
  GtkWidget *window;
  GtkWidget *page;
  GDBusConnection *bus;
  guint object_id;
  guint owner_id;
  gboolean is_there; /* the portal */
  char *handle;      /* owned: of the dialog that is open */
  char *title;       /* owned */
  char *name;        /* owned: what is proposed */
  char *folder;      /* owned */
  char *path;        /* owned: in it */
} Fixture;

static void
asked_cb (GDBusConnection *bus,
          const char *sender,
          const char *path,
          const char *interface,
          const char *method,
          GVariant *parameters,
          GDBusMethodInvocation *invocation,
          gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr(GVariant) options = NULL;
  g_autofree char *client = g_strdelimit (g_strdup (sender + 1), ".", '_');
  const char *token = NULL;

  g_free (fixture->title);
  g_free (fixture->name);
  g_free (fixture->handle);
  fixture->name = NULL;
  g_variant_get (parameters, "(ss@a{sv})", NULL, &fixture->title, &options);
  g_variant_lookup (options, "current_name", "s", &fixture->name);
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  fixture->handle = g_strdup_printf (PORTAL_PATH "/request/%s/%s", client, token);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", fixture->handle));
}

/* @path: NULL: the dialog was closed */
static void
answer (Fixture *fixture, const char *path)
{
  GVariantBuilder results = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sv}"));
  g_autofree char *uri = path != NULL ? g_filename_to_uri (path, NULL, NULL) : NULL;
  const char *const uris[] = { uri, NULL };

  /* GTK 4.8 reads it whatever became of the dialog. */
  g_variant_builder_add (&results, "{sv}", "uris", g_variant_new_strv (uris, -1));
  /* To the one who asked, as a portal does: nobody else is told. */
  g_dbus_connection_emit_signal (fixture->bus, g_dbus_connection_get_unique_name (fixture->bus),
                                 fixture->handle, REQUEST, "Response",
                                 g_variant_new ("(ua{sv})", path != NULL ? 0 : 1, &results), NULL);
}

static gboolean
is_asked (gpointer fixture)
{
  return ((Fixture *) fixture)->handle != NULL;
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
owned_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  ((Fixture *) user_data)->is_there = TRUE;
}

static gboolean
is_there (gpointer fixture)
{
  return ((Fixture *) fixture)->is_there;
}

static void
play_portal (Fixture *fixture)
{
  static const GDBusInterfaceVTable vtable = { .method_call = asked_cb };
  g_autoptr(GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (interface_xml, NULL);

  fixture->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_assert_nonnull (fixture->bus);
  fixture->object_id = g_dbus_connection_register_object (
      fixture->bus, PORTAL_PATH, info->interfaces[0], &vtable, fixture, NULL, NULL);
  fixture->owner_id = g_bus_own_name_on_connection (
      fixture->bus, PORTAL, G_BUS_NAME_OWNER_FLAGS_NONE, owned_cb, NULL, fixture, NULL);
  desk_wait (is_there, fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  play_portal (fixture);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  fixture->folder = g_dir_make_tmp ("test-file-saver-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "log.txt", NULL);
  fixture->clock = tr_clock_new_manual (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC);
  fixture->log = tra_log_new (fixture->clock);
  tra_log_add (fixture->log, TRA_LOG_STATUS, "Status changed to Offline");
  fixture->page = g_object_new (TRA_TYPE_LOG_PAGE, NULL);
  tra_log_page_set_log (TRA_LOG_PAGE (fixture->page), fixture->log);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), fixture->page);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  gtk_window_present (GTK_WINDOW (fixture->window));
  desk_wait (is_mapped, fixture->window);
  desk_settle ();

  gtk_widget_activate_action (fixture->page, "log.save", NULL);
  desk_wait (is_asked, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  desk_close (fixture->window);
  g_dbus_connection_unregister_object (fixture->bus, fixture->object_id);
  g_bus_unown_name (fixture->owner_id);
  g_object_unref (fixture->bus);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
  g_free (fixture->handle);
  g_free (fixture->title);
  g_free (fixture->name);
  g_assert_finalize_object (fixture->log);
  g_assert_finalize_object (fixture->clock);
}

static gboolean
says_saved (gpointer window)
{
  return desk_shows (window, "Saved");
}

static gboolean
says_failure (gpointer window)
{
  return desk_shows (window, "Couldn’t save");
}

/* People's numbers are in it: only its owner may read it. */
static void
test_saves (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  struct stat status;

  g_assert_cmpstr (fixture->title, ==, "Save the Log");
  g_assert_cmpstr (fixture->name, ==, "task-router-agent.log");
  answer (fixture, fixture->path);
  desk_wait (says_saved, fixture->window);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Status changed to Offline"));
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  answer (fixture, NULL);
  desk_settle ();
  g_assert_false (desk_shows (fixture->window, "Saved"));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_fails (Fixture *fixture, gconstpointer data)
{
  answer (fixture, "/nowhere/log.txt");
  desk_wait (says_failure, fixture->window);
}

int
main (int argc, char *argv[])
{
  g_setenv ("GDK_DEBUG", "portals", TRUE); /* as in a sandbox of Flatpak */
  desk_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/file-saver/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("saves", test_saves);
  ADD ("closed", test_closed);
  ADD ("fails", test_fails);
#undef ADD
  return g_test_run ();
}
