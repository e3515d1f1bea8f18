/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-call-private.h"
#include "trs-conference-private.h"
#include "trs-dial-private.h"
#include "trs-engine-private.h"
#include "trs-instruction-private.h"
#include "trs-reservation-private.h"

/* Whom the nouns of a Dial mean. */

#define CODE_NO_RESERVATION 14217

/* "(650) 555-0100" is a number, too. */
static char *
dup_number (const char *text)
{
  GString *number = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (strchr (" ()-.\t\r\n", *c) == NULL)
        g_string_append_c (number, *c);
    }
  return g_string_free (number, FALSE);
}

static char *
dup_address (const TrsTwimlElement *noun)
{
  const TrsTwimlElement *identity;
  const char *text = trs_twiml_element_get_text (noun);

  switch (trs_twiml_element_get_kind (noun))
    {
    case TRS_TWIML_CLIENT:
      identity = trs_twiml_element_get_child (noun, TRS_TWIML_IDENTITY);
      return g_strconcat ("client:",
                          identity != NULL ? trs_twiml_element_get_text (identity) : text, NULL);
    case TRS_TWIML_SIP:
      return g_str_has_prefix (text, "sip:") || g_str_has_prefix (text, "sips:")
               ? g_strdup (text)
               : g_strconcat ("sip:", text, NULL);
    default:
      return dup_number (text);
    }
}

/* Rings one noun; @noun is the verb itself where that has the number as its text. */
static void
ring (TrsScript *script, const TrsTwimlElement *verb, const TrsTwimlElement *noun)
{
  TrsCall *call = script->call;
  g_autofree char *address = dup_address (noun);
  const char *caller = trs_twiml_element_get_string (verb, "callerId");
  TrsCall *leg =
    trs_call_new (call->account, caller != NULL ? caller : call->from, address, "outbound-dial");

  g_strlcpy (leg->parent_call_sid, call->base.sid, sizeof leg->parent_call_sid);
  leg->hops = call->hops;
  leg->dialer = call;
  g_ptr_array_add (script->dial->legs, leg);
  if (noun != verb)
    {
      const char *url = trs_twiml_element_get_string (noun, "url");
      g_autofree char *status_callback = trs_script_dup_url (
        script, trs_twiml_element_get_string (noun, "statusCallback"));

      trs_voice_callback_set (
        &leg->callback,
        &(TrsCallback) { status_callback,
                         trs_twiml_element_get_string (noun, "statusCallbackMethod"),
                         trs_twiml_element_get_string (noun, "statusCallbackEvent") },
        trs_call_callback_words, "completed");
      if (url != NULL)
        {
          g_autofree char *full =
            trs_web_resolve (script->program != NULL ? script->program->url : NULL, url);

          leg->program = trs_voice_program_copy (&(TrsVoiceProgram) {
            .url = full, .method = (char *) trs_twiml_element_get_string (noun, "method") });
        }
    }
  trs_call_note (call, "dialled %s", address);
  trs_call_tell (leg);
  trs_call_dial (leg, trs_twiml_element_get_int (verb, "timeout"));
}

/* Meets the member at the front of @queue; FALSE when there is none. */
static gboolean
take_member (TrsScript *script, TrsVoiceQueue *queue)
{
  TrsCall *member = queue->members->len > 0
                      ? ((TrsQueueMember *) g_ptr_array_index (queue->members, 0))->call
                      : NULL;

  if (member == NULL)
    return FALSE;
  trs_call_leave_queue (member);
  trs_dial_bridge (script, member);
  return TRUE;
}

/* Somebody has come into the queue: those who wait for one are served in turn. */
void
trs_dial_serve_queue (TrsVoiceQueue *queue)
{
  while (queue->dialers->len > 0 && queue->members->len > 0)
    {
      TrsScript *script = g_ptr_array_index (queue->dialers, 0);

      g_ptr_array_remove_index (queue->dialers, 0);
      script->dial->queue = NULL;
      take_member (script, queue);
    }
}

/* For the reservation that @noun names: accepts it, and meets its caller. */
static void
dial_reservation (TrsScript *script, const TrsTwimlElement *noun)
{
  TrsCall *call = script->call;
  TrsReservation *reservation =
    trs_engine_lookup (script->account->engine, TRS_RESOURCE_RESERVATION,
                       trs_twiml_element_get_string (noun, "reservationSid"));
  TrsCall *caller = NULL;

  if (reservation != NULL && reservation->status == TRS_RESERVATION_PENDING &&
      reservation->task->workspace->account == script->account && call->reservation == NULL)
    caller = trs_task_find_call (reservation->task);
  if (caller == NULL || caller->queue_member == NULL)
    {
      trs_call_note (call, "problem %d: the reservation is not there, or decided",
                     CODE_NO_RESERVATION);
      script->dial->status = TRS_CALL_FAILED;
      trs_dial_finish (script);
      return;
    }

  trs_instruction_abort (reservation);
  trs_instruction_take_dequeue (reservation, call,
                                trs_twiml_element_get_string (noun, "postWorkActivitySid"));
  trs_call_leave_queue (caller);
  trs_dial_bridge (script, caller);
  trs_reservation_accept_now (reservation);
}

