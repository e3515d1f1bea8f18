/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-tray.h"

#include <gtk/gtk.h>

#include "tra-dbus-interface.h"
#include "tra-menu-server.h"
#include "tra-tray-face.h"
#include "tra-tray-menu.h"

#define INTERFACE "org.kde.StatusNotifierItem"
#define PATH "/StatusNotifierItem"
#define MENU_PATH "/StatusNotifierItem/Menu"
#define WATCHER "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"

/* A watcher may own its name before it answers to it. */
#define MAX_TRIES 6
#define FIRST_PAUSE ((gint64) G_USEC_PER_SEC / 2)

/**
 * TraTray:
 *
 * The program's icon in the panel, where there is one that shows such. All that it does is to be had
 * in the window, too.
 *
 * Registered by the connection's unique name: a name of its own is what sandboxes don't allow. Made
 * anew whenever the watcher comes back, which is when the panel was started again.
 *
 * Source: freedesktop.org's StatusNotifierItem specification, and what Xfce, KDE and GNOME's
 * extension read of it.
 */
struct _TraTray
{
  GObject parent_instance;

  GApplication *application;   /* owned */
  TraSession *session;         /* owned */
  GDBusConnection *connection; /* owned, nullable: there is no bus */
  TraMenuServer *menu;         /* owned */
  TraTrayFace *face;           /* owned */
  GCancellable *cancellable;   /* owned, nullable: of the registration on its way */
  guint registration_id;
  guint watch_id;
  guint update_id; /* source */
  guint64 retry_timer; /* of the session's clock */
  guint n_tries;
  gboolean is_registered;
  gboolean is_withdrawn;
};

G_DEFINE_FINAL_TYPE (TraTray, tra_tray, G_TYPE_OBJECT)

/* ---- What the panel reads ---- */

static const char *
status_of (TraTray *self)
{
  if (self->is_withdrawn)
    return "Passive";
  return self->face->needs_attention ? "NeedsAttention" : "Active";
}

static GVariant *
no_pixmaps (void)
{
  return g_variant_new_array (G_VARIANT_TYPE ("(iiay)"), NULL, 0);
}

static const char *
text_property (TraTray *self, const char *property)
{
  if (g_str_equal (property, "Category"))
    return "Communications";
  if (g_str_equal (property, "Id"))
    return APPLICATION_ID;
  if (g_str_equal (property, "Status"))
    return status_of (self);
  if (g_str_equal (property, "IconName") || g_str_equal (property, "AttentionIconName"))
    return self->face->icon_name;
  if (g_str_equal (property, "Title") || g_str_has_suffix (property, "AccessibleDesc"))
    return self->face->title;
  return "";
}

static GVariant *
read_cb (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *property,
         GError **error,
         gpointer user_data)
{
  TraTray *self = user_data;

  if (g_str_equal (property, "ToolTip"))
    return g_variant_new ("(s@a(iiay)ss)", "", no_pixmaps (), self->face->title, "");
  if (g_str_equal (property, "ItemIsMenu"))
    return g_variant_new_boolean (FALSE);
  if (g_str_equal (property, "WindowId"))
    return g_variant_new_int32 (0);
  if (g_str_equal (property, "Menu"))
    return g_variant_new_object_path (MENU_PATH);
  if (g_str_has_suffix (property, "Pixmap"))
    return no_pixmaps ();
  return g_variant_new_string (text_property (self, property));
}

/* So that the window may come to the front where the desktop asks for a reason. */
static void
take_token (TraTray *self, const char *token)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self->application));

  if (window != NULL && *token != '\0')
    gtk_window_set_startup_id (window, token);
}

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
  TraTray *self = user_data;

  if (g_str_equal (method, "ProvideXdgActivationToken"))
    {
      const char *token;

      g_variant_get (parameters, "(&s)", &token);
      take_token (self, token);
    }
  else if (!g_str_equal (method, "Scroll"))
    {
      /* Whatever the button: who can't show the menu asks us to, and in the window is all of it. */
      g_action_group_activate_action (G_ACTION_GROUP (self->application), "show", NULL);
    }
  g_dbus_method_invocation_return_value (invocation, NULL);
}

/* ---- The face and the menu ---- */

static void
emit (TraTray *self, const char *signal, GVariant *parameters)
{
  g_dbus_connection_emit_signal (self->connection, NULL, PATH, INTERFACE, signal, parameters, NULL);
}

static void
update_face (TraTray *self)
{
  g_autoptr(TraTrayFace) old = g_steal_pointer (&self->face);

  self->face = tra_tray_face_new (self->session);
  if (g_strcmp0 (old->title, self->face->title) != 0)
    {
      emit (self, "NewTitle", NULL);
      emit (self, "NewToolTip", NULL);
    }
  if (old->icon_name != self->face->icon_name)
    {
      emit (self, "NewIcon", NULL);
      emit (self, "NewAttentionIcon", NULL);
    }
  if (old->needs_attention != self->face->needs_attention)
    emit (self, "NewStatus", g_variant_new ("(s)", status_of (self)));
}

static void
update_menu (TraTray *self)
{
  tra_menu_server_take_rows (
      self->menu, tra_tray_menu_new (self->session, G_ACTION_GROUP (self->application)));
}

/* No event tells of a status that an administrator made: it is there the next time, or even now. */
static void
menu_opened_cb (TraTray *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);

  if (worker != NULL)
    tr_worker_refresh_activities (worker);
  update_menu (self);
}

