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

static void
drop_run (TrsScript *self)
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
  drop_run (self);
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
  drop_run (self);
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
  drop_run (self);
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

static void
come_to_end (TrsScript *self, gboolean failed)
{
  TrsCall *call = self->call;

  drop_run (self);
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
fail (TrsScript *self, guint code, const char *message)
{
  trs_call_note (self->call, "problem %u: %s", code, message);
  if (self->role == TRS_SCRIPT_MAIN)
    trs_call_note (self->call, "said: We are sorry, an application error has occurred. Goodbye.");
  come_to_end (self, TRUE);
}

static void
note_warnings (TrsScript *self, TrsTwiml *document)
{
  GPtrArray *warnings = trs_twiml_get_warnings (document);

  for (guint i = 0; i < warnings->len; i++)
    {
      const TrsTwimlWarning *warning = g_ptr_array_index (warnings, i);

      trs_call_note (self->call, "problem %u: %s", warning->code, warning->message);
    }
}

/* Whether the caller's phone goes on ringing: TwiML that rejects, or waits for who is dialled. */
static gboolean
leaves_ringing (TrsTwiml *document)
{
  GPtrArray *verbs = trs_twiml_element_get_children (trs_twiml_get_response (document));
  const TrsTwimlElement *first = verbs->len > 0 ? g_ptr_array_index (verbs, 0) : NULL;

  if (first == NULL)
    return FALSE;
  return trs_twiml_element_get_kind (first) == TRS_TWIML_REJECT ||
         (trs_twiml_element_get_kind (first) == TRS_TWIML_DIAL &&
          trs_twiml_element_get_bool (first, "answerOnBridge"));
}

static void
run_text (TrsScript *self, const char *text)
{
  g_autoptr(TrsScript) held = trs_script_ref (self);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsTwiml) document = trs_twiml_parse (text, -1, &error);
  g_autoptr(TrsTwimlRun) run = NULL;

  drop_run (self);
  if (document == NULL)
    {
      fail (self, (guint) error->code, error->message);
      return;
    }
  note_warnings (self, document);
  if (self->role == TRS_SCRIPT_MAIN && self->call->status != TRS_CALL_IN_PROGRESS &&
      !leaves_ringing (document))
    trs_call_answer_now (self->call);
  if (self->call == NULL)
    return;
  run = trs_twiml_run_new (document, &trs_script_twiml_host, self);
  self->run = trs_twiml_run_ref (run);
  trs_twiml_run_start (run);
}

static void run_flow (TrsScript *self, TrsFlow *flow);
static void answered_cb (const TrsWebAnswer *answer, gpointer user_data);

/* Asks for the document of the program, with what a verb has to tell. */
static void
ask (TrsScript *self, JsonObject *more)
{
  const char *url = self->is_fallback ? self->program->fallback_url : self->program->url;
  const char *method = self->is_fallback ? self->program->fallback_method : self->program->method;
  TrsQueueMember *member = self->role == TRS_SCRIPT_QUEUE ? self->call->queue_member : NULL;
  g_autoptr(JsonObject) place = member != NULL ? trs_queue_member_make_parameters (member) : NULL;
  g_autoptr(JsonObject) parameters =
    trs_call_make_parameters (self->call, place != NULL ? place : more);

  self->request = trs_web_send (self->account->engine,
                                &(TrsWebRequest) { .account = self->account,
                                                   .method = method != NULL ? method : "POST",
                                                   .url = url,
                                                   .parameters = parameters,
                                                   .is_signed = TRUE },
                                answered_cb, self);
}

/* Another address is asked, if there is one, and told why. */
static gboolean
fall_back (TrsScript *self, guint code)
{
  g_autoptr(JsonObject) more = NULL;

  if (self->is_fallback || self->program->fallback_url == NULL)
    return FALSE;

  more = json_object_new ();
  json_object_set_string_member (more, "ErrorUrl", self->program->url);
  trs_json_set_format (more, "ErrorCode", "%u", code);
  self->is_fallback = TRUE;
  ask (self, more);
  return TRUE;
}

