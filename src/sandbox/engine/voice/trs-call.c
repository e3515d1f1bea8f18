/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-call.h"

#include <string.h>

#include "trs-call-private.h"
#include "trs-conference-private.h"
#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-instruction-private.h"
#include "trs-phone-private.h"
#include "trs-reservation-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-task-private.h"

/* How many calls an account keeps; ended ones beyond it are forgotten, oldest first. */
#define MAX_CALLS 20000

#define DEFAULT_TIMEOUT 60

/* How long the network takes to say that a call cannot be put through, in seconds. */
#define REFUSAL_SECONDS 1

static void
transcript_line_free (gpointer data)
{
  TrsTranscriptLine *line = data;

  g_free (line->words);
  g_free (line);
}

static void
trs_call_finalize (gpointer data)
{
  TrsCall *self = data;

  trs_engine_clear_timer (self->account->engine, &self->timer);
  if (self->phone != NULL && self->phone->call == self)
    self->phone->call = NULL;
  if (self->task != NULL)
    self->task->call = NULL;
  if (self->reservation != NULL && self->reservation->instruction != NULL)
    self->reservation->instruction->call = NULL;
  g_ptr_array_unref (self->transcript);
  g_string_free (self->typed, TRUE);
  g_free (self->from);
  g_free (self->to);
}

/* @direction is a literal. */
TrsCall *
trs_call_new (TrsAccount *account, const char *from, const char *to, const char *direction)
{
  TrsCall *self = trs_resource_new (account->engine, TRS_RESOURCE_CALL, sizeof *self,
                                    trs_call_finalize, "CA", NULL);

  self->account = account;
  self->from = g_strdup (from);
  self->to = g_strdup (to);
  self->direction = direction;
  self->transcript = g_ptr_array_new_with_free_func (transcript_line_free);
  self->typed = g_string_new (NULL);
  g_ptr_array_add (account->calls, self);
  return self;
}

/* Adds a line to the transcript, with the time. */
void
trs_call_note (TrsCall *self, const char *format, ...)
{
  TrsTranscriptLine *line = g_new0 (TrsTranscriptLine, 1);
  va_list args;

  va_start (args, format);
  line->words = g_strdup_vprintf (format, args);
  va_end (args);
  line->time = trs_engine_now (self->account->engine);
  g_ptr_array_add (self->transcript, line);
}

/* The words of events about calls, in the order of TrsCallStatus. */
static const char *const event_types[] = { "call.queued",      "call.ringing",   "call.in-progress",
                                           "call.completed",   "call.busy",      "call.failed",
                                           "call.no-answer",   "call.canceled" };

static void
trs_call_set_status (TrsCall *self, TrsCallStatus status)
{
  self->status = status;
  trs_resource_touch (self->account->engine, self);
  trs_event_emit_voice (self->account, event_types[status], self, NULL, NULL);
}

/* E.164, client:… or sip:…@… */
gboolean
trs_address_is_valid (const char *address)
{
  gsize length;

  if (g_str_has_prefix (address, "client:"))
    return address[strlen ("client:")] != '\0';
  if (g_str_has_prefix (address, "sip:"))
    return strchr (address, '@') != NULL;
  if (address[0] != '+' || address[1] < '1' || address[1] > '9')
    return FALSE;
  length = strspn (address + 1, "0123456789");
  return address[length + 1] == '\0' && length >= 2 && length <= 15;
}

static void
forget_old_calls (TrsAccount *account)
{
  guint keep = MAX_CALLS;

  /* In bulk, as each removal from the front moves the rest. */
  if (account->calls->len < keep + keep / 8)
    return;

  for (guint i = 0; i < account->calls->len && account->calls->len > keep;)
    {
      TrsCall *call = g_ptr_array_index (account->calls, i);

      if (trs_call_is_over (call))
        trs_resource_remove (account->engine, account->calls, call);
      else
        i++;
    }
}

/* Picked up: what it was for begins. */
void
trs_call_answer_now (TrsCall *self)
{
  TrsReservation *reservation = self->reservation;

  trs_engine_clear_timer (self->account->engine, &self->timer);
  self->start_time = trs_engine_now (self->account->engine);
  trs_call_note (self, "answered");
  trs_call_set_status (self, TRS_CALL_IN_PROGRESS);
  if (self->participant != NULL)
    trs_participant_connected (self->participant);
  else if (reservation != NULL)
    trs_instruction_answered (reservation);
}

