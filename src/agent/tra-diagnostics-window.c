/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-diagnostics-window.h"

#include <glib/gi18n.h>

#include "tra-diagnostics.h"
#include "tra-toast.h"

#define WIDTH 480
#define HEIGHT 600
#define BUS_TIMEOUT 2000 /* milliseconds */

/**
 * TraDiagnosticsWindow:
 *
 * What support asks for first: versions, connection, clock, and which parts of the desktop were
 * found. To be copied; there is no secret in it.
 */
struct _TraDiagnosticsWindow
{
  AdwWindow parent_instance;

  GtkWidget *list; /* AdwPreferencesGroup */

  TraSession *session;       /* owned */
  GPtrArray *facts;          /* owned TraDiagnostics */
  GCancellable *cancellable; /* owned */
  gint64 asked;              /* monotonic */
};

G_DEFINE_FINAL_TYPE (TraDiagnosticsWindow, tra_diagnostics_window, ADW_TYPE_WINDOW)

/* Parts of the desktop, by the name that they have on the bus. */
static const struct
{
  const char *name;
  const char *label;
} parts[] = {
  { "org.freedesktop.Notifications", N_("Notifications") },
  { "org.kde.StatusNotifierWatcher", N_("Tray") },
  { "org.freedesktop.secrets", N_("Secret Service") },
  { "org.freedesktop.portal.Desktop", N_("Portal") },
  { "org.freedesktop.ScreenSaver", N_("Screen Saver") },
};

static void
show_fact (TraDiagnosticsWindow *self, guint index)
{
  TraDiagnostic *fact = g_ptr_array_index (self->facts, index);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), fact->label);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), fact->value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->list), row);
}

static void
add_late (TraDiagnosticsWindow *self, const char *label, const char *value)
{
  tra_diagnostics_add (self->facts, label, "%s", value);
  show_fact (self, self->facts->len - 1);
}

/* ---- What takes a moment ---- */

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraDiagnosticsWindow *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_worker_request_finish (TR_WORKER (source), result, &error);
  g_autofree char *value = NULL;
  gint64 took;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  took = tr_clock_get_monotonic_time (tra_session_get_clock (self->session)) - self->asked;
  if (error != NULL)
    value = g_strdup (error->message);
  else
    value = g_strdup_printf ("%" G_GINT64_FORMAT " %s", took / G_TIME_SPAN_MILLISECOND,
                             C_("unit", "ms"));
  add_late (self, _("Answer Time"), value);
}

static void
ask_service (TraDiagnosticsWindow *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  g_autofree char *path = NULL;

  if (worker == NULL || tr_worker_get_state (worker) != TR_WORKER_READY)
    return;

  path = g_strdup_printf ("Workers/%s", tr_worker_get_sid (worker));
  self->asked = tr_clock_get_monotonic_time (tra_session_get_clock (self->session));
  tr_worker_request_async (worker, "GET", path, "v1", NULL, self->cancellable, answered_cb, self);
}

static void
names_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraDiagnosticsWindow *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autofree const char **names = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (answer == NULL)
    {
      add_late (self, _("Session Bus"), error->message);
      return;
    }
  g_variant_get (answer, "(^a&s)", &names);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    add_late (self, _(parts[i].label),
              g_strv_contains ((const char *const *) names, parts[i].name) ? _("Found")
                                                                           : _("Not there"));
}

static void
ask_bus (TraDiagnosticsWindow *self, GDBusConnection *connection)
{
  if (connection == NULL)
    add_late (self, _("Session Bus"), _("Not there"));
  else
    g_dbus_connection_call (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                            "org.freedesktop.DBus", "ListNames", NULL, G_VARIANT_TYPE ("(as)"),
                            G_DBUS_CALL_FLAGS_NONE, BUS_TIMEOUT, self->cancellable,
                            names_listed_cb, self);
}

/* What a sound client looks for; asking the server itself would start one. */
static void
add_sound (TraDiagnosticsWindow *self)
{
  g_autofree char *socket = g_build_filename (g_get_user_runtime_dir (), "pulse", "native", NULL);
  gboolean is_found = g_getenv ("PULSE_SERVER") != NULL ||
                      g_file_test (socket, G_FILE_TEST_EXISTS);

  add_late (self, _("Sound Server"), is_found ? _("Found") : _("Not there"));
}

/* ---- The window ---- */

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TraDiagnosticsWindow *self = TRA_DIAGNOSTICS_WINDOW (widget);
  g_autofree char *text = tra_diagnostics_to_text (self->facts);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  tra_toast_show (self->list, tra_toast_new (_("Copied")));
}

static void
tra_diagnostics_window_dispose (GObject *object)
{
  TraDiagnosticsWindow *self = TRA_DIAGNOSTICS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_diagnostics_window_parent_class)->dispose (object);
}

static void
tra_diagnostics_window_finalize (GObject *object)
{
  g_clear_pointer (&TRA_DIAGNOSTICS_WINDOW (object)->facts, g_ptr_array_unref);
  G_OBJECT_CLASS (tra_diagnostics_window_parent_class)->finalize (object);
}

static void
tra_diagnostics_window_class_init (TraDiagnosticsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_diagnostics_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_diagnostics_window_finalize;
  gtk_widget_class_install_action (widget_class, "diagnostics.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
make_header (void)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_tooltip_text (copy, _("Copy All"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Copy All"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "diagnostics.copy");
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header),
                                   adw_window_title_new (_("Troubleshooting"), ""));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), copy);
  return header;
}

static void
tra_diagnostics_window_init (TraDiagnosticsWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *page = adw_preferences_page_new ();

  self->cancellable = g_cancellable_new ();
  self->list = adw_preferences_group_new ();
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self->list),
      _("For whoever helps you. There is no password and no token in it."));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->list));
  gtk_widget_set_vexpand (page, TRUE);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), page);
  gtk_box_append (GTK_BOX (box), make_header ());
  gtk_box_append (GTK_BOX (box), overlay);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _("Troubleshooting"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 300);
}

/**
 * tra_diagnostics_window_new:
 * @parent: (nullable): the window that it is shown over
 * @session: what it is about
 * @connection: (nullable): the session bus
 *
 * Returns: (transfer none): a window, not shown yet
 */
GtkWidget *
tra_diagnostics_window_new (GtkWindow *parent, TraSession *session, GDBusConnection *connection)
{
  TraDiagnosticsWindow *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_DIAGNOSTICS_WINDOW, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  self->facts = tra_diagnostics_collect (session);
  for (guint i = 0; i < self->facts->len; i++)
    show_fact (self, i);
  add_sound (self);
  ask_bus (self, connection);
  ask_service (self);
  return GTK_WIDGET (self);
}
