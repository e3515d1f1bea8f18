/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-notification-server.h"

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define GTK_NAME "org.gtk.Notifications"

typedef enum
{
  READING_UNKNOWN,
  READING_TEXT,
  READING_MARKUP,
} Reading;

/**
 * TraNotificationServer:
 *
 * How the desktop reads the body of a notification. GLib sends it as it is, and a server with the
 * capability `body-markup` takes `<b>` and `<a href>` in it for what they say, while one without
 * shows `&lt;` letter by letter. Where org.gtk.Notifications is owned GLib sends there instead, and
 * there the body is text.
 *
 * Source: the Desktop Notifications Specification, "Markup"; GLib's gnotificationbackend.
 */
struct _TraNotificationServer
{
  GObject parent_instance;

  GCancellable *cancellable; /* owned; of the question that is on its way */
  guint watch_id;
  guint gtk_watch_id;
  Reading reading;
  gboolean is_gtk;
  gboolean is_gtk_known;
};

G_DEFINE_FINAL_TYPE (TraNotificationServer, tra_notification_server, G_TYPE_OBJECT)

static void
forget (TraNotificationServer *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->reading = READING_UNKNOWN;
}

static void
capabilities_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  TraNotificationServer *self = user_data; /* not owned: gone if we were cancelled */
  g_autofree const char **capabilities = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    {
      g_info ("The capabilities of the notification service: %s", error->message);
      return;
    }

  g_variant_get (answer, "(^a&s)", &capabilities);
  self->reading = g_strv_contains (capabilities, "body-markup") ? READING_MARKUP : READING_TEXT;
}

static void
appeared_cb (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  TraNotificationServer *self = user_data;

  forget (self);
  self->cancellable = g_cancellable_new ();
  g_dbus_connection_call (connection, owner, PATH, NAME, "GetCapabilities", NULL,
                          G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          self->cancellable, capabilities_cb, self);
}

static void
vanished_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  forget (user_data);
}

static void
gtk_appeared_cb (GDBusConnection *connection,
                 const char *name,
                 const char *owner,
                 gpointer user_data)
{
  TraNotificationServer *self = user_data;

  self->is_gtk = TRUE;
  self->is_gtk_known = TRUE;
}

static void
gtk_vanished_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  TraNotificationServer *self = user_data;

  self->is_gtk = FALSE;
  self->is_gtk_known = TRUE;
}

static void
tra_notification_server_dispose (GObject *object)
{
  TraNotificationServer *self = TRA_NOTIFICATION_SERVER (object);

  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  g_clear_handle_id (&self->gtk_watch_id, g_bus_unwatch_name);
  forget (self);
  G_OBJECT_CLASS (tra_notification_server_parent_class)->dispose (object);
}

static void
tra_notification_server_class_init (TraNotificationServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_notification_server_dispose;
}

static void
tra_notification_server_init (TraNotificationServer *self)
{
}

/**
 * tra_notification_server_new:
 * @connection: (nullable): the session bus; %NULL: there is none, and nothing is ever known
 *
 * Starts to find out who shows notifications, now and whenever another one takes over.
 *
 * Returns: (transfer full): what knows how to write to it
 */
TraNotificationServer *
tra_notification_server_new (GDBusConnection *connection)
{
  TraNotificationServer *self;

  g_return_val_if_fail (connection == NULL || G_IS_DBUS_CONNECTION (connection), NULL);

  self = g_object_new (TRA_TYPE_NOTIFICATION_SERVER, NULL);
  if (connection == NULL)
    return self;

  self->watch_id =
      g_bus_watch_name_on_connection (connection, NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb,
                                      vanished_cb, self, NULL);
  self->gtk_watch_id =
      g_bus_watch_name_on_connection (connection, GTK_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      gtk_appeared_cb, gtk_vanished_cb, self, NULL);
  return self;
}

/* What is the same as text and as markup. */
static char *
avoid_markup (const char *text)
{
  GString *spelled = g_string_new (text);

  g_string_replace (spelled, "<", "‹", 0);
  g_string_replace (spelled, ">", "›", 0);
  g_string_replace (spelled, "&", "+", 0);
  return g_string_free (spelled, FALSE);
}

/**
 * tra_notification_server_spell:
 * @self: who shows it
 * @text: plain text
 *
 * Spells @text so that the server shows it as it is: escaped if and only if the server is known to
 * read markup. Nothing waits for that to be known, because a call rings for some seconds only. Until
 * then, and with a server that does not say, neither spelling would do: escaped, it could read
 * "Sales &amp;amp; Service", and not escaped, a stranger's link could be in it. So the three
 * characters that differ are replaced by ones that do not.
 *
 * Returns: (transfer full): the body of a notification
 */
char *
tra_notification_server_spell (TraNotificationServer *self, const char *text)
{
  g_return_val_if_fail (TRA_IS_NOTIFICATION_SERVER (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (self->is_gtk_known && (self->is_gtk || self->reading == READING_TEXT))
    return g_strdup (text);
  if (self->is_gtk_known && self->reading == READING_MARKUP)
    return g_markup_escape_text (text, -1);
  return avoid_markup (text);
}
