/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-menu-server.h"

#include <gtk/gtk.h>

#include "tra-dbus-interface.h"

#define INTERFACE "com.canonical.dbusmenu"
#define VERSION 3
#define ROOT 0

/**
 * TraMenuServer:
 *
 * A menu that a panel draws: one list of rows, as com.canonical.dbusmenu. A row's id is for its key
 * and is never given to another one: a click on what was there a moment ago does that or nothing.
 *
 * Source: libdbusmenu's dbus-menu.xml; panels call GetLayout, GetGroupProperties, AboutToShowGroup and
 * EventGroup (Xfce, libdbusmenu-gtk), or GetProperty, AboutToShow and Event (GNOME's extension).
 */
struct _TraMenuServer
{
  GObject parent_instance;

  GDBusConnection *connection; /* owned */
  char *object_path;           /* owned */
  GActionGroup *actions;       /* owned */
  guint registration_id;
  GPtrArray *rows; /* owned TraMenuRows */
  GHashTable *ids; /* owned keys → id */
  gint32 last_id;
  guint32 revision;
};

enum { ABOUT_TO_SHOW, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraMenuServer, tra_menu_server, G_TYPE_OBJECT)

/* ---- Rows and ids ---- */

static gint32
id_of (TraMenuServer *self, TraMenuRow *row)
{
  gint32 id = GPOINTER_TO_INT (g_hash_table_lookup (self->ids, row->key));

  if (id == 0)
    {
      id = ++self->last_id;
      g_hash_table_insert (self->ids, g_strdup (row->key), GINT_TO_POINTER (id));
    }
  return id;
}

static TraMenuRow *
find_row (TraMenuServer *self, gint32 id)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (id_of (self, g_ptr_array_index (self->rows, i)) == id)
      return g_ptr_array_index (self->rows, i);

  return NULL;
}

/* Keys of tasks long gone: their ids are not needed to be told from new ones, which count on. */
static void
forget_old_ids (TraMenuServer *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gboolean is_used = FALSE;

      for (guint i = 0; i < self->rows->len && !is_used; i++)
        is_used = g_str_equal (((TraMenuRow *) g_ptr_array_index (self->rows, i))->key, key);
      if (!is_used)
        g_hash_table_iter_remove (&iter);
    }
}

/* ---- What is read ---- */

static GVariant *
root_properties (void)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "children-display", "s", "submenu");
  return g_variant_dict_end (&dict);
}

static GVariant *
row_layout (TraMenuServer *self, TraMenuRow *row)
{
  return g_variant_new ("(i@a{sv}av)", id_of (self, row), tra_menu_row_get_properties (row), NULL);
}

/* The names of wanted properties are a hint to save traffic: to answer all of them is right, too. */
static GVariant *
make_layout (TraMenuServer *self, gint32 parent, gint32 depth)
{
  GVariantBuilder children;
  TraMenuRow *row = find_row (self, parent);

  if (row != NULL)
    return row_layout (self, row);
  if (parent != ROOT)
    return NULL;

  g_variant_builder_init (&children, G_VARIANT_TYPE ("av"));
  for (guint i = 0; i < self->rows->len && depth != 0; i++)
    g_variant_builder_add (&children, "v", row_layout (self, g_ptr_array_index (self->rows, i)));
  return g_variant_new ("(i@a{sv}av)", ROOT, root_properties (), &children);
}

static GVariant *
properties_of (TraMenuServer *self, gint32 id)
{
  TraMenuRow *row = find_row (self, id);

  if (row != NULL)
    return tra_menu_row_get_properties (row);
  return id == ROOT ? root_properties () : NULL;
}

/* Of all rows if none is named. */
static GVariant *
group_properties (TraMenuServer *self, GVariant *ids)
{
  GVariantBuilder builder;
  gsize n_ids;
  const gint32 *wanted = g_variant_get_fixed_array (ids, &n_ids, sizeof (gint32));

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ia{sv})"));
  for (guint i = 0; i < self->rows->len && n_ids == 0; i++)
    g_variant_builder_add (&builder, "(i@a{sv})",
                           id_of (self, g_ptr_array_index (self->rows, i)),
                           tra_menu_row_get_properties (g_ptr_array_index (self->rows, i)));
  for (gsize i = 0; i < n_ids; i++)
    {
      GVariant *properties = properties_of (self, wanted[i]);

      if (properties != NULL)
        g_variant_builder_add (&builder, "(i@a{sv})", wanted[i], properties);
    }
  return g_variant_builder_end (&builder);
}

/* ---- What is done ---- */

