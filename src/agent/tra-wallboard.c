/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-wallboard.h"

#include <glib/gi18n.h>
#include <math.h>

#include "tra-inhibition.h"
#include "tra-queue-limits.h"
#include "tra-queue-watch.h"
#include "tra-wall-card.h"

#define SPACING 18
/* A column is no narrower, and a number no lower nor higher. */
#define MIN_COLUMN 320
#define MIN_NUMBER 56
#define MAX_NUMBER 420
/* Of a card's height and width, for its number. */
#define HEIGHT_PART 2.6
#define WIDTH_PART 2.8

/**
 * TraWallboard:
 *
 * The queues on the whole screen, for a team to read across the room: of the agent, or of the workspace
 * for a supervisor. The figures are asked for while it is seen, and the screen is not dimmed.
 */
struct _TraWallboard
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkGrid *grid;
  GtkLabel *age;
  GPtrArray *cards; /* not owned: the grid's */
  int width, height; /* that the cards are made for; 0: not known */

  TraSession *session;       /* owned */
  TraQueueWatch *watch;      /* owned */
  GDBusConnection *bus;      /* owned, nullable */
  TraInhibition *inhibition; /* owned, nullable: while it is seen */
};

G_DEFINE_FINAL_TYPE (TraWallboard, tra_wallboard, ADW_TYPE_WINDOW)

/* ---- How big ---- */

static int
count_columns (TraWallboard *self)
{
  int wanted = (int) ceil (sqrt (self->cards->len));
  int fitting = MAX (self->width / MIN_COLUMN, 1);

  return CLAMP (wanted, 1, fitting);
}

/* Puts the cards into rows, and makes them as big as there is room. */
static void
arrange (TraWallboard *self)
{
  int columns, rows, number;

  if (self->cards->len == 0 || self->width <= 0)
    return;

  columns = count_columns (self);
  rows = ((int) self->cards->len + columns - 1) / columns;
  number = (int) MIN (self->height / rows / HEIGHT_PART, self->width / columns / WIDTH_PART);
  for (guint i = 0; i < self->cards->len; i++)
    {
      GtkWidget *card = g_object_ref (g_ptr_array_index (self->cards, i));

      if (gtk_widget_get_parent (card) != NULL)
        gtk_grid_remove (self->grid, card);
      gtk_grid_attach (self->grid, card, (int) i % columns, (int) i / columns, 1, 1);
      tra_wall_card_set_scale (TRA_WALL_CARD (card), CLAMP (number, MIN_NUMBER, MAX_NUMBER));
      g_object_unref (card);
    }
}

static void
layout_cb (TraWallboard *self, int width, int height)
{
  if (width == self->width && height == self->height)
    return;

  self->width = width;
  self->height = height;
  arrange (self);
}

/* ---- What is shown ---- */

/* As many cards as queues: those that stay are not made anew. */
static void
make_cards (TraWallboard *self, guint n_cards)
{
  if (n_cards == self->cards->len)
    return;

  while (self->cards->len > n_cards)
    {
      gtk_grid_remove (self->grid, g_ptr_array_index (self->cards, self->cards->len - 1));
      g_ptr_array_set_size (self->cards, (int) self->cards->len - 1);
    }
  while (self->cards->len < n_cards)
    {
      GtkWidget *card = tra_wall_card_new ();

      gtk_grid_attach (self->grid, card, 0, (int) self->cards->len, 1, 1);
      g_ptr_array_add (self->cards, card);
    }
  arrange (self);
}

static void
show_age (TraWallboard *self)
{
  gint64 time = tra_queue_watch_get_time (self->watch);
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);
  g_autofree char *stamp = date != NULL ? g_date_time_format (date, "%H:%M:%S") : g_strdup ("");
  /* Translators: %s is a time: "14:02" */
  g_autofree char *text = g_strdup_printf (_("As of %s"), stamp);

  gtk_label_set_text (self->age, time > 0 ? text : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->grid), !tra_queue_watch_is_stale (self->watch));
}

static void
queues_changed_cb (TraWallboard *self)
{
  GPtrArray *queues = tra_queue_watch_get_queues (self->watch);
  GSettings *settings = tra_session_get_settings (self->session);

  make_cards (self, queues != NULL ? queues->len : 0);
  for (guint i = 0; i < self->cards->len; i++)
    {
      TrQueue *queue = g_ptr_array_index (queues, i);

      tra_wall_card_show (g_ptr_array_index (self->cards, i), queue,
                          tra_queue_limits_are_passed (settings, queue));
    }
  show_age (self);
  gtk_stack_set_visible_child_name (self->stack, self->cards->len > 0 ? "queues" : "none");
}

static void
session_changed_cb (TraWallboard *self)
{
  if (tra_session_get_phase (self->session) == TRA_PHASE_SIGNED_OUT)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    show_age (self);
}

/* ---- The window ---- */

