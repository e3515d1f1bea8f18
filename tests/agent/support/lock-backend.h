/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Settings in memory of which one key may be locked, as a company does by dconf. */
GSettings *lock_backend_new_settings (void);
void lock_backend_lock (GSettings *settings, const char *key /* nullable: none */);

G_END_DECLS