/* Opened, closed and hovered are for those who fill their menus late. */
static gboolean
take_event (TraMenuServer *self, gint32 id, const char *event)
{
  TraMenuRow *row = find_row (self, id);

  if (row != NULL && g_str_equal (event, "clicked") && row->is_enabled && row->action != NULL)
    g_action_group_activate_action (self->actions, row->action, row->target);
  return row != NULL || id == ROOT;
}

static GVariant *
take_events (TraMenuServer *self, GVariant *events)
{
  GVariantBuilder unknown;
  GVariantIter iter;
  const char *event;
  gint32 id;

  g_variant_builder_init (&unknown, G_VARIANT_TYPE ("ai"));
  g_variant_iter_init (&iter, events);
  while (g_variant_iter_next (&iter, "(i&s@vu)", &id, &event, NULL, NULL))
    if (!take_event (self, id, event))
      g_variant_builder_add (&unknown, "i", id);
  return g_variant_builder_end (&unknown);
}

/* Whether there are other rows than the panel has read; new words of the same ones were told. */
static gboolean
make_anew (TraMenuServer *self)
{
  guint32 revision = self->revision;

  g_signal_emit (self, signals[ABOUT_TO_SHOW], 0);
  return self->revision != revision;
}

static void
about_to_show_group (TraMenuServer *self, GVariant *ids, GDBusMethodInvocation *invocation)
{
  GVariantBuilder updated, unknown;
  gboolean is_new = make_anew (self);
  GVariantIter iter;
  gint32 id;

  g_variant_builder_init (&updated, G_VARIANT_TYPE ("ai"));
  g_variant_builder_init (&unknown, G_VARIANT_TYPE ("ai"));
  g_variant_iter_init (&iter, ids);
  while (g_variant_iter_next (&iter, "i", &id))
    if (id != ROOT && find_row (self, id) == NULL)
      g_variant_builder_add (&unknown, "i", id);
    else if (id == ROOT && is_new)
      g_variant_builder_add (&updated, "i", id);
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(aiai)", &updated, &unknown));
}

static void
return_unknown (GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR,
                                                 G_DBUS_ERROR_INVALID_ARGS,
                                                 "The menu has no such row");
}

static void
get_layout (TraMenuServer *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  gint32 parent, depth;
  GVariant *layout;

  g_variant_get (parameters, "(iias)", &parent, &depth, NULL);
  make_anew (self);
  layout = make_layout (self, parent, depth);
  if (layout != NULL)
    g_dbus_method_invocation_return_value (
        invocation, g_variant_new ("(u@(ia{sv}av))", self->revision, layout));
  else
    return_unknown (invocation);
}

static void
get_property (TraMenuServer *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr(GVariant) properties = NULL;
  g_autoptr(GVariant) value = NULL;
  const char *name;
  gint32 id;

  g_variant_get (parameters, "(i&s)", &id, &name);
  properties = properties_of (self, id);
  if (properties != NULL)
    {
      g_variant_ref_sink (properties);
      value = g_variant_lookup_value (properties, name, NULL);
    }
  if (value != NULL)
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(v)", value));
  else
    return_unknown (invocation);
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
  TraMenuServer *self = user_data;
  g_autoptr(TraMenuServer) keep = g_object_ref (self); /* what is clicked may be Quit */
  g_autoptr(GVariant) first = g_variant_get_child_value (parameters, 0);

  if (g_str_equal (method, "GetLayout"))
    get_layout (self, parameters, invocation);
  else if (g_str_equal (method, "GetGroupProperties"))
    g_dbus_method_invocation_return_value (
        invocation, g_variant_new ("(@a(ia{sv}))", group_properties (self, first)));
  else if (g_str_equal (method, "GetProperty"))
    get_property (self, parameters, invocation);
  else if (g_str_equal (method, "EventGroup"))
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(@ai)", take_events (self, first)));
  else if (g_str_equal (method, "AboutToShow"))
    g_dbus_method_invocation_return_value (
        invocation, g_variant_new ("(b)", make_anew (self) && g_variant_get_int32 (first) == ROOT));
  else if (g_str_equal (method, "AboutToShowGroup"))
    about_to_show_group (self, first, invocation);
  else /* Event: GDBus lets no others pass */
    {
      const char *event;
      gint32 id;

      g_variant_get (parameters, "(i&svu)", &id, &event, NULL, NULL);
      if (take_event (self, id, event))
        g_dbus_method_invocation_return_value (invocation, NULL);
      else
        return_unknown (invocation);
    }
}

static const char *
text_direction (void)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? "rtl" : "ltr";
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
  if (g_str_equal (property, "Version"))
    return g_variant_new_uint32 (VERSION);
  if (g_str_equal (property, "TextDirection"))
    return g_variant_new_string (text_direction ());
  if (g_str_equal (property, "Status"))
    return g_variant_new_string ("normal");
  return g_variant_new_strv (NULL, 0);
}