static gboolean
update_cb (gpointer user_data)
{
  TraTray *self = user_data;

  self->update_id = 0;
  update_face (self);
  update_menu (self);
  return G_SOURCE_REMOVE;
}

/* Once for a burst of events, and after the window. */
static void
update_soon (TraTray *self)
{
  if (self->update_id == 0 && !self->is_withdrawn && self->is_registered)
    self->update_id = g_idle_add_full (G_PRIORITY_LOW, update_cb, self, NULL);
}

/* ---- The watcher ---- */

static void register_item (TraTray *self);

static void
retry_cb (gpointer user_data)
{
  TraTray *self = user_data;

  self->retry_timer = 0;
  register_item (self);
}

static void
registered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  TraTray *self = user_data; /* not owned: gone if we were cancelled */

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_registered = answer != NULL;
  if (answer != NULL)
    {
      update_soon (self);
      return;
    }

  g_info ("The panel: %s", error->message);
  if (++self->n_tries < MAX_TRIES)
    self->retry_timer = tr_clock_add (tra_session_get_clock (self->session),
                                      FIRST_PAUSE << self->n_tries, retry_cb, self);
}

static void
register_item (TraTray *self)
{
  const char *name = g_dbus_connection_get_unique_name (self->connection);

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_dbus_connection_call (self->connection, WATCHER, WATCHER_PATH, WATCHER,
                          "RegisterStatusNotifierItem", g_variant_new ("(s)", name), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, registered_cb,
                          self);
}

static void
forget_registration (TraTray *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  tr_clock_clear (tra_session_get_clock (self->session), &self->retry_timer);
  g_clear_handle_id (&self->update_id, g_source_remove);
  self->n_tries = 0;
  self->is_registered = FALSE;
}

/* Where no panel asks for the icon, none is made. */
static void
serve (TraTray *self)
{
  static const GDBusInterfaceVTable vtable = { called_cb, read_cb, NULL };
  g_autoptr(GError) error = NULL;

  if (self->registration_id != 0)
    return;

  self->face = tra_tray_face_new (self->session);
  self->menu = tra_menu_server_new (self->connection, MENU_PATH,
                                    G_ACTION_GROUP (self->application));
  g_signal_connect_object (self->menu, "about-to-show", G_CALLBACK (menu_opened_cb), self,
                           G_CONNECT_SWAPPED);
  self->registration_id = g_dbus_connection_register_object (
      self->connection, PATH, tra_dbus_interface (INTERFACE), &vtable, self, NULL, &error);
  if (self->registration_id == 0)
    g_info ("The icon for panels: %s", error->message);
}

static void
appeared_cb (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  TraTray *self = user_data;

  forget_registration (self);
  serve (self);
  register_item (self);
}

static void
vanished_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  forget_registration (user_data);
}

/* ---- The object ---- */

static void
tra_tray_dispose (GObject *object)
{
  TraTray *self = TRA_TRAY (object);

  if (self->session != NULL)
    forget_registration (self);
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  if (self->registration_id != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration_id);
  self->registration_id = 0;
  g_clear_object (&self->menu);
  g_clear_pointer (&self->face, tra_tray_face_free);
  g_clear_object (&self->connection);
  g_clear_object (&self->session);
  g_clear_object (&self->application);
  G_OBJECT_CLASS (tra_tray_parent_class)->dispose (object);
}

static void
tra_tray_class_init (TraTrayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_tray_dispose;
}

static void
tra_tray_init (TraTray *self)
{
}

/* What menu and icon show is derived from the session and from what the actions allow. */
static void
follow (TraTray *self)
{
  static const char *const signals[] = {
    "action-added", "action-removed", "action-enabled-changed", "action-state-changed",
  };

  g_signal_connect_object (self->session, "changed", G_CALLBACK (update_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::signing-in", G_CALLBACK (update_soon), self,
                           G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->application, signals[i], G_CALLBACK (update_soon), self,
                             G_CONNECT_SWAPPED);
}

/**
 * tra_tray_new:
 * @application: the program, registered; has the actions accept, reject, set-activity, show, quit
 *   and those of a call
 * @session: what goes on
 *
 * Without a bus, or a panel that shows such icons, there is none, and that is no failure.
 *
 * Returns: (transfer full): the icon, there until it is dropped
 */
TraTray *
tra_tray_new (GApplication *application, TraSession *session)
{
  TraTray *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_TRAY, NULL);
  self->application = g_object_ref (application);
  self->session = g_object_ref (session);
  if (g_application_get_dbus_connection (application) == NULL)
    return self;

  self->connection = g_object_ref (g_application_get_dbus_connection (application));
  follow (self);
  self->watch_id = g_bus_watch_name_on_connection (self->connection, WATCHER,
                                                   G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb,
                                                   vanished_cb, self, NULL);
  return self;
}

/**
 * tra_tray_is_shown:
 * @self: the icon
 *
 * Returns: whether a panel has taken it
 */
gboolean
tra_tray_is_shown (TraTray *self)
{
  g_return_val_if_fail (TRA_IS_TRAY (self), FALSE);

  return self->is_registered && !self->is_withdrawn;
}

/**
 * tra_tray_withdraw:
 * @self: the icon
 *
 * Hides it for good: for the time between the wish to quit and the end.
 */
void
tra_tray_withdraw (TraTray *self)
{
  g_return_if_fail (TRA_IS_TRAY (self));

  if (self->is_withdrawn)
    return;

  self->is_withdrawn = TRUE;
  if (self->is_registered)
    emit (self, "NewStatus", g_variant_new ("(s)", status_of (self)));
  forget_registration (self);
}