static void
answered_cb (const TrsWebAnswer *answer, gpointer user_data)
{
  g_autoptr(TrsScript) self = trs_script_ref (user_data);
  guint code = answer->status == 0 ? answer->code : 11200;
  g_autofree char *plain = NULL;

  self->request = 0;
  if (self->call == NULL)
    return;
  if (answer->status >= 200 && answer->status < 300)
    {
      /* Plain text is spoken, as with the service; no content is nothing to do. */
      if (answer->body == NULL || *answer->body == '\0')
        plain = g_strdup ("<Response/>");
      else if (g_strcmp0 (answer->content_type, "text/plain") == 0)
        plain = g_markup_printf_escaped ("<Response><Say>%s</Say></Response>", answer->body);
      run_text (self, plain != NULL ? plain : answer->body);
    }
  else if (!fall_back (self, code))
    fail (self, code, answer->status == 0 ? "nobody answered" : "the answer is an error");
}

/*
 * trs_script_go_to:
 * @self: a script with a call
 * @url: relative to where the document came from; "" is that
 * @method: (nullable): "GET" or "POST"
 * @parameters: (nullable): of strings, to be told besides the call's own
 *
 * Goes on with the document that is there, or the flow that answers there.
 */
void
trs_script_go_to (TrsScript *self, const char *url, const char *method, JsonObject *parameters)
{
  g_autofree char *full =
    trs_web_resolve (self->program != NULL ? self->program->url : NULL, url);
  g_autofree char *own_method = g_strdup (method); /* it may be the program's */
  TrsFlow *flow;

  if (full == NULL)
    {
      fail (self, 11100, "a document without an address names none to go on with");
      return;
    }

  flow = trs_account_find_flow_of_url (self->account, full);
  if (flow != NULL && self->role == TRS_SCRIPT_MAIN)
    {
      run_flow (self, flow);
      return;
    }
  if (self->program == NULL)
    self->program = g_new0 (TrsVoiceProgram, 1);
  g_free (self->program->url);
  self->program->url = g_steal_pointer (&full);
  g_free (self->program->method);
  self->program->method = g_steal_pointer (&own_method);
  self->is_fallback = FALSE;
  ask (self, parameters);
}

static void
run_flow (TrsScript *self, TrsFlow *flow)
{
  g_autoptr(TrsScript) held = trs_script_ref (self);
  TrsCall *call = self->call;
  g_autoptr(JsonObject) parameters = trs_call_make_parameters (call, NULL);
  TrsExecution *execution;

  if (trs_flow_get_published (flow) == NULL)
    {
      fail (self, 11200, "the flow was never published");
      return;
    }
  execution = trs_execution_new (flow, call->from, call, self);
  if (call->status != TRS_CALL_IN_PROGRESS)
    trs_call_answer_now (call);
  if (self->call != NULL)
    trs_flow_run_start_call (execution->run, parameters);
}

/*
 * trs_script_run_program:
 * @self: a new script with a call
 * @program: what to run; not empty
 */
void
trs_script_run_program (TrsScript *self, const TrsVoiceProgram *program)
{
  g_clear_pointer (&self->program, trs_voice_program_free);
  self->program = trs_voice_program_copy (program);
  if (self->program->text != NULL)
    run_text (self, self->program->text);
  else
    trs_script_go_to (self, "", self->program->method, NULL);
}

static void
request_cb (TrsTwimlRun *run,
            const char *url,
            const char *method,
            JsonObject *parameters,
            gpointer user_data)
{
  TrsScript *self = user_data;

  drop_run (self);
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

  come_to_end (self, FALSE);
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
    trs_call_note (self->call, "problem %u: %s", code, message);
}

#define VOICE \
  .say = trs_script_say, .play = trs_script_play, .pause = trs_script_pause, \
  .gather = trs_script_gather, .listen = trs_script_listen, .interrupt = trs_script_interrupt, \
  .enqueue = trs_script_enqueue, .dial = trs_script_dial, .record = trs_script_record, \
  .stop_recording = trs_script_stop_recording

const TrsTwimlHost trs_script_twiml_host = {
  VOICE,
  .request = request_cb,
  .hang_up = hang_up_cb,
  .reject = reject_cb,
  .leave = trs_script_leave,
  .ended = ended_cb,
  .problem = problem_cb,
};

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
  .voice = { VOICE },
  .request = flow_request_cb,
  .now = flow_now_cb,
  .new_sid = flow_new_sid_cb,
  .step = flow_step_cb,
  .problem = flow_problem_cb,
  .ended = flow_ended_cb,
};
