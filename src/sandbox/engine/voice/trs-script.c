/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-script.h"

#include <string.h>

#include "flow/trs-execution-private.h"
#include "flow/trs-flow-private.h"
#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-recording-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"

/* A document that takes no time is not asked for more often than this, in seconds. */
#define ROUND_SECONDS 1

/* @call is nullable. */
TrsScript *
trs_script_new (TrsAccount *account, TrsCall *call, TrsScriptRole role)
{
  TrsScript *self = g_new0 (TrsScript, 1);

  self->ref_count = 1;
  self->account = account;
  self->call = call;
  self->role = role;
  return self;
}

TrsScript *
trs_script_ref (TrsScript *self)
{
  self->ref_count++;
  return self;
}

/* What is under way ends, unanswered. */
static void
drop_asking (TrsScript *self)
{
  trs_engine_clear_timer (self->account->engine, &self->timer);
  trs_web_cancel (self->account->engine, &self->request);
  g_clear_pointer (&self->asking, trs_twiml_run_unref);
  g_clear_pointer (&self->dial, trs_dial_cancel);
  trs_script_end_recording (self);
  trs_resource_set (&self->recording, NULL);
}

/* The document that is heard ends, without a word. */
void
trs_script_drop_run (TrsScript *self)
{
  if (self->run != NULL)
    trs_twiml_run_stop (self->run);
  g_clear_pointer (&self->run, trs_twiml_run_unref);
}

void
trs_script_unref (TrsScript *self)
{
  if (--self->ref_count > 0)
    return;

  /* When the engine goes, nobody is told. */
  trs_engine_clear_timer (self->account->engine, &self->timer);
  trs_web_cancel (self->account->engine, &self->request);
  trs_web_cancel (self->account->engine, &self->flow_request);
  g_clear_pointer (&self->asking, trs_twiml_run_unref);
  g_clear_pointer (&self->dial, trs_dial_free);
  trs_resource_set (&self->recording, NULL);
  trs_script_drop_run (self);
  g_clear_pointer (&self->program, trs_voice_program_free);
  g_free (self);
}

/* The run whose document is heard now; nullable. */
TrsTwimlRun *
trs_script_get_run (TrsScript *self)
{
  return self->execution != NULL ? trs_flow_run_get_voice (self->execution->run) : self->run;
}

void
trs_script_set_asking (TrsScript *self, TrsTwimlRun *run)
{
  trs_twiml_run_ref (run);
  g_clear_pointer (&self->asking, trs_twiml_run_unref);
  self->asking = run;
}

/* Who asked for what is done now. NULL when that was stopped meanwhile. */
TrsTwimlRun *
trs_script_take_asking (TrsScript *self)
{
  trs_engine_clear_timer (self->account->engine, &self->timer);
  return g_steal_pointer (&self->asking);
}

void
trs_script_wait (TrsScript *self, gint64 microseconds, TrClockFunc func)
{
  TrClock *clock = self->account->engine->clock;

  tr_clock_clear (clock, &self->timer);
  self->timer = tr_clock_add (clock, microseconds, func, self);
}

/* A timer's: said, played, or waited. */
void
trs_script_done_cb (gpointer user_data)
{
  g_autoptr(TrsScript) self = trs_script_ref (user_data);
  TrsEngine *engine = self->account->engine;
  g_autoptr(TrsTwimlRun) run = NULL;

  self->timer = 0;
  run = trs_script_take_asking (self);
  if (run != NULL)
    trs_twiml_run_done (run);
  trs_router_run (engine);
}

/*
 * trs_script_stop:
 * @self: a script
 *
 * The call goes on elsewhere. A flow that it runs ends.
 */
void
trs_script_stop (TrsScript *self)
{
  g_autoptr(TrsScript) held = trs_script_ref (self);
  TrsExecution *execution = self->execution;

  self->call = NULL;
  drop_asking (self);
  trs_script_drop_run (self);
  if (execution != NULL)
    {
      trs_flow_run_stop (execution->run);
      trs_execution_ended (execution);
    }
}

/* What a flow is told of what a hang-up cut short. */
static JsonObject *
make_last_words (TrsScript *self)
{
  JsonObject *object = NULL;

  if (self->recording != NULL)
    {
      trs_script_end_recording (self);
      object = trs_recording_to_parameters (self->recording);
    }
  else if (self->dial != NULL)
    {
      object = json_object_new ();
      json_object_set_string_member (object, "DialCallStatus",
                                     trs_dial_is_bridged (self->dial) ? "completed" : "canceled");
    }
  return object;
}

