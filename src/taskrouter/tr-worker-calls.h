/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-transfer.h"
#include "tr-worker.h"

G_BEGIN_DECLS

/* What a worker may ask for about a call that it is in: one request over the HTTP bridge each, of
 * which no event tells how it went. All but those with a finish of their own share
 * tr_worker_call_finish(). */
void tr_worker_mute_async (TrWorker *self,
                           TrReservation *reservation,
                           gboolean is_muted,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
/* Whether the conference is over when this worker leaves it. */
void tr_worker_set_end_on_exit_async (TrWorker *self,
                                      TrReservation *reservation,
                                      gboolean ends,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void tr_worker_hold_customer_async (TrWorker *self,
                                    TrTask *task,
                                    gboolean is_held,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void tr_worker_hold_worker_async (TrWorker *self,
                                  TrTask *task,
                                  const char *worker_sid,
                                  gboolean is_held,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void tr_worker_kick_worker_async (TrWorker *self,
                                  TrTask *task,
                                  const char *worker_sid, /* also our own */
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void tr_worker_cancel_transfer_async (TrWorker *self,
                                      TrTransfer *transfer,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean tr_worker_call_finish (TrWorker *self, GAsyncResult *result, GError **error);

void tr_worker_transfer_async (TrWorker *self,
                               TrReservation *reservation,
                               const char *to, /* a worker's or a queue's SID */
                               gboolean is_warm,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
TrTransfer *tr_worker_transfer_finish (TrWorker *self, GAsyncResult *result, GError **error);

/* Makes a task of our own that calls somebody; it is offered to us as a reservation. */
void tr_worker_call_out_async (TrWorker *self,
                               const char *to,
                               const char *from,
                               const char *workflow_sid,
                               const char *queue_sid,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
char *tr_worker_call_out_finish (TrWorker *self, GAsyncResult *result, GError **error);

G_END_DECLS
