/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-facts-card.h"

/**
 * TraFactsCard:
 *
 * What is known of a caller: caption over value, in two columns where they fit. The values were
 * written by strangers, so they are plain text, and may break inside a word.
 */
struct _TraFactsCard
{
  AdwBin parent_instance;

  GtkFlowBox *flow_box;
  GtkWidget *show_all;
};

G_DEFINE_FINAL_TYPE (TraFactsCard, tra_facts_card, ADW_TYPE_BIN)

static GtkWidget *
make_label (const char *text, const char *css_class, PangoWrapMode wrap_mode)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), wrap_mode);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, css_class);
      gtk_widget_add_css_class (label, "dim-label");
    }
  return label;
}

static void
add_fact (TraFactsCard *self, const TraFact *fact, gboolean is_shown)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *caption = make_label (fact->label, "caption", PANGO_WRAP_WORD);
  GtkWidget *value = make_label (fact->value, NULL, PANGO_WRAP_WORD_CHAR);
  GtkWidget *child;

  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_widget_set_focusable (value, FALSE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  caption, NULL, -1);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), value);
  gtk_flow_box_append (self->flow_box, box);

  child = gtk_widget_get_parent (box);
  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_visible (child, is_shown);
}

static void
show_all_cb (TraFactsCard *self)
{
  GtkFlowBoxChild *child;

  for (int i = 0; (child = gtk_flow_box_get_child_at_index (self->flow_box, i)) != NULL; i++)
    gtk_widget_set_visible (GTK_WIDGET (child), TRUE);
  gtk_widget_set_visible (self->show_all, FALSE);
}

static void
tra_facts_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_FACTS_CARD);
  G_OBJECT_CLASS (tra_facts_card_parent_class)->dispose (object);
}

static void
tra_facts_card_class_init (TraFactsCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_facts_card_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-facts-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TraFactsCard, flow_box);
  gtk_widget_class_bind_template_child (widget_class, TraFactsCard, show_all);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
}

static void
tra_facts_card_init (TraFactsCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_facts_card_set_facts:
 * @self: a card
 * @facts: (element-type TraFact): what it shows; not kept
 * @n_first: how many of them are seen at once; for the rest there is a button
 */
void
tra_facts_card_set_facts (TraFactsCard *self, GPtrArray *facts, guint n_first)
{
  GtkFlowBoxChild *child;

  g_return_if_fail (TRA_IS_FACTS_CARD (self));

  while ((child = gtk_flow_box_get_child_at_index (self->flow_box, 0)) != NULL)
    gtk_flow_box_remove (self->flow_box, GTK_WIDGET (child));
  for (guint i = 0; i < facts->len; i++)
    add_fact (self, g_ptr_array_index (facts, i), i < n_first);
  gtk_widget_set_visible (self->show_all, facts->len > n_first);
}
