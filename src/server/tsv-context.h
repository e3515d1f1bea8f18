/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client.h"
#include "tr-clock.h"

#include "tsv-config.h"
#include "tsv-counters.h"
#include "tsv-database.h"
#include "tsv-verifier.h"

G_BEGIN_DECLS

typedef struct _TsvEventStreams TsvEventStreams;
typedef struct _TsvLine TsvLine;
typedef struct _TsvListing TsvListing;
typedef struct _TsvQueues TsvQueues;

/* What endpoints work with; the server's, and outlives each request. */
typedef struct
{
  const TsvConfig *config;
  TsvDatabase *database;
  TsvDatabase *reader; /* the same file, for what takes long */
  TsvVerifier *verifier;
  TrClient *client; /* the service's REST API */
  TrClock *clock;
  TsvEventStreams *streams; /* who is told of events */
  TsvQueues *queues; /* figures that desks share */
  TsvListing *listing; /* lists that desks share */
  TsvLine *line;       /* whose call is whose */
  TsvCounters counters; /* since the start, of this process */
} TsvContext;

gboolean tsv_context_open (TsvContext *self,
                           const TsvConfig *config,
                           TrClock *clock,
                           GError **error);
void tsv_context_end (TsvContext *self);
void tsv_context_close (TsvContext *self);

gint64 tsv_context_get_now (const TsvContext *self); /* seconds since the epoch */

G_END_DECLS
