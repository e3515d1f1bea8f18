/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tr-clock.h"

G_BEGIN_DECLS

/**
 * TraKeyringState:
 * @TRA_KEYRING_UNKNOWN: nobody asked yet
 * @TRA_KEYRING_OPEN: it answered; whether it holds the secret is another question
 * @TRA_KEYRING_LOCKED: it holds the secret and is locked
 * @TRA_KEYRING_ABSENT: no keyring is running, or it does not answer
 */
typedef enum
{
  TRA_KEYRING_UNKNOWN,
  TRA_KEYRING_OPEN,
  TRA_KEYRING_LOCKED,
  TRA_KEYRING_ABSENT,
} TraKeyringState;

/* What a secret is found by. */
typedef struct
{
  const char *service_url; /* "" is the official service */
  const char *account_sid;
  const char *worker;
  const char *worker_sid; /* NULL: one of a version that had one secret for all of that name */
} TraKeyringKey;

#define TRA_TYPE_KEYRING (tra_keyring_get_type ())
G_DECLARE_FINAL_TYPE (TraKeyring, tra_keyring, TRA, KEYRING, GObject)

/* The system's keyring (Secret Service), asked with a deadline of our own. */
TraKeyring *tra_keyring_new (TrClock *clock);

void tra_keyring_lookup_async (TraKeyring *self,
                               const TraKeyringKey *key,
                               gboolean unlock, /* may prompt, and waits for the agent */
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* NULL without an error: not there, or locked; see @state. */
char *tra_keyring_lookup_finish (TraKeyring *self,
                                 GAsyncResult *result,
                                 TraKeyringState *state, /* out */
                                 GError **error);

void tra_keyring_store_async (TraKeyring *self,
                              const TraKeyringKey *key,
                              const char *secret,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void tra_keyring_clear_async (TraKeyring *self,
                              const TraKeyringKey *key,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* Of store and clear. */
gboolean tra_keyring_finish (TraKeyring *self,
                             GAsyncResult *result,
                             TraKeyringState *state, /* out */
                             GError **error);

void tra_keyring_free_secret (char *secret);

G_END_DECLS
