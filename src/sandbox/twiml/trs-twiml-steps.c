/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-twiml-run-private.h"

/* A loop of 0 goes on until the caller hangs up; a host that takes no time must come to an end. */
#define MAX_LOOP 1000

/* The run's last word: its host goes on elsewhere. */
void
trs_twiml_run_request (TrsTwimlRun *self,
                       const char *url,
                       const char *method,
                       JsonObject *parameters)
{
  self->state = TRS_TWIML_RUN_OVER;
  self->host.request (self, url != NULL ? url : "", method, parameters, self->user_data);
}

static void
play (TrsTwimlRun *self, const TrsTwimlElement *element)
{
  self->state = TRS_TWIML_RUN_PLAYING;
  self->rounds--;
  if (self->rounds <= 0)
    self->playing = NULL;

  switch (trs_twiml_element_get_kind (element))
    {
    case TRS_TWIML_SAY:
      self->host.say (self, element, self->user_data);
      break;
    case TRS_TWIML_PLAY:
      self->host.play (self, element, self->user_data);
      break;
    default:
      self->host.pause (self, trs_twiml_element_get_int (element, "length"), self->user_data);
      break;
    }
}

static void
begin_playing (TrsTwimlRun *self, const TrsTwimlElement *element)
{
  int loop = 1;

  if (trs_twiml_element_get_kind (element) != TRS_TWIML_PAUSE)
    loop = trs_twiml_element_get_int (element, "loop");
  self->playing = element;
  self->rounds = loop == 0 ? MAX_LOOP : loop;
  play (self, element);
}

static void
begin_gather (TrsTwimlRun *self)
{
  self->gather = self->verb;
  self->prompt = 0;
  self->playing = NULL;
  g_string_truncate (self->digits, 0);
  self->is_to_go = TRUE;
  if (self->host.gather != NULL)
    self->host.gather (self, self->verb, self->user_data);
}

static void
go_on_gathering (TrsTwimlRun *self)
{
  GPtrArray *prompts = trs_twiml_element_get_children (self->gather);

  if (self->playing != NULL)
    play (self, self->playing);
  else if (self->prompt < prompts->len)
    begin_playing (self, g_ptr_array_index (prompts, self->prompt++));
  else
    {
      self->state = TRS_TWIML_RUN_LISTENING;
      self->host.listen (self, trs_twiml_element_get_int (self->gather, "timeout"),
                         self->user_data);
    }
}

/* The Gather's end: to its action with what came in, or to the next verb without. */
void
trs_twiml_run_end_gather (TrsTwimlRun *self, const char *digits, const char *speech)
{
  const TrsTwimlElement *gather = self->gather;
  gboolean is_empty = (digits == NULL || *digits == '\0') && speech == NULL;
  g_autoptr(JsonObject) parameters = NULL;

  self->gather = NULL;
  self->playing = NULL;
  self->state = TRS_TWIML_RUN_READY;
  if (is_empty && !trs_twiml_element_get_bool (gather, "actionOnEmptyResult"))
    return;

  parameters = json_object_new ();
  if (speech != NULL)
    {
      json_object_set_string_member (parameters, "SpeechResult", speech);
      json_object_set_string_member (parameters, "Confidence", "0.9");
    }
  else
    json_object_set_string_member (parameters, "Digits", digits != NULL ? digits : "");
  trs_twiml_run_request (self, trs_twiml_element_get_string (gather, "action"),
           trs_twiml_element_get_string (gather, "method"), parameters);
}

/* The caller's call goes on after Enqueue, Dial or Record: at the action if there is one. */
void
trs_twiml_run_go_to_action (TrsTwimlRun *self, JsonObject *parameters)
{
  const char *action = trs_twiml_element_get_string (self->verb, "action");

  self->state = TRS_TWIML_RUN_READY;
  if (action != NULL)
    trs_twiml_run_request (self, action, trs_twiml_element_get_string (self->verb, "method"),
                           parameters);
}

