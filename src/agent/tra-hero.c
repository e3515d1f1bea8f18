/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-hero.h"

#include <glib/gi18n.h>

#include "tra-adaptive-box.h"
#include "tra-busy-button.h"
#include "tra-call-controls.h"
#include "tra-chips.h"
#include "tra-facts.h"
#include "tra-heading.h"
#include "tra-next-status.h"
#include "tra-offer-extras.h"
#include "tra-ring.h"
#include "tra-session-line.h"
#include "tra-ticker.h"

#define MINUTE ((gint64) 60 * G_USEC_PER_SEC)

/**
 * TraHero:
 *
 * The half of the page Now that answers "what is happening, and what can I do?": the ring, a line
 * of words, and the one or two buttons of the state. All of it is made anew from the session at
 * each change and each tick.
 */
struct _TraHero
{
  AdwBin parent_instance;

  GtkStack *rings;
  TraRing *still_ring;
  TraRing *countdown_ring;
  TraRing *timer_ring;
  GtkLabel *over_title;
  TraHeading *title;
  TraChips *chips;
  GtkLabel *text;
  TraNextStatus *next_status;
  GtkStack *actions;
  TraBusyButton *go_online;
  TraBusyButton *go_offline;
  TraBusyButton *reject;
  TraBusyButton *accept;
  TraBusyButton *stop_ringing;
  TraCallControls *call_controls;
  TraBusyButton *end_conference;
  TraBusyButton *sign_in;
  TraBusyButton *take_over;
  TraBusyButton *wrap_up;
  TraOfferExtras *extras;

  TraSession *session; /* owned */
  TraTicker *ticker;   /* owned */
  TraPhase shown;      /* the scene's, when last updated */
  char *shown_sid;     /* owned, nullable: of the reservation then */
};

G_DEFINE_FINAL_TYPE (TraHero, tra_hero, ADW_TYPE_BIN)

static void
show_ring (TraHero *self, TraRing *ring)
{
  gtk_stack_set_visible_child (self->rings, GTK_WIDGET (ring));
}

static void
show_still (TraHero *self, TraRingShape shape, TraRingTone tone, const char *icon_name)
{
  tra_ring_show_icon (self->still_ring, shape, tone, icon_name);
  show_ring (self, self->still_ring);
}

static gint64
offer_left (TraHero *self)
{
  return tra_session_get_reservation_left (self->session,
                                           tra_session_get_reservation (self->session));
}

static void
update_offer_ring (TraHero *self, TraScene *scene)
{
  TrReservation *reservation = tra_session_get_reservation (self->session);
  gint64 total = MAX (tr_reservation_get_timeout (reservation), 1) * (gint64) G_USEC_PER_SEC;

  tra_ring_set_label (self->countdown_ring, _("Time left to answer"));
  show_ring (self, self->countdown_ring);
  if (!scene->is_live)
    tra_ring_show_paused (self->countdown_ring);
  else if (g_strcmp0 (tra_session_get_busy (self->session), "accept") != 0)
    /* With Accept pressed it stops where it is: the service holds its timer from then on. */
    tra_ring_show_countdown (self->countdown_ring, offer_left (self), total, NULL);
}

static void
update_ringing_ring (TraHero *self, TraScene *scene)
{
  gint64 total = MAX (tra_session_get_ringing_timeout (self->session), 1) * (gint64) G_USEC_PER_SEC;

  tra_ring_set_label (self->countdown_ring, _("Time left to pick up your phone"));
  show_ring (self, self->countdown_ring);
  if (!scene->is_live)
    tra_ring_show_paused (self->countdown_ring);
  else
    tra_ring_show_countdown (self->countdown_ring, tra_session_get_ringing_left (self->session),
                             total, "phone-symbolic");
}

static void
update_timer_ring (TraHero *self, TraScene *scene)
{
  gint64 elapsed = tra_session_get_phase_elapsed (self->session);
  GSettings *settings = tra_session_get_settings (self->session);
  gint64 limit;

  show_ring (self, self->timer_ring);
  limit = g_settings_get_uint (settings, "hold-reminder-seconds") * (gint64) G_USEC_PER_SEC;
  if (scene->shown == TRA_PHASE_IN_CALL && tra_session_get_hold_time (self->session) > 0)
    {
      tra_ring_show_hold (self->timer_ring, elapsed, tra_session_get_hold_time (self->session),
                          limit);
      return;
    }
  if (scene->shown == TRA_PHASE_IN_CALL)
    {
      tra_ring_show_call (self->timer_ring, elapsed, tra_session_is_call (self->session));
      return;
    }

  limit = g_settings_get_uint (settings, "wrap-up-reminder-seconds") * (gint64) G_USEC_PER_SEC;
  tra_ring_show_wrap_up (self->timer_ring, elapsed, limit);
}

