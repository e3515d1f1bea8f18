/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-stage.h"

#include "tra-background.h"
#include "tra-compact-window.h"
#include "tra-main-window.h"
#include "tra-reservation-popup.h"
#include "tra-session-profile.h"
#include "tra-sign-in-window.h"

/* The keyring, the demo or the service answer before that as a rule; then one window is shown
 * instead of two, and one picture instead of two. */
#define PATIENCE (400 * G_TIME_SPAN_MILLISECOND)

/**
 * TraStage:
 *
 * Of the sign-in window and the main one there is one at a time. GTK owns all windows.
 */
struct _TraStage
{
  GObject parent_instance;

  TraApplication *application; /* not owned: it owns this */
  TraSession *session;         /* owned */
  TrClock *clock;              /* owned */
  guint64 patience_timer;      /* of the clock */
  GtkWindow *window;           /* not owned: GTK's, till it is closed; the one of the present phase */
  gboolean is_signed_out_window;
  gboolean is_outdated;        /* it is of somebody who has left */
  gboolean is_hidden;          /* until somebody wants to see it */
  gboolean is_closed;          /* for good */
  GtkWindow *retired;          /* not owned, nullable: GTK's; goes when the new one is shown */
  GtkWindow *compact;          /* not owned, nullable: GTK's; in place of the hidden main window */
  GtkWindow *popup;            /* not owned, nullable: GTK's; hidden until there is an offer */
  guint popup_id;              /* source */
};

G_DEFINE_FINAL_TYPE (TraStage, tra_stage, G_TYPE_OBJECT)

static void
window_gone_cb (gpointer user_data, GObject *window)
{
  TraStage *self = user_data;

  self->window = NULL;
}

/* Closing hides it, or quits; in a call, quitting asks first. */
static gboolean
close_request_cb (GtkWindow *window, gpointer user_data)
{
  TraStage *self = user_data;

  if (tra_background_keeps_running (self->session))
    {
      tra_stage_hide (self);
      tra_background_tell_once (G_APPLICATION (self->application), self->session);
    }
  else
    {
      tra_application_ask_quit (self->application);
    }
  return GDK_EVENT_STOP;
}

/* ---- Small ---- */

static void
compact_gone_cb (gpointer user_data, GObject *window)
{
  TraStage *self = user_data;

  self->compact = NULL;
}

static void
drop_compact (TraStage *self)
{
  if (self->compact == NULL)
    return;

  g_object_weak_unref (G_OBJECT (self->compact), compact_gone_cb, self);
  g_clear_pointer (&self->compact, gtk_window_destroy);
}

/* There is no other way to be rid of it than the whole window. */
static gboolean
compact_close_cb (GtkWindow *window, gpointer self)
{
  tra_stage_present (self);
  return GDK_EVENT_STOP;
}

/* There, or back. */
static void
compact_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TraStage *self = user_data;

  if (self->compact != NULL || self->window == NULL || self->is_signed_out_window)
    {
      tra_stage_present (self);
      return;
    }

  self->compact = GTK_WINDOW (
      tra_compact_window_new (GTK_APPLICATION (self->application), self->session));
  g_object_weak_ref (G_OBJECT (self->compact), compact_gone_cb, self);
  g_signal_connect_object (self->compact, "close-request", G_CALLBACK (compact_close_cb), self, 0);
  tra_stage_hide (self);
  gtk_window_present (self->compact);
}

static void
update_compact (TraStage *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->application), "compact");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), !self->is_signed_out_window);
}

/* ---- The one window ---- */

/* Puts @window, not shown yet, in the place of the present one. */
static void
set_window (TraStage *self, GtkWindow *window)
{
  GtkWindow *old = self->window;

  if (old != NULL)
    g_object_weak_unref (G_OBJECT (old), window_gone_cb, self);
  self->window = window;
  if (window != NULL)
    {
      g_object_weak_ref (G_OBJECT (window), window_gone_cb, self);
      g_signal_connect_object (window, "close-request", G_CALLBACK (close_request_cb), self, 0);
    }
  g_clear_pointer (&self->retired, gtk_window_destroy);
  self->retired = old;
}

static void
patience_ended_cb (gpointer user_data)
{
  TraStage *self = user_data;

  self->patience_timer = 0;
  tra_stage_update (self);
  tra_stage_present (self);
}

/* Not on the way to the first picture: an offer needs it, and it is hidden till then. */
static gboolean
make_popup_cb (gpointer user_data)
{
  TraStage *self = user_data;

  self->popup_id = 0;
  self->popup =
      GTK_WINDOW (tra_reservation_popup_new (GTK_APPLICATION (self->application), self->session));
  tra_reservation_popup_set_history (TRA_RESERVATION_POPUP (self->popup),
                                     tra_application_get_history (self->application));
  return G_SOURCE_REMOVE;
}

static void
drop_popup (TraStage *self)
{
  g_clear_handle_id (&self->popup_id, g_source_remove);
  g_clear_pointer (&self->popup, gtk_window_destroy);
}

