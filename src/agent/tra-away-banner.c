/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-away-banner.h"

#include <glib/gi18n.h>

#include "tra-adaptive-box.h"
#include "tra-messages.h"
#include "tra-plain-text.h"

#define MAX_NAME 32

/**
 * TraAwayBanner:
 *
 * Tells an agent who is back at the desk which status was set meanwhile, and why, with the way back.
 */
struct _TraAwayBanner
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkButton *button;

  TraSession *session; /* owned */
};

G_DEFINE_FINAL_TYPE (TraAwayBanner, tra_away_banner, ADW_TYPE_BIN)

static char *
name_of (TrActivity *activity)
{
  return tra_plain_text (activity != NULL ? tr_activity_get_friendly_name (activity) : NULL,
                         MAX_NAME);
}

/* Its words are there only while they are true: what is folded away is still read to people. */
static void
update (TraAwayBanner *self)
{
  gboolean is_told = tra_session_is_away_told (self->session);
  g_autofree char *now = NULL;
  g_autofree char *before = NULL;
  g_autofree char *text = NULL;
  g_autofree char *verb = NULL;

  gtk_revealer_set_reveal_child (self->revealer, is_told);
  if (!is_told)
    {
      gtk_label_set_text (self->label, "");
      gtk_button_set_label (self->button, "");
      return;
    }

  now = name_of (tr_worker_get_activity (tra_session_get_worker (self->session)));
  before = name_of (tra_session_get_away_origin (self->session));
  text = tra_messages_away (tra_session_get_away_cause (self->session), now);
  /* Translators: a button; the name of the status before */
  verb = g_strdup_printf (_("Go Back to %s"), before);
  gtk_label_set_text (self->label, text);
  gtk_button_set_label (self->button, verb);
  /* A status has any name, and the window must still shrink. */
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (self->button)), TRUE);
}

static void
tra_away_banner_dispose (GObject *object)
{
  TraAwayBanner *self = TRA_AWAY_BANNER (object);

  g_clear_object (&self->session);
  /* A child that is bound as well goes with the template: the bin must not hold on to it. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_AWAY_BANNER);
  G_OBJECT_CLASS (tra_away_banner_parent_class)->dispose (object);
}

static void
tra_away_banner_class_init (TraAwayBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_away_banner_dispose;
  g_type_ensure (TRA_TYPE_ADAPTIVE_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-away-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, TraAwayBanner, button);
  gtk_widget_class_bind_template_child (widget_class, TraAwayBanner, label);
  gtk_widget_class_bind_template_child (widget_class, TraAwayBanner, revealer);
}

static void
tra_away_banner_init (TraAwayBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_away_banner_set_session:
 * @self: a banner without a session
 * @session: whose agent it tells
 */
void
tra_away_banner_set_session (TraAwayBanner *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_AWAY_BANNER (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
