/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-autostart.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "tra-portal.h"

#define KEY "start-at-login"
#define PROGRAM "task-router-agent"
#define OPTION "--background"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_BACKGROUND "org.freedesktop.portal.Background"
#define PORTAL_REQUEST "org.freedesktop.portal.Request"

/**
 * TraAutostart:
 *
 * Has the desktop start the program at login as the settings say. In a sandbox that is the portal's
 * to allow; elsewhere it is a file in the user's autostart folder, and what desktops write into that
 * file ("Hidden") is left as it is.
 *
 * Source: freedesktop.org's Desktop Application Autostart Specification; xdg-desktop-portal's
 * org.freedesktop.portal.Background.
 */
struct _TraAutostart
{
  GObject parent_instance;

  GSettings *settings;         /* owned */
  GDBusConnection *connection; /* owned, nullable */
  GCancellable *cancellable;   /* owned; of the request on its way */
  guint response_id;           /* subscription */
};

enum { REFUSED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraAutostart, tra_autostart, G_TYPE_OBJECT)

/* It will not start: then the setting says so, too, and the agent is told why. */
static void
give_up (TraAutostart *self, const char *why)
{
  if (!g_settings_get_boolean (self->settings, KEY))
    return;

  g_settings_set_boolean (self->settings, KEY, FALSE);
  g_signal_emit (self, signals[REFUSED], 0, why);
}

/* ---- The file ---- */

static char *
file_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", APPLICATION_ID ".desktop", NULL);
}

/* By its name where that finds this very program, so that an upgrade that moves it is followed. */
static char *
program_to_start (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *found = g_find_program_in_path (PROGRAM);

  if (self == NULL || g_strcmp0 (self, found) == 0)
    return g_strdup (PROGRAM);
  return g_steal_pointer (&self);
}

/* As the Desktop Entry Specification quotes: these four are escaped within quotes, and the value as a
 * whole once more, which GKeyFile does. A percent sign is a field code. */
static char *
quote (const char *program)
{
  g_autoptr(GString) quoted = g_string_new ("\"");

  for (const char *c = program; *c != '\0'; c++)
    {
      if (strchr ("\"`$\\", *c) != NULL)
        g_string_append_c (quoted, '\\');
      if (*c == '%')
        g_string_append_c (quoted, '%');
      g_string_append_c (quoted, *c);
    }
  g_string_append_c (quoted, '"');
  return g_strdup (quoted->str);
}

static gboolean
write_file (const char *path)
{
  g_autoptr(GKeyFile) entry = g_key_file_new ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *program = program_to_start ();
  g_autofree char *quoted = quote (program);
  g_autofree char *command = g_strconcat (quoted, " " OPTION, NULL);
  g_autoptr(GError) error = NULL;

  g_key_file_set_string (entry, "Desktop Entry", "Type", "Application");
  g_key_file_set_string (entry, "Desktop Entry", "Name", _("Task Router Agent"));
  g_key_file_set_string (entry, "Desktop Entry", "Icon", APPLICATION_ID);
  g_key_file_set_string (entry, "Desktop Entry", "Exec", command);
  g_key_file_set_boolean (entry, "Desktop Entry", "X-GNOME-UsesNotifications", TRUE);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_info ("%s: %s", folder, g_strerror (errno));
  else if (!g_key_file_save_to_file (entry, path, &error))
    g_info ("%s", error->message);
  else
    return TRUE;
  return FALSE;
}

static void
apply_to_file (TraAutostart *self, gboolean is_wanted)
{
  g_autofree char *path = file_path ();

  if (!is_wanted && g_unlink (path) != 0 && errno != ENOENT)
    g_info ("%s: %s", path, g_strerror (errno));
  else if (is_wanted && !g_file_test (path, G_FILE_TEST_EXISTS) && !write_file (path))
    give_up (self, _("Not started at login: the file for it can’t be written"));
}

/* ---- The portal ---- */

static void
forget_request (TraAutostart *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->response_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->response_id);
  self->response_id = 0;
}

/* Refused: then the setting says so, too. */
static void
response_cb (GDBusConnection *connection,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer user_data)
{
  TraAutostart *self = user_data;
  g_autoptr(GVariant) results = NULL;
  gboolean is_granted = FALSE;
  guint32 response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "autostart", "b", &is_granted);
  forget_request (self);
  if (response != 0 || !is_granted)
    give_up (self, _("Not started at login: the desktop doesn’t allow it"));
}

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraAutostart *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_info ("The background portal: %s", error->message);
  forget_request (self);
  give_up (self, _("Not started at login: the desktop can’t be asked for it"));
}

/* The handle's path is known beforehand, so that the response can't be missed. */
static char *
handle_path (TraAutostart *self, const char *token)
{
  g_autofree char *sender =
      g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (self->connection) + 1), ".", '_');

  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
}

static void
ask_portal (TraAutostart *self, gboolean is_wanted)
{
  static const char *const command[] = { PROGRAM, OPTION, NULL };
  g_autofree char *token = g_strdup_printf ("taskrouter%u", g_random_int ());
  g_autofree char *handle = handle_path (self, token);
  GVariantDict options;

  forget_request (self);
  self->cancellable = g_cancellable_new ();
  self->response_id = g_dbus_connection_signal_subscribe (
      self->connection, PORTAL, PORTAL_REQUEST, "Response", handle, NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, response_cb, self, NULL);

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "handle_token", "s", token);
  g_variant_dict_insert (&options, "reason", "s", _("Calls can reach you as soon as you sign in."));
  g_variant_dict_insert (&options, "autostart", "b", is_wanted);
  g_variant_dict_insert_value (&options, "commandline", g_variant_new_strv (command, -1));
  g_dbus_connection_call (self->connection, PORTAL, PORTAL_PATH, PORTAL_BACKGROUND,
                          "RequestBackground",
                          g_variant_new ("(s@a{sv})", "", g_variant_dict_end (&options)), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, requested_cb, self);
}

/* ---- The object ---- */

static void
setting_changed_cb (TraAutostart *self)
{
  gboolean is_wanted = g_settings_get_boolean (self->settings, KEY);

  if (tra_portal_is_needed () && self->connection != NULL)
    ask_portal (self, is_wanted);
  else
    apply_to_file (self, is_wanted);
}

static void
tra_autostart_dispose (GObject *object)
{
  TraAutostart *self = TRA_AUTOSTART (object);

  if (self->connection != NULL)
    forget_request (self);
  g_clear_object (&self->connection);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tra_autostart_parent_class)->dispose (object);
}

static void
tra_autostart_class_init (TraAutostartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_autostart_dispose;
  signals[REFUSED] = g_signal_new ("refused", TRA_TYPE_AUTOSTART, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tra_autostart_init (TraAutostart *self)
{
}

/**
 * tra_autostart_new:
 * @settings: the agent's settings; the key start-at-login is followed
 * @connection: (nullable): the session bus
 *
 * A company may have it on from the start: so what the setting says is seen to at once, but the
 * portal, which may ask the user, is asked when the setting changes.
 *
 * Returns: (transfer full): what keeps the desktop told, until it is dropped
 */
TraAutostart *
tra_autostart_new (GSettings *settings, GDBusConnection *connection)
{
  TraAutostart *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (TRA_TYPE_AUTOSTART, NULL);
  self->settings = g_object_ref (settings);
  g_set_object (&self->connection, connection);
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (setting_changed_cb), self,
                           G_CONNECT_SWAPPED);
  if (!tra_portal_is_needed () && g_settings_get_boolean (settings, KEY))
    apply_to_file (self, TRUE);
  return self;
}
