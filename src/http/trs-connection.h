/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-exchange-private.h"
#include "trs-waits.h"

G_BEGIN_DECLS

/* What a connection needs of the host that it belongs to. */
typedef struct
{
  gsize max_body;
  char *buffer; /* owned; what is read goes through it */
  gsize buffer_size;

  void (*serve) (TrsExchange *exchange, gpointer user_data);
  void (*wait) (TrsConnection *connection, TrsWait wait, gpointer user_data);
  void (*finished) (guint status, gpointer user_data); /* 0: nobody waited for the answer */
  void (*again) (TrsConnection *connection, gpointer user_data); /* run it at the next turn */
  void (*refused) (guint status, gpointer user_data); /* what was no request */
  void (*closing) (TrsWire *wire, gpointer user_data); /* watch it no more */
  void (*closed) (TrsConnection *connection, gpointer user_data);
  gboolean (*is_ending) (gpointer user_data);
  const char *(*get_date) (gpointer user_data);
  gpointer user_data;
} TrsConnectionHost;

TrsConnection *trs_connection_new (const TrsConnectionHost *host, TrsWire *wire, const TrsPeer *peer);
TrsConnection *trs_connection_ref (TrsConnection *self);
void trs_connection_unref (TrsConnection *self);

void trs_connection_set_place (TrsConnection *self, gpointer place);
gpointer trs_connection_get_place (TrsConnection *self);
TrsWire *trs_connection_get_wire (TrsConnection *self);
const TrsHead *trs_connection_get_head (TrsConnection *self);
gboolean trs_connection_is_idle (TrsConnection *self);

void trs_connection_take (TrsConnection *self, gboolean has_hung_up, gboolean is_broken);
void trs_connection_run (TrsConnection *self);
void trs_connection_close (TrsConnection *self);

void trs_connection_answer (TrsConnection *self);
void trs_connection_stream (TrsConnection *self, const char *text, gsize length);
void trs_connection_end_stream (TrsConnection *self);

G_END_DECLS
