/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client.h"

G_BEGIN_DECLS

/* What a call of the agent's own needs besides a number: which of the account's numbers it is from,
 * and the workflow and queue that it is counted in. */
typedef struct
{
  GPtrArray *numbers; /* of char *, owned: "+16505550100"; may be empty */
  char *workflow_sid; /* owned, nullable: the workspace has none */
  char *queue_sid;    /* owned, nullable: likewise */
} TraDialPlan;

void tra_dial_plan_free (TraDialPlan *self);

/* @workflow, @queue: by name; "", or one that is not there: the first. */
void tra_dial_plan_load_async (TrClient *client,
                               const char *workspace_sid,
                               const char *workflow,
                               const char *queue,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
TraDialPlan *tra_dial_plan_load_finish (TrClient *client, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraDialPlan, tra_dial_plan_free)

G_END_DECLS
