/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "flow/trs-execution-private.h"
#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-resource-private.h"
#include "trs-script.h"

/* What a flow asks of the call that it talks to, and of programs. */

/* A widget's request is answered. */
static void
flow_answered_cb (const TrsWebAnswer *answer, gpointer user_data)
{
  g_autoptr(TrsScript) self = trs_script_ref (user_data);

  self->flow_request = 0;
  if (self->execution != NULL)
    trs_flow_run_requested (self->execution->run, answer->status, answer->content_type,
                            answer->body);
}

/* Source: the service's page of the HTTP Request widget, for the deadline. */
static void
flow_request_cb (TrsFlowRun *run, const TrsFlowRequest *request, gpointer user_data)
{
  TrsScript *self = user_data;

  self->flow_request = trs_web_send (self->account->engine,
                                     &(TrsWebRequest) { .account = self->account,
                                                        .method = request->method,
                                                        .url = request->url,
                                                        .content_type = request->content_type,
                                                        .body = request->body,
                                                        .add_auth = request->add_auth,
                                                        .deadline_seconds = 10 },
                                     flow_answered_cb, self);
}

static gint64
flow_now_cb (gpointer user_data)
{
  TrsScript *self = user_data;

  return trs_engine_now (self->account->engine);
}

static char *
flow_new_sid_cb (const char *prefix, gpointer user_data)
{
  TrsScript *self = user_data;

  return trs_resource_make_sid (self->account->engine, prefix);
}

static void
flow_step_cb (TrsFlowRun *run, const TrsFlowStep *step, gpointer user_data)
{
  TrsScript *self = user_data;

  if (self->execution != NULL)
    trs_resource_touch (self->account->engine, self->execution);
}

static void
flow_problem_cb (TrsFlowRun *run, const char *widget, const char *message, gpointer user_data)
{
  TrsScript *self = user_data;

  if (self->call != NULL)
    trs_call_note (self->call, "problem in the widget %s: %s", widget, message);
}

static void
flow_ended_cb (TrsFlowRun *run, gpointer user_data)
{
  g_autoptr(TrsScript) self = trs_script_ref (user_data);

  if (self->execution != NULL)
    trs_execution_ended (self->execution);
  if (self->call != NULL)
    trs_call_end (self->call, TRS_CALL_COMPLETED);
}

const TrsFlowHost trs_script_flow_host = {
  .voice = { TRS_SCRIPT_VOICE },
  .request = flow_request_cb,
  .now = flow_now_cb,
  .new_sid = flow_new_sid_cb,
  .step = flow_step_cb,
  .problem = flow_problem_cb,
  .ended = flow_ended_cb,
};
