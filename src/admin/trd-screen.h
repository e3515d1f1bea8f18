/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrdScreen:
 *
 * The whole terminal, until it is freed: then it is as it was.
 */
typedef struct _TrdScreen TrdScreen;

typedef enum
{
  TRD_SCREEN_QUIT,    /* q was pressed, or a signal asks to end */
  TRD_SCREEN_RESIZED,
} TrdScreenWish;

typedef void (*TrdScreenFunc) (TrdScreenWish wish, gpointer user_data);

gboolean trd_screen_is_there (void);
guint trd_screen_find_width (void);
TrdScreen *trd_screen_new (TrdScreenFunc func, gpointer user_data);
void trd_screen_free (TrdScreen *self);

void trd_screen_get_size (TrdScreen *self, guint *columns, guint *rows);
void trd_screen_draw (TrdScreen *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdScreen, trd_screen_free)

G_END_DECLS
