/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-history-call.h"

G_BEGIN_DECLS

/* A stretch of time in one status. Microseconds since the epoch. */
typedef struct
{
  char *activity; /* name */
  gboolean is_available;
  gint64 start;
  gint64 end;
} TraStatusSpan;

TraStatusSpan *tra_status_span_new (const char *activity,
                                    gboolean is_available,
                                    gint64 start,
                                    gint64 end);
void tra_status_span_free (TraStatusSpan *self);

/* The history's file. Blocks: for a thread of its own, and one thread at a time. */
typedef struct _TraHistoryFile TraHistoryFile;

/* @broken: (out): where a file that could not be read was set aside, or NULL. */
TraHistoryFile *tra_history_file_open (const char *path, char **broken, GError **error);
void tra_history_file_close (TraHistoryFile *self);

gboolean tra_history_file_load (TraHistoryFile *self,
                                const char *worker,
                                GPtrArray *calls, /* of TraHistoryCall */
                                GPtrArray *spans, /* of TraStatusSpan */
                                GError **error);
gboolean tra_history_file_prune (TraHistoryFile *self, gint64 before, GError **error);
gboolean tra_history_file_add_call (TraHistoryFile *self,
                                    const char *worker,
                                    const TraCallRecord *record,
                                    GError **error);
gboolean tra_history_file_remove_call (TraHistoryFile *self,
                                       const char *worker,
                                       const TraCallRecord *record,
                                       GError **error);
gboolean tra_history_file_remove_calls (TraHistoryFile *self, const char *worker, GError **error);
gboolean tra_history_file_put_span (TraHistoryFile *self,
                                    const char *worker,
                                    const TraStatusSpan *span,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraStatusSpan, tra_status_span_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraHistoryFile, tra_history_file_close)

G_END_DECLS
