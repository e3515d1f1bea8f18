/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-adaptive-box.h"

/**
 * TraAdaptiveBox:
 *
 * Puts its children side by side where there is room, and on top of each other where there is not.
 * Its minimum width is that of its widest child, so a window that holds it can always shrink: long
 * words and large text make it taller, never wider.
 *
 * Properties: spacing (pixels between children), threshold (pixels; the width from which on
 * children stand side by side; 0 means when all fit at their natural width), homogeneous (side by
 * side all are equally wide; otherwise the first takes what is left), reverse-stacked (when stacked
 * the last child is on top: the affirmative button of a pair).
 */
struct _TraAdaptiveBox
{
  GtkWidget parent_instance;

  int spacing;
  int threshold;
  gboolean is_homogeneous;
  gboolean is_reverse_stacked;
  gboolean is_stacked; /* as last allocated */
};

enum
{
  PROP_0,
  PROP_SPACING,
  PROP_THRESHOLD,
  PROP_HOMOGENEOUS,
  PROP_REVERSE_STACKED,
  N_PROPS
};

/* What the visible children ask for in width. */
typedef struct
{
  int n_children;
  int widest_min;
  int widest_nat;
  int sum_min;
  int sum_nat;
} Widths;

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TraAdaptiveBox, tra_adaptive_box, GTK_TYPE_WIDGET)

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

#define FOR_EACH_SHOWN(self, child)                                                               \
  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (GTK_WIDGET (self)));            \
       child != NULL; child = next_shown (gtk_widget_get_next_sibling (child)))

static Widths
measure_widths (TraAdaptiveBox *self)
{
  Widths widths = { 0 };

  FOR_EACH_SHOWN (self, child)
    {
      int min, nat;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, &nat, NULL, NULL);
      widths.n_children++;
      widths.widest_min = MAX (widths.widest_min, min);
      widths.widest_nat = MAX (widths.widest_nat, nat);
      widths.sum_min += min;
      widths.sum_nat += nat;
    }
  return widths;
}

static int
beside_width (TraAdaptiveBox *self, const Widths *widths, gboolean natural)
{
  int gaps = MAX (widths->n_children - 1, 0) * self->spacing;

  if (self->is_homogeneous)
    return (natural ? widths->widest_nat : widths->widest_min) * widths->n_children + gaps;
  return (natural ? widths->sum_nat : widths->sum_min) + gaps;
}

static gboolean
fits_beside (TraAdaptiveBox *self, const Widths *widths, int width)
{
  if (self->threshold > 0)
    return width >= self->threshold && width >= beside_width (self, widths, FALSE);
  return width >= beside_width (self, widths, TRUE);
}

/* The width of @child when all stand side by side in @width. */
static int
child_width (TraAdaptiveBox *self, const Widths *widths, int width, GtkWidget *child)
{
  int gaps = MAX (widths->n_children - 1, 0) * self->spacing;
  int nat;

  if (self->is_homogeneous)
    return MAX ((width - gaps) / MAX (widths->n_children, 1), 0);

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &nat, NULL, NULL);
  if (child == next_shown (gtk_widget_get_first_child (GTK_WIDGET (self))))
    return MAX (width - gaps - (widths->sum_nat - nat), 0);
  return nat;
}

static void
measure_height (TraAdaptiveBox *self, int width, int *minimum, int *natural)
{
  Widths widths = measure_widths (self);
  gboolean beside;

  if (width < 0)
    width = MAX (beside_width (self, &widths, TRUE), self->threshold);
  beside = fits_beside (self, &widths, width);

  *minimum = *natural = beside ? 0 : MAX (widths.n_children - 1, 0) * self->spacing;
  FOR_EACH_SHOWN (self, child)
    {
      int min, nat;
      int for_width = beside ? child_width (self, &widths, width, child) : width;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, for_width, &min, &nat, NULL, NULL);
      *minimum = beside ? MAX (*minimum, min) : *minimum + min;
      *natural = beside ? MAX (*natural, nat) : *natural + nat;
    }
}

static void
tra_adaptive_box_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  TraAdaptiveBox *self = TRA_ADAPTIVE_BOX (widget);
  Widths widths;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      measure_height (self, for_size, minimum, natural);
      return;
    }

  widths = measure_widths (self);
  *minimum = widths.widest_min;
  *natural = MAX (beside_width (self, &widths, TRUE), self->threshold);
}

