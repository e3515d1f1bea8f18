/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-keyring.h"

G_BEGIN_DECLS

/* A key that owns its strings. */
TraKeyringKey *tra_keyring_key_copy (const TraKeyringKey *key);
void tra_keyring_key_free (TraKeyringKey *key);

gboolean tra_keyring_key_equal (const TraKeyringKey *key, const TraKeyringKey *other);
TraKeyringKey tra_keyring_key_get_old (const TraKeyringKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraKeyringKey, tra_keyring_key_free)

G_END_DECLS
