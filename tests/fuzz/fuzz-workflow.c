/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "trs-engine.h"

/* A workflow's configuration: refused when it is saved, or good for every task that comes. */
static void
run (TrsWorkspace *workspace, const char *text)
{
  g_autoptr(GError) error = NULL;
  TrsWorkflow *workflow = trs_workflow_create (
    workspace, &(TrsWorkflowChange) { .friendly_name = "fuzzed", .configuration = text }, &error);
  TrsTask *task;

  g_assert ((workflow == NULL) == (error != NULL));
  if (workflow == NULL)
    return;
  task = trs_task_create (workspace,
                          &(TrsTaskChange) { .workflow_sid = workflow->base.sid,
                                             .attributes = "{\"level\":3,\"agent\":\"dave\"}" },
                          NULL);
  g_assert (task != NULL);
  tr_clock_advance (trs_engine_get_clock (workspace->engine), G_TIME_SPAN_HOUR);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr(TrClock) clock = tr_clock_new_manual (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC);
  g_autoptr(TrsEngine) engine = trs_engine_new (clock, 1);
  TrsAccount *account;
  TrsWorkspace *workspace;
  TrsActivity *available;

  g_assert (trs_engine_load_default_seed (engine, NULL));
  account = g_ptr_array_index (trs_engine_get_accounts (engine), 0);
  workspace = g_ptr_array_index (account->workspaces, 0);
  available = trs_workspace_get_activity_by_name (workspace, "Available");
  trs_worker_update (trs_workspace_get_worker_by_name (workspace, "dave"), TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = available->base.sid }, NULL);
  run (workspace, text);
  return 0;
}
