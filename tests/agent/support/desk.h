/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fake-session.h"

G_BEGIN_DECLS

/* A session that says what it is told, and a program that has its actions: what a window needs. */
typedef struct
{
  TraSession *session;
  FakeState *state;
  GtkApplication *application; /* not owned */
} Desk;

void desk_init (int *argc, char ***argv);
void desk_set_up (Desk *self);
void desk_tear_down (Desk *self);
void desk_close (GtkWidget *window);

/* Lets the toolkit work until @condition holds; ends the test after a minute without it. */
void desk_wait (gboolean (*condition) (gpointer), gpointer data);
void desk_settle (void);

GtkWidget *desk_find (GtkWidget *widget, const char *accessible_name);
gboolean desk_shows (GtkWidget *widget, const char *text);

G_END_DECLS
