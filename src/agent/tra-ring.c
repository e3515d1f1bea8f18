/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-ring.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "tra-duration.h"

/* Diameter in pixels at 100 % text. */
#define DEFAULT_BASE 156
/* However large the text, the ring itself grows no further than this. */
#define MAX_DIAMETER 216
/* Of a ring that says nothing: what is off must not look like what counts. */
#define PLAIN_ALPHA .6
#define TRACK_ALPHA .12
#define TRACK_ALPHA_HIGH_CONTRAST .35
/* How long the arc takes to follow a tick. */
#define EASE_TIME ((gint64) G_USEC_PER_SEC / 5)
/* One turn of the ring during a call, in microseconds. */
#define SWEEP_TIME ((gint64) 60 * G_USEC_PER_SEC)

/**
 * TraRing:
 *
 * The clock of every state: a ring that is dotted, full, shrinking, sweeping or dashed, with a
 * glyph or a number and a caption inside that always say the same in words.
 *
 * Its role is fixed when it is made: a group for a countdown, a timer for running time, presentation
 * for what stands still. So a place that shows all three holds three rings. The progress bar of a
 * countdown is a transparent GtkLevelBar inside: GTK 4.8 tells the value of its own widgets only.
 *
 * Properties: base-size (pixels, the diameter at 100 % text).
 */
struct _TraRing
{
  GtkWidget parent_instance;

  GtkLevelBar *bar;
  GtkWidget *content;
  GtkImage *icon;
  GtkLabel *number;
  GtkLabel *caption;

  int base_size;
  TraRingShape shape;
  TraRingTone tone;
  int stroke; /* of a ring that is not small */
  double fraction; /* what is true */
  double shown_fraction; /* what is drawn, on its way to it */
  double ease_from;
  gint64 ease_start; /* frame clock's µs */
  guint tick_id;
  int told; /* the last number of seconds told to assistive technology; -1: none */
};

enum { PROP_0, PROP_BASE_SIZE, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TraRing, tra_ring, GTK_TYPE_WIDGET)

/* Text scale and display resolution, as the desktop's settings say: 2.0 at 200 %. */
static double
text_scale (GtkWidget *widget)
{
  double resolution = pango_cairo_context_get_resolution (gtk_widget_get_pango_context (widget));

  return resolution > 0 ? resolution / 96.0 : 1.0;
}

/* Too small for words: the line of text beside it says them. */
static gboolean
is_small (TraRing *self)
{
  return self->base_size < DEFAULT_BASE / 2;
}

/* The caption is below the middle, where the ring is narrower than across: its lower corners count,
 * but for the room that letters leave there. */
static int
measure_words (TraRing *self)
{
  GtkRequisition content, caption;
  double reach;

  gtk_widget_get_preferred_size (self->content, NULL, &content);
  if (content.width == 0)
    return 0;

  gtk_widget_get_preferred_size (GTK_WIDGET (self->caption), NULL, &caption);
  reach = hypot (caption.width / 2.0, content.height / 2.0 - content.height / 8.0);
  return MAX (MAX (content.width, content.height), (int) ceil (2 * reach)) +
         2 * TRA_RING_MAX_STROKE;
}

static void
tra_ring_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  TraRing *self = TRA_RING (widget);
  double scaled = self->base_size * text_scale (widget);
  int diameter = (int) MIN (scaled, MAX (MAX_DIAMETER, self->base_size));

  /* Asked for, because a size must be, but the ring decides. */
  gtk_widget_measure (GTK_WIDGET (self->bar), orientation, for_size, minimum, natural, NULL, NULL);
  *minimum = *natural = MAX (diameter, measure_words (self));
}

static void
tra_ring_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TraRing *self = TRA_RING (widget);
  GtkAllocation allocation = { 0, 0, width, height };

  if (gtk_widget_should_layout (GTK_WIDGET (self->bar)))
    gtk_widget_size_allocate (GTK_WIDGET (self->bar), &allocation, -1);
  gtk_widget_size_allocate (self->content, &allocation, -1);
}

static void
lookup_tone (TraRing *self, GdkRGBA *rgba)
{
  static const char *const names[] = {
    NULL, "accent_color", "success_color", "warning_color", "error_color",
  };
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));

  gtk_style_context_get_color (context, rgba);
  if (names[self->tone] != NULL)
    gtk_style_context_lookup_color (context, names[self->tone], rgba);
  else
    rgba->alpha *= PLAIN_ALPHA;
}

static void
lookup_track (TraRing *self, GdkRGBA *rgba)
{
  gboolean is_high = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), rgba);
  rgba->alpha *= is_high ? TRACK_ALPHA_HIGH_CONTRAST : TRACK_ALPHA;
}

