/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-request.h"

G_BEGIN_DECLS

struct _TrsRequest
{
  gatomicrefcount ref_count;

  SoupServerMessage *message; /* owned; NULL unless a SoupServer has it */
  TrsExchange *exchange;      /* owned; NULL unless a TrsHost has it */
  SoupMessageHeaders *headers; /* owned; as it came */
  SoupMessageHeaders *response_headers; /* owned */
  GBytes *body;               /* owned; NULL: the message or the exchange has it */
  guint status;               /* of the answer */
  char *method;               /* owned */
  char *path;                 /* owned; decoded, no query */
  const char *base_url;       /* the server's, which outlives us */
  char *account_sid;          /* owned; NULL until credentials were seen */
  GHashTable *variables;      /* owned; the {Words} of the route's pattern */
  char *query_text;           /* owned, nullable: instead of that of the address */
  TrsForm *query;             /* owned */
  TrsForm *form;              /* owned */
  gpointer guest;             /* owned; NULL until it is known who asks */
  GDestroyNotify free_guest;
  char *event_type;           /* owned, nullable: to be sent back with the payload */
  gboolean has_envelope;
  gboolean is_held; /* its answer comes later */
  gulong finished_handler; /* 0: it is not held, or nobody waits any more */
  TrsRequestReleasedFunc released;
  gpointer released_data;
  gboolean is_answered;
  gboolean is_left_out; /* of the history */
};

G_END_DECLS