static void
update_ring (TraHero *self, TraScene *scene)
{
  switch (scene->shown)
    {
    case TRA_PHASE_RESERVED:
      update_offer_ring (self, scene);
      break;
    case TRA_PHASE_RINGING:
      update_ringing_ring (self, scene);
      break;
    case TRA_PHASE_IN_CALL:
    case TRA_PHASE_WRAP_UP:
      update_timer_ring (self, scene);
      break;
    case TRA_PHASE_AVAILABLE:
      show_still (self, TRA_RING_FULL, TRA_RING_SUCCESS, "audio-headset-symbolic");
      break;
    case TRA_PHASE_MISSED:
      show_still (self, TRA_RING_EMPTY, TRA_RING_WARNING, "call-missed-symbolic");
      break;
    case TRA_PHASE_NOT_ANSWERED:
      show_still (self, TRA_RING_EMPTY, TRA_RING_WARNING, "phone-symbolic");
      break;
    case TRA_PHASE_CONNECTION_LOST:
    case TRA_PHASE_CONNECTING:
      show_still (self, TRA_RING_DOTTED, TRA_RING_PLAIN, "network-offline-symbolic");
      break;
    case TRA_PHASE_EXPIRED:
      show_still (self, TRA_RING_DOTTED, TRA_RING_PLAIN, "dialog-password-symbolic");
      break;
    case TRA_PHASE_ELSEWHERE:
      show_still (self, TRA_RING_DOTTED, TRA_RING_PLAIN, "system-users-symbolic");
      break;
    default:
      show_still (self, TRA_RING_DOTTED, TRA_RING_PLAIN, "audio-headset-symbolic");
    }
}

/* How long until what is shown is no longer true; 0 if it stays. */
static gint64
next_tick (TraHero *self, TraScene *scene)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return 0;

  switch (scene->shown)
    {
    case TRA_PHASE_RESERVED:
      return scene->is_live && offer_left (self) > 0 ? TRA_TICK : 0;
    case TRA_PHASE_RINGING:
      return scene->is_live && tra_session_get_ringing_left (self->session) > 0 ? TRA_TICK : 0;
    case TRA_PHASE_IN_CALL:
    case TRA_PHASE_WRAP_UP:
      return TRA_TICK;
    case TRA_PHASE_AVAILABLE:
      return MINUTE - tra_session_get_phase_elapsed (self->session) % MINUTE;
    default:
      return 0;
    }
}

static void
set_label (GtkLabel *label, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  gtk_label_set_text (label, text != NULL ? text : "");
}

static void
update_words (TraHero *self, TraScene *scene)
{
  set_label (self->over_title, scene->over_title);
  tra_heading_set_text (self->title, scene->title, scene->number);
  set_label (self->text, scene->text);
}

static void
show_icons (TraHero *self, TrTask *task)
{
  g_object_set (self->accept, "symbol", tra_facts_get_icon (task, TRUE), NULL);
  g_object_set (self->reject, "symbol", tra_facts_get_icon (task, FALSE), NULL);
}

static void
update_actions (TraHero *self, TraScene *scene)
{
  TraBusyButton *buttons[] = {
    self->go_online, self->go_offline, self->reject, self->accept,
    self->stop_ringing, self->end_conference, self->sign_in,
    self->wrap_up, self->take_over,
  };
  TrReservation *reservation = tra_session_get_reservation (self->session);
  const char *sid = reservation != NULL ? tr_reservation_get_sid (reservation) : "";
  const char *busy = tra_session_get_busy (self->session);
  gboolean is_over = scene->shown == TRA_PHASE_RESERVED &&
                     offer_left (self) == 0;

  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    tra_busy_button_follow (buttons[i], busy);
  /* By SID: a click meant for one caller must not take the next one. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->accept), "s", sid);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->reject), "s", sid);
  if (reservation != NULL)
    show_icons (self, tr_reservation_get_task (reservation));
  gtk_stack_set_visible_child_name (self->actions, scene->actions);
  gtk_widget_set_visible (GTK_WIDGET (self->actions),
                          !g_str_equal (scene->actions, TRA_ACTIONS_NONE));
  gtk_widget_set_sensitive (GTK_WIDGET (self->actions),
                            busy == NULL && !is_over &&
                            (scene->is_live || scene->phase >= TRA_PHASE_EXPIRED));
}

static gboolean
is_writing (GtkWidget *focus)
{
  return focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus));
}

/* There is no way to make GTK 4.8 speak: that the focus goes to the heading is how a screen reader
 * learns of a new state. Never to a button: what is being typed must not press it. */
static void
take_focus (TraHero *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && !is_writing (gtk_root_get_focus (root)))
    gtk_widget_grab_focus (GTK_WIDGET (self->title));
}

