/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-absences.h"
#include "trs-bridge-socket.h"
#include "trs-bridge.h"

G_BEGIN_DECLS

struct _TrsBridge
{
  TrsEngine *engine;     /* owned */
  TrsKeyring *keyring;   /* the server's, which outlives us */
  TrsRouter *operations; /* owned */
  TrsRouter *rest;       /* the server's, which outlives us */
  double speed;          /* of the engine's clock by that one */
  TrClock *line;         /* owned, nullable: the machine's; NULL: the engine's is as good */
  GHashTable *token_offsets; /* digest of a token → seconds that its time is before the engine's */
  char *base_url;        /* owned; for the addresses in the older SDK's payloads */
  TrsPoller *poller;     /* owned */
  GHashTable *sockets;   /* channel's SID, mostly a worker's → GPtrArray of owned sockets, none of
                            them empty */
  TrsAbsences *absences; /* owned */
  GHashTable *tokens;    /* channel's SID → digest of the token of his last request */
  GHashTable *expired;   /* digests of tokens that a fault ended before their time */
  TrsInputs *inputs;     /* the server's, which outlives us */
  TrsFaults *faults;     /* the server's, which outlives us */
  TrsWireLog *log;       /* the server's, which outlives us */
  gulong event_handler;
};

typedef void (*TrsBridgeEachFunc) (TrsBridgeSocket *socket, const char *text);

/* trs-bridge-token.c */
char *trs_bridge_digest (const char *token);

guint trs_bridge_for_each (TrsBridge *self,
                           const char *worker_sid,
                           TrsBridgeEachFunc func,
                           const char *text);

G_END_DECLS
