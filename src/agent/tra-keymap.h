/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRA_KEYMAP_SETTING "shortcuts"

/* Which keys do what: as they are made, or as the agent has changed them. */
char *tra_keymap_dup_accel (GSettings *settings /* nullable */, const char *action);
gboolean tra_keymap_is_changed (GSettings *settings, const char *action);
const char *tra_keymap_find (GSettings *settings, const char *accel, const char *but_action);
gboolean tra_keymap_may_be (guint key, GdkModifierType modifiers);
void tra_keymap_set (GSettings *settings, const char *action, const char *accel /* "": none */);
void tra_keymap_reset (GSettings *settings, const char *action);

G_END_DECLS
