/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Private: what is inside the two kinds of tokens, byte for byte as the official helper library
 * writes it. */

typedef struct
{
  const char *url; /* on the official hosts, also when the service is elsewhere */
  const char *method; /* "GET" or "POST" */
  const char *required; /* nullable: a parameter that the body must have */
} TrTokenPolicy;

char *tr_token_access_header (GChecksumType digest, const char *region /* nullable */);
char *tr_token_access_payload (const char *account_sid,
                               const char *api_key_sid,
                               const char *identity,
                               const char *workspace_sid,
                               const char *worker_sid, /* nullable */
                               const char *role,       /* nullable */
                               gint64 not_before,      /* 0: not said */
                               gint64 now,
                               int ttl);

char *tr_token_capability_header (void);
char *tr_token_capability_payload (const char *account_sid,
                                   const char *workspace_sid,
                                   const char *channel,       /* WK…, WQ… or WS… */
                                   const char *friendly_name, /* nullable */
                                   const TrTokenPolicy *policies,
                                   gsize n_policies,
                                   gint64 now,
                                   int ttl);

G_END_DECLS
