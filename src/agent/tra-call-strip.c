/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-call-strip.h"

#include "tra-facts.h"
#include "tra-scene-ring.h"
#include "tra-ticker.h"

/**
 * TraCallStrip:
 *
 * Keeps the call or the offer in view while another page than Now is open.
 */
struct _TraCallStrip
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  TraRing *ring;
  GtkLabel *title;
  GtkLabel *detail;
  GtkWidget *end;

  TraSession *session; /* owned */
  TraTicker *ticker;   /* owned */
  gboolean is_wanted;
};

G_DEFINE_FINAL_TYPE (TraCallStrip, tra_call_strip, ADW_TYPE_BIN)

static void
update (TraCallStrip *self)
{
  g_autoptr(TraScene) scene = tra_scene_new (self->session);
  gboolean is_shown = self->is_wanted && tra_session_get_reservation (self->session) != NULL &&
                      scene->shown >= TRA_PHASE_RESERVED && scene->shown <= TRA_PHASE_WRAP_UP;
  g_autofree char *caller = NULL;
  g_autofree char *detail = NULL;

  gtk_revealer_set_reveal_child (self->revealer, is_shown);
  tra_ticker_set_interval (self->ticker, is_shown ? TRA_TICK : 0);
  if (!is_shown)
    return;

  caller = tra_facts_get_caller (
    tr_reservation_get_task (tra_session_get_reservation (self->session)));
  detail = tra_scene_get_detail (scene, self->session);
  gtk_label_set_text (self->title, caller);
  gtk_label_set_text (self->detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (self->end, g_str_equal (scene->actions, TRA_ACTIONS_CALL));
  gtk_widget_set_sensitive (self->end,
                            scene->is_live && tra_session_get_busy (self->session) == NULL);
  tra_scene_ring_show (scene, self->session, self->ring);
}

static void
ticked_cb (gpointer user_data)
{
  update (user_data);
}

static void
tra_call_strip_dispose (GObject *object)
{
  TraCallStrip *self = TRA_CALL_STRIP (object);

  g_clear_pointer (&self->ticker, tra_ticker_free);
  g_clear_object (&self->session);
  /* A child that is bound as well goes with the template: the bin must not hold on to it. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_CALL_STRIP);
  G_OBJECT_CLASS (tra_call_strip_parent_class)->dispose (object);
}

static void
tra_call_strip_class_init (TraCallStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_call_strip_dispose;
  g_type_ensure (TRA_TYPE_RING);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-call-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, TraCallStrip, detail);
  gtk_widget_class_bind_template_child (widget_class, TraCallStrip, end);
  gtk_widget_class_bind_template_child (widget_class, TraCallStrip, revealer);
  gtk_widget_class_bind_template_child (widget_class, TraCallStrip, ring);
  gtk_widget_class_bind_template_child (widget_class, TraCallStrip, title);
}

static void
tra_call_strip_init (TraCallStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_call_strip_set_session:
 * @self: a strip without a session
 * @session: whose work it shows
 */
void
tra_call_strip_set_session (TraCallStrip *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_CALL_STRIP (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->ticker = tra_ticker_new (tra_session_get_clock (session), ticked_cb, self);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * tra_call_strip_set_wanted:
 * @self: a strip with a session
 * @is_wanted: whether the page that is open does not show the call itself
 */
void
tra_call_strip_set_wanted (TraCallStrip *self, gboolean is_wanted)
{
  g_return_if_fail (TRA_IS_CALL_STRIP (self));

  self->is_wanted = is_wanted;
  update (self);
}
