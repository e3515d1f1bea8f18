/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-wall-card.h"

#include <glib/gi18n.h>

#include "tra-duration.h"
#include "tra-plain-text.h"

#define MAX_NAME 64
/* The rest, as parts of the number's height. */
#define NAME_PART 4
#define WORDS_PART 6
#define MIN_TEXT 16

#define LINE "\n"

/**
 * TraWallCard:
 *
 * Who waits in a queue and who is there for them. What is over a limit is said by a sign and a word,
 * and by colour besides.
 */
struct _TraWallCard
{
  AdwBin parent_instance;

  GtkImage *warning;
  GtkLabel *name;
  GtkLabel *waiting;
  GtkLabel *words;
  GtkLabel *people;
};

G_DEFINE_FINAL_TYPE (TraWallCard, tra_wall_card, ADW_TYPE_BIN)

static char *
describe_wait (TrQueue *queue, gboolean is_passed)
{
  g_autofree char *wait = tra_duration_to_clock (queue->longest_wait * G_USEC_PER_SEC);
  /* Translators: %s is a duration: "1:42" */
  g_autofree char *longest = g_strdup_printf (_("Longest wait %s"), wait);

  if (queue->n_waiting == 0)
    return g_strdup (_("No one waiting"));
  return is_passed ? g_strconcat (_("Over the limit"), LINE, longest, NULL)
                   : g_steal_pointer (&longest);
}

/* A company's server of an older version doesn't tell. */
static char *
describe_people (TrQueue *queue)
{
  g_autofree char *available = NULL;
  g_autofree char *busy = NULL;

  if (queue->n_available < 0 || queue->n_in_work < 0)
    return g_strdup ("");

  /* Translators: agents of a queue whose status is an available one */
  available = g_strdup_printf (ngettext ("%d agent available", "%d agents available",
                                         queue->n_available),
                               queue->n_available);
  /* Translators: calls and other tasks of a queue that agents have in hand */
  busy = g_strdup_printf (ngettext ("%d in progress", "%d in progress", queue->n_in_work),
                          queue->n_in_work);
  return g_strconcat (available, LINE, busy, NULL);
}

static void
set_height (GtkWidget *label, int height, PangoWeight weight)
{
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes,
                          pango_attr_size_new_absolute (MAX (height, MIN_TEXT) * PANGO_SCALE));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
}

static void
tra_wall_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_WALL_CARD);
  G_OBJECT_CLASS (tra_wall_card_parent_class)->dispose (object);
}

static void
tra_wall_card_class_init (TraWallCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_wall_card_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/example/TaskRouterAgent/tra-wall-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TraWallCard, name);
  gtk_widget_class_bind_template_child (widget_class, TraWallCard, people);
  gtk_widget_class_bind_template_child (widget_class, TraWallCard, waiting);
  gtk_widget_class_bind_template_child (widget_class, TraWallCard, warning);
  gtk_widget_class_bind_template_child (widget_class, TraWallCard, words);
}

static void
tra_wall_card_init (TraWallCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tra_wall_card_new:
 *
 * Returns: (transfer floating): a card of no queue
 */
GtkWidget *
tra_wall_card_new (void)
{
  return g_object_new (TRA_TYPE_WALL_CARD, NULL);
}

/**
 * tra_wall_card_show:
 * @self: a card
 * @queue: a queue with figures
 * @is_passed: whether it is over a limit
 */
void
tra_wall_card_show (TraWallCard *self, TrQueue *queue, gboolean is_passed)
{
  g_autofree char *name = tra_plain_text (queue->name, MAX_NAME);
  g_autofree char *number = g_strdup_printf ("%u", queue->n_waiting);
  g_autofree char *words = describe_wait (queue, is_passed);
  g_autofree char *people = describe_people (queue);
  g_autofree char *callers = g_strdup_printf (
      ngettext ("%u caller waiting", "%u callers waiting", queue->n_waiting), queue->n_waiting);
  g_autofree char *all = g_strjoin (LINE, name, callers, words, people, NULL);
  g_auto(GStrv) lines = g_strsplit (g_strchomp (all), LINE, -1);
  g_autofree char *spoken = g_strjoinv (", ", lines);

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->waiting, number);
  gtk_label_set_text (self->words, words);
  gtk_label_set_text (self->people, people);
  gtk_widget_set_visible (GTK_WIDGET (self->people), *people != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->warning), is_passed);
  if (is_passed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "passed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "passed");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/**
 * tra_wall_card_set_scale:
 * @self: a card
 * @height: of the number, in pixels; the rest goes by it
 */
void
tra_wall_card_set_scale (TraWallCard *self, int height)
{
  g_return_if_fail (TRA_IS_WALL_CARD (self));

  set_height (GTK_WIDGET (self->waiting), height, PANGO_WEIGHT_BOLD);
  set_height (GTK_WIDGET (self->name), height / NAME_PART, PANGO_WEIGHT_BOLD);
  set_height (GTK_WIDGET (self->words), height / WORDS_PART, PANGO_WEIGHT_NORMAL);
  set_height (GTK_WIDGET (self->people), height / WORDS_PART, PANGO_WEIGHT_NORMAL);
  gtk_image_set_pixel_size (self->warning, MAX (height / NAME_PART, MIN_TEXT));
}
