/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-machine.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "tra-portal.h"

#define LOGIND "org.freedesktop.login1"
#define LOGIND_PATH "/org/freedesktop/login1"
#define MANAGER "org.freedesktop.login1.Manager"
#define SESSION "org.freedesktop.login1.Session"
#define UPOWER "org.freedesktop.UPower"
#define UPOWER_PATH "/org/freedesktop/UPower"
#define PROPERTIES "org.freedesktop.DBus.Properties"

/* Each desktop has its own, and all emit the same signal. */
static const char *const screensavers[] = {
  "org.gnome.ScreenSaver",     "org.freedesktop.ScreenSaver", "org.cinnamon.ScreenSaver",
  "org.mate.ScreenSaver",      "org.xfce.ScreenSaver",
};

enum { N_SYSTEM = 5 }; /* subscriptions on the system bus */

/**
 * TraMachine:
 *
 * What the machine is about to do, or has done, that an agent at it is not there for: sleep, a locked
 * screen, a closed lid, no network. It listens and never asks again and again; where a service is not
 * there it says nothing of it.
 *
 * Source: systemd's org.freedesktop.login1(5), UPower's and the screen savers' D-Bus interfaces.
 */
struct _TraMachine
{
  GObject parent_instance;

  GDBusConnection *session_bus; /* owned, nullable */
  GDBusConnection *system_bus;  /* owned, nullable until it is there */
  GCancellable *cancellable;    /* owned */
  TraPortalMonitor *portal;     /* owned, nullable: outside of a sandbox */
  GNetworkMonitor *network;     /* owned, nullable until it is watched */
  guint session_ids[G_N_ELEMENTS (screensavers)];
  guint system_ids[N_SYSTEM];
  guint n_system_ids;
  int sleep_lock; /* a file descriptor; while it is open the machine waits a little with its sleep */
  gboolean wants_sleep_lock;
  gboolean is_asking; /* for the lock */
  gboolean is_begun[TRA_N_AWAY_CAUSES];
};

enum { TOLD, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraMachine, tra_machine, G_TYPE_OBJECT)

/* Several may say the same: a lock is told by the screen saver and by logind. */
static void
tell (TraMachine *self, TraAwayCause cause, gboolean begins)
{
  if (self->is_begun[cause] == begins)
    return;

  self->is_begun[cause] = begins;
  g_debug ("The machine: %d %s", cause, begins ? "begins" : "ends");
  g_signal_emit (self, signals[TOLD], 0, cause, begins);
}

/* ---- The delay lock ---- */

static void
sleep_lock_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GUnixFDList) list = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_with_unix_fd_list_finish (
      G_DBUS_CONNECTION (source), &list, result, &error);
  TraMachine *self = user_data; /* not owned: gone if we were cancelled */
  gint32 handle = -1;
  int lock = -1;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_asking = FALSE;
  if (answer != NULL)
    {
      g_variant_get (answer, "(h)", &handle);
      if (list != NULL && handle >= 0 && handle < g_unix_fd_list_get_length (list))
        lock = g_unix_fd_list_get (list, handle, &error);
    }
  if (lock < 0)
    g_info ("Holding back sleep: %s", error != NULL ? error->message : "no lock came");
  else if (self->wants_sleep_lock && self->sleep_lock < 0)
    self->sleep_lock = lock;
  else
    close (lock);
}

static void
ask_for_sleep_lock (TraMachine *self)
{
  if (self->system_bus == NULL || self->is_asking || self->sleep_lock >= 0)
    return;

  self->is_asking = TRUE;
  g_dbus_connection_call_with_unix_fd_list (
      self->system_bus, LOGIND, LOGIND_PATH, MANAGER, "Inhibit",
      g_variant_new ("(ssss)", "sleep", _("Task Router Agent"), _("Your status is set first"),
                     "delay"),
      G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, self->cancellable,
      sleep_lock_cb, self);
}

/* ---- What is said ---- */