static void
tra_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TraRing *self = TRA_RING (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  TraRingFace face = {
    .shape = self->shape,
    .diameter = MIN (width, height),
    .stroke = self->stroke,
    .max_stroke = TRA_RING_MAX_STROKE,
    .fraction = self->shown_fraction,
  };
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  if (is_small (self))
    face.stroke = face.max_stroke = MAX (face.diameter / 7, 3);
  lookup_tone (self, &face.color);
  lookup_track (self, &face.track);
  cairo_translate (cr, width / 2.0, height / 2.0);
  tra_ring_face_draw (&face, cr);
  cairo_destroy (cr);

  GTK_WIDGET_CLASS (tra_ring_parent_class)->snapshot (widget, snapshot);
}

static gboolean
ease_cb (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer user_data)
{
  TraRing *self = TRA_RING (widget);
  gint64 elapsed = gdk_frame_clock_get_frame_time (frame_clock) - self->ease_start;
  double progress = CLAMP (elapsed / (double) EASE_TIME, 0, 1);

  self->shown_fraction = self->ease_from + (self->fraction - self->ease_from) * progress;
  gtk_widget_queue_draw (widget);
  if (progress < 1)
    return G_SOURCE_CONTINUE;

  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
animations_are_on (GtkWidget *widget)
{
  gboolean enabled = FALSE;

  g_object_get (gtk_widget_get_settings (widget), "gtk-enable-animations", &enabled, NULL);
  return enabled;
}

static void
set_fraction (TraRing *self, double fraction, gboolean ease)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->fraction == fraction)
    return;

  self->fraction = fraction;
  /* A jump is news and is shown at once; only the small step of a tick is smoothed. */
  if (ease && fabs (fraction - self->shown_fraction) < .2 && gtk_widget_get_mapped (widget) &&
      animations_are_on (widget))
    {
      self->ease_from = self->shown_fraction;
      self->ease_start = gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (widget));
      if (self->tick_id == 0)
        self->tick_id = gtk_widget_add_tick_callback (widget, ease_cb, NULL, NULL);
    }
  else
    {
      if (self->tick_id != 0)
        gtk_widget_remove_tick_callback (widget, self->tick_id);
      self->tick_id = 0;
      self->shown_fraction = fraction;
    }
  gtk_widget_queue_draw (widget);
}

static void
set_look (TraRing *self, TraRingShape shape, TraRingTone tone, int stroke)
{
  /* Not the stock names: those would colour all that is inside. */
  static const char *const classes[] = {
    "tone-plain", "tone-accent", "tone-success", "tone-warning", "tone-error",
  };
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->shape == shape && self->tone == tone && self->stroke == stroke)
    return;

  gtk_widget_remove_css_class (widget, classes[self->tone]);
  gtk_widget_remove_css_class (widget, self->stroke >= TRA_RING_MAX_STROKE ? "urgent" : "pressing");
  self->shape = shape;
  self->tone = tone;
  self->stroke = stroke;
  gtk_widget_add_css_class (widget, classes[tone]);
  if (stroke > TRA_RING_STROKE)
    gtk_widget_add_css_class (widget, stroke >= TRA_RING_MAX_STROKE ? "urgent" : "pressing");
  gtk_widget_queue_draw (widget);
}

static void
set_texts (TraRing *self, const char *icon_name, const char *number, const char *caption)
{
  if (number != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "counting");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "counting");
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon_name != NULL);
  if (g_strcmp0 (gtk_image_get_icon_name (self->icon), icon_name) != 0)
    gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->number), number != NULL);
  gtk_label_set_text (self->number, number != NULL ? number : "");
  gtk_widget_set_visible (GTK_WIDGET (self->caption), caption != NULL);
  gtk_label_set_text (self->caption, caption != NULL ? caption : "");
}

static void
tra_ring_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_BASE_SIZE)
    g_value_set_int (value, TRA_RING (object)->base_size);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tra_ring_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TraRing *self = TRA_RING (object);

  if (id != PROP_BASE_SIZE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }

  self->base_size = g_value_get_int (value);
  gtk_widget_set_visible (self->content, !is_small (self));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
tra_ring_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_RING);
  G_OBJECT_CLASS (tra_ring_parent_class)->dispose (object);
}

