/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-service.h"

#include "trs-workflow-config.h"

G_BEGIN_DECLS

/* What a workspace is like at the moment: all that decides who gets a task. Channels are asked for
 * when somebody wants to know, as that is a request for each worker. */
typedef struct
{
  TrdService *service; /* borrowed */
  gboolean is_multi_tasking;
  GPtrArray *workers;  /* of JsonObject, as all below */
  GPtrArray *queues;
  GHashTable *channels; /* SID of a worker → GPtrArray */
} TrdSituation;

/* A task, and what there is to know about it. */
typedef struct
{
  JsonObject *task;             /* owned */
  JsonObject *attributes;       /* owned */
  JsonObject *queue;            /* owned, nullable */
  GPtrArray *reservations;      /* owned, oldest first */
  TrsWorkflowConfig *workflow;  /* owned, nullable */
  const TrsTarget *target;      /* the workflow's, nullable */
} TrdCase;

TrdSituation *trd_situation_new (TrdService *service, GError **error);
void trd_situation_free (TrdSituation *self);
GPtrArray *trd_situation_get_channels (TrdSituation *self, JsonObject *worker, GError **error);
JsonObject *trd_situation_describe (TrdSituation *self,
                                    JsonObject *worker,
                                    const char *expression,
                                    GError **error);
GPtrArray *trd_situation_list_queues_of (TrdSituation *self, JsonObject *worker, GError **error);

TrdCase *trd_case_new (TrdSituation *situation, JsonObject *task, GError **error);
void trd_case_free (TrdCase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdSituation, trd_situation_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdCase, trd_case_free)

G_END_DECLS
