/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-recording-private.h"
#include "trs-resource-private.h"
#include "trs-script.h"

/* How long things take, in microseconds. Nobody listens to what is played, so every file is as long
 * as any other. */
#define CHARACTER 60000
#define SHORTEST 500000
#define FILE_LENGTH (5 * G_USEC_PER_SEC)
#define DIGIT 500000

/* How long it takes to say @words, in microseconds. */
gint64
trs_speech_get_duration (const char *words)
{
  return MAX (SHORTEST, (gint64) g_utf8_strlen (words, -1) * CHARACTER);
}

void
trs_script_say (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsScript *self = user_data;
  const char *words = trs_twiml_element_get_text (verb);

  trs_script_set_asking (self, run);
  trs_call_note (self->call, "said: %s", words);
  trs_script_wait (self, trs_speech_get_duration (words) + trs_twiml_element_get_silence (verb),
                   trs_script_done_cb);
}

void
trs_script_play (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsScript *self = user_data;
  const char *digits = trs_twiml_element_get_string (verb, "digits");

  trs_script_set_asking (self, run);
  if (digits != NULL)
    trs_call_note (self->call, "played the digits %s", digits);
  else
    trs_call_note (self->call, "played %s", trs_twiml_element_get_text (verb));
  trs_script_wait (self, digits != NULL ? (gint64) strlen (digits) * DIGIT : FILE_LENGTH,
                   trs_script_done_cb);
}

void
trs_script_pause (TrsTwimlRun *run, int seconds, gpointer user_data)
{
  TrsScript *self = user_data;

  trs_script_set_asking (self, run);
  trs_script_wait (self, (gint64) seconds * G_USEC_PER_SEC, trs_script_done_cb);
}

void
trs_script_gather (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsScript *self = user_data;

  trs_call_read (self->call);
}

void
trs_script_listen (TrsTwimlRun *run, int seconds, gpointer user_data)
{
  TrsScript *self = user_data;

  trs_script_set_asking (self, run);
  trs_script_wait (self, (gint64) seconds * G_USEC_PER_SEC, trs_script_done_cb);
}

void
trs_script_interrupt (TrsTwimlRun *run, gpointer user_data)
{
  TrsScript *self = user_data;
  g_autoptr(TrsTwimlRun) asking = trs_script_take_asking (self);
}

/* Who has use for a key now; nullable. */
static TrsTwimlRun *
find_listener (TrsCall *self)
{
  TrsScript *scripts[] = { self->background, self->script };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      TrsTwimlRun *run = scripts[i] != NULL ? trs_script_get_run (scripts[i]) : NULL;

      if (run != NULL && (trs_twiml_run_is_listening (run) || trs_twiml_run_is_recording (run)))
        return run;
    }
  return NULL;
}

/* While he talks with somebody, one key may be for us. Returns whether they were. */
static gboolean
press_star (TrsCall *self)
{
  if (self->script == NULL || !trs_dial_hears_star (self->script))
    return FALSE;
  while (self->typed->len > 0)
    {
      char digit = self->typed->str[0];

      g_string_erase (self->typed, 0, 1);
      if (digit == 'w' || digit == 'W')
        continue;
      trs_call_note (self, "pressed %c", digit);
      if (digit == '*')
        {
          trs_dial_star (self->script);
          return FALSE;
        }
    }
  return TRUE;
}

/* Presses what the caller has in mind, for as long as somebody listens. */
void
trs_call_read (TrsCall *self)
{
  G_GNUC_UNUSED g_autoptr(TrsResource) held = trs_resource_ref (self);
  TrsTwimlRun *listener;

  if (press_star (self))
    return;
  while (self->typed->len > 0 && (listener = find_listener (self)) != NULL)
    {
      g_autoptr(TrsTwimlRun) run = trs_twiml_run_ref (listener);
      char digit = self->typed->str[0];

      g_string_erase (self->typed, 0, 1);
      if (digit == 'w' || digit == 'W')
        continue;
      trs_call_note (self, "pressed %c", digit);
      trs_twiml_run_press (run, digit);
    }
}
