/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-exchange.h"

G_BEGIN_DECLS

typedef struct _TrsConnection TrsConnection;

struct _TrsExchange
{
  guint ref_count;
  TrsConnection *connection; /* not owned; NULL once nobody waits for it */

  TrsHead *head; /* owned */
  GBytes *body;  /* owned; nothing of one that is too large */
  gboolean is_too_large;
  TrsPeer peer;
  GSocketAddress *remote; /* owned; made when it is asked for */

  SoupMessageHeaders *response_headers; /* owned */
  guint status;   /* 0: there is no answer yet */
  char *reason;   /* owned, nullable: the usual one */
  GBytes *answer; /* owned, nullable: no body */
  gboolean is_sent;

  gboolean is_stream;
  gboolean is_chunked; /* the stream is */
  TrsExchangeFunc taken;
  TrsExchangeFunc gone;
  gpointer user_data;
};

TrsExchange *trs_exchange_new (TrsConnection *connection,
                               const TrsPeer *peer,
                               TrsHead *head,
                               GByteArray *body,
                               gboolean is_too_large);
void trs_exchange_write_head (TrsExchange *self, GString *out, const char *date, gboolean keeps_alive);
void trs_exchange_write_chunk (TrsExchange *self, GString *out, const char *text, gsize length);
void trs_exchange_leave (TrsExchange *self);

G_END_DECLS
