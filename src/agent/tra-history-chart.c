/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-chart.h"

#include <glib/gi18n.h>

#include "tra-history-summary.h"

#define HEIGHT 44
#define GAP 2
#define LABEL_GAP 3

/**
 * TraHistoryChart:
 *
 * Calls by hour or by day: filled is handled, and hollow on top of it missed, so that it can be told
 * apart without colours. What it shows is its accessible name, too, in words.
 */
struct _TraHistoryChart
{
  GtkWidget parent_instance;

  GPtrArray *bars; /* owned copies */
  int first;       /* the bars that are drawn: from here … */
  int last;        /* … to here */
};

G_DEFINE_FINAL_TYPE (TraHistoryChart, tra_history_chart, GTK_TYPE_WIDGET)

static void
bar_free (gpointer data)
{
  TraHistoryBar *bar = data;

  g_free (bar->label);
  g_free (bar);
}

static TraHistoryBar *
get_bar (TraHistoryChart *self, int index)
{
  return g_ptr_array_index (self->bars, index);
}

static guint
height_of (TraHistoryBar *bar)
{
  return bar->n_handled + bar->n_missed;
}

/* A night without calls need not be drawn: from the first hour with a call to the last, and an hour
 * around them; at least eight bars. */
static void
find_range (TraHistoryChart *self)
{
  int n_bars = (int) self->bars->len;

  self->first = 0;
  self->last = n_bars - 1;
  while (self->first < self->last && height_of (get_bar (self, self->first)) == 0)
    self->first++;
  while (self->last > self->first && height_of (get_bar (self, self->last)) == 0)
    self->last--;
  while (self->last - self->first < 7 && (self->first > 0 || self->last < n_bars - 1))
    {
      if (self->last < n_bars - 1)
        self->last++;
      if (self->first > 0 && self->last - self->first < 7)
        self->first--;
    }
}

static PangoLayout *
make_label (TraHistoryChart *self, int index)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self),
                                                        get_bar (self, index)->label);
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static int
label_height (TraHistoryChart *self)
{
  g_autoptr(PangoLayout) layout = NULL;
  int height = 0;

  if (self->bars->len == 0)
    return 0;
  layout = make_label (self, 0);
  pango_layout_get_pixel_size (layout, NULL, &height);
  return height + LABEL_GAP;
}

static void
tra_history_chart_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  int size = orientation == GTK_ORIENTATION_VERTICAL
                 ? HEIGHT + label_height (TRA_HISTORY_CHART (widget))
                 : 120;

  *minimum = *natural = size;
}

static void
draw_bar (GtkSnapshot *snapshot, TraHistoryBar *bar, graphene_rect_t *column, float unit,
          const GdkRGBA *color, const GdkRGBA *missed_color)
{
  float bottom = column->origin.y + column->size.height;
  float handled = unit * bar->n_handled;
  float missed = unit * bar->n_missed;
  graphene_rect_t rect;

  graphene_rect_init (&rect, column->origin.x, bottom - handled, column->size.width, handled);
  if (bar->n_handled > 0)
    gtk_snapshot_append_color (snapshot, color, &rect);
  if (bar->n_missed > 0)
    {
      const float widths[4] = { 2, 2, 2, 2 };
      const GdkRGBA colors[4] = { *missed_color, *missed_color, *missed_color, *missed_color };
      GskRoundedRect outline;

      graphene_rect_init (&rect, column->origin.x, bottom - handled - missed, column->size.width,
                          missed);
      gsk_rounded_rect_init_from_rect (&outline, &rect, 0);
      gtk_snapshot_append_border (snapshot, &outline, widths, colors);
    }
}

