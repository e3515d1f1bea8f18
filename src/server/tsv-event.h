/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-form.h"
#include "tsv-store.h"

G_BEGIN_DECLS

/* One thing that happened in the workspace, as the service told it. Strings are owned; all but the
 * first three are nullable. */
typedef struct
{
  char *sid;
  char *type;
  char *data; /* JSON: every parameter that came */
  char *task_sid;
  char *worker_sid;
  char *reservation_sid;
  char *queue_sid;
  char *queue;
  char *channel;
  gint64 at_ms;    /* when it happened */
  gint64 began_ms; /* when its task did */
  gint64 received; /* seconds since the epoch */
} TsvEvent;

TsvEvent *tsv_event_new_from_form (TrsForm *form, gint64 now, GError **error);
void tsv_event_free (TsvEvent *self);

/* A row of TSV_EVENT_COLUMNS as it goes to people. */
#define TSV_EVENT_COLUMNS \
  "id, sid, type, at_ms, received, task_sid, worker_sid, reservation_sid, data"
JsonObject *tsv_event_row_to_json (TsvRow *row);
gsize tsv_event_row_get_size (TsvRow *row); /* of its data, in bytes */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsvEvent, tsv_event_free)

G_END_DECLS
