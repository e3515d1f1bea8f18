/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-portal.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define INHIBIT "org.freedesktop.portal.Inhibit"

/* "session-state" of the portal's StateChanged. */
enum { RUNNING = 1, QUERY_END = 2, ENDING = 3 };

/**
 * TraPortalMonitor:
 *
 * In a sandbox neither screen savers nor the session manager are in reach: the portal tells whether
 * the screen is locked and the session ends. The portal's question whether it may end is answered at
 * once: who has a reason against it said so before, by an inhibition.
 *
 * Source: xdg-desktop-portal's org.freedesktop.portal.Inhibit.xml, CreateMonitor, StateChanged and
 * QueryEndResponse.
 */
struct _TraPortalMonitor
{
  GObject parent_instance;

  GDBusConnection *bus;      /* owned */
  GCancellable *cancellable; /* owned */
  char *handle;              /* owned, nullable: of what was made */
  guint watch_id;
  guint subscription;
  gboolean is_locked;
  guint32 state;
};

enum { LOCKED, QUERY, END, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraPortalMonitor, tra_portal_monitor, G_TYPE_OBJECT)

/**
 * tra_portal_is_needed:
 *
 * Returns: whether the program is in a sandbox, as GTK decides it
 */
gboolean
tra_portal_is_needed (void)
{
  const char *wanted = g_getenv ("GTK_USE_PORTAL");

  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP") != NULL ||
         (wanted != NULL && *wanted == '1');
}

static void
take_state (TraPortalMonitor *self, guint32 state)
{
  if (state == self->state)
    return;

  self->state = state;
  if (state == QUERY_END)
    {
      g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, INHIBIT, "QueryEndResponse",
                              g_variant_new ("(o)", self->handle), NULL,
                              G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
      g_signal_emit (self, signals[QUERY], 0);
    }
  else if (state == ENDING)
    g_signal_emit (self, signals[END], 0);
}

static void
state_changed_cb (GDBusConnection *connection,
                  const char *sender,
                  const char *path,
                  const char *interface,
                  const char *signal,
                  GVariant *parameters,
                  gpointer user_data)
{
  g_autoptr(TraPortalMonitor) self = g_object_ref (user_data);
  g_autoptr(GVariant) told = NULL;
  const char *handle;
  gboolean is_locked;
  guint32 state;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(oa{sv})")))
    return;
  g_variant_get (parameters, "(&o@a{sv})", &handle, &told);
  if (g_strcmp0 (handle, self->handle) != 0)
    return;

  if (g_variant_lookup (told, "screensaver-active", "b", &is_locked) &&
      is_locked != self->is_locked)
    {
      self->is_locked = is_locked;
      g_signal_emit (self, signals[LOCKED], 0, is_locked);
    }
  if (g_variant_lookup (told, "session-state", "u", &state))
    take_state (self, state);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_info ("The portal's session monitor: %s", error->message);
}

/* The handle's path is known beforehand, so that no state can be missed. */
static void
appeared_cb (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  TraPortalMonitor *self = user_data;
  g_autofree char *token = g_strdup_printf ("taskrouter%u", g_random_int ());
  g_autofree char *sender =
      g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (self->bus) + 1), ".", '_');
  GVariantDict options;

  g_free (self->handle);
  self->handle = g_strdup_printf (PORTAL_PATH "/session/%s/%s", sender, token);
  self->state = RUNNING;
  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "handle_token", "s", token);
  g_variant_dict_insert (&options, "session_handle_token", "s", token);
  g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, INHIBIT, "CreateMonitor",
                          g_variant_new ("(s@a{sv})", "", g_variant_dict_end (&options)), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, created_cb, self);
}

static void
tra_portal_monitor_dispose (GObject *object)
{
  TraPortalMonitor *self = TRA_PORTAL_MONITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (tra_portal_monitor_parent_class)->dispose (object);
}

static void
tra_portal_monitor_finalize (GObject *object)
{
  TraPortalMonitor *self = TRA_PORTAL_MONITOR (object);

  g_object_unref (self->cancellable);
  g_free (self->handle);
  G_OBJECT_CLASS (tra_portal_monitor_parent_class)->finalize (object);
}

static void
tra_portal_monitor_class_init (TraPortalMonitorClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_portal_monitor_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_portal_monitor_finalize;
  signals[LOCKED] = g_signal_new ("locked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[QUERY] = g_signal_new ("query", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[END] = g_signal_new ("ending", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tra_portal_monitor_init (TraPortalMonitor *self)
{
  self->cancellable = g_cancellable_new ();
  self->state = RUNNING;
}

/**
 * tra_portal_monitor_new:
 * @bus: the session bus
 *
 * Returns: (transfer full): what is told of the session, until it is dropped
 */
TraPortalMonitor *
tra_portal_monitor_new (GDBusConnection *bus)
{
  TraPortalMonitor *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (bus), NULL);

  self = g_object_new (TRA_TYPE_PORTAL_MONITOR, NULL);
  self->bus = g_object_ref (bus);
  self->subscription = g_dbus_connection_signal_subscribe (
      bus, PORTAL, INHIBIT, "StateChanged", PORTAL_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
      state_changed_cb, self, NULL);
  self->watch_id = g_bus_watch_name_on_connection (bus, PORTAL, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                   appeared_cb, NULL, self, NULL);
  return self;
}