static void
make_window (TraStage *self, gboolean is_signed_out)
{
  GtkApplication *application = GTK_APPLICATION (self->application);

  drop_popup (self);
  self->is_outdated = FALSE;
  if (is_signed_out)
    {
      set_window (self, GTK_WINDOW (tra_sign_in_window_new (application, self->session)));
    }
  else
    {
      set_window (self, GTK_WINDOW (tra_main_window_new (
                            application, self->session,
                            tra_application_get_log (self->application))));
      tra_main_window_set_history (TRA_MAIN_WINDOW (self->window),
                                   tra_application_get_history (self->application));
      self->popup_id = g_idle_add_full (G_PRIORITY_LOW, make_popup_cb, self, NULL);
    }
}

static void
tra_stage_dispose (GObject *object)
{
  TraStage *self = TRA_STAGE (object);

  if (self->window != NULL)
    g_object_weak_unref (G_OBJECT (self->window), window_gone_cb, self);
  self->window = NULL;
  drop_compact (self);
  if (self->application != NULL)
    g_action_map_remove_action (G_ACTION_MAP (self->application), "compact");
  g_clear_handle_id (&self->popup_id, g_source_remove);
  if (self->clock != NULL)
    tr_clock_clear (self->clock, &self->patience_timer);
  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (tra_stage_parent_class)->dispose (object);
}

static void
tra_stage_class_init (TraStageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_stage_dispose;
}

static void
tra_stage_init (TraStage *self)
{
}

/**
 * tra_stage_new:
 * @application: the program, with its session; outlives the stage
 *
 * Returns: (transfer full): a stage without a window
 */
TraStage *
tra_stage_new (TraApplication *application)
{
  static const GActionEntry entries[] = { { "compact", compact_action } };
  TraStage *self;

  g_return_val_if_fail (TRA_IS_APPLICATION (application), NULL);

  self = g_object_new (TRA_TYPE_STAGE, NULL);
  self->application = application;
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), self);
  self->session = g_object_ref (tra_application_get_session (application));
  self->clock = g_object_ref (tra_application_get_clock (application));
  return self;
}

/**
 * tra_stage_update:
 * @self: a stage
 *
 * Makes the one window that fits: the form while signed out, else the desk. The first connection
 * takes some milliseconds as a rule, so the desk is built meanwhile and drawn once.
 */
void
tra_stage_update (TraStage *self)
{
  TraPhase phase;
  gboolean is_signed_out;

  g_return_if_fail (TRA_IS_STAGE (self));

  if (self->is_closed)
    return;

  phase = tra_session_get_phase (self->session);
  is_signed_out = phase == TRA_PHASE_SIGNED_OUT;
  /* The keyring answers at once, as a rule: no form that comes and goes. */
  if (is_signed_out && self->window != NULL && !self->is_signed_out_window &&
      tra_session_is_switching (self->session))
    {
      self->is_outdated = TRUE;
      return;
    }

  /* Out of sight is for somebody who is signed in. */
  self->is_hidden = self->is_hidden && !is_signed_out;
  if (self->window == NULL || self->is_outdated || self->is_signed_out_window != is_signed_out)
    {
      self->is_signed_out_window = is_signed_out;
      update_compact (self);
      make_window (self, is_signed_out);
      if (self->is_hidden)
        g_clear_pointer (&self->retired, gtk_window_destroy);
      else if (phase != TRA_PHASE_CONNECTING)
        tra_stage_present (self);
      else
        tra_stage_await (self);
    }
  else if (!self->is_hidden && phase != TRA_PHASE_CONNECTING &&
           !gtk_widget_get_visible (GTK_WIDGET (self->window)))
    {
      tra_stage_present (self);
    }
}

/**
 * tra_stage_present:
 * @self: a stage
 *
 * Shows its window, if it has one, in front.
 */
void
tra_stage_present (TraStage *self)
{
  g_return_if_fail (TRA_IS_STAGE (self));

  self->is_hidden = FALSE;
  tr_clock_clear (self->clock, &self->patience_timer);
  if (self->window != NULL)
    gtk_window_present (self->window);
  drop_compact (self);
  g_clear_pointer (&self->retired, gtk_window_destroy);
}

/**
 * tra_stage_hide:
 * @self: a stage
 *
 * Shows no window until tra_stage_present(), as long as somebody is signed in or about to be.
 */
void
tra_stage_hide (TraStage *self)
{
  g_return_if_fail (TRA_IS_STAGE (self));

  self->is_hidden = TRUE;
  tr_clock_clear (self->clock, &self->patience_timer);
  if (self->window != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
}

/**
 * tra_stage_await:
 * @self: a stage
 *
 * Shows the window that fits by then after a short while, if nothing shows it before.
 */
void
tra_stage_await (TraStage *self)
{
  g_return_if_fail (TRA_IS_STAGE (self));

  if (!self->is_closed && self->patience_timer == 0)
    self->patience_timer = tr_clock_add (self->clock, PATIENCE, patience_ended_cb, self);
}

/**
 * tra_stage_close:
 * @self: a stage
 *
 * Takes all windows away; none comes any more.
 */
void
tra_stage_close (TraStage *self)
{
  g_return_if_fail (TRA_IS_STAGE (self));

  self->is_closed = TRUE;
  set_window (self, NULL);
  tra_stage_present (self);
  drop_popup (self);
}

/**
 * tra_stage_get_window:
 * @self: a stage
 *
 * Returns: (nullable): the present window, shown or about to be
 */
GtkWindow *
tra_stage_get_window (TraStage *self)
{
  g_return_val_if_fail (TRA_IS_STAGE (self), NULL);

  return self->window;
}