/*
 * trs_script_hang_up:
 * @self: a script
 *
 * The call is over. A flow may go on without it.
 */
void
trs_script_hang_up (TrsScript *self)
{
  g_autoptr(TrsScript) held = trs_script_ref (self);
  g_autoptr(JsonObject) words = make_last_words (self);

  self->call = NULL;
  drop_asking (self);
  trs_script_drop_run (self);
  if (self->execution != NULL)
    trs_flow_run_hang_up (self->execution->run, words);
}

/* The flow is over, or stopped. */
void
trs_script_forget_execution (TrsScript *self)
{
  self->execution = NULL;
  trs_web_cancel (self->account->engine, &self->flow_request);
  drop_asking (self);
}

/* Nothing is left to do: who waits hears it again, anybody else is hung up. */
static void
round_cb (gpointer user_data)
{
  TrsScript *self = user_data;

  self->timer = 0;
  trs_script_go_to (self, "", self->program->method, NULL);
  trs_router_run (self->account->engine);
}

void
trs_script_come_to_end (TrsScript *self, gboolean failed)
{
  TrsCall *call = self->call;

  trs_script_drop_run (self);
  if (call == NULL)
    return;
  if (self->role == TRS_SCRIPT_MAIN)
    trs_call_end (call, TRS_CALL_COMPLETED);
  else if (self->role == TRS_SCRIPT_ONCE)
    {
      TrsScriptFunc over = self->over;

      self->over = NULL;
      if (over != NULL)
        over (call, failed);
    }
  else if (!failed && self->program != NULL && self->program->url != NULL)
    trs_script_wait (self, ROUND_SECONDS * G_USEC_PER_SEC, round_cb);
}

static void
request_cb (TrsTwimlRun *run,
            const char *url,
            const char *method,
            JsonObject *parameters,
            gpointer user_data)
{
  TrsScript *self = user_data;

  trs_script_drop_run (self);
  if (self->call != NULL)
    trs_script_go_to (self, url, method, parameters);
}

static void
hang_up_cb (TrsTwimlRun *run, gpointer user_data)
{
  TrsScript *self = user_data;

  if (self->call != NULL)
    trs_call_end (self->call, TRS_CALL_COMPLETED);
}

static void
reject_cb (TrsTwimlRun *run, const char *reason, gpointer user_data)
{
  TrsScript *self = user_data;
  TrsCall *call = self->call;

  if (call == NULL)
    return;
  trs_call_note (call, "rejected: %s", reason);
  if (call->status == TRS_CALL_IN_PROGRESS)
    trs_call_end (call, TRS_CALL_COMPLETED);
  else
    trs_call_end (call, strcmp (reason, "busy") == 0 ? TRS_CALL_BUSY : TRS_CALL_NO_ANSWER);
}

static void
ended_cb (TrsTwimlRun *run, gpointer user_data)
{
  g_autoptr(TrsScript) self = trs_script_ref (user_data);

  trs_script_come_to_end (self, FALSE);
}

/* @code is the service's, or 0 where it has none. */
void
trs_script_note_problem (TrsScript *self, guint code, const char *message)
{
  if (code != 0)
    trs_call_note (self->call, "problem %u: %s", code, message);
  else
    trs_call_note (self->call, "problem: %s", message);
}

static void
problem_cb (TrsTwimlRun *run,
            const TrsTwimlElement *verb,
            guint code,
            const char *message,
            gpointer user_data)
{
  TrsScript *self = user_data;

  if (self->call != NULL)
    trs_script_note_problem (self, code, message);
}


const TrsTwimlHost trs_script_twiml_host = {
  TRS_SCRIPT_VOICE,
  .request = request_cb,
  .hang_up = hang_up_cb,
  .reject = reject_cb,
  .leave = trs_script_leave,
  .ended = ended_cb,
  .problem = problem_cb,
};

/*
 * trs_script_dup_url:
 * @self: a script
 * @url: (nullable): as its document has it
 *
 * Returns: (nullable): the same, whole: a relative one goes by the document's own address
 */
char *
trs_script_dup_url (TrsScript *self, const char *url)
{
  g_autofree char *full = NULL;

  if (url == NULL || *url == '\0')
    return NULL;
  full = trs_web_resolve (self->program != NULL ? self->program->url : NULL, url);
  if (full == NULL && self->call != NULL)
    trs_call_note (self->call, "problem: %s is no address, and there is none that it goes by", url);
  return g_steal_pointer (&full);
}
