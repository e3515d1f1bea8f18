/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-call.h"

#include <string.h>

#include "trs-call-private.h"
#include "trs-conference-private.h"
#include "trs-engine-private.h"
#include "trs-instruction-private.h"
#include "trs-phone-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-script.h"

#define DEFAULT_TIMEOUT 60

/* How long the network takes to say that a call cannot be put through, in seconds. */
#define REFUSAL_SECONDS 1

/* How many of our own numbers may lead from one to the next, before somebody goes round in
 * circles. */
#define MAX_HOPS 8

static void
time_limit_cb (gpointer user_data)
{
  TrsCall *self = user_data;
  TrsEngine *engine = self->account->engine;

  self->timer = 0;
  trs_call_note (self, "has lasted as long as it may");
  trs_call_end (self, TRS_CALL_COMPLETED);
  trs_router_run (engine);
}

/* From now on; for a call that is not answered, from then on. */
void
trs_call_set_time_limit (TrsCall *self, int seconds)
{
  self->time_limit = seconds;
  if (self->status != TRS_CALL_IN_PROGRESS)
    return;
  trs_engine_clear_timer (self->account->engine, &self->timer);
  self->timer = trs_engine_add_timer (self->account->engine, seconds, time_limit_cb, self);
}

/* What the call was made for begins. */
void
trs_call_begin (TrsCall *self)
{
  TrsReservation *reservation = self->reservation;

  if (self->participant != NULL)
    trs_participant_connected (self->participant);
  else if (reservation != NULL)
    trs_instruction_answered (reservation);
  else if (self->dialer != NULL)
    trs_dial_answered (self);
  else if (self->program != NULL)
    {
      g_autoptr(TrsVoiceProgram) program = g_steal_pointer (&self->program);

      trs_call_run (self, program);
    }
}

/* The other end of the line is one of our own calls: it hears what we press. */
static void
press_digits (TrsCall *self)
{
  g_autofree char *digits = g_steal_pointer (&self->send_digits);

  if (digits == NULL)
    return;
  trs_call_note (self, "sent the digits %s", digits);
  if (self->far_end == NULL)
    return;
  g_string_append (self->far_end->typed, digits);
  trs_call_read (self->far_end);
}

/* Picked up: what it was for begins. */
void
trs_call_answer_now (TrsCall *self)
{
  G_GNUC_UNUSED g_autoptr(TrsResource) held = trs_resource_ref (self);
  TrsEngine *engine = self->account->engine;

  trs_engine_clear_timer (engine, &self->timer);
  self->start_time = trs_engine_now (engine);
  if (self->time_limit > 0)
    self->timer = trs_engine_add_timer (engine, self->time_limit, time_limit_cb, self);
  trs_call_note (self, "answered");
  trs_call_set_status (self, TRS_CALL_IN_PROGRESS);
  if (self->recording_options != NULL)
    trs_call_begin_recording (self, "OutboundAPI", self->recording_options);
  if (strcmp (self->direction, "inbound") != 0)
    {
      press_digits (self);
      if (self->status == TRS_CALL_IN_PROGRESS && !trs_call_detect (self))
        trs_call_begin (self);
    }
  else if (self->far_end != NULL && self->far_end->status == TRS_CALL_RINGING)
    trs_call_answer_now (self->far_end);
}

static void
ringing_timer_cb (gpointer user_data)
{
  TrsCall *self = user_data;
  TrsEngine *engine = self->account->engine;
  TrsPhone *phone = self->phone;

  self->timer = 0;
  if (self->status == TRS_CALL_QUEUED)
    trs_call_end (self, trs_address_is_valid (self->to) ? TRS_CALL_BUSY : TRS_CALL_FAILED);
  else if (phone != NULL && trs_phone_answers (phone) &&
           tr_clock_get_monotonic_time (engine->clock) < self->ring_deadline)
    trs_call_answer_now (self);
  else
    trs_call_end (self, TRS_CALL_NO_ANSWER);
  trs_router_run (engine);
}

