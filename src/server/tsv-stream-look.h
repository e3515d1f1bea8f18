/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-store.h"

G_BEGIN_DECLS

/* An errand: what is new, and whose session is over. */
typedef struct
{
  gint64 newest; /* id of the newest event, once it has run */
  gint64 now;    /* seconds since the epoch */
  GHashTable *workers; /* owned SIDs → whether they are signed in, once it has run */
} TsvStreamLook;

TsvStreamLook *tsv_stream_look_new (gint64 now);
void tsv_stream_look_free (gpointer self);

void tsv_stream_look_add (TsvStreamLook *self, const char *worker_sid);
gboolean tsv_stream_look_is_signed_in (TsvStreamLook *self, const char *worker_sid);

gboolean tsv_stream_look_run (TsvStore *store, gpointer self, GError **error);
gboolean tsv_stream_look_find_newest (TsvStore *store, gint64 *id, GError **error);

G_END_DECLS
