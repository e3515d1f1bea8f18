/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "tr-credentials.h"

G_BEGIN_DECLS

#define TR_TYPE_TOKEN (tr_token_get_type ())
G_DECLARE_FINAL_TYPE (TrToken, tr_token, TR, TOKEN, GObject)

/* A worker's short-lived token: the JWT and what is known of it. Immutable. */
TrToken *tr_token_new_access (TrCredentials *credentials, /* with an API key */
                              const char *identity,
                              const char *workspace_sid,
                              const char *worker_sid, /* nullable */
                              const char *role,       /* "worker", "supervisor", … */
                              gint64 now,             /* seconds since the epoch */
                              int ttl);               /* seconds */
TrToken *tr_token_new_capability (TrCredentials *credentials, /* with the auth token */
                                  const char *workspace_sid,
                                  const char *worker_sid,
                                  gint64 now,
                                  int ttl);
TrToken *tr_token_new_from_jwt (const char *jwt, GError **error); /* decoded, not verified */

const char *tr_token_get_jwt (TrToken *self);
gboolean tr_token_is_capability (TrToken *self);
const char *tr_token_get_account_sid (TrToken *self);
const char *tr_token_get_workspace_sid (TrToken *self);
const char *tr_token_get_worker_sid (TrToken *self); /* nullable */
gint64 tr_token_get_issued (TrToken *self);  /* seconds since the epoch */
gint64 tr_token_get_expires (TrToken *self); /* seconds since the epoch */

G_END_DECLS
