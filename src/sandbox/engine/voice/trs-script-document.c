/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "flow/trs-execution-private.h"
#include "flow/trs-flow-private.h"
#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-script.h"

/* Where a script's documents come from. */

/* More documents than this at one moment of the clock, and nobody ever gets to hear anything. */
#define MAX_DOCUMENTS 50

static void
fail (TrsScript *self, guint code, const char *message)
{
  trs_script_note_problem (self, code, message);
  if (self->role == TRS_SCRIPT_MAIN)
    trs_call_note (self->call, "said: We are sorry, an application error has occurred. Goodbye.");
  trs_script_come_to_end (self, TRUE);
}

static void
note_warnings (TrsScript *self, TrsTwiml *document)
{
  GPtrArray *warnings = trs_twiml_get_warnings (document);

  for (guint i = 0; i < warnings->len; i++)
    {
      const TrsTwimlWarning *warning = g_ptr_array_index (warnings, i);

      if (warning->code != TRS_TWIML_WARNING_ATTRIBUTES) /* the verb itself says so, in its turn */
        trs_script_note_problem (self, warning->code, warning->message);
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

  trs_script_drop_run (self);
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

/* A document may lead to itself. */
static gboolean
goes_round (TrsScript *self)
{
  gint64 now = trs_engine_now (self->account->engine);

  if (now != self->asked_at)
    self->n_asked = 0;
  self->asked_at = now;
  return ++self->n_asked > MAX_DOCUMENTS;
}

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
                                                   .cookies = self->call->cookies,
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
  if (answer->status != 0)
    {
      g_free (self->call->cookies);
      self->call->cookies = g_strdup (answer->cookies);
    }
  if (answer->status >= 200 && answer->status < 300)
    {
      /* A sound is played and plain text is spoken, as with the service; no content is nothing to
       * do. */
      if (answer->content_type != NULL && g_str_has_prefix (answer->content_type, "audio/"))
        plain = g_markup_printf_escaped ("<Response><Play>%s</Play></Response>",
                                         self->is_fallback ? self->program->fallback_url
                                                           : self->program->url);
      else if (answer->body == NULL || *answer->body == '\0')
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

  if (goes_round (self))
    {
      fail (self, 11215, "one document leads to another without end");
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