static void
tra_wallboard_map (GtkWidget *widget)
{
  TraWallboard *self = TRA_WALLBOARD (widget);

  GTK_WIDGET_CLASS (tra_wallboard_parent_class)->map (widget);
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (self)), "layout",
                           G_CALLBACK (layout_cb), self, G_CONNECT_SWAPPED);
  tra_queue_watch_set_wanted (self->watch, TRUE);
  if (self->bus != NULL)
    self->inhibition = tra_inhibition_new (self->bus, GTK_APPLICATION_INHIBIT_IDLE,
                                           _("The wallboard is shown"));
}

static void
tra_wallboard_unmap (GtkWidget *widget)
{
  TraWallboard *self = TRA_WALLBOARD (widget);

  g_signal_handlers_disconnect_by_func (gtk_native_get_surface (GTK_NATIVE (self)), layout_cb,
                                        self);
  tra_queue_watch_set_wanted (self->watch, FALSE);
  g_clear_pointer (&self->inhibition, tra_inhibition_free);
  GTK_WIDGET_CLASS (tra_wallboard_parent_class)->unmap (widget);
}

static void
tra_wallboard_dispose (GObject *object)
{
  TraWallboard *self = TRA_WALLBOARD (object);

  G_OBJECT_CLASS (tra_wallboard_parent_class)->dispose (object);
  g_clear_object (&self->watch);
  g_clear_object (&self->session);
  g_clear_object (&self->bus);
}

static void
tra_wallboard_finalize (GObject *object)
{
  g_ptr_array_unref (TRA_WALLBOARD (object)->cards);
  G_OBJECT_CLASS (tra_wallboard_parent_class)->finalize (object);
}

static void
tra_wallboard_class_init (TraWallboardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_wallboard_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_wallboard_finalize;
  widget_class->map = tra_wallboard_map;
  widget_class->unmap = tra_wallboard_unmap;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
make_bar (TraWallboard *self)
{
  GtkWidget *bar = gtk_center_box_new ();
  GtkWidget *title = gtk_label_new (_("Waiting Callers"));
  GtkWidget *close = gtk_button_new_from_icon_name ("view-restore-symbolic");

  gtk_widget_add_css_class (title, "title-1");
  gtk_widget_add_css_class (GTK_WIDGET (self->age), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->age), "numeric");
  gtk_widget_add_css_class (close, "flat");
  gtk_widget_set_tooltip_text (close, _("Leave the Wallboard"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Leave the Wallboard"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (close), "window.close");
  gtk_center_box_set_start_widget (GTK_CENTER_BOX (bar), GTK_WIDGET (self->age));
  gtk_center_box_set_center_widget (GTK_CENTER_BOX (bar), title);
  gtk_center_box_set_end_widget (GTK_CENTER_BOX (bar), close);
  return bar;
}

static GtkWidget *
make_none (void)
{
  return g_object_new (ADW_TYPE_STATUS_PAGE,
                       "icon-name", "system-users-symbolic",
                       "title", _("No Queues Yet"),
                       "description",
                       _("They appear here as soon as the service tells who waits. Some sign-ins "
                         "may not ask."),
                       NULL);
}

static void
tra_wallboard_init (TraWallboard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->cards = g_ptr_array_new ();
  self->age = GTK_LABEL (gtk_label_new (NULL));
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_row_spacing (self->grid, SPACING);
  gtk_grid_set_column_spacing (self->grid, SPACING);
  gtk_grid_set_row_homogeneous (self->grid, TRUE);
  gtk_grid_set_column_homogeneous (self->grid, TRUE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->grid));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, make_none (), "none");
  gtk_stack_add_named (self->stack, scroller, "queues");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_widget_add_css_class (box, "wallboard");
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _("Wallboard"));
  gtk_window_set_default_size (GTK_WINDOW (self), 1280, 720);
}

/**
 * tra_wallboard_new:
 * @application: the program
 * @session: somebody is signed in
 *
 * Returns: (transfer none): the window, owned by the toolkit, not shown yet
 */
GtkWidget *
tra_wallboard_new (GtkApplication *application, TraSession *session)
{
  TraWallboard *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_WALLBOARD, "application", application, NULL);
  g_set_object (&self->bus, g_application_get_dbus_connection (G_APPLICATION (application)));
  self->session = g_object_ref (session);
  self->watch = tra_queue_watch_new (session);
  tra_queue_watch_set_of_all (self->watch, TRUE);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (queues_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  queues_changed_cb (self);
  return GTK_WIDGET (self);
}

/**
 * tra_wallboard_toggle:
 * @application: the program
 * @session: somebody is signed in
 *
 * Shows it on the whole screen, or takes it away.
 */
void
tra_wallboard_toggle (GtkApplication *application, TraSession *session)
{
  GtkWidget *wallboard;

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (TRA_IS_WALLBOARD (l->data))
      {
        gtk_window_close (l->data);
        return;
      }

  wallboard = tra_wallboard_new (application, session);
  gtk_window_fullscreen (GTK_WINDOW (wallboard));
  gtk_window_present (GTK_WINDOW (wallboard));
}
