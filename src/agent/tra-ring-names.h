/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What an offer sounds like, for tra_sound_play(): names of the theme and files, the wanted one first. */
char **tra_ring_names_dup (GSettings *settings);
char **tra_ring_names_dup_tone (void);

G_END_DECLS
