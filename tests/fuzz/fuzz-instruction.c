/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "callback/trs-callback-instruction.h"
#include "fuzz.h"

/* What a program answers to an assignment callback, for somebody to be called. */

static TrsReservation *
offer_task (TrsEngine *engine)
{
  TrsAccount *account = g_ptr_array_index (trs_engine_get_accounts (engine), 0);
  TrsWorkspace *workspace = g_ptr_array_index (account->workspaces, 0);
  TrsWorker *dave = trs_workspace_get_worker_by_name (workspace, "dave");
  TrsActivity *available = trs_workspace_get_activity_by_name (workspace, "Available");
  TrsWorkflow *workflow = trs_workspace_get_workflow_by_name (workspace, "Support");

  trs_worker_update (dave, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = available->base.sid }, NULL);
  trs_task_create (workspace,
                   &(TrsTaskChange) { .workflow_sid = workflow->base.sid,
                                      .attributes = "{\"outbound_to\":\"+16505550199\"}" },
                   NULL);
  g_assert (dave->reservations->len == 1);
  return g_ptr_array_index (dave->reservations, 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(TrClock) clock = tr_clock_new_manual (G_GINT64_CONSTANT (1768471200000000));
  g_autoptr(TrsEngine) engine = trs_engine_new (clock, 1);
  g_autoptr(GError) error = NULL;
  /* An answer ends with a NUL that is no part of it. */
  g_autofree char *body = g_strndup ((const char *) data, size);
  TrsReservation *reservation;

  trs_engine_load_default_seed (engine, &error);
  g_assert (error == NULL);
  reservation = offer_task (engine);
  trs_callback_instruction_run (reservation, body, size);
  /* A second time it is decided, or being carried out. */
  trs_callback_instruction_run (reservation, body, size);
  tr_clock_advance (clock, 100 * G_USEC_PER_SEC);
  return 0;
}
