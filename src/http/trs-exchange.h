/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-head.h"
#include "trs-wire.h"

G_BEGIN_DECLS

/* A request that came to a TrsHost, and the one answer to it. Whoever asked may be gone before it is
 * given; then it goes nowhere. */
typedef struct _TrsExchange TrsExchange;

typedef void (*TrsExchangeFunc) (TrsExchange *exchange, gpointer user_data);

TrsExchange *trs_exchange_ref (TrsExchange *self);
void trs_exchange_unref (TrsExchange *self);

const TrsHead *trs_exchange_get_head (TrsExchange *self);
GBytes *trs_exchange_get_body (TrsExchange *self);
gboolean trs_exchange_is_too_large (TrsExchange *self);
GSocketAddress *trs_exchange_get_remote (TrsExchange *self);

SoupMessageHeaders *trs_exchange_get_response_headers (TrsExchange *self);
void trs_exchange_set_status (TrsExchange *self, guint status, const char *reason);
guint trs_exchange_get_status (TrsExchange *self);
void trs_exchange_set_answer (TrsExchange *self, GBytes *bytes);
void trs_exchange_send (TrsExchange *self);

void trs_exchange_begin_stream (TrsExchange *self,
                                TrsExchangeFunc taken,
                                TrsExchangeFunc gone,
                                gpointer user_data);
void trs_exchange_write (TrsExchange *self, const char *text, gsize length);
void trs_exchange_end_stream (TrsExchange *self);
void trs_exchange_ignore (TrsExchange *self);
void trs_exchange_abort (TrsExchange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsExchange, trs_exchange_unref)

G_END_DECLS
