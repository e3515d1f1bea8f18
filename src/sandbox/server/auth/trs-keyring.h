/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which user names and secrets the sandbox knows: an account's SID with its auth token, and API
 * keys with their secrets. */
typedef struct _TrsKeyring TrsKeyring;

TrsKeyring *trs_keyring_new (void);
void trs_keyring_free (TrsKeyring *self);
void trs_keyring_clear (TrsKeyring *self);

void trs_keyring_add (TrsKeyring *self,
                      const char *user,
                      const char *secret,
                      const char *account_sid);
const char *trs_keyring_get_secret (TrsKeyring *self, const char *user);
const char *trs_keyring_get_account (TrsKeyring *self, const char *user);
const char *trs_keyring_check (TrsKeyring *self, const char *user, const char *secret);
const char *trs_keyring_check_basic (TrsKeyring *self, const char *header);

gboolean trs_keyring_equal (const void *left, gsize left_size, const void *right, gsize right_size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsKeyring, trs_keyring_free)

G_END_DECLS