static void
ringing_timer_cb (gpointer user_data)
{
  TrsCall *self = user_data;
  TrsEngine *engine = self->account->engine;
  TrsPhone *phone = self->phone;

  self->timer = 0;
  if (phone == NULL)
    trs_call_end (self, trs_address_is_valid (self->to) ? TRS_CALL_BUSY : TRS_CALL_FAILED);
  else if (phone->behavior == TRS_PHONE_ANSWER &&
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
  if (self->phone->behavior == TRS_PHONE_ANSWER && after < left)
    left = after;
  self->timer = tr_clock_add (clock, left, ringing_timer_cb, self);
}

/* Rings the phone at the other end. The outcome comes with the clock, never before this returns. */
void
trs_call_dial (TrsCall *self, int timeout)
{
  TrsEngine *engine = self->account->engine;
  TrsPhone *phone = trs_address_is_valid (self->to) ? trs_engine_ensure_phone (engine, self->to)
                                                    : NULL;

  if (timeout <= 0)
    timeout = DEFAULT_TIMEOUT;
  trs_call_note (self, "dialled %s", self->to);
  if (phone == NULL || phone->call != NULL || phone->behavior == TRS_PHONE_BUSY)
    {
      self->timer = trs_engine_add_timer (engine, REFUSAL_SECONDS, ringing_timer_cb, self);
      return;
    }

  self->phone = phone;
  phone->call = self;
  self->ring_deadline =
      tr_clock_get_monotonic_time (engine->clock) + (gint64) timeout * G_USEC_PER_SEC;
  trs_call_note (self, "rang");
  trs_call_set_status (self, TRS_CALL_RINGING);
  trs_call_arm_ringing (self);
}

/* The worker's leg of an instruction. */
static void
tell_reservation (TrsCall *self, gboolean was_answered)
{
  TrsReservation *reservation = g_steal_pointer (&self->reservation);

  if (reservation == NULL)
    return;
  if (reservation->instruction != NULL)
    reservation->instruction->call = NULL;
  /* A conference goes on for as long as it goes on, whoever leaves it. */
  if (was_answered && reservation->instruction != NULL &&
      reservation->instruction->type == TRS_INSTRUCTION_CONFERENCE)
    return;
  if (was_answered)
    trs_instruction_call_over (reservation);
  else
    trs_instruction_failed (reservation, self->status == TRS_CALL_FAILED ? 13223 : 0);
}

/* The caller went. A task that nobody has yet goes with him. */
static void
tell_task (TrsCall *self, gboolean was_waiting)
{
  TrsTask *task = g_steal_pointer (&self->task);

  if (task == NULL)
    return;
  task->call = NULL;
  if (task->status < TRS_TASK_ASSIGNED && trs_task_get_active_transfer (task) == NULL)
    trs_task_cancel_now (task, "hangup");
  if (!was_waiting || task->status != TRS_TASK_ASSIGNED)
    return;
  for (guint i = 0; i < task->reservations->len; i++)
    trs_instruction_call_over (g_ptr_array_index (task->reservations, i));
}

/*
 * trs_call_end:
 * @self: a call; one that is over stays as it is
 * @status: how it ends
 *
 * The one way that calls end. Everything that the call was part of hears of it.
 */
void
trs_call_end (TrsCall *self, TrsCallStatus status)
{
  G_GNUC_UNUSED g_autoptr(TrsResource) held = trs_resource_ref (self);
  gboolean was_answered = self->status == TRS_CALL_IN_PROGRESS;
  gboolean was_waiting = self->queue_member != NULL;
  TrsCall *other = self->bridged_call;

  if (trs_call_is_over (self))
    return;

  trs_engine_clear_timer (self->account->engine, &self->timer);
  if (self->phone != NULL)
    self->phone->call = NULL;
  self->phone = NULL;
  self->ivr = NULL;
  self->end_time = trs_engine_now (self->account->engine);
  trs_call_note (self, "%s", was_answered ? "hung up" : trs_call_status_to_string (status));
  trs_call_set_status (self, status);

  trs_call_leave_queue (self);
  if (self->participant != NULL)
    trs_conference_leave (self->participant, "participant_hung_up");
  self->bridged_call = NULL;
  if (other != NULL)
    {
      other->bridged_call = NULL;
      trs_call_end (other, TRS_CALL_COMPLETED);
    }
  tell_reservation (self, was_answered);
  tell_task (self, was_waiting);
  forget_old_calls (self->account);
}

/* From our side. */
void
trs_call_drop (TrsCall *self)
{
  trs_call_end (self, self->status == TRS_CALL_IN_PROGRESS ? TRS_CALL_COMPLETED
                                                           : TRS_CALL_CANCELED);
}

static const char *const status_words[] = { "queued", "ringing", "in-progress", "completed",
                                            "busy",   "failed",  "no-answer",   "canceled" };

/**
 * trs_call_status_to_string:
 * @status: a status
 *
 * Returns: the service's word
 */
const char *
trs_call_status_to_string (TrsCallStatus status)
{
  return status_words[status];
}

/**
 * trs_call_status_from_string:
 * @word: the service's word
 * @status: (out): the status
 *
 * Returns: whether it is one
 */
gboolean
trs_call_status_from_string (const char *word, TrsCallStatus *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (status_words); i++)
    {
      if (strcmp (word, status_words[i]) == 0)
        {
          *status = i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * trs_call_is_over:
 * @self: a call
 *
 * Returns: whether it ended, however
 */
gboolean
trs_call_is_over (TrsCall *self)
{
  return self->status >= TRS_CALL_COMPLETED;
}

/**
 * trs_call_get_duration_seconds:
 * @self: a call
 *
 * Returns: how long it was talked on, 0 while it is not over
 */
gint64
trs_call_get_duration_seconds (TrsCall *self)
{
  if (self->start_time == 0 || self->end_time == 0)
    return 0;
  return (self->end_time - self->start_time) / G_USEC_PER_SEC;
}