static void
tra_ring_class_init (TraRingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tra_ring_get_property;
  object_class->set_property = tra_ring_set_property;
  object_class->dispose = tra_ring_dispose;
  widget_class->measure = tra_ring_measure;
  widget_class->size_allocate = tra_ring_size_allocate;
  widget_class->snapshot = tra_ring_snapshot;

  properties[PROP_BASE_SIZE] =
    g_param_spec_int ("base-size", NULL, NULL, 8, G_MAXINT16, DEFAULT_BASE,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-ring.ui");
  gtk_widget_class_bind_template_child (widget_class, TraRing, bar);
  gtk_widget_class_bind_template_child (widget_class, TraRing, content);
  gtk_widget_class_bind_template_child (widget_class, TraRing, icon);
  gtk_widget_class_bind_template_child (widget_class, TraRing, number);
  gtk_widget_class_bind_template_child (widget_class, TraRing, caption);
  gtk_widget_class_set_css_name (widget_class, "ring");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tra_ring_init (TraRing *self)
{
  self->base_size = DEFAULT_BASE;
  self->stroke = TRA_RING_STROKE;
  self->told = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Its trough is in no accessible tree: who points at it shall find the bar. */
  gtk_widget_set_can_target (gtk_widget_get_first_child (GTK_WIDGET (self->bar)), FALSE);
}

/* The value is there to be read at any second; as text it is told only at some: counting aloud
 * would drown what the agent is doing in speech. */
static void
tell_value (TraRing *self, int seconds, gint64 total)
{
  gboolean is_told = self->told < 0 || seconds > self->told || seconds == 10 || seconds == 5 ||
                     seconds <= 3;
  g_autofree char *text = NULL;

  if (seconds == self->told)
    return;

  self->told = seconds;
  gtk_level_bar_set_max_value (self->bar, MAX (total / (double) G_USEC_PER_SEC, seconds));
  gtk_level_bar_set_value (self->bar, seconds);
  if (!is_told)
    {
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT);
      return;
    }
  text = g_strdup_printf (ngettext ("%d second left", "%d seconds left", seconds), seconds);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
}

/* The figures inside are not in the accessible tree: the ring's name says them. */
static void
tell_name (TraRing *self, const char *caption, const char *number)
{
  g_autofree char *name = NULL;

  if (g_strcmp0 (gtk_label_get_text (self->number), number) == 0 &&
      g_strcmp0 (gtk_label_get_text (self->caption), caption) == 0)
    return;

  /* Translators: what a running time is of, and the time: "In Call 4:12". */
  name = g_strdup_printf (_("%s %s"), caption, number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * tra_ring_show_icon:
 * @self: a ring
 * @shape: how it is drawn
 * @tone: its colour, and the glyph's
 * @icon_name: the glyph inside
 */
void
tra_ring_show_icon (TraRing *self, TraRingShape shape, TraRingTone tone, const char *icon_name)
{
  g_return_if_fail (TRA_IS_RING (self));

  self->told = -1;
  set_look (self, shape, tone, TRA_RING_STROKE);
  set_texts (self, icon_name, NULL, NULL);
}

/**
 * tra_ring_set_label:
 * @self: a ring with the role of a group
 * @label: what its countdown is of: "Time left to answer"
 *
 * Names the countdown for assistive technology; without it that is told of none.
 */
void
tra_ring_set_label (TraRing *self, const char *label)
{
  g_return_if_fail (TRA_IS_RING (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), TRUE);
}

/**
 * tra_ring_get_bar:
 * @self: a ring
 *
 * Returns: (type GtkWidget): what assistive technology sees of its countdown
 */
GtkWidget *
tra_ring_get_bar (TraRing *self)
{
  g_return_val_if_fail (TRA_IS_RING (self), NULL);

  return GTK_WIDGET (self->bar);
}

/**
 * tra_ring_show_countdown:
 * @self: a ring
 * @left: what is left, in microseconds
 * @total: the whole, in microseconds
 * @icon_name: (nullable): a glyph above the number
 *
 * Shows a time that runs out. Half way and in the last three seconds colour, stroke and weight of
 * the figures change together, so none of them is the only sign. Assistive technology can read the
 * seconds at any time, and is told in words at the start and at 10, 5, 3, 2, 1 and 0.
 */
void
tra_ring_show_countdown (TraRing *self, gint64 left, gint64 total, const char *icon_name)
{
  int seconds = tra_duration_seconds_left (left);
  g_autofree char *number = g_strdup_printf ("%d", seconds);
  gboolean is_smooth;

  g_return_if_fail (TRA_IS_RING (self));
  g_return_if_fail (total > 0);

  is_smooth = animations_are_on (GTK_WIDGET (self));
  if (seconds == 0)
    set_look (self, TRA_RING_EMPTY, TRA_RING_PLAIN, TRA_RING_STROKE);
  else if (seconds <= 3)
    set_look (self, TRA_RING_ARC, TRA_RING_ERROR, TRA_RING_MAX_STROKE);
  else if (left * 2 <= total)
    set_look (self, TRA_RING_ARC, TRA_RING_WARNING, 10);
  else
    set_look (self, TRA_RING_ARC, TRA_RING_ACCENT, TRA_RING_STROKE);

  set_fraction (self, (is_smooth ? left : (gint64) seconds * G_USEC_PER_SEC) / (double) total, TRUE);
  set_texts (self, icon_name, number,
             seconds == 0 ? _("time’s up") : ngettext ("second", "seconds", seconds));
  tell_value (self, seconds, total);
}

/**
 * tra_ring_show_paused:
 * @self: a ring
 *
 * Shows that the time left is not known: the connection is lost.
 */
void
tra_ring_show_paused (TraRing *self)
{
  g_return_if_fail (TRA_IS_RING (self));

  set_look (self, TRA_RING_DOTTED, TRA_RING_PLAIN, TRA_RING_STROKE);
  set_texts (self, NULL, NULL, _("paused"));
}

/**
 * tra_ring_show_call:
 * @self: a ring with the role of a timer
 * @elapsed: the call's time, in microseconds
 * @is_call: whether it is a voice call; other tasks have no line that is open
 */
void
tra_ring_show_call (TraRing *self, gint64 elapsed, gboolean is_call)
{
  g_autofree char *number = tra_duration_to_clock (elapsed);
  const char *caption = is_call ? _("In Call") : _("At Work");
  gboolean is_smooth;

  g_return_if_fail (TRA_IS_RING (self));

  is_smooth = animations_are_on (GTK_WIDGET (self));
  set_look (self, is_smooth ? TRA_RING_ARC : TRA_RING_FULL, TRA_RING_SUCCESS, TRA_RING_STROKE);
  set_fraction (self, elapsed % SWEEP_TIME / (double) SWEEP_TIME, FALSE);
  tell_name (self, caption, number);
  set_texts (self, NULL, number, caption);
}

/**
 * tra_ring_show_hold:
 * @self: a ring with the role of a timer
 * @elapsed: the call's time, in microseconds
 * @held: how long the caller has been on hold, in microseconds
 * @limit: when that is long, in microseconds; 0 for never
 */
void
tra_ring_show_hold (TraRing *self, gint64 elapsed, gint64 held, gint64 limit)
{
  g_autofree char *number = tra_duration_to_clock (elapsed);
  g_autofree char *held_text = tra_duration_to_clock (held);
  gboolean is_long = limit > 0 && held >= limit;
  g_autofree char *caption = NULL;

  g_return_if_fail (TRA_IS_RING (self));

  if (is_long)
    /* Translators: below a call's time: a caller has been on hold for too long: "2:10". */
    caption = g_strdup_printf (_("Still on Hold %s"), held_text);
  else
    /* Translators: below a call's time: how long the caller has been on hold: "0:23". */
    caption = g_strdup_printf (_("On Hold %s"), held_text);

  set_look (self, TRA_RING_DASHED, is_long ? TRA_RING_ERROR : TRA_RING_WARNING,
            is_long ? TRA_RING_MAX_STROKE : TRA_RING_STROKE);
  tell_name (self, caption, number);
  set_texts (self, NULL, number, caption);
}

/**
 * tra_ring_show_wrap_up:
 * @self: a ring with the role of a timer
 * @elapsed: the time since the call ended, in microseconds
 * @limit: when to remind, in microseconds; 0 for never
 */
void
tra_ring_show_wrap_up (TraRing *self, gint64 elapsed, gint64 limit)
{
  g_autofree char *number = tra_duration_to_clock (elapsed);
  g_autofree char *limit_text = tra_duration_to_clock (limit);
  g_autofree char *caption = NULL;

  g_return_if_fail (TRA_IS_RING (self));

  if (limit <= 0)
    caption = g_strdup (_("Wrap-Up"));
  else if (elapsed <= limit)
    /* Translators: below a running time, "0:38": the time that is meant for it, "2:00". */
    caption = g_strdup_printf (_("of %s"), limit_text);
  else
    /* Translators: below a running time, "2:38": the time that was meant for it, "2:00". */
    caption = g_strdup_printf (_("over %s"), limit_text);

  if (limit <= 0)
    set_look (self, TRA_RING_FULL, TRA_RING_ACCENT, TRA_RING_STROKE);
  else if (elapsed <= limit)
    set_look (self, TRA_RING_ARC, TRA_RING_ACCENT, TRA_RING_STROKE);
  else
    set_look (self, TRA_RING_FULL, TRA_RING_WARNING, 10);
  set_fraction (self, limit > 0 ? elapsed / (double) limit : 1, FALSE);
  tell_name (self, _("Wrap-Up"), number);
  set_texts (self, NULL, number, caption);
}