/* What comes of the ringing, as the phone behaves now. */
void
trs_call_arm_ringing (TrsCall *self)
{
  TrClock *clock = self->account->engine->clock;
  gint64 left = self->ring_deadline - tr_clock_get_monotonic_time (clock);
  gint64 after = (gint64) self->phone->after_seconds * G_USEC_PER_SEC;

  tr_clock_clear (clock, &self->timer);
  if (trs_phone_answers (self->phone) && after < left)
    left = after;
  self->timer = tr_clock_add (clock, left, ringing_timer_cb, self);
}

/* The number at the other end is one of ours, and does what it is told to. */
static void
reach_number (TrsCall *self, TrsNumber *number)
{
  TrsEngine *engine = self->account->engine;
  TrsCall *inbound = trs_call_new (number->account, self->from, self->to, "inbound");

  g_strlcpy (inbound->phone_number_sid, number->base.sid, sizeof inbound->phone_number_sid);
  inbound->hops = self->hops + 1;
  inbound->far_end = self;
  self->far_end = inbound;
  self->timer = tr_clock_add (engine->clock,
                              self->ring_deadline - tr_clock_get_monotonic_time (engine->clock),
                              ringing_timer_cb, self);
  trs_call_arrive (inbound, number);
}

static void
begin_ringing (TrsCall *self)
{
  trs_call_note (self, "rang");
  trs_call_set_status (self, TRS_CALL_RINGING);
}

static void
reach_number_cb (gpointer user_data)
{
  TrsCall *self = user_data;
  TrsEngine *engine = self->account->engine;
  TrsNumber *number = trs_engine_get_number_by_number (engine, self->to);

  self->timer = 0;
  if (number != NULL)
    {
      begin_ringing (self);
      reach_number (self, number);
    }
  else
    trs_call_end (self, TRS_CALL_FAILED);
  trs_router_run (engine);
}

/* Rings whatever is at the other end. The outcome comes with the clock, never before this
 * returns. */
void
trs_call_dial (TrsCall *self, int timeout)
{
  TrsEngine *engine = self->account->engine;
  gboolean is_valid = trs_address_is_valid (self->to);
  gboolean is_ours = trs_engine_get_number_by_number (engine, self->to) != NULL;
  TrsPhone *phone = is_valid && !is_ours ? trs_engine_ensure_phone (engine, self->to) : NULL;

  if (timeout <= 0)
    timeout = DEFAULT_TIMEOUT;
  self->ring_deadline =
      tr_clock_get_monotonic_time (engine->clock) + (gint64) timeout * G_USEC_PER_SEC;
  trs_call_note (self, "dialled %s", self->to);
  if (is_ours && self->hops < MAX_HOPS)
    {
      self->timer = trs_engine_add_timer (engine, 0, reach_number_cb, self);
      return;
    }
  if (phone == NULL || phone->call != NULL || phone->behavior == TRS_PHONE_BUSY)
    {
      self->timer = trs_engine_add_timer (engine, REFUSAL_SECONDS, ringing_timer_cb, self);
      return;
    }

  self->phone = phone;
  phone->call = self;
  begin_ringing (self);
  trs_call_arm_ringing (self);
}

/* A new call that came in by @number does what that is set to. */
void
trs_call_arrive (TrsCall *self, TrsNumber *number)
{
  const TrsVoiceProgram *program = &number->program;

  trs_voice_callback_set (&self->callback,
                          &(TrsCallback) { number->status_callback,
                                           number->status_callback_method, NULL },
                          trs_call_callback_words, "completed");
  trs_call_note (self, "called %s", number->phone_number);
  trs_phone_take_caller (self);
  trs_call_set_status (self, TRS_CALL_RINGING);
  if (trs_voice_program_is_empty (program))
    {
      trs_call_note (self, "said: The number is not in use.");
      trs_call_end (self, TRS_CALL_NO_ANSWER);
      return;
    }
  trs_call_run (self, program);
}
