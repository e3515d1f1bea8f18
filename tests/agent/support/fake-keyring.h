/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-keyring.h"

G_BEGIN_DECLS

/* Stands in for tra-keyring.c: secrets in memory, and a state that a test chooses. It answers at the
 * next turn of the main loop. */
void fake_keyring_reset (TraKeyringState state); /* forgets all secrets */
void fake_keyring_set_state (TraKeyringState state);
void fake_keyring_set_unlocks (gboolean unlocks); /* what the agent does when asked */
void fake_keyring_put (const TraKeyringKey *key, const char *secret);
char *fake_keyring_dup (const TraKeyringKey *key); /* nullable */

G_END_DECLS
