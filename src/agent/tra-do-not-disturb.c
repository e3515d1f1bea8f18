/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-do-not-disturb.h"

#define GNOME_SCHEMA "org.gnome.desktop.notifications"
#define GNOME_KEY "show-banners"

#define XFCONF_NAME "org.xfce.Xfconf"
#define XFCONF_PATH "/org/xfce/Xfconf"
#define XFCONF_CHANNEL "xfce4-notifyd"
#define XFCONF_PROPERTY "/do-not-disturb"

#define KDE_NAME "org.freedesktop.Notifications"
#define KDE_PATH "/org/freedesktop/Notifications"
#define KDE_PROPERTY "Inhibited"
#define PROPERTIES "org.freedesktop.DBus.Properties"

/**
 * TraDoNotDisturb:
 *
 * No standard says it: GNOME has a setting, Xfce one of its own service, and KDE's notification server
 * a property. What none of them says is taken for off.
 */
struct _TraDoNotDisturb
{
  GObject parent_instance;

  GSettings *gnome;            /* owned, nullable: no such schema here */
  GDBusConnection *connection; /* owned, nullable */
  GCancellable *cancellable;   /* owned */
  guint watch_ids[2];
  guint signal_ids[2];
  gboolean is_xfce_quiet;
  gboolean is_kde_quiet;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraDoNotDisturb, tra_do_not_disturb, G_TYPE_OBJECT)

static void
set_quiet (TraDoNotDisturb *self, gboolean *which, gboolean is_quiet)
{
  if (*which == is_quiet)
    return;

  *which = is_quiet;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The boolean in a boxed value; anything else is no. */
static gboolean
unbox (GVariant *value)
{
  g_autoptr(GVariant) inner = g_variant_is_of_type (value, G_VARIANT_TYPE_VARIANT)
                                  ? g_variant_get_variant (value) : g_variant_ref (value);

  return g_variant_is_of_type (inner, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (inner);
}

static gboolean
take_answer (GObject *source, GAsyncResult *result, gboolean *is_quiet)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr(GVariant) value = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;

  value = answer != NULL ? g_variant_get_child_value (answer, 0) : NULL;
  *is_quiet = value != NULL && unbox (value);
  return TRUE;
}

/* ---- Xfce ---- */

static void
xfce_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraDoNotDisturb *self = user_data; /* not owned: gone if we were cancelled */
  gboolean is_quiet;

  if (take_answer (source, result, &is_quiet))
    set_quiet (self, &self->is_xfce_quiet, is_quiet);
}

static void
xfce_changed_cb (GDBusConnection *connection,
                 const char *sender,
                 const char *path,
                 const char *interface,
                 const char *signal,
                 GVariant *parameters,
                 gpointer user_data)
{
  TraDoNotDisturb *self = user_data;
  const char *channel;
  const char *property;
  g_autoptr(GVariant) value = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return;

  g_variant_get (parameters, "(&s&sv)", &channel, &property, &value);
  if (g_str_equal (channel, XFCONF_CHANNEL) && g_str_equal (property, XFCONF_PROPERTY))
    set_quiet (self, &self->is_xfce_quiet, unbox (value));
}

static void
xfce_appeared_cb (GDBusConnection *connection,
                  const char *name,
                  const char *owner,
                  gpointer user_data)
{
  TraDoNotDisturb *self = user_data;

  g_dbus_connection_call (connection, owner, XFCONF_PATH, XFCONF_NAME, "GetProperty",
                          g_variant_new ("(ss)", XFCONF_CHANNEL, XFCONF_PROPERTY), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, xfce_answered_cb,
                          self);
}

/* ---- KDE ---- */

static void
kde_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraDoNotDisturb *self = user_data; /* not owned: gone if we were cancelled */
  gboolean is_quiet;

  if (take_answer (source, result, &is_quiet))
    set_quiet (self, &self->is_kde_quiet, is_quiet);
}

static void
kde_changed_cb (GDBusConnection *connection,
                const char *sender,
                const char *path,
                const char *interface,
                const char *signal,
                GVariant *parameters,
                gpointer user_data)
{
  TraDoNotDisturb *self = user_data;
  g_autoptr(GVariant) changed = NULL;
  gboolean is_quiet;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;

  changed = g_variant_get_child_value (parameters, 1);
  if (g_variant_lookup (changed, KDE_PROPERTY, "b", &is_quiet))
    set_quiet (self, &self->is_kde_quiet, is_quiet);
}

