/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-task-cards.h"

#include "tra-task-card.h"
#include "tra-ticker.h"

/**
 * TraTaskCards:
 *
 * A row of cards, one for each task, as soon as there is more than one; the pressed one is in front.
 */
struct _TraTaskCards
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkFlowBox *cards;

  TraSession *session; /* owned */
  TraTicker *ticker;   /* owned */
  GPtrArray *shown;    /* owned, nullable: TrReservations of the cards */
};

G_DEFINE_FINAL_TYPE (TraTaskCards, tra_task_cards, ADW_TYPE_BIN)

static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (g_ptr_array_index (a, i) != g_ptr_array_index (b, i))
      return FALSE;

  return TRUE;
}

static void
make_cards (TraTaskCards *self)
{
  GtkFlowBoxChild *child;

  while ((child = gtk_flow_box_get_child_at_index (self->cards, 0)) != NULL)
    gtk_flow_box_remove (self->cards, GTK_WIDGET (child));
  for (guint i = 0; i < self->shown->len; i++)
    {
      GtkWidget *card = tra_task_card_new (self->session, g_ptr_array_index (self->shown, i));

      gtk_flow_box_append (self->cards, card);
      /* The card is what the Tab key leads to. */
      gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
    }
}

static void
update (TraTaskCards *self)
{
  g_autoptr(GPtrArray) tasks = tra_session_dup_tasks (self->session);
  gboolean is_shown = tasks->len > 1;
  GtkFlowBoxChild *child;

  gtk_revealer_set_reveal_child (self->revealer, is_shown);
  tra_ticker_set_interval (
      self->ticker, is_shown && gtk_widget_get_mapped (GTK_WIDGET (self)) ? TRA_TICK : 0);
  if (!is_shown)
    return;

  if (!is_same (self->shown, tasks))
    {
      g_clear_pointer (&self->shown, g_ptr_array_unref);
      self->shown = g_steal_pointer (&tasks);
      make_cards (self);
      return;
    }
  for (int i = 0; (child = gtk_flow_box_get_child_at_index (self->cards, i)) != NULL; i++)
    tra_task_card_update (TRA_TASK_CARD (gtk_flow_box_child_get_child (child)));
}

static void
ticked_cb (gpointer user_data)
{
  update (user_data);
}

static void
mapped_cb (TraTaskCards *self)
{
  if (self->session != NULL)
    update (self);
}

static void
unmapped_cb (TraTaskCards *self)
{
  if (self->ticker != NULL)
    tra_ticker_set_interval (self->ticker, 0);
}

static void
tra_task_cards_dispose (GObject *object)
{
  TraTaskCards *self = TRA_TASK_CARDS (object);

  g_clear_pointer (&self->ticker, tra_ticker_free);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_object (&self->session);
  /* A child that is bound as well goes with the template: the bin must not hold on to it. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_TASK_CARDS);
  G_OBJECT_CLASS (tra_task_cards_parent_class)->dispose (object);
}

static void
tra_task_cards_class_init (TraTaskCardsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_task_cards_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-task-cards.ui");
  gtk_widget_class_bind_template_child (widget_class, TraTaskCards, cards);
  gtk_widget_class_bind_template_child (widget_class, TraTaskCards, revealer);
}

static void
tra_task_cards_init (TraTaskCards *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* After it is mapped, so that what asks whether it is gets the right answer. */
  g_signal_connect_after (self, "map", G_CALLBACK (mapped_cb), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (unmapped_cb), NULL);
}

/**
 * tra_task_cards_set_session:
 * @self: cards without a session
 * @session: whose tasks they show
 */
void
tra_task_cards_set_session (TraTaskCards *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_TASK_CARDS (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->ticker = tra_ticker_new (tra_session_get_clock (session), ticked_cb, self);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
