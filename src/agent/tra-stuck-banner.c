/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-stuck-banner.h"

#include <glib/gi18n.h>

#include "tra-adaptive-box.h"

/**
 * TraStuckBanner:
 *
 * Asks about tasks that were found open at sign-in: to see them, or to be done with them.
 */
struct _TraStuckBanner
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;

  TraSession *session; /* owned */
};

G_DEFINE_FINAL_TYPE (TraStuckBanner, tra_stuck_banner, ADW_TYPE_BIN)

/* "17:40", and for another day the day before it. */
static char *
describe_time (TraSession *session, gint64 seconds)
{
  gint64 now_seconds =
      tr_clock_get_real_time (tra_session_get_clock (session)) / G_USEC_PER_SEC;
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (seconds);
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (now_seconds);
  gboolean is_today;

  if (time == NULL || now == NULL)
    return g_strdup ("");

  is_today = g_date_time_get_year (time) == g_date_time_get_year (now) &&
             g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now);
  return g_date_time_format (time, is_today ? "%H:%M" : "%x %H:%M");
}

static void
update (TraStuckBanner *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  gboolean is_live = worker != NULL && tr_worker_get_state (worker) == TR_WORKER_READY;
  g_autoptr(GPtrArray) stuck = tra_session_dup_stuck (self->session);
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  gtk_revealer_set_reveal_child (self->revealer, is_live && stuck->len > 0);
  if (!is_live || stuck->len == 0)
    return;

  time = describe_time (self->session,
                        tr_reservation_get_date_updated (g_ptr_array_index (stuck, 0)));
  /* Translators: how many tasks, and since when the oldest of them: a time, or a day and a time. */
  text = g_strdup_printf (ngettext ("%u task is still open since %s. Complete?",
                                    "%u tasks are still open since %s. Complete?", stuck->len),
                          stuck->len, time);
  if (g_strcmp0 (gtk_label_get_text (self->label), text) != 0)
    gtk_label_set_text (self->label, text);
}

static void
tra_stuck_banner_dispose (GObject *object)
{
  TraStuckBanner *self = TRA_STUCK_BANNER (object);

  g_clear_object (&self->session);
  /* A child that is bound as well goes with the template: the bin must not hold on to it. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_STUCK_BANNER);
  G_OBJECT_CLASS (tra_stuck_banner_parent_class)->dispose (object);
}

static void
tra_stuck_banner_class_init (TraStuckBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_stuck_banner_dispose;
  g_type_ensure (TRA_TYPE_ADAPTIVE_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-stuck-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, TraStuckBanner, label);
  gtk_widget_class_bind_template_child (widget_class, TraStuckBanner, revealer);
}

static void
tra_stuck_banner_init (TraStuckBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_stuck_banner_set_session:
 * @self: a banner without a session
 * @session: about whose tasks it asks
 */
void
tra_stuck_banner_set_session (TraStuckBanner *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_STUCK_BANNER (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