/* ---- The object ---- */

static void
tra_menu_server_dispose (GObject *object)
{
  TraMenuServer *self = TRA_MENU_SERVER (object);

  if (self->registration_id != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration_id);
  self->registration_id = 0;
  g_clear_object (&self->connection);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (tra_menu_server_parent_class)->dispose (object);
}

static void
tra_menu_server_finalize (GObject *object)
{
  TraMenuServer *self = TRA_MENU_SERVER (object);

  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->ids);
  g_free (self->object_path);
  G_OBJECT_CLASS (tra_menu_server_parent_class)->finalize (object);
}

static void
tra_menu_server_class_init (TraMenuServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tra_menu_server_dispose;
  object_class->finalize = tra_menu_server_finalize;

  /**
   * TraMenuServer::about-to-show:
   *
   * Emitted before rows are read: who shows a running time sets the rows anew.
   */
  signals[ABOUT_TO_SHOW] = g_signal_new ("about-to-show", TRA_TYPE_MENU_SERVER, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tra_menu_server_init (TraMenuServer *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tra_menu_row_free);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * tra_menu_server_new:
 * @connection: where panels are
 * @object_path: where they find the menu
 * @actions: what a click activates
 *
 * Returns: (transfer full): a menu without rows, there until it is dropped
 */
TraMenuServer *
tra_menu_server_new (GDBusConnection *connection, const char *object_path, GActionGroup *actions)
{
  static const GDBusInterfaceVTable vtable = { called_cb, read_cb, NULL };
  g_autoptr(GError) error = NULL;
  TraMenuServer *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);
  g_return_val_if_fail (G_IS_ACTION_GROUP (actions), NULL);

  self = g_object_new (TRA_TYPE_MENU_SERVER, NULL);
  self->connection = g_object_ref (connection);
  self->object_path = g_strdup (object_path);
  self->actions = g_object_ref (actions);
  self->registration_id = g_dbus_connection_register_object (
      connection, object_path, tra_dbus_interface (INTERFACE), &vtable, self, NULL, &error);
  if (self->registration_id == 0)
    g_info ("The menu for panels: %s", error->message);
  return self;
}

/* The same rows in the same order, with other words or marks at most. */
static gboolean
is_same_layout (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (((TraMenuRow *) g_ptr_array_index (a, i))->key,
                      ((TraMenuRow *) g_ptr_array_index (b, i))->key))
      return FALSE;

  return TRUE;
}

static void
emit (TraMenuServer *self, const char *signal, GVariant *parameters)
{
  g_dbus_connection_emit_signal (self->connection, NULL, self->object_path, INTERFACE, signal,
                                 parameters, NULL);
}

static void
tell_changed_rows (TraMenuServer *self, GPtrArray *old)
{
  GVariantBuilder updated, removed;
  guint n_changed = 0;

  g_variant_builder_init (&updated, G_VARIANT_TYPE ("a(ia{sv})"));
  g_variant_builder_init (&removed, G_VARIANT_TYPE ("a(ias)"));
  for (guint i = 0; i < old->len; i++)
    {
      TraMenuRow *row = g_ptr_array_index (self->rows, i);

      if (tra_menu_row_equal (row, g_ptr_array_index (old, i)))
        continue;
      n_changed++;
      g_variant_builder_add (&updated, "(i@a{sv})", id_of (self, row),
                             tra_menu_row_get_properties (row));
    }
  if (n_changed > 0)
    emit (self, "ItemsPropertiesUpdated", g_variant_new ("(a(ia{sv})a(ias))", &updated, &removed));
  else
    {
      g_variant_builder_clear (&updated);
      g_variant_builder_clear (&removed);
    }
}

/**
 * tra_menu_server_take_rows:
 * @self: a menu
 * @rows: (transfer full) (element-type TraMenuRow): all of its rows
 *
 * Tells panels what is different, if anything is.
 */
void
tra_menu_server_take_rows (TraMenuServer *self, GPtrArray *rows)
{
  g_autoptr(GPtrArray) old = NULL;

  g_return_if_fail (TRA_IS_MENU_SERVER (self));
  g_return_if_fail (rows != NULL);

  old = g_steal_pointer (&self->rows);
  self->rows = rows;
  if (is_same_layout (old, rows))
    {
      tell_changed_rows (self, old);
      return;
    }

  forget_old_ids (self);
  self->revision++;
  emit (self, "LayoutUpdated", g_variant_new ("(ui)", self->revision, ROOT));
}
