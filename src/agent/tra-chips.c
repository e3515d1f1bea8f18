/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-chips.h"

#include <glib/gi18n.h>

#include "tra-adaptive-box.h"
#include "tra-duration.h"
#include "tra-facts.h"

/**
 * TraChips:
 *
 * The few words about a caller that are read at a glance: product, language, how long they waited.
 * Hidden when there are none.
 */
struct _TraChips
{
  AdwBin parent_instance;

  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (TraChips, tra_chips, ADW_TYPE_BIN)

static void
tra_chips_class_init (TraChipsClass *klass)
{
}

static void
tra_chips_init (TraChips *self)
{
  self->box = g_object_new (TRA_TYPE_ADAPTIVE_BOX, "spacing", 6, "homogeneous", FALSE, "halign",
                            GTK_ALIGN_CENTER, NULL);
  adw_bin_set_child (ADW_BIN (self), self->box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
add_chip (TraChips *self, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_halign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "chip");
  gtk_widget_set_parent (label, self->box);
}

/**
 * tra_chips_set_reservation:
 * @self: chips
 * @reservation: (nullable): whose caller they tell of
 * @has_waited: whether they tell how long that was waited for
 */
void
tra_chips_set_reservation (TraChips *self, TrReservation *reservation, gboolean has_waited)
{
  g_autoptr(GPtrArray) facts = NULL;
  GtkWidget *child;

  g_return_if_fail (TRA_IS_CHIPS (self));

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_widget_unparent (child);

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (reservation == NULL)
    return;

  facts = tra_facts_get_chips (tr_reservation_get_task (reservation));
  for (guint i = 0; i < facts->len; i++)
    add_chip (self, ((TraFact *) g_ptr_array_index (facts, i))->value);

  /* Too short a wait is not worth a word. */
  if (has_waited && tra_facts_get_waited (reservation) >= 2 * (gint64) G_USEC_PER_SEC)
    {
      g_autofree char *waited = tra_duration_to_clock (tra_facts_get_waited (reservation));
      /* Translators: how long a caller has waited in the queue: "Waited 0:42". */
      g_autofree char *text = g_strdup_printf (_("Waited %s"), waited);

      add_chip (self, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (self->box) != NULL);
}