static void
begins_cb (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer user_data)
{
  gboolean begins;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &begins);
  /* logind's PrepareForSleep, and a screen saver's ActiveChanged. */
  tell (user_data, g_str_equal (interface, MANAGER) ? TRA_AWAY_SLEEP : TRA_AWAY_LOCK, begins);
}

static void
portal_locked_cb (TraMachine *self, gboolean is_locked)
{
  tell (self, TRA_AWAY_LOCK, is_locked);
}

/* Lock and Unlock are what a session is told to do, by `loginctl` or a closing lid. */
static void
lock_cb (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *signal,
         GVariant *parameters,
         gpointer user_data)
{
  if (g_str_equal (signal, "Lock"))
    tell (user_data, TRA_AWAY_LOCK, TRUE);
  else if (g_str_equal (signal, "Unlock"))
    tell (user_data, TRA_AWAY_LOCK, FALSE);
}

/* The one property of @name's, if it is among the changed ones. */
static void
read_change (TraMachine *self, GVariant *parameters, const char *name, TraAwayCause cause)
{
  g_autoptr(GVariant) changed = NULL;
  gboolean value;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  g_variant_get (parameters, "(&s@a{sv}as)", NULL, &changed, NULL);
  if (g_variant_lookup (changed, name, "b", &value))
    tell (self, cause, value);
}

static void
properties_cb (GDBusConnection *connection,
               const char *sender,
               const char *path,
               const char *interface,
               const char *signal,
               GVariant *parameters,
               gpointer user_data)
{
  if (g_str_equal (path, UPOWER_PATH))
    read_change (user_data, parameters, "LidIsClosed", TRA_AWAY_LID);
  else
    read_change (user_data, parameters, "LockedHint", TRA_AWAY_LOCK);
}

/* A cable without a way out is no network; where nobody checks that, a route is way enough. */
static void
network_changed_cb (TraMachine *self)
{
  tell (self, TRA_AWAY_NETWORK,
        g_network_monitor_get_connectivity (self->network) == G_NETWORK_CONNECTIVITY_LOCAL);
}

/* ---- The buses ---- */

static void
subscribe (TraMachine *self,
           const char *name,
           const char *interface,
           const char *signal,
           const char *path,
           const char *first_argument,
           GDBusSignalCallback callback)
{
  g_assert (self->n_system_ids < N_SYSTEM);
  self->system_ids[self->n_system_ids++] = g_dbus_connection_signal_subscribe (
      self->system_bus, name, interface, signal, path, first_argument, G_DBUS_SIGNAL_FLAGS_NONE,
      callback, self, NULL);
}

static void
session_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  TraMachine *self = user_data; /* not owned: gone if we were cancelled */
  const char *path;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    {
      g_info ("The login session: %s", error->message);
      return;
    }

  g_variant_get (answer, "(&o)", &path);
  subscribe (self, LOGIND, SESSION, NULL, path, NULL, lock_cb);
  subscribe (self, LOGIND, PROPERTIES, "PropertiesChanged", path, SESSION, properties_cb);
}

static void
system_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const char *id = g_getenv ("XDG_SESSION_ID");
  g_autoptr(GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);
  TraMachine *self = user_data; /* not owned: gone if we were cancelled */

  if (bus == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_info ("The system bus: %s", error->message);
      return;
    }

  self->system_bus = bus;
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  subscribe (self, LOGIND, MANAGER, "PrepareForSleep", LOGIND_PATH, NULL, begins_cb);
  subscribe (self, UPOWER, PROPERTIES, "PropertiesChanged", UPOWER_PATH, UPOWER, properties_cb);
  g_dbus_connection_call (bus, LOGIND, LOGIND_PATH, MANAGER, "GetSession",
                          g_variant_new ("(s)", id != NULL && *id != '\0' ? id : "auto"),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          self->cancellable, session_found_cb, self);
  if (self->wants_sleep_lock)
    ask_for_sleep_lock (self);
}

