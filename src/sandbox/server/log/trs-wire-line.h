/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-wire-log.h"

G_BEGIN_DECLS

/* One thing that the log keeps: unmasked, so only trs_wire_line_to_json() may show it. */
typedef struct
{
  guint64 id;
  gint64 time; /* microseconds since the epoch, by the sandbox's clock */
  TrsWireKind kind;
  char *method; /* owned, nullable */
  char *target; /* owned */
  guint status; /* 0: none */
  char *note;   /* owned, nullable */
  SoupMessageHeaders *request_headers;  /* owned, nullable */
  SoupMessageHeaders *response_headers; /* owned, nullable */
  GBytes *request_body;  /* owned, nullable */
  GBytes *response_body; /* owned, nullable */
  gsize n_bytes;         /* of both bodies, before they were cut */
  gboolean is_cut;       /* a body is not here to its end */
} TrsWireLine;

TrsWireLine *trs_wire_line_new (const TrsWireEntry *entry, guint64 id, gint64 time);
void trs_wire_line_free (TrsWireLine *self);

gsize trs_wire_line_get_size (const TrsWireLine *self);
JsonObject *trs_wire_line_to_json (const TrsWireLine *self, gboolean brief);

G_END_DECLS
