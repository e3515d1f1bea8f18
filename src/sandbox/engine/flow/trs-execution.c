/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "flow/trs-execution-private.h"

#include <string.h>

#include "trs-document.h"
#include "trs-engine-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "voice/trs-call-private.h"
#include "voice/trs-script.h"

/* How many executions a flow keeps; ended ones beyond it are forgotten, oldest first. */
#define MAX_EXECUTIONS 1000

static void
trs_execution_finalize (gpointer data)
{
  TrsExecution *self = data;

  if (self->script != NULL)
    self->script->execution = NULL;
  trs_flow_run_stop (self->run);
  trs_flow_run_unref (self->run);
  g_clear_pointer (&self->script, trs_script_unref);
  g_free (self->contact);
  g_free (self->call_sid);
}

static void
forget_old_executions (TrsFlow *flow)
{
  guint keep = MAX_EXECUTIONS;

  if (flow->executions->len < keep + keep / 8)
    return;

  for (guint i = 0; i < flow->executions->len && flow->executions->len > keep;)
    {
      TrsExecution *execution = g_ptr_array_index (flow->executions, i);

      if (trs_flow_run_is_over (execution->run))
        trs_resource_remove (flow->account->engine, flow->executions, execution);
      else
        i++;
    }
}

/* Of the published revision, which the caller saw that there is. It has not begun. @call is
 * nullable; @script becomes the execution's, too. */
TrsExecution *
trs_execution_new (TrsFlow *flow, const char *contact, TrsCall *call, TrsScript *script)
{
  TrsFlowRevision *revision = trs_flow_get_published (flow);
  TrsExecution *self;

  forget_old_executions (flow);
  self = trs_resource_new (flow->account->engine, TRS_RESOURCE_EXECUTION, sizeof *self,
                           trs_execution_finalize, "FN", NULL);
  self->flow = flow;
  self->revision = revision->number;
  self->contact = g_strdup (contact);
  self->call_sid = call != NULL ? g_strdup (call->base.sid) : NULL;
  self->script = trs_script_ref (script);
  script->execution = self;
  self->run = trs_flow_run_new (revision->definition, flow->base.sid, self->base.sid,
                                &trs_script_flow_host, script);
  g_ptr_array_add (flow->executions, self);
  return self;
}

/* Its run said so, or was stopped. */
void
trs_execution_ended (TrsExecution *self)
{
  TrsScript *script = g_steal_pointer (&self->script);

  trs_resource_touch (self->flow->account->engine, self);
  if (script == NULL)
    return;
  trs_script_forget_execution (script);
  trs_script_unref (script);
}

/* Ends it, and the call that it still has. */
void
trs_execution_stop (TrsExecution *self)
{
  TrsCall *call = self->script != NULL ? self->script->call : NULL;

  trs_flow_run_stop (self->run);
  trs_execution_ended (self);
  if (call != NULL)
    trs_call_end (call, TRS_CALL_COMPLETED);
}

/**
 * trs_execution_create:
 * @flow: a flow
 * @to: the contact's address
 * @from: our address
 * @parameters: (nullable): JSON text of an object, for flow.data
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_NOT_FOUND
 *
 * Runs the flow without a call: the trigger's event is "incomingRequest".
 *
 * Returns: (transfer none): the execution, or %NULL with @error set
 */
TrsExecution *
trs_execution_create (TrsFlow *flow,
                      const char *to,
                      const char *from,
                      const char *parameters,
                      GError **error)
{
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(TrsScript) script = NULL;
  TrsExecution *self;

  if (parameters != NULL)
    {
      object = trs_document_parse_object (parameters, "Parameters", error);
      if (object == NULL)
        return NULL;
    }
  if (trs_flow_get_published (flow) == NULL)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_NOT_FOUND, "Flow %s is not published",
                   flow->base.sid);
      return NULL;
    }

  script = trs_script_new (flow->account, NULL, TRS_SCRIPT_MAIN);
  self = trs_execution_new (flow, to, NULL, script);
  trs_flow_run_start_request (self->run, to, from, object);
  trs_router_run (flow->account->engine);
  return self;
}

/**
 * trs_execution_end:
 * @self: an execution; one that ended stays as it is
 * @error: return location
 *
 * Returns: %TRUE
 */
gboolean
trs_execution_end (TrsExecution *self, GError **error)
{
  if (!trs_flow_run_is_over (self->run))
    trs_execution_stop (self);
  trs_router_run (self->flow->account->engine);
  return TRUE;
}

/**
 * trs_execution_delete:
 * @self: an execution; one that is active ends first
 * @error: return location
 *
 * Returns: %TRUE
 */
gboolean
trs_execution_delete (TrsExecution *self, GError **error)
{
  TrsFlow *flow = self->flow;

  trs_execution_end (self, NULL);
  trs_resource_remove (flow->account->engine, flow->executions, self);
  return TRUE;
}

/**
 * trs_execution_get_step:
 * @self: an execution
 * @sid: FT SID
 *
 * Returns: (transfer none) (nullable): the step
 */
TrsFlowStep *
trs_execution_get_step (TrsExecution *self, const char *sid)
{
  GPtrArray *steps = trs_flow_run_get_steps (self->run);

  for (guint i = 0; i < steps->len; i++)
    {
      TrsFlowStep *step = g_ptr_array_index (steps, i);

      if (strcmp (step->sid, sid) == 0)
        return step;
    }
  return NULL;
}