/* ---- The object ---- */

static void
tra_machine_dispose (GObject *object)
{
  TraMachine *self = TRA_MACHINE (object);

  g_cancellable_cancel (self->cancellable);
  tra_machine_let_sleep (self);
  for (gsize i = 0; i < G_N_ELEMENTS (screensavers) && self->session_bus != NULL; i++)
    g_dbus_connection_signal_unsubscribe (self->session_bus, self->session_ids[i]);
  while (self->n_system_ids > 0)
    g_dbus_connection_signal_unsubscribe (self->system_bus, self->system_ids[--self->n_system_ids]);
  g_clear_object (&self->portal);
  g_clear_object (&self->session_bus);
  g_clear_object (&self->system_bus);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (tra_machine_parent_class)->dispose (object);
}

static void
tra_machine_finalize (GObject *object)
{
  g_object_unref (TRA_MACHINE (object)->cancellable);
  G_OBJECT_CLASS (tra_machine_parent_class)->finalize (object);
}

static void
tra_machine_class_init (TraMachineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tra_machine_dispose;
  object_class->finalize = tra_machine_finalize;

  /**
   * TraMachine::told:
   * @cause: a #TraAwayCause
   * @begins: whether it is so from now on, or over
   *
   * Emitted once for each beginning and each end.
   */
  signals[TOLD] = g_signal_new ("told", TRA_TYPE_MACHINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_BOOLEAN);
}

static void
tra_machine_init (TraMachine *self)
{
  self->cancellable = g_cancellable_new ();
  self->sleep_lock = -1;
}

/**
 * tra_machine_new:
 * @session_bus: (nullable): where screen savers are
 *
 * Returns: (transfer full): what listens to the machine, until it is dropped
 */
TraMachine *
tra_machine_new (GDBusConnection *session_bus)
{
  TraMachine *self = g_object_new (TRA_TYPE_MACHINE, NULL);

  g_set_object (&self->session_bus, session_bus);
  for (gsize i = 0; i < G_N_ELEMENTS (screensavers) && session_bus != NULL; i++)
    self->session_ids[i] = g_dbus_connection_signal_subscribe (
        session_bus, screensavers[i], screensavers[i], "ActiveChanged", NULL, NULL,
        G_DBUS_SIGNAL_FLAGS_NONE, begins_cb, self, NULL);
  if (session_bus != NULL && tra_portal_is_needed ())
    {
      self->portal = tra_portal_monitor_new (session_bus);
      g_signal_connect_object (self->portal, "locked", G_CALLBACK (portal_locked_cb), self,
                               G_CONNECT_SWAPPED);
    }
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, system_bus_cb, self);
  return self;
}

/**
 * tra_machine_watch_network:
 * @self: a machine
 *
 * Listens to the network, too; apart, because to begin with that costs a round trip.
 */
void
tra_machine_watch_network (TraMachine *self)
{
  g_return_if_fail (TRA_IS_MACHINE (self));

  if (self->network != NULL)
    return;

  self->network = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect_object (self->network, "notify::connectivity", G_CALLBACK (network_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

/**
 * tra_machine_hold_sleep:
 * @self: a machine
 *
 * Has the machine wait with its sleep, for a few seconds at most, until tra_machine_let_sleep().
 */
void
tra_machine_hold_sleep (TraMachine *self)
{
  g_return_if_fail (TRA_IS_MACHINE (self));

  self->wants_sleep_lock = TRUE;
  ask_for_sleep_lock (self);
}

/**
 * tra_machine_let_sleep:
 * @self: a machine
 *
 * What was to be done before sleep is done, or there is nothing to do.
 */
void
tra_machine_let_sleep (TraMachine *self)
{
  g_return_if_fail (TRA_IS_MACHINE (self));

  self->wants_sleep_lock = FALSE;
  if (self->sleep_lock >= 0)
    close (self->sleep_lock);
  self->sleep_lock = -1;
}