static void
kde_appeared_cb (GDBusConnection *connection,
                 const char *name,
                 const char *owner,
                 gpointer user_data)
{
  TraDoNotDisturb *self = user_data;

  g_dbus_connection_call (connection, owner, KDE_PATH, PROPERTIES, "Get",
                          g_variant_new ("(ss)", KDE_NAME, KDE_PROPERTY), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, kde_answered_cb,
                          self);
}

static void
kde_vanished_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  TraDoNotDisturb *self = user_data;

  set_quiet (self, &self->is_kde_quiet, FALSE);
}

/* ---- All ---- */

static void
gnome_changed_cb (TraDoNotDisturb *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
follow_gnome (TraDoNotDisturb *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = NULL;

  /* A missing schema would end the program. */
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, GNOME_SCHEMA, TRUE);
  if (schema == NULL || !g_settings_schema_has_key (schema, GNOME_KEY))
    return;

  self->gnome = g_settings_new_full (schema, NULL, NULL);
  g_signal_connect_object (self->gnome, "changed::" GNOME_KEY, G_CALLBACK (gnome_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
follow_bus (TraDoNotDisturb *self)
{
  self->signal_ids[0] = g_dbus_connection_signal_subscribe (
      self->connection, XFCONF_NAME, XFCONF_NAME, "PropertyChanged", XFCONF_PATH, XFCONF_CHANNEL,
      G_DBUS_SIGNAL_FLAGS_NONE, xfce_changed_cb, self, NULL);
  self->signal_ids[1] = g_dbus_connection_signal_subscribe (
      self->connection, KDE_NAME, PROPERTIES, "PropertiesChanged", KDE_PATH, KDE_NAME,
      G_DBUS_SIGNAL_FLAGS_NONE, kde_changed_cb, self, NULL);
  self->watch_ids[0] =
      g_bus_watch_name_on_connection (self->connection, XFCONF_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      xfce_appeared_cb, NULL, self, NULL);
  self->watch_ids[1] =
      g_bus_watch_name_on_connection (self->connection, KDE_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      kde_appeared_cb, kde_vanished_cb, self, NULL);
}

static void
tra_do_not_disturb_dispose (GObject *object)
{
  TraDoNotDisturb *self = TRA_DO_NOT_DISTURB (object);

  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (self->watch_ids); i++)
    g_clear_handle_id (&self->watch_ids[i], g_bus_unwatch_name);
  for (guint i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    {
      if (self->signal_ids[i] != 0)
        g_dbus_connection_signal_unsubscribe (self->connection, self->signal_ids[i]);
      self->signal_ids[i] = 0;
    }
  g_clear_object (&self->connection);
  g_clear_object (&self->gnome);
  G_OBJECT_CLASS (tra_do_not_disturb_parent_class)->dispose (object);
}

static void
tra_do_not_disturb_finalize (GObject *object)
{
  g_object_unref (TRA_DO_NOT_DISTURB (object)->cancellable);
  G_OBJECT_CLASS (tra_do_not_disturb_parent_class)->finalize (object);
}

static void
tra_do_not_disturb_class_init (TraDoNotDisturbClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_do_not_disturb_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_do_not_disturb_finalize;
  signals[CHANGED] = g_signal_new ("changed", TRA_TYPE_DO_NOT_DISTURB, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
tra_do_not_disturb_init (TraDoNotDisturb *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * tra_do_not_disturb_new:
 * @connection: (nullable): the session bus; %NULL: there is none
 *
 * Returns: (transfer full): what follows the desktop's switch, whichever desktop it is
 */
TraDoNotDisturb *
tra_do_not_disturb_new (GDBusConnection *connection)
{
  TraDoNotDisturb *self = g_object_new (TRA_TYPE_DO_NOT_DISTURB, NULL);

  follow_gnome (self);
  if (connection != NULL)
    {
      self->connection = g_object_ref (connection);
      follow_bus (self);
    }
  return self;
}

/**
 * tra_do_not_disturb_is_on:
 * @self: what follows the switch
 *
 * Returns: whether notifications show no banners now
 */
gboolean
tra_do_not_disturb_is_on (TraDoNotDisturb *self)
{
  g_return_val_if_fail (TRA_IS_DO_NOT_DISTURB (self), FALSE);

  return self->is_xfce_quiet || self->is_kde_quiet ||
         (self->gnome != NULL && !g_settings_get_boolean (self->gnome, GNOME_KEY));
}
