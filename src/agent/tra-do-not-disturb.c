/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-do-not-disturb.h"

#define GNOME_SCHEMA "org.gnome.desktop.notifications"
#define GNOME_KEY "show-banners"

#define XFCONF "org.xfce.Xfconf"
#define XFCONF_PROPERTY "/do-not-disturb"

#define NOTIFICATIONS "org.freedesktop.Notifications"
#define KDE_PROPERTY "Inhibited"
#define PROPERTIES "org.freedesktop.DBus.Properties"

typedef struct _Source Source;

/* A service of the bus that knows: asked when it appears, and heard when it changes. */
typedef struct
{
  const char *name;
  const char *path;
  const char *interface;
  const char *method; /* takes @group and @property */
  const char *group;
  const char *property;
  const char *signal; /* its first argument is @group */
  gboolean (*read) (Source *source, GVariant *parameters, gboolean *is_quiet);
  gboolean ends_with_it; /* what it said goes with it */
} SourceKind;

struct _Source
{
  TraDoNotDisturb *owner; /* not owned: holds this */
  const SourceKind *kind;
  guint watch_id;
  guint signal_id;
  gboolean is_quiet;
};

enum { XFCE, KDE, N_SOURCES };

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
  Source sources[N_SOURCES];
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraDoNotDisturb, tra_do_not_disturb, G_TYPE_OBJECT)

static void
set_quiet (Source *source, gboolean is_quiet)
{
  if (source->is_quiet == is_quiet)
    return;

  source->is_quiet = is_quiet;
  g_signal_emit (source->owner, signals[CHANGED], 0);
}

/* The boolean in a boxed value; anything else is no. */
static gboolean
unbox (GVariant *value)
{
  g_autoptr(GVariant) inner = g_variant_is_of_type (value, G_VARIANT_TYPE_VARIANT)
                                  ? g_variant_get_variant (value) : g_variant_ref (value);

  return g_variant_is_of_type (inner, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (inner);
}

/* ---- Services ---- */

static gboolean
read_xfce (Source *source, GVariant *parameters, gboolean *is_quiet)
{
  const char *property;
  g_autoptr(GVariant) value = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return FALSE;

  g_variant_get (parameters, "(&s&sv)", NULL, &property, &value);
  *is_quiet = unbox (value);
  return g_str_equal (property, source->kind->property);
}

static gboolean
read_kde (Source *source, GVariant *parameters, gboolean *is_quiet)
{
  g_autoptr(GVariant) changed = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return FALSE;

  changed = g_variant_get_child_value (parameters, 1);
  return g_variant_lookup (changed, source->kind->property, "b", is_quiet);
}

static const SourceKind kinds[N_SOURCES] = {
  [XFCE] = { XFCONF, "/org/xfce/Xfconf", XFCONF, "GetProperty", "xfce4-notifyd", XFCONF_PROPERTY,
             "PropertyChanged", read_xfce, FALSE },
  [KDE] = { NOTIFICATIONS, "/org/freedesktop/Notifications", PROPERTIES, "Get", NOTIFICATIONS,
            KDE_PROPERTY, "PropertiesChanged", read_kde, TRUE },
};

static void
answered_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  Source *source = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);
  g_autoptr(GVariant) value = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (answer != NULL && g_variant_n_children (answer) > 0)
    value = g_variant_get_child_value (answer, 0);
  set_quiet (source, value != NULL && unbox (value));
}

static void
changed_cb (GDBusConnection *connection,
            const char *sender,
            const char *path,
            const char *interface,
            const char *signal,
            GVariant *parameters,
            gpointer user_data)
{
  Source *source = user_data;
  gboolean is_quiet;

  if (source->kind->read (source, parameters, &is_quiet))
    set_quiet (source, is_quiet);
}

static void
appeared_cb (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  Source *source = user_data;
  const SourceKind *kind = source->kind;

  g_dbus_connection_call (connection, owner, kind->path, kind->interface, kind->method,
                          g_variant_new ("(ss)", kind->group, kind->property), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, source->owner->cancellable,
                          answered_cb, source);
}

static void
vanished_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  Source *source = user_data;

  if (source->kind->ends_with_it)
    set_quiet (source, FALSE);
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
  for (int i = 0; i < N_SOURCES; i++)
    {
      Source *source = &self->sources[i];
      const SourceKind *kind = &kinds[i];

      source->owner = self;
      source->kind = kind;
      source->signal_id = g_dbus_connection_signal_subscribe (
          self->connection, kind->name, kind->interface, kind->signal, kind->path, kind->group,
          G_DBUS_SIGNAL_FLAGS_NONE, changed_cb, source, NULL);
      source->watch_id = g_bus_watch_name_on_connection (self->connection, kind->name,
                                                         G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb,
                                                         vanished_cb, source, NULL);
    }
}

static void
tra_do_not_disturb_dispose (GObject *object)
{
  TraDoNotDisturb *self = TRA_DO_NOT_DISTURB (object);

  g_cancellable_cancel (self->cancellable);
  for (int i = 0; i < N_SOURCES; i++)
    {
      g_clear_handle_id (&self->sources[i].watch_id, g_bus_unwatch_name);
      if (self->sources[i].signal_id != 0)
        g_dbus_connection_signal_unsubscribe (self->connection, self->sources[i].signal_id);
      self->sources[i].signal_id = 0;
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

  return self->sources[XFCE].is_quiet || self->sources[KDE].is_quiet ||
         (self->gnome != NULL && !g_settings_get_boolean (self->gnome, GNOME_KEY));
}
