/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TraRingShape:
 * @TRA_RING_EMPTY: the track alone
 * @TRA_RING_DOTTED: off, nothing is known or running
 * @TRA_RING_FULL: a whole ring
 * @TRA_RING_ARC: a part of the ring, from the top clockwise in every language, as clocks go
 * @TRA_RING_DASHED: held
 */
typedef enum
{
  TRA_RING_EMPTY,
  TRA_RING_DOTTED,
  TRA_RING_FULL,
  TRA_RING_ARC,
  TRA_RING_DASHED,
} TraRingShape;

/* Widest stroke of a ring of full size, in pixels, and the usual one. */
#define TRA_RING_MAX_STROKE 12
#define TRA_RING_STROKE 8

/* What a ring looks like; all lengths in pixels. */
typedef struct
{
  TraRingShape shape;
  double diameter;
  double stroke;
  double max_stroke; /* of this ring at any time, so that it swells around a fixed line */
  double fraction;   /* of TRA_RING_ARC, 0 to 1 */
  GdkRGBA color;
  GdkRGBA track;
} TraRingFace;

void tra_ring_face_draw (const TraRingFace *self, cairo_t *cr);

G_END_DECLS
