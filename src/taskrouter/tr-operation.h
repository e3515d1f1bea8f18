/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-worker-private.h"

G_BEGIN_DECLS

/* Private: one thing that a worker asks for. */
typedef struct _TrOperation TrOperation;

/* Puts an answer's payload into what is known. */
typedef gboolean (*TrOperationTakeFunc) (TrWorker *worker, JsonNode *payload, GError **error);
/* Whether a thing, read again, is as the caller wanted it. */
typedef gboolean (*TrOperationIsDoneFunc) (TrOperation *self, JsonNode *payload);

struct _TrOperation
{
  char *path; /* owned, nullable: the service has not said yet who we are */
  JsonObject *parameters;
  TrOperationTakeFunc take;
  TrOperationIsDoneFunc is_done;

  /* What is_done compares with, as far as it needs it. */
  TrReservationStatus reservation_status;
  TrTaskStatus task_status;
  char *activity_sid;     /* owned, nullable */
  JsonObject *attributes; /* owned, nullable */

  GError *error; /* owned: of the request, while the thing is read again */
};

TrOperation *tr_operation_new (char *path, TrOperationTakeFunc take, TrOperationIsDoneFunc is_done);
void tr_operation_set (TrOperation *self, const char *name, const char *value);
void tr_operation_set_attributes (TrOperation *self, JsonObject *attributes);
void tr_operation_run (TrOperation *self,
                       TrWorker *worker,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);

G_END_DECLS
