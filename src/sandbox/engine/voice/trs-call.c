/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-call.h"

#include <string.h>

#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-instruction-private.h"
#include "trs-phone.h"
#include "trs-recording-private.h"
#include "trs-reservation.h"
#include "trs-resource-private.h"
#include "trs-script.h"
#include "trs-task.h"

/* A caller may hear the same for days. */
#define MAX_LINES 2000

static void
transcript_line_free (gpointer data)
{
  TrsTranscriptLine *line = data;

  g_free (line->words);
  g_free (line);
}

/* An execution may live on with it. */
static void
forget_script (TrsScript **place)
{
  TrsScript *script = g_steal_pointer (place);

  if (script == NULL)
    return;
  script->call = NULL;
  g_clear_pointer (&script->dial, trs_dial_free);
  trs_script_unref (script);
}

static void
trs_call_finalize (gpointer data)
{
  TrsCall *self = data;

  trs_engine_clear_timer (self->account->engine, &self->timer);
  trs_call_stop_detection (self);
  g_clear_pointer (&self->detection, trs_detection_free);
  if (self->phone != NULL && self->phone->call == self)
    self->phone->call = NULL;
  if (self->task != NULL)
    self->task->call = NULL;
  if (self->reservation != NULL && self->reservation->instruction != NULL)
    self->reservation->instruction->call = NULL;
  if (self->dialer != NULL)
    trs_dial_forget_leg (self);
  if (self->far_end != NULL)
    self->far_end->far_end = NULL;
  forget_script (&self->script);
  forget_script (&self->background);
  trs_resource_set (&self->recording, NULL);
  trs_resource_set (&self->last_recording, NULL);
  trs_voice_callback_clear (&self->callback);
  g_clear_pointer (&self->recording_options, trs_recording_options_free);
  g_clear_pointer (&self->program, trs_voice_program_free);
  g_free (self->cookies);
  g_free (self->send_digits);
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

/* Adds a line to the transcript, with the time; the first are dropped when it is too long. */
void
trs_call_note (TrsCall *self, const char *format, ...)
{
  TrsTranscriptLine *line = g_new0 (TrsTranscriptLine, 1);
  va_list args;

  if (self->transcript->len >= MAX_LINES)
    g_ptr_array_remove_range (self->transcript, 0, MAX_LINES / 8);
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

void
trs_call_set_status (TrsCall *self, TrsCallStatus status)
{
  self->status = status;
  trs_resource_touch (self->account->engine, self);
  trs_event_emit_voice (self->account, event_types[status], self, NULL, NULL);
  trs_call_tell (self);
}

/* Who is at the other end of the line, seen from us. */
const char *
trs_call_get_party (TrsCall *self)
{
  return strcmp (self->direction, "inbound") == 0 ? self->from : self->to;
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