static void
dial_queue (TrsScript *script, const TrsTwimlElement *verb, const TrsTwimlElement *noun)
{
  const char *name = trs_twiml_element_get_text (noun);
  TrsVoiceQueue *queue;

  if (trs_twiml_element_get_string (noun, "reservationSid") != NULL)
    {
      dial_reservation (script, noun);
      return;
    }
  queue = trs_account_get_voice_queue_by_name (script->account, name);
  if (queue == NULL)
    {
      trs_call_note (script->call, "problem: there is no queue named %s", name);
      script->dial->status = TRS_CALL_FAILED;
      trs_dial_finish (script);
    }
  else if (!take_member (script, queue))
    {
      script->dial->queue = queue;
      g_ptr_array_add (queue->dialers, script);
      script->dial->timer = trs_engine_add_timer (
        script->account->engine, trs_twiml_element_get_int (verb, "timeout"), trs_dial_timer_cb, script);
    }
}

static void
dial_conference (TrsScript *script, const TrsTwimlElement *verb, const TrsTwimlElement *noun)
{
  TrsDial *self = script->dial;
  TrsCall *call = script->call;

  if (call->status != TRS_CALL_IN_PROGRESS)
    trs_call_answer_now (call);
  self->is_conference = TRUE;
  if (!trs_call_join_by_noun (call, noun))
    {
      self->is_conference = FALSE;
      self->status = TRS_CALL_FAILED;
      trs_dial_finish (script);
      return;
    }
  if (script->dial == self)
    self->timer = trs_engine_add_timer (script->account->engine,
                                        trs_twiml_element_get_int (verb, "timeLimit"), trs_dial_timer_cb,
                                        script);
}

/* A Conference or a Queue is dialled alone: the service takes neither beside phones. */
static gboolean
is_phone (TrsScript *script, const TrsTwimlElement *noun)
{
  TrsTwimlKind kind = trs_twiml_element_get_kind (noun);

  if (kind != TRS_TWIML_CONFERENCE && kind != TRS_TWIML_QUEUE)
    return TRUE;
  trs_call_note (script->call, "problem: a %s beside phones is not dialled",
                 kind == TRS_TWIML_CONFERENCE ? "Conference" : "Queue");
  return FALSE;
}

/* With sequential, when whoever rang last was not reached. Returns whether there is one. */
gboolean
trs_dial_ring_next (TrsScript *script)
{
  const TrsTwimlElement *verb =
    script->asking != NULL ? trs_twiml_run_get_verb (script->asking) : NULL;
  GPtrArray *nouns = verb != NULL ? trs_twiml_element_get_children (verb) : NULL;

  if (nouns == NULL || !trs_twiml_element_get_bool (verb, "sequential") ||
      script->dial->n_rung >= nouns->len)
    return FALSE;
  while (script->dial->n_rung < nouns->len)
    {
      const TrsTwimlElement *noun = g_ptr_array_index (nouns, script->dial->n_rung++);

      if (!is_phone (script, noun))
        continue;
      ring (script, verb, noun);
      return TRUE;
    }
  return FALSE;
}

void
trs_script_dial (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsScript *script = user_data;
  GPtrArray *nouns = trs_twiml_element_get_children (verb);
  const TrsTwimlElement *first = nouns->len > 0 ? g_ptr_array_index (nouns, 0) : verb;

  if (script->role != TRS_SCRIPT_MAIN || script->call->participant != NULL)
    {
      trs_call_note (script->call, "problem: who waits cannot dial");
      trs_twiml_run_dialed (run, "failed", NULL);
      return;
    }
  trs_script_set_asking (script, run);
  script->dial = g_new0 (TrsDial, 1);
  script->dial->script = script;
  script->dial->legs = g_ptr_array_new ();
  script->dial->status = TRS_CALL_NO_ANSWER;
  if (trs_twiml_element_get_kind (first) == TRS_TWIML_CONFERENCE)
    dial_conference (script, verb, first);
  else if (trs_twiml_element_get_kind (first) == TRS_TWIML_QUEUE)
    dial_queue (script, verb, first);
  else if (nouns->len == 0)
    ring (script, verb, verb);
  else if (!trs_dial_ring_next (script))
    for (guint i = 0; i < nouns->len; i++)
      if (is_phone (script, g_ptr_array_index (nouns, i)))
        ring (script, verb, g_ptr_array_index (nouns, i));
}
