/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tra-ring-face.h"

G_BEGIN_DECLS

typedef enum
{
  TRA_RING_PLAIN, /* the colour of the text around it */
  TRA_RING_ACCENT,
  TRA_RING_SUCCESS,
  TRA_RING_WARNING,
  TRA_RING_ERROR,
} TraRingTone;

#define TRA_TYPE_RING (tra_ring_get_type ())
G_DECLARE_FINAL_TYPE (TraRing, tra_ring, TRA, RING, GtkWidget)

void tra_ring_set_label (TraRing *self, const char *label);
GtkWidget *tra_ring_get_bar (TraRing *self);
void tra_ring_show_icon (TraRing *self, TraRingShape shape, TraRingTone tone, const char *icon_name);
void tra_ring_show_countdown (TraRing *self, gint64 left, gint64 total, const char *icon_name);
void tra_ring_show_paused (TraRing *self);
void tra_ring_show_call (TraRing *self, gint64 elapsed, gboolean is_call);
void tra_ring_show_hold (TraRing *self, gint64 elapsed, gint64 held, gint64 limit);
void tra_ring_show_wrap_up (TraRing *self, gint64 elapsed, gint64 limit);

G_END_DECLS
