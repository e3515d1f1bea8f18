/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-logout.h"

#include <glib/gi18n.h>

#include "tra-leave-dialog.h"
#include "tra-portal.h"

/* GNOME, Cinnamon, MATE and Budgie have the first; Xfce has its own, which works alike. */
static const struct
{
  const char *name, *path, *client_interface;
} managers[] = {
  { "org.gnome.SessionManager", "/org/gnome/SessionManager",
    "org.gnome.SessionManager.ClientPrivate" },
  { "org.xfce.SessionManager", "/org/xfce/SessionManager", "org.xfce.Session.Client" },
};

/* Of QueryEndSession: whoever logs out does not want to be asked. */
#define FORCED 1u

/**
 * TraLogout:
 *
 * The program is known to the desktop's session manager. Asked whether the session may end it says
 * no while a call is on, or somebody waits for an answer, and asks the agent; told that it ends it
 * leaves as on SIGTERM: the status is set, and only then the program is gone, which is what the
 * manager waits for. GTK would end the program at once, so that is not left to it. Without a
 * session manager the desktop ends its programs by SIGTERM.
 *
 * Source: gnome-session's org.gnome.SessionManager.ClientPrivate.xml, xfce4-session's
 * xfsm-client-dbus.xml.
 */
struct _TraLogout
{
  GObject parent_instance;

  TraApplication *application; /* not owned: it owns this */
  GDBusConnection *bus;        /* owned */
  GCancellable *cancellable;   /* owned */
  guint watches[G_N_ELEMENTS (managers)];
  gsize manager;               /* of the client */
  char *client;                /* owned, nullable: its object path */
  guint subscription;
  TraPortalMonitor *portal;    /* owned, nullable: outside of a sandbox */
};

G_DEFINE_FINAL_TYPE (TraLogout, tra_logout, G_TYPE_OBJECT)

static void
respond (TraLogout *self, gboolean may_end, const char *reason)
{
  g_dbus_connection_call (self->bus, managers[self->manager].name, self->client,
                          managers[self->manager].client_interface, "EndSessionResponse",
                          g_variant_new ("(bs)", may_end, reason), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
query (TraLogout *self, guint32 flags)
{
  TraSession *session = tra_application_get_session (self->application);

  if ((flags & FORCED) != 0 || !tra_leave_dialog_is_needed (session))
    {
      respond (self, TRUE, "");
      return;
    }

  respond (self, FALSE, tra_leave_dialog_is_call_on (session) ? _("A call is on")
                                                               : _("A caller waits for your answer"));
  tra_application_ask_quit (self->application);
}

static void
told_cb (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *signal,
         GVariant *parameters,
         gpointer user_data)
{
  TraLogout *self = user_data;
  guint32 flags = 0;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(u)")))
    g_variant_get (parameters, "(u)", &flags);

  if (g_str_equal (signal, "QueryEndSession"))
    query (self, flags);
  else if (g_str_equal (signal, "EndSession") || g_str_equal (signal, "Stop"))
    tra_application_quit (self->application);
}

static void
forget_client (TraLogout *self)
{
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_pointer (&self->client, g_free);
}

static void
registered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  TraLogout *self = user_data; /* not owned: gone if we were cancelled */

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    {
      g_info ("The session manager: %s", error->message);
      return;
    }

  forget_client (self);
  g_variant_get (answer, "(o)", &self->client);
  self->subscription = g_dbus_connection_signal_subscribe (
      self->bus, managers[self->manager].name, managers[self->manager].client_interface, NULL,
      self->client, NULL, G_DBUS_SIGNAL_FLAGS_NONE, told_cb, self, NULL);
}

static void
appeared_cb (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  const char *startup_id = g_getenv ("DESKTOP_AUTOSTART_ID");
  TraLogout *self = user_data;

  self->manager = g_str_equal (name, managers[0].name) ? 0 : 1;
  g_dbus_connection_call (self->bus, name, managers[self->manager].path, name, "RegisterClient",
                          g_variant_new ("(ss)", APPLICATION_ID,
                                         startup_id != NULL ? startup_id : ""),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          self->cancellable, registered_cb, self);
}

static void
vanished_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  TraLogout *self = user_data;

  if (g_str_equal (name, managers[self->manager].name))
    forget_client (self);
}

/* What is against it the portal knows already, by the inhibition of a call. */
static void
portal_query_cb (TraLogout *self)
{
  if (tra_leave_dialog_is_needed (tra_application_get_session (self->application)))
    tra_application_ask_quit (self->application);
}

static void
portal_ending_cb (TraLogout *self)
{
  tra_application_quit (self->application);
}

static void
watch_portal (TraLogout *self)
{
  self->portal = tra_portal_monitor_new (self->bus);
  g_signal_connect_object (self->portal, "query", G_CALLBACK (portal_query_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->portal, "ending", G_CALLBACK (portal_ending_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
tra_logout_dispose (GObject *object)
{
  TraLogout *self = TRA_LOGOUT (object);

  g_cancellable_cancel (self->cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (managers); i++)
    g_clear_handle_id (&self->watches[i], g_bus_unwatch_name);
  if (self->bus != NULL)
    forget_client (self);
  g_clear_object (&self->portal);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (tra_logout_parent_class)->dispose (object);
}

static void
tra_logout_finalize (GObject *object)
{
  g_object_unref (TRA_LOGOUT (object)->cancellable);
  G_OBJECT_CLASS (tra_logout_parent_class)->finalize (object);
}

static void
tra_logout_class_init (TraLogoutClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_logout_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_logout_finalize;
}

static void
tra_logout_init (TraLogout *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * tra_logout_new:
 * @application: the program, with its session; outlives this
 * @bus: (nullable): the desktop's
 *
 * Returns: (transfer full): what is known to the session manager, until it is dropped
 */
TraLogout *
tra_logout_new (TraApplication *application, GDBusConnection *bus)
{
  TraLogout *self;

  g_return_val_if_fail (TRA_IS_APPLICATION (application), NULL);

  self = g_object_new (TRA_TYPE_LOGOUT, NULL);
  self->application = application;
  g_set_object (&self->bus, bus);
  for (gsize i = 0; i < G_N_ELEMENTS (managers) && bus != NULL; i++)
    self->watches[i] = g_bus_watch_name_on_connection (bus, managers[i].name,
                                                       G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb,
                                                       vanished_cb, self, NULL);
  if (bus != NULL && tra_portal_is_needed ())
    watch_portal (self);
  return self;
}
