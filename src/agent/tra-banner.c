/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-banner.h"

#include <glib/gi18n.h>

#include "tra-adaptive-box.h"
#include "tra-duration.h"
#include "tra-ticker.h"

/**
 * TraBanner:
 *
 * Says that the connection is lost and when it is tried again, as long as that is so. Stands in for
 * AdwBanner, which libadwaita has from 1.3 on.
 */
struct _TraBanner
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkWidget *button;

  TraSession *session; /* owned */
  TraTicker *ticker;   /* owned */
};

G_DEFINE_FINAL_TYPE (TraBanner, tra_banner, ADW_TYPE_BIN)

static gboolean
is_in_call (TraSession *session)
{
  TrReservation *reservation = tra_session_get_reservation (session);

  return reservation != NULL && tra_session_is_call (session) &&
         tr_reservation_get_status (reservation) == TR_RESERVATION_ACCEPTED;
}

/* Signed out by the service while a call goes on: the page is about the call. */
static gboolean
is_signed_out_in_call (TraSession *session)
{
  return tra_session_get_phase (session) == TRA_PHASE_EXPIRED && is_in_call (session);
}

/* Seconds until the next try; 0 while one is being made. */
static int
seconds_to_retry (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);
  gint64 retry_time;

  if (worker == NULL || tr_worker_get_state (worker) != TR_WORKER_WAITING)
    return 0;

  retry_time = tr_worker_get_retry_time (worker);
  if (retry_time == 0)
    return 0;
  return tra_duration_seconds_left (
    retry_time - tr_clock_get_monotonic_time (tra_session_get_clock (session)));
}

static char *
make_text (TraSession *session, int seconds)
{
  if (seconds == 0)
    return g_strdup (_("Reconnecting…"));
  if (is_in_call (session))
    return g_strdup_printf (
      ngettext ("Connection lost. Your call goes on; to end it now, hang up your phone. "
                "Trying again in %d second…",
                "Connection lost. Your call goes on; to end it now, hang up your phone. "
                "Trying again in %d seconds…", seconds),
      seconds);
  return g_strdup_printf (ngettext ("Connection lost. Trying again in %d second…",
                                    "Connection lost. Trying again in %d seconds…", seconds),
                          seconds);
}

static void
set_button (TraBanner *self, const char *label, const char *action)
{
  gtk_button_set_label (GTK_BUTTON (self->button), label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
}

static void
show_lost (TraBanner *self, int seconds)
{
  g_autofree char *text = make_text (self->session, seconds);

  set_button (self, _("Reconnect Now"), "app.reconnect");
  gtk_label_set_text (self->label, text);
  gtk_widget_set_sensitive (self->button, seconds > 0);
}

static void
show_signed_out (TraBanner *self)
{
  set_button (self, _("Sign In…"), "app.sign-in");
  gtk_label_set_text (self->label,
                      _("You’re signed out: your sign-in couldn’t be renewed. Your call goes on."));
  gtk_widget_set_sensitive (self->button, TRUE);
}

static void
update (TraBanner *self)
{
  gboolean is_lost = tra_session_get_phase (self->session) == TRA_PHASE_CONNECTION_LOST;
  gboolean is_signed_out = is_signed_out_in_call (self->session);
  int seconds = is_lost ? seconds_to_retry (self->session) : 0;

  gtk_revealer_set_reveal_child (self->revealer, is_lost || is_signed_out);
  tra_ticker_set_interval (self->ticker, seconds > 0 ? TRA_TICK : 0);
  if (is_lost)
    show_lost (self, seconds);
  else if (is_signed_out)
    show_signed_out (self);
}

static void
ticked_cb (gpointer user_data)
{
  update (user_data);
}

static void
tra_banner_dispose (GObject *object)
{
  TraBanner *self = TRA_BANNER (object);

  g_clear_pointer (&self->ticker, tra_ticker_free);
  g_clear_object (&self->session);
  /* A child that is bound as well goes with the template: the bin must not hold on to it. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_BANNER);
  G_OBJECT_CLASS (tra_banner_parent_class)->dispose (object);
}

static void
tra_banner_class_init (TraBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_banner_dispose;
  g_type_ensure (TRA_TYPE_ADAPTIVE_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, TraBanner, button);
  gtk_widget_class_bind_template_child (widget_class, TraBanner, label);
  gtk_widget_class_bind_template_child (widget_class, TraBanner, revealer);
}

static void
tra_banner_init (TraBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_banner_set_session:
 * @self: a banner without a session
 * @session: whose connection it tells of
 */
void
tra_banner_set_session (TraBanner *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_BANNER (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->ticker = tra_ticker_new (tra_session_get_clock (session), ticked_cb, self);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
