/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-form.h"
#include "tsv-store.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define TSV_EVENT_QUERY_MAX 1000

/* Which events somebody wants to see, and those that were found. */
typedef struct
{
  gint64 after;      /* the id of the last one that they have */
  gint64 since_ms;
  gint64 until_ms;   /* and not this one */
  char *type;        /* owned, nullable: may end with a "*" */
  char *task_sid;    /* owned, nullable */
  char *worker_sid;  /* owned, nullable */
  int limit;
  gsize budget;      /* bytes, after which no more are found, whatever @limit says */
  JsonArray *events; /* owned: found, in the order that we heard of them */
  gint64 last;       /* the id of the last one found; @after where there is none */
  gboolean has_more;
} TsvEventQuery;

TsvEventQuery *tsv_event_query_new (TrsForm *form, GError **error);
void tsv_event_query_free (TsvEventQuery *self);

gboolean tsv_event_query_run (TsvStore *store, gpointer query, GError **error);

gboolean tsv_event_query_read_time (TrsForm *form,
                                    const char *name,
                                    gint64 fallback_ms,
                                    gint64 *time_ms,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsvEventQuery, tsv_event_query_free)

G_END_DECLS
