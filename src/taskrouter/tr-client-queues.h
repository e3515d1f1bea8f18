/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client.h"

G_BEGIN_DECLS

/* The most queues that the service counts in one request. */
#define TR_MAX_QUEUES 50

/* A queue, and who waits in it. */
typedef struct
{
  char *sid;
  char *name;
  guint n_waiting;
  gint64 longest_wait; /* seconds */
  int n_available;     /* workers whose status is an available one; -1: not told */
  int n_in_work;       /* its tasks that somebody has in hand; -1: not told */
} TrQueue;

TrQueue *tr_queue_new (const char *sid, const char *name);
void tr_queue_free (TrQueue *self);

/* The queues that serve a worker, or all, without figures; at most TR_MAX_QUEUES. */
void tr_client_list_queues_async (TrClient *self,
                                  const char *workspace_sid,
                                  const char *worker_sid, /* nullable: all queues */
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *tr_client_list_queues_finish (TrClient *self, GAsyncResult *result, GError **error);

/* The same queues, with figures; those that are gone are left out. */
void tr_client_count_queues_async (TrClient *self,
                                   const char *workspace_sid,
                                   GPtrArray *queues, /* of TrQueue */
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *tr_client_count_queues_finish (TrClient *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrQueue, tr_queue_free)

G_END_DECLS
