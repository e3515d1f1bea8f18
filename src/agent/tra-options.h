/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tr-clock.h"

G_BEGIN_DECLS

/* The command line: what one start of the program was told. */
typedef struct
{
  TrClock *clock;          /* owned, nullable: a manual one was asked for */
  char *service_url;       /* owned, nullable */
  gboolean is_demo_wanted;
  gboolean is_background_wanted; /* no window at first, if somebody is signed in by itself */
  GVariant *wish;                /* owned, nullable: (sv), an action and its target */
} TraOptions;

void tra_options_install (GApplication *application);
gboolean tra_options_check (char **arguments);
int tra_options_read (TraOptions *self, GApplication *application, GVariantDict *dict);
void tra_options_perform_wish (TraOptions *self, GApplication *application);
void tra_options_clear (TraOptions *self);

G_END_DECLS