static void
draw_label (TraHistoryChart *self, GtkSnapshot *snapshot, int index, float x, float width,
            float y, const GdkRGBA *color)
{
  g_autoptr(PangoLayout) layout = make_label (self, index);
  float total = gtk_widget_get_width (GTK_WIDGET (self));
  int own_width;

  pango_layout_get_pixel_size (layout, &own_width, NULL);
  x = CLAMP (x + (width - own_width) / 2, 0, MAX (total - own_width, 0));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
tra_history_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TraHistoryChart *self = TRA_HISTORY_CHART (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  gboolean is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int n_bars = self->last - self->first + 1;
  float width, height = gtk_widget_get_height (widget) - label_height (self);
  GdkRGBA color, missed_color;
  guint most = 1;

  if (self->bars->len == 0)
    return;

  gtk_style_context_get_color (context, &color);
  missed_color = color;
  gtk_style_context_lookup_color (context, "error_color", &missed_color);
  for (int i = self->first; i <= self->last; i++)
    most = MAX (most, height_of (get_bar (self, i)));
  width = (float) gtk_widget_get_width (widget) / n_bars;

  for (int i = 0; i < n_bars; i++)
    {
      float x = width * (is_mirrored ? n_bars - 1 - i : i);
      graphene_rect_t column = GRAPHENE_RECT_INIT (x + GAP, 0, MAX (width - 2 * GAP, 2), height);
      graphene_rect_t base = GRAPHENE_RECT_INIT (x + GAP, height - 1, MAX (width - 2 * GAP, 2), 1);
      GdkRGBA faint = color;

      faint.alpha *= .25f;
      gtk_snapshot_append_color (snapshot, &faint, &base);
      faint.alpha = color.alpha * .6f;
      draw_bar (snapshot, get_bar (self, self->first + i), &column, height / most, &faint,
                &missed_color);
      faint.alpha = color.alpha * .72f;
      if (i == 0 || i == n_bars - 1 || (i == n_bars / 2 && n_bars > 4))
        draw_label (self, snapshot, self->first + i, x, width, height + LABEL_GAP, &faint);
    }
}

/* What the picture says. */
static char *
in_words (GPtrArray *bars)
{
  g_autoptr(GString) words = g_string_new (_("Calls"));
  const char *separator = ": ";

  for (guint i = 0; i < bars->len; i++)
    {
      TraHistoryBar *bar = g_ptr_array_index (bars, i);
      g_autofree char *handled = NULL;
      g_autofree char *missed = NULL;

      if (height_of (bar) == 0)
        continue;
      g_string_append (words, separator);
      separator = "; ";
      handled = g_strdup_printf (ngettext ("%u handled", "%u handled", bar->n_handled),
                                 bar->n_handled);
      missed = g_strdup_printf (ngettext ("%u missed", "%u missed", bar->n_missed), bar->n_missed);
      /* Translators: what a chart shows, in words: an hour or a day, and how many calls: "9:00
       * 4 handled, 1 missed" */
      g_string_append_printf (words, _("%s %s, %s"), bar->label, handled, missed);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
tra_history_chart_finalize (GObject *object)
{
  g_ptr_array_unref (TRA_HISTORY_CHART (object)->bars);
  G_OBJECT_CLASS (tra_history_chart_parent_class)->finalize (object);
}

static void
tra_history_chart_class_init (TraHistoryChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tra_history_chart_finalize;
  widget_class->measure = tra_history_chart_measure;
  widget_class->snapshot = tra_history_chart_snapshot;
  gtk_widget_class_set_css_name (widget_class, "historychart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tra_history_chart_init (TraHistoryChart *self)
{
  self->bars = g_ptr_array_new_with_free_func (bar_free);
}

/**
 * tra_history_chart_set_bars:
 * @self: a chart
 * @bars: (element-type TraHistoryBar): what it shows; not kept
 */
void
tra_history_chart_set_bars (TraHistoryChart *self, GPtrArray *bars)
{
  g_autofree char *words = NULL;

  g_return_if_fail (TRA_IS_HISTORY_CHART (self));
  g_return_if_fail (bars != NULL);

  g_ptr_array_set_size (self->bars, 0);
  for (guint i = 0; i < bars->len; i++)
    {
      TraHistoryBar *bar = g_memdup2 (g_ptr_array_index (bars, i), sizeof (TraHistoryBar));

      bar->label = g_strdup (bar->label);
      g_ptr_array_add (self->bars, bar);
    }
  if (bars->len > 0)
    find_range (self);
  words = in_words (bars);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
