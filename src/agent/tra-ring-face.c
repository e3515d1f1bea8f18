/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-ring-face.h"

#include <math.h>

#define N_DOTS 24
#define N_DASHES 16
/* Of the stroke; dots as wide as a line would look heavier than it. */
#define DOT_RADIUS .4

static void
draw_dots (cairo_t *cr, double radius, double stroke)
{
  for (int i = 0; i < N_DOTS; i++)
    {
      double angle = i * 2 * G_PI / N_DOTS;

      cairo_new_sub_path (cr);
      cairo_arc (cr, radius * sin (angle), -radius * cos (angle), stroke * DOT_RADIUS, 0, 2 * G_PI);
    }
  cairo_fill (cr);
}

static void
draw_dashes (cairo_t *cr, double radius)
{
  double step = 2 * G_PI * radius / N_DASHES;
  double dashes[] = { step / 2, step / 2 };

  /* A quarter step back, so that a dash and not an edge is on top. */
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), step / 4);
  cairo_arc (cr, 0, 0, radius, -G_PI / 2, 3 * G_PI / 2);
  cairo_stroke (cr);
}

static void
draw_arc (cairo_t *cr, double radius, double fraction)
{
  if (fraction <= 0)
    return;

  cairo_set_line_cap (cr, fraction < 1 ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  cairo_arc (cr, 0, 0, radius, -G_PI / 2, -G_PI / 2 + MIN (fraction, 1) * 2 * G_PI);
  cairo_stroke (cr);
}

/**
 * tra_ring_face_draw:
 * @self: what to draw
 * @cr: a context whose origin is the ring's middle
 */
void
tra_ring_face_draw (const TraRingFace *self, cairo_t *cr)
{
  double radius = (self->diameter - self->max_stroke) / 2;

  if (self->shape == TRA_RING_EMPTY || self->shape == TRA_RING_ARC)
    {
      gdk_cairo_set_source_rgba (cr, &self->track);
      cairo_set_line_width (cr, MIN (self->stroke, TRA_RING_STROKE));
      draw_arc (cr, radius, 1);
    }

  gdk_cairo_set_source_rgba (cr, &self->color);
  cairo_set_line_width (cr, self->stroke);
  if (self->shape == TRA_RING_DOTTED)
    draw_dots (cr, radius, self->stroke);
  else if (self->shape == TRA_RING_DASHED)
    draw_dashes (cr, radius);
  else if (self->shape == TRA_RING_FULL)
    draw_arc (cr, radius, 1);
  else if (self->shape == TRA_RING_ARC)
    draw_arc (cr, radius, self->fraction);
}
