/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-offer-extras.h"

#include "tra-adaptive-box.h"
#include "tra-plain-text.h"

#define MAX_NAME 64

/**
 * TraOfferExtras:
 *
 * What can be done with an offer beside Accept and Reject: reject it and change the status with it,
 * or keep it from accepting itself.
 */
struct _TraOfferExtras
{
  AdwBin parent_instance;

  GtkWidget *automatic;
  GtkWidget *keep;
  GtkMenuButton *reject_to;

  char *shown; /* owned, nullable: what the menu was made of */
};

G_DEFINE_FINAL_TYPE (TraOfferExtras, tra_offer_extras, ADW_TYPE_BIN)

static void
tra_offer_extras_dispose (GObject *object)
{
  TraOfferExtras *self = TRA_OFFER_EXTRAS (object);

  /* A child that is bound as well goes with the template: the bin must not hold on to it. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_OFFER_EXTRAS);
  G_OBJECT_CLASS (tra_offer_extras_parent_class)->dispose (object);
}

static void
tra_offer_extras_finalize (GObject *object)
{
  g_free (TRA_OFFER_EXTRAS (object)->shown);
  G_OBJECT_CLASS (tra_offer_extras_parent_class)->finalize (object);
}

static void
tra_offer_extras_class_init (TraOfferExtrasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tra_offer_extras_dispose;
  object_class->finalize = tra_offer_extras_finalize;
  g_type_ensure (TRA_TYPE_ADAPTIVE_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-offer-extras.ui");
  gtk_widget_class_bind_template_child (widget_class, TraOfferExtras, automatic);
  gtk_widget_class_bind_template_child (widget_class, TraOfferExtras, keep);
  gtk_widget_class_bind_template_child (widget_class, TraOfferExtras, reject_to);
}

static void
tra_offer_extras_init (TraOfferExtras *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The unavailable ones: with another the same caller would be offered again. */
static GMenuModel *
make_menu (GListModel *activities, const char *sid)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < g_list_model_get_n_items (activities); i++)
    {
      g_autoptr(TrActivity) activity = g_list_model_get_item (activities, i);
      g_autofree char *name = tra_plain_text (tr_activity_get_friendly_name (activity), MAX_NAME);
      g_autoptr(GMenuItem) item = NULL;

      if (tr_activity_is_available (activity))
        continue;
      item = g_menu_item_new (name, NULL);
      g_menu_item_set_action_and_target (item, "app.reject-to", "(ss)", sid,
                                         tr_activity_get_sid (activity));
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static char *
make_key (GListModel *activities, const char *sid)
{
  GString *key = g_string_new (sid);

  for (guint i = 0; i < g_list_model_get_n_items (activities); i++)
    {
      g_autoptr(TrActivity) activity = g_list_model_get_item (activities, i);

      g_string_append_printf (key, "\n%s %s", tr_activity_get_sid (activity),
                              tr_activity_get_friendly_name (activity));
    }
  return g_string_free (key, FALSE);
}

/**
 * tra_offer_extras_set_reservation:
 * @self: the extras
 * @session: a session with a worker
 * @reservation: (nullable): an offer
 */
void
tra_offer_extras_set_reservation (TraOfferExtras *self,
                                  TraSession *session,
                                  TrReservation *reservation)
{
  TrWorker *worker;
  GListModel *activities;
  g_autofree char *key = NULL;
  const char *sid;

  g_return_if_fail (TRA_IS_OFFER_EXTRAS (self));
  g_return_if_fail (TRA_IS_SESSION (session));

  worker = tra_session_get_worker (session);
  gtk_widget_set_visible (GTK_WIDGET (self), reservation != NULL && worker != NULL);
  if (reservation == NULL || worker == NULL)
    return;

  sid = tr_reservation_get_sid (reservation);
  gtk_widget_set_visible (self->automatic, tra_session_is_auto_accepting (session, reservation));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->keep), "s", sid);

  /* A menu that is open is made anew only for another offer. */
  activities = tr_worker_get_activities (worker);
  key = make_key (activities, sid);
  if (g_strcmp0 (key, self->shown) != 0)
    {
      g_autoptr(GMenuModel) menu = make_menu (activities, sid);

      gtk_menu_button_set_menu_model (self->reject_to, menu);
      gtk_widget_set_visible (GTK_WIDGET (self->reject_to), g_menu_model_get_n_items (menu) > 0);
      g_free (self->shown);
      self->shown = g_steal_pointer (&key);
    }
}