static void
allocate_beside (TraAdaptiveBox *self, const Widths *widths, int width, int height)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;

  FOR_EACH_SHOWN (self, child)
    {
      int w = child_width (self, widths, width, child);
      GtkAllocation allocation = { is_rtl ? width - x - w : x, 0, w, height };

      gtk_widget_size_allocate (child, &allocation, -1);
      x += w + self->spacing;
    }
}

/* Gives each child its minimum height, and what is left to those that want more. */
static void
allocate_stacked (TraAdaptiveBox *self, const Widths *widths, int width, int height)
{
  g_autofree GtkRequestedSize *sizes = g_new0 (GtkRequestedSize, MAX (widths->n_children, 1));
  int left = height - MAX (widths->n_children - 1, 0) * self->spacing;
  int i = 0;
  int y = 0;

  FOR_EACH_SHOWN (self, child)
    {
      GtkRequestedSize *size = &sizes[self->is_reverse_stacked ? widths->n_children - 1 - i : i];

      size->data = child;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &size->minimum_size,
                          &size->natural_size, NULL, NULL);
      left -= size->minimum_size;
      i++;
    }
  gtk_distribute_natural_allocation (MAX (left, 0), widths->n_children, sizes);
  for (i = 0; i < widths->n_children; i++)
    {
      GtkAllocation allocation = { 0, y, width, sizes[i].minimum_size };

      gtk_widget_size_allocate (sizes[i].data, &allocation, -1);
      y += sizes[i].minimum_size + self->spacing;
    }
}

static void
tra_adaptive_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TraAdaptiveBox *self = TRA_ADAPTIVE_BOX (widget);
  Widths widths = measure_widths (self);

  self->is_stacked = !fits_beside (self, &widths, width);
  if (self->is_stacked)
    allocate_stacked (self, &widths, width, height);
  else
    allocate_beside (self, &widths, width, height);
}

static GtkSizeRequestMode
tra_adaptive_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tra_adaptive_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TraAdaptiveBox *self = TRA_ADAPTIVE_BOX (object);

  switch (id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    case PROP_THRESHOLD:
      g_value_set_int (value, self->threshold);
      break;
    case PROP_HOMOGENEOUS:
      g_value_set_boolean (value, self->is_homogeneous);
      break;
    case PROP_REVERSE_STACKED:
      g_value_set_boolean (value, self->is_reverse_stacked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tra_adaptive_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TraAdaptiveBox *self = TRA_ADAPTIVE_BOX (object);

  switch (id)
    {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    case PROP_THRESHOLD:
      self->threshold = g_value_get_int (value);
      break;
    case PROP_HOMOGENEOUS:
      self->is_homogeneous = g_value_get_boolean (value);
      break;
    case PROP_REVERSE_STACKED:
      self->is_reverse_stacked = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
tra_adaptive_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tra_adaptive_box_parent_class)->dispose (object);
}

static void
tra_adaptive_box_class_init (TraAdaptiveBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tra_adaptive_box_get_property;
  object_class->set_property = tra_adaptive_box_set_property;
  object_class->dispose = tra_adaptive_box_dispose;
  widget_class->measure = tra_adaptive_box_measure;
  widget_class->size_allocate = tra_adaptive_box_size_allocate;
  widget_class->get_request_mode = tra_adaptive_box_get_request_mode;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT16, 0, flags);
  properties[PROP_THRESHOLD] = g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT16, 0, flags);
  properties[PROP_HOMOGENEOUS] = g_param_spec_boolean ("homogeneous", NULL, NULL, TRUE, flags);
  properties[PROP_REVERSE_STACKED] =
    g_param_spec_boolean ("reverse-stacked", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "adaptivebox");
}

static void
tra_adaptive_box_init (TraAdaptiveBox *self)
{
  self->is_homogeneous = TRUE;
}

/**
 * tra_adaptive_box_is_stacked:
 * @self: a box
 *
 * Returns: whether the children stood on top of each other when it last got its size
 */
gboolean
tra_adaptive_box_is_stacked (TraAdaptiveBox *self)
{
  g_return_val_if_fail (TRA_IS_ADAPTIVE_BOX (self), FALSE);

  return self->is_stacked;
}
