/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-glance.h"

#include <glib/gi18n.h>

#include "tra-duration.h"
#include "tra-history-summary.h"
#include "tra-phase.h"
#include "tra-plain-text.h"
#include "tra-queue-limits.h"
#include "tra-queue-watch.h"

#define MAX_NAME 64
/* From here on a queue is busy. */
#define BUSY_WAITING 5
#define BUSY_WAIT 180 /* seconds, and more */

/**
 * TraGlance:
 *
 * What an agent without a call likes to know: who waits in the queues, and how the day was. Where the
 * queues may not be read there is nothing about them.
 */
struct _TraGlance
{
  AdwBin parent_instance;

  GtkWidget *queues;     /* AdwPreferencesGroup */
  GtkWidget *today;      /* AdwPreferencesGroup */
  AdwActionRow *day_row;
  GPtrArray *rows;       /* of @queues; not owned: the group's */

  TraSession *session;   /* owned */
  TraHistory *history;   /* owned, nullable */
  TraQueueWatch *watch;  /* owned */
  GdkSurface *surface;   /* owned, nullable: while it is mapped */
};

G_DEFINE_FINAL_TYPE (TraGlance, tra_glance, ADW_TYPE_BIN)

/* ---- Who waits ---- */

static gboolean
is_busy (TrQueue *queue)
{
  return queue->n_waiting >= BUSY_WAITING || (queue->n_waiting > 0 && queue->longest_wait > BUSY_WAIT);
}

static char *
describe (TrQueue *queue, gboolean is_passed)
{
  g_autofree char *wait = tra_duration_to_clock (queue->longest_wait * G_USEC_PER_SEC);

  if (queue->n_waiting == 0)
    return g_strdup (_("No one waiting"));
  if (is_passed)
    /* Translators: %s is a duration: "3:05" */
    return g_strdup_printf (_("Over the limit · longest wait %s"), wait);
  if (is_busy (queue))
    /* Translators: %s is a duration: "3:05" */
    return g_strdup_printf (_("Busy · longest wait %s"), wait);
  /* Translators: %s is a duration: "1:42" */
  return g_strdup_printf (_("Longest wait %s"), wait);
}

/* The same for the ear. */
static char *
speak (TrQueue *queue, const char *name, gboolean is_passed)
{
  g_autofree char *wait = tra_duration_to_words (queue->longest_wait * G_USEC_PER_SEC);
  g_autofree char *callers = NULL;

  if (queue->n_waiting == 0)
    /* Translators: %s is the name of a queue of callers */
    return g_strdup_printf (_("%s, no one waiting"), name);

  callers = g_strdup_printf (ngettext ("%u caller waiting", "%u callers waiting", queue->n_waiting),
                             queue->n_waiting);
  if (is_passed)
    /* Translators: a queue; "3 callers waiting"; "1 minute 42 seconds" */
    return g_strdup_printf (_("%s, over the limit, %s, longest wait %s"), name, callers, wait);
  /* Translators: a queue; "3 callers waiting"; "1 minute 42 seconds" */
  return g_strdup_printf (_("%s, %s, longest wait %s"), name, callers, wait);
}

static GtkWidget *
make_badge (TrQueue *queue)
{
  g_autofree char *text = g_strdup_printf ("%u", queue->n_waiting);
  GtkWidget *badge = gtk_label_new (text);

  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (badge, "badge");
  gtk_widget_add_css_class (badge, "numeric");
  if (is_busy (queue))
    gtk_widget_add_css_class (badge, "busy");
  else if (queue->n_waiting > 0)
    gtk_widget_add_css_class (badge, "waiting");
  return badge;
}

static GtkWidget *
make_row (TraGlance *self, TrQueue *queue)
{
  gboolean is_passed =
      tra_queue_limits_are_passed (tra_session_get_settings (self->session), queue);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = tra_plain_text (queue->name, MAX_NAME);
  g_autofree char *subtitle = describe (queue, is_passed);
  g_autofree char *spoken = speak (queue, name, is_passed);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (is_passed)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_badge (queue));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

static void
show_age (TraGlance *self)
{
  gboolean is_stale = tra_queue_watch_is_stale (self->watch);
  g_autoptr(GDateTime) time =
      g_date_time_new_from_unix_local (tra_queue_watch_get_time (self->watch) / G_USEC_PER_SEC);
  g_autofree char *stamp = time != NULL ? g_date_time_format (time, "%H:%M") : g_strdup ("");
  /* Translators: %s is a time: "14:02" */
  g_autofree char *text = is_stale ? g_strdup_printf (_("As of %s"), stamp) : NULL;

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->queues), text);
  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_set_sensitive (g_ptr_array_index (self->rows, i), !is_stale);
}

static void
queues_changed_cb (TraGlance *self)
{
  GPtrArray *queues = tra_queue_watch_get_queues (self->watch);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->queues),
                                  g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; queues != NULL && i < queues->len; i++)
    {
      GtkWidget *row = make_row (self, g_ptr_array_index (queues, i));

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->queues), row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (self->queues, self->rows->len > 0);
  if (self->rows->len > 0)
    show_age (self);
}