/* A verb that cannot be carried out is over at once, with a result that says so. */
static void
skip_verb (TrsTwimlRun *self,
           guint code,
           const char *message,
           const char *result,
           const char *value)
{
  g_autoptr(JsonObject) parameters = json_object_new ();

  if (self->host.problem != NULL)
    self->host.problem (self, self->verb, code, message, self->user_data);
  if (self->state == TRS_TWIML_RUN_OVER) /* the host has stopped us */
    return;

  json_object_set_string_member (parameters, result, value);
  self->is_to_go = TRUE;
  trs_twiml_run_go_to_action (self, parameters);
}

static void
begin_enqueue (TrsTwimlRun *self)
{
  guint code;
  const char *problem = trs_twiml_element_get_problem (self->verb, &code);

  if (problem != NULL)
    {
      skip_verb (self, code, problem, "QueueResult", "system-error");
      return;
    }
  self->state = TRS_TWIML_RUN_ENQUEUED;
  self->host.enqueue (self, self->verb, self->user_data);
}

static void
begin_dial (TrsTwimlRun *self)
{
  guint code;
  const char *problem = trs_twiml_element_get_problem (self->verb, &code);

  if (trs_twiml_element_get_children (self->verb)->len == 0 &&
      *trs_twiml_element_get_text (self->verb) == '\0')
    {
      code = TRS_TWIML_WARNING_SCHEMA;
      problem = "<Dial> names nobody to dial.";
    }
  if (problem != NULL)
    {
      skip_verb (self, code, problem, "DialCallStatus", "failed");
      return;
    }
  self->state = TRS_TWIML_RUN_DIALING;
  self->host.dial (self, self->verb, self->user_data);
}

static void
begin_verb (TrsTwimlRun *self)
{
  g_autoptr(JsonObject) nothing = json_object_new ();

  switch (trs_twiml_element_get_kind (self->verb))
    {
    case TRS_TWIML_SAY:
    case TRS_TWIML_PLAY:
    case TRS_TWIML_PAUSE:
      begin_playing (self, self->verb);
      break;
    case TRS_TWIML_GATHER:
      begin_gather (self);
      break;
    case TRS_TWIML_ENQUEUE:
      begin_enqueue (self);
      break;
    case TRS_TWIML_DIAL:
      begin_dial (self);
      break;
    case TRS_TWIML_RECORD:
      self->state = TRS_TWIML_RUN_RECORDING;
      self->key = 0;
      self->host.record (self, self->verb, self->user_data);
      break;
    case TRS_TWIML_REDIRECT:
      trs_twiml_run_request (self, trs_twiml_element_get_text (self->verb),
               trs_twiml_element_get_string (self->verb, "method"), nothing);
      break;
    case TRS_TWIML_HANGUP:
      self->state = TRS_TWIML_RUN_OVER;
      self->host.hang_up (self, self->user_data);
      break;
    case TRS_TWIML_LEAVE:
      self->state = TRS_TWIML_RUN_OVER;
      self->host.leave (self, self->user_data);
      break;
    case TRS_TWIML_REJECT:
      self->state = TRS_TWIML_RUN_OVER;
      self->host.reject (self, trs_twiml_element_get_string (self->verb, "reason"),
                         self->user_data);
      break;
    default:
      g_assert_not_reached (); /* the parser lets nothing else into a Response */
    }
}

static void
take_step (TrsTwimlRun *self)
{
  GPtrArray *verbs = trs_twiml_element_get_children (trs_twiml_get_response (self->document));

  if (self->gather != NULL)
    go_on_gathering (self);
  else if (self->playing != NULL)
    play (self, self->playing);
  else if (self->next < verbs->len)
    {
      self->verb = g_ptr_array_index (verbs, self->next++);
      begin_verb (self);
    }
  else
    {
      self->state = TRS_TWIML_RUN_OVER;
      self->verb = NULL;
      self->host.ended (self, self->user_data);
    }
}

/* Asks for one thing after another until one takes time. A host that answers at once comes back
 * here from within: it is told to wait for the turn of this loop, so the stack stays flat. */
void
trs_twiml_run_go_on (TrsTwimlRun *self)
{
  if (self->is_going)
    {
      self->is_to_go = TRUE;
      return;
    }

  self->is_going = TRUE;
  do
    {
      self->is_to_go = FALSE;
      if (self->state == TRS_TWIML_RUN_READY)
        take_step (self);
    }
  while (self->is_to_go);
  self->is_going = FALSE;
}
