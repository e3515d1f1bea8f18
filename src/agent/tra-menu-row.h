/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TRA_MENU_ROW_PLAIN,
  TRA_MENU_ROW_SEPARATOR,
  TRA_MENU_ROW_RADIO,
} TraMenuRowKind;

/* One row of a menu that somebody else draws. */
typedef struct
{
  char *key; /* tells it from every other row, now and later: "accept WR…" */
  TraMenuRowKind kind;
  char *label;           /* nullable: of a separator */
  const char *icon_name; /* nullable, static */
  gboolean is_enabled;
  gboolean is_chosen;    /* of a radio row */
  const char *action;    /* nullable, static: what a click activates */
  GVariant *target;      /* nullable, owned */
} TraMenuRow;

TraMenuRow *tra_menu_row_new (TraMenuRowKind kind, const char *key, const char *label);
TraMenuRow *tra_menu_row_new_action (TraMenuRowKind kind,
                                     const char *label,
                                     const char *action,
                                     const char *target,
                                     GActionGroup *actions);
void tra_menu_row_free (TraMenuRow *self);
gboolean tra_menu_row_equal (const TraMenuRow *a, const TraMenuRow *b);
GVariant *tra_menu_row_get_properties (const TraMenuRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraMenuRow, tra_menu_row_free)

G_END_DECLS