/* ---- The day ---- */

static void
history_changed_cb (TraGlance *self)
{
  g_autoptr(TraHistorySummary) summary = tra_history_summary_new (self->history, TRA_PERIOD_TODAY);
  g_autofree char *title = g_strdup_printf (
      ngettext ("%u call answered", "%u calls answered", summary->n_handled), summary->n_handled);
  g_autofree char *talk = tra_duration_to_words (summary->talk);
  /* Translators: calls that were missed, and a duration: "1 missed · 1 h 12 min talking" */
  g_autofree char *subtitle = g_strdup_printf (
      ngettext ("%u missed · %s talking", "%u missed · %s talking", summary->n_missed),
      summary->n_missed, talk);

  gtk_widget_set_visible (self->today, summary->n_calls > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->day_row), title);
  adw_action_row_set_subtitle (self->day_row, subtitle);
}

static GtkWidget *
make_today (TraGlance *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("document-open-recent-symbolic");
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  self->day_row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Today"));
  adw_action_row_set_title_lines (self->day_row, 0);
  adw_action_row_set_subtitle_lines (self->day_row, 0);
  adw_action_row_add_prefix (self->day_row, icon);
  adw_action_row_add_suffix (self->day_row, arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->day_row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->day_row), "s", "today");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->day_row), "win.show-page");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->day_row));
  return group;
}

/* ---- The widget ---- */

/* Nobody looks at a window that is minimized. */
static void
update_wanted (TraGlance *self)
{
  gboolean is_seen = self->surface != NULL && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (is_seen && GDK_IS_TOPLEVEL (self->surface))
    is_seen = (gdk_toplevel_get_state (GDK_TOPLEVEL (self->surface)) &
               GDK_TOPLEVEL_STATE_MINIMIZED) == 0;
  if (self->watch != NULL)
    tra_queue_watch_set_wanted (self->watch, is_seen);
}

/* With work in hand there are other things to know. */
static void
update (TraGlance *self)
{
  TraPhase phase = tra_session_get_phase (self->session);
  gboolean is_idle = phase < TRA_PHASE_RESERVED || phase > TRA_PHASE_WRAP_UP;

  gtk_widget_set_visible (GTK_WIDGET (self),
                          is_idle && tra_session_get_reservation (self->session) == NULL);
  if (self->rows->len > 0)
    show_age (self);
}

static void
tra_glance_map (GtkWidget *widget)
{
  TraGlance *self = TRA_GLANCE (widget);

  GTK_WIDGET_CLASS (tra_glance_parent_class)->map (widget);
  self->surface = g_object_ref (gtk_native_get_surface (gtk_widget_get_native (widget)));
  if (GDK_IS_TOPLEVEL (self->surface))
    g_signal_connect_object (self->surface, "notify::state", G_CALLBACK (update_wanted), self,
                             G_CONNECT_SWAPPED);
  update_wanted (self);
}

static void
tra_glance_unmap (GtkWidget *widget)
{
  TraGlance *self = TRA_GLANCE (widget);

  GTK_WIDGET_CLASS (tra_glance_parent_class)->unmap (widget);
  g_signal_handlers_disconnect_by_data (self->surface, self);
  g_clear_object (&self->surface);
  update_wanted (self);
}

static void
tra_glance_dispose (GObject *object)
{
  TraGlance *self = TRA_GLANCE (object);

  g_clear_object (&self->watch);
  g_clear_object (&self->history);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_glance_parent_class)->dispose (object);
}

static void
tra_glance_finalize (GObject *object)
{
  g_ptr_array_unref (TRA_GLANCE (object)->rows);
  G_OBJECT_CLASS (tra_glance_parent_class)->finalize (object);
}

static void
tra_glance_class_init (TraGlanceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_glance_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_glance_finalize;
  widget_class->map = tra_glance_map;
  widget_class->unmap = tra_glance_unmap;
}

static void
tra_glance_init (TraGlance *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);

  self->rows = g_ptr_array_new ();
  self->queues = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->queues), _("Waiting Callers"));
  self->today = make_today (self);
  gtk_widget_set_visible (self->queues, FALSE);
  gtk_widget_set_visible (self->today, FALSE);
  gtk_box_append (GTK_BOX (box), self->queues);
  gtk_box_append (GTK_BOX (box), self->today);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * tra_glance_set_session:
 * @self: a widget without a session
 * @session: whose queues
 */
void
tra_glance_set_session (TraGlance *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_GLANCE (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->watch = tra_queue_watch_new (session);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (queues_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  update_wanted (self);
}

/**
 * tra_glance_set_history:
 * @self: a widget without a history
 * @history: what tells how the day was
 */
void
tra_glance_set_history (TraGlance *self, TraHistory *history)
{
  g_return_if_fail (TRA_IS_GLANCE (self));
  g_return_if_fail (TRA_IS_HISTORY (history));
  g_return_if_fail (self->history == NULL);

  self->history = g_object_ref (history);
  g_signal_connect_object (history, "changed", G_CALLBACK (history_changed_cb), self,
                           G_CONNECT_SWAPPED);
  history_changed_cb (self);
}
