/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-history-file.h"

G_BEGIN_DECLS

typedef enum
{
  TRA_HISTORY_LOAD, /* delete what is older than before, then read */
  TRA_HISTORY_ADD,
  TRA_HISTORY_REMOVE,
  TRA_HISTORY_REMOVE_ALL,
  TRA_HISTORY_SPAN,
} TraHistoryJobKind;

/* What the thread is to do, and what came of it. */
typedef struct
{
  TraHistoryJobKind kind;
  char *worker;          /* owned */
  TraCallRecord *record; /* owned, nullable */
  TraStatusSpan *span;   /* owned, nullable */
  gint64 before;         /* microseconds since the epoch */
  guint turn;            /* of the owner: what it was opened for */
  GPtrArray *calls;      /* owned, nullable: what was read */
  GPtrArray *spans;      /* likewise */
  char *broken;          /* owned, nullable: a file that was set aside */
  GError *error;         /* owned, nullable */
} TraHistoryJob;

/**
 * TraHistoryAnswer:
 * @object: whose thread it is
 * @job: what was read, or went wrong; the callee may take from it
 *
 * Called in the main loop; not at all for what was written as it should be.
 */
typedef void (*TraHistoryAnswer) (gpointer object, TraHistoryJob *job);

typedef struct _TraHistoryThread TraHistoryThread;

/* A thread with the history's file; it does one job after the other. */
TraHistoryThread *tra_history_thread_new (const char *path, TraHistoryAnswer answer, gpointer object);
void tra_history_thread_free (TraHistoryThread *self);
void tra_history_thread_push (TraHistoryThread *self, TraHistoryJob *job); /* takes it */

TraHistoryJob *tra_history_job_new (TraHistoryJobKind kind, const char *worker);
void tra_history_job_free (TraHistoryJob *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraHistoryThread, tra_history_thread_free)

G_END_DECLS
