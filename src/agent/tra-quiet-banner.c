/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-quiet-banner.h"

#include <glib/gi18n.h>

/**
 * TraQuietBanner:
 *
 * Says that calls come in without banner and sound, as long as the agent is available and the desktop
 * was told not to disturb.
 */
struct _TraQuietBanner
{
  AdwBin parent_instance;

  GtkRevealer *revealer; /* the child */
  GtkLabel *label;       /* in it */

  TraSession *session;             /* owned */
  TraDoNotDisturb *do_not_disturb; /* owned */
};

G_DEFINE_FINAL_TYPE (TraQuietBanner, tra_quiet_banner, ADW_TYPE_BIN)

static gboolean
is_available (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);
  TrActivity *activity = worker != NULL ? tr_worker_get_activity (worker) : NULL;

  return activity != NULL && tr_activity_is_available (activity) &&
         tra_session_get_phase (session) != TRA_PHASE_CONNECTION_LOST;
}

/* Its words are there only while they are true: what is folded away is still read to people. */
static void
update (TraQuietBanner *self)
{
  gboolean is_quiet =
      is_available (self->session) && tra_do_not_disturb_is_on (self->do_not_disturb);

  gtk_label_set_text (self->label,
                      is_quiet ? _("Available, but banners are off: Do Not Disturb is on, so calls "
                                   "come without notification and sound.")
                               : "");
  gtk_revealer_set_reveal_child (self->revealer, is_quiet);
}

static void
tra_quiet_banner_dispose (GObject *object)
{
  TraQuietBanner *self = TRA_QUIET_BANNER (object);

  g_clear_object (&self->session);
  g_clear_object (&self->do_not_disturb);
  G_OBJECT_CLASS (tra_quiet_banner_parent_class)->dispose (object);
}

static void
tra_quiet_banner_class_init (TraQuietBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_quiet_banner_dispose;
}

static void
tra_quiet_banner_init (TraQuietBanner *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  self->label = g_object_new (GTK_TYPE_LABEL,
                              "wrap", TRUE,
                              "xalign", 0.0,
                              "hexpand", TRUE,
                              "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                              NULL);
  gtk_widget_add_css_class (box, "banner");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_revealer_set_child (self->revealer, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
}

/**
 * tra_quiet_banner_follow:
 * @self: a banner
 * @session: who is to be called
 * @do_not_disturb: the desktop's switch
 */
void
tra_quiet_banner_follow (TraQuietBanner *self,
                         TraSession *session,
                         TraDoNotDisturb *do_not_disturb)
{
  g_return_if_fail (TRA_IS_QUIET_BANNER (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->do_not_disturb = g_object_ref (do_not_disturb);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (do_not_disturb, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