static void
update (TraHero *self)
{
  g_autoptr(TraScene) scene = tra_scene_new (self->session);
  TrReservation *reservation = tra_session_get_reservation (self->session);
  const char *sid = reservation != NULL ? tr_reservation_get_sid (reservation) : NULL;
  gboolean is_new = scene->shown != self->shown || g_strcmp0 (sid, self->shown_sid) != 0;

  update_ring (self, scene);
  update_words (self, scene);
  update_actions (self, scene);
  tra_next_status_update (self->next_status, self->session);
  tra_call_controls_update (self->call_controls);
  if (is_new)
    {
      self->shown = scene->shown;
      g_free (self->shown_sid);
      self->shown_sid = g_strdup (sid);
      /* Once for each offer: what it says does not change. */
      tra_chips_set_reservation (self->chips,
                                 scene->shown == TRA_PHASE_RESERVED ? reservation : NULL, FALSE);
      take_focus (self);
    }
  tra_offer_extras_set_reservation (self->extras, self->session,
                                    scene->shown == TRA_PHASE_RESERVED ? reservation : NULL);
  tra_ticker_set_interval (self->ticker, next_tick (self, scene));
}

static void
ticked_cb (gpointer user_data)
{
  update (user_data);
}

static void
mapped_cb (TraHero *self)
{
  if (self->session != NULL)
    update (self);
}

static void
unmapped_cb (TraHero *self)
{
  if (self->ticker != NULL)
    tra_ticker_set_interval (self->ticker, 0);
}

static void
tra_hero_dispose (GObject *object)
{
  TraHero *self = TRA_HERO (object);

  g_clear_pointer (&self->ticker, tra_ticker_free);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_HERO);
  G_OBJECT_CLASS (tra_hero_parent_class)->dispose (object);
}

static void
tra_hero_finalize (GObject *object)
{
  g_free (TRA_HERO (object)->shown_sid);
  G_OBJECT_CLASS (tra_hero_parent_class)->finalize (object);
}

static void
tra_hero_class_init (TraHeroClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tra_hero_dispose;
  object_class->finalize = tra_hero_finalize;

  g_type_ensure (TRA_TYPE_ADAPTIVE_BOX);
  g_type_ensure (TRA_TYPE_BUSY_BUTTON);
  g_type_ensure (TRA_TYPE_CALL_CONTROLS);
  g_type_ensure (TRA_TYPE_CHIPS);
  g_type_ensure (TRA_TYPE_HEADING);
  g_type_ensure (TRA_TYPE_NEXT_STATUS);
  g_type_ensure (TRA_TYPE_OFFER_EXTRAS);
  g_type_ensure (TRA_TYPE_RING);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-hero.ui");
  gtk_widget_class_bind_template_child (widget_class, TraHero, rings);
  gtk_widget_class_bind_template_child (widget_class, TraHero, still_ring);
  gtk_widget_class_bind_template_child (widget_class, TraHero, countdown_ring);
  gtk_widget_class_bind_template_child (widget_class, TraHero, timer_ring);
  gtk_widget_class_bind_template_child (widget_class, TraHero, next_status);
  gtk_widget_class_bind_template_child (widget_class, TraHero, over_title);
  gtk_widget_class_bind_template_child (widget_class, TraHero, title);
  gtk_widget_class_bind_template_child (widget_class, TraHero, chips);
  gtk_widget_class_bind_template_child (widget_class, TraHero, take_over);
  gtk_widget_class_bind_template_child (widget_class, TraHero, text);
  gtk_widget_class_bind_template_child (widget_class, TraHero, actions);
  gtk_widget_class_bind_template_child (widget_class, TraHero, go_online);
  gtk_widget_class_bind_template_child (widget_class, TraHero, go_offline);
  gtk_widget_class_bind_template_child (widget_class, TraHero, reject);
  gtk_widget_class_bind_template_child (widget_class, TraHero, accept);
  gtk_widget_class_bind_template_child (widget_class, TraHero, stop_ringing);
  gtk_widget_class_bind_template_child (widget_class, TraHero, call_controls);
  gtk_widget_class_bind_template_child (widget_class, TraHero, end_conference);
  gtk_widget_class_bind_template_child (widget_class, TraHero, sign_in);
  gtk_widget_class_bind_template_child (widget_class, TraHero, extras);
  gtk_widget_class_bind_template_child (widget_class, TraHero, wrap_up);
}

static void
tra_hero_init (TraHero *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* After it is mapped, so that what asks whether it is gets the right answer. */
  g_signal_connect_after (self, "map", G_CALLBACK (mapped_cb), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (unmapped_cb), NULL);
}

/**
 * tra_hero_set_session:
 * @self: a hero without a session
 * @session: what it shows from now on
 */
void
tra_hero_set_session (TraHero *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_HERO (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->ticker = tra_ticker_new (tra_session_get_clock (session), ticked_cb, self);
  tra_call_controls_set_session (self->call_controls, session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
