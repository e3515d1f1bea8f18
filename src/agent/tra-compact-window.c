/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-compact-window.h"

#include <glib/gi18n.h>

#include "tra-facts.h"
#include "tra-scene-ring.h"
#include "tra-ticker.h"

/* How long what is said in passing takes the place of the second line. */
#define TOAST_TIME (5 * (gint64) G_USEC_PER_SEC)

/**
 * TraCompactWindow:
 *
 * The clock, who it is, and what can be done now: in place of the main window, made when it is asked
 * for and destroyed when that one comes back. Its buttons are the actions of the program; nothing is
 * asked here and nothing kept.
 */
struct _TraCompactWindow
{
  AdwWindow parent_instance;

  TraRing *ring;
  GtkLabel *title;
  GtkLabel *detail;
  GtkWidget *accept;
  GtkWidget *reject;
  GtkStack *actions;

  TraSession *session; /* owned */
  TraTicker *ticker;   /* owned */
  char *toast;         /* owned, nullable: said just now */
  guint64 toast_timer; /* of the session's clock */
};

G_DEFINE_FINAL_TYPE (TraCompactWindow, tra_compact_window, ADW_TYPE_WINDOW)

static gboolean
is_work (TraScene *scene)
{
  return scene->shown >= TRA_PHASE_RESERVED && scene->shown <= TRA_PHASE_WRAP_UP;
}

/* The scene's own, as far as this window has them. */
static const char *
page_of (TraCompactWindow *self, TraScene *scene)
{
  if (tra_session_can_complete (self->session))
    return "complete";
  return gtk_stack_get_child_by_name (self->actions, scene->actions) != NULL ? scene->actions
                                                                            : TRA_ACTIONS_NONE;
}

static void
show_offer (TraCompactWindow *self, TrReservation *reservation)
{
  const char *sid = tr_reservation_get_sid (reservation);
  TrTask *task = tr_reservation_get_task (reservation);

  /* By SID: a click meant for one caller must not take the next one. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->accept), "s", sid);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->reject), "s", sid);
  gtk_button_set_icon_name (GTK_BUTTON (self->accept), tra_facts_get_icon (task, TRUE));
  gtk_button_set_icon_name (GTK_BUTTON (self->reject), tra_facts_get_icon (task, FALSE));
}

static void
show_words (TraCompactWindow *self, TraScene *scene, TrReservation *reservation)
{
  g_autofree char *caller = NULL;
  g_autofree char *detail = NULL;

  if (is_work (scene) && reservation != NULL)
    {
      caller = tra_facts_get_caller (tr_reservation_get_task (reservation));
      detail = tra_scene_get_detail (scene, self->session);
    }
  gtk_label_set_text (self->title, caller != NULL ? caller : scene->status);
  if (self->toast != NULL)
    gtk_label_set_text (self->detail, self->toast);
  else if (is_work (scene))
    gtk_label_set_text (self->detail, detail != NULL ? detail : scene->status);
  else
    gtk_label_set_text (self->detail, scene->title);
}

static void
update (TraCompactWindow *self)
{
  g_autoptr(TraScene) scene = tra_scene_new (self->session);
  TrReservation *reservation = tra_session_get_reservation (self->session);

  show_words (self, scene, reservation);
  tra_scene_ring_show (scene, self->session, self->ring);
  if (reservation != NULL)
    show_offer (self, reservation);
  gtk_stack_set_visible_child_name (self->actions, page_of (self, scene));
  gtk_widget_set_sensitive (GTK_WIDGET (self->actions),
                            scene->is_live && tra_session_get_busy (self->session) == NULL);
  tra_ticker_set_interval (self->ticker, is_work (scene) ? TRA_TICK : 0);
}

static void
ticked_cb (gpointer self)
{
  update (self);
}

static void
toast_ended_cb (gpointer user_data)
{
  TraCompactWindow *self = user_data;

  self->toast_timer = 0;
  g_clear_pointer (&self->toast, g_free);
  update (self);
}

static void
toast_cb (TraCompactWindow *self, const char *text)
{
  TrClock *clock = tra_session_get_clock (self->session);

  g_free (self->toast);
  self->toast = g_strdup (text);
  tr_clock_clear (clock, &self->toast_timer);
  self->toast_timer = tr_clock_add (clock, TOAST_TIME, toast_ended_cb, self);
  update (self);
}

static void
tra_compact_window_dispose (GObject *object)
{
  TraCompactWindow *self = TRA_COMPACT_WINDOW (object);

  if (self->session != NULL)
    tr_clock_clear (tra_session_get_clock (self->session), &self->toast_timer);
  g_clear_pointer (&self->ticker, tra_ticker_free);
  g_clear_pointer (&self->toast, g_free);
  g_clear_object (&self->session);
  adw_window_set_content (ADW_WINDOW (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_COMPACT_WINDOW);
  G_OBJECT_CLASS (tra_compact_window_parent_class)->dispose (object);
}

static void
tra_compact_window_class_init (TraCompactWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_compact_window_dispose;
  g_type_ensure (TRA_TYPE_RING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/example/TaskRouterAgent/tra-compact-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TraCompactWindow, accept);
  gtk_widget_class_bind_template_child (widget_class, TraCompactWindow, actions);
  gtk_widget_class_bind_template_child (widget_class, TraCompactWindow, detail);
  gtk_widget_class_bind_template_child (widget_class, TraCompactWindow, reject);
  gtk_widget_class_bind_template_child (widget_class, TraCompactWindow, ring);
  gtk_widget_class_bind_template_child (widget_class, TraCompactWindow, title);
}

static void
tra_compact_window_init (TraCompactWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_compact_window_new:
 * @application: the program, with its actions
 * @session: whose work it shows
 *
 * Returns: (transfer none): the window, owned by the toolkit, not shown yet
 */
TraCompactWindow *
tra_compact_window_new (GtkApplication *application, TraSession *session)
{
  TraCompactWindow *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_COMPACT_WINDOW, "application", application, NULL);
  self->session = g_object_ref (session);
  self->ticker = tra_ticker_new (tra_session_get_clock (session), ticked_cb, self);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

/**
 * tra_compact_window_raise:
 * @application: the program
 *
 * Returns: whether there is such a window: it is in front then
 */
gboolean
tra_compact_window_raise (GtkApplication *application)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), FALSE);

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (TRA_IS_COMPACT_WINDOW (l->data))
      {
        gtk_window_present (l->data);
        return TRUE;
      }
  return FALSE;
}
