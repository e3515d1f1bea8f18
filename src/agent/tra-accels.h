/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *action; /* detailed */
  const char *accel;
} TraAccel;

const TraAccel *tra_accels_get (gsize *n_accels);
void tra_accels_install (GtkApplication *application, GSettings *settings);

G_END_DECLS
