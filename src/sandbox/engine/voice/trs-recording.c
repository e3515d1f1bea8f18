/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-recording-private.h"

#include <string.h>

#include "trs-account.h"
#include "trs-call-private.h"
#include "trs-conference.h"
#include "trs-engine-private.h"
#include "trs-resource-private.h"
#include "trs-script.h"

/* How many recordings an account keeps; ended ones beyond it are forgotten, oldest first. */
#define MAX_RECORDINGS 10000

static const char *const status_words[] = { "in-progress", "paused", "stopped", "completed",
                                            "absent" };

static void
trs_recording_finalize (gpointer data)
{
  TrsRecording *self = data;

  trs_voice_callback_clear (&self->callback);
  g_free (self->call_sid);
  g_free (self->conference_sid);
}

/* Owns what it holds, unlike one that a caller fills in. */
TrsRecordingOptions *
trs_recording_options_copy (const TrsRecordingOptions *self)
{
  TrsRecordingOptions *copy = g_new0 (TrsRecordingOptions, 1);

  copy->channels = self->channels;
  copy->track = g_intern_string (self->track);
  copy->callback.url = g_strdup (self->callback.url);
  copy->callback.method = g_strdup (self->callback.method);
  copy->callback.events = g_strdup (self->callback.events);
  return copy;
}

void
trs_recording_options_free (TrsRecordingOptions *self)
{
  g_free ((char *) self->callback.url);
  g_free ((char *) self->callback.method);
  g_free ((char *) self->callback.events);
  g_free (self);
}

static gboolean
is_over (TrsRecording *self)
{
  return self->status >= TRS_RECORDING_STOPPED;
}

static void
forget_old_recordings (TrsAccount *account)
{
  guint keep = MAX_RECORDINGS;

  if (account->recordings->len < keep + keep / 8)
    return;

  for (guint i = 0; i < account->recordings->len && account->recordings->len > keep;)
    {
      TrsRecording *recording = g_ptr_array_index (account->recordings, i);

      if (is_over (recording))
        trs_resource_remove (account->engine, account->recordings, recording);
      else
        i++;
    }
}

/* What programs are told of it. */
JsonObject *
trs_recording_to_parameters (TrsRecording *self)
{
  g_autofree char *url = trs_recording_dup_url (self);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "RecordingSid", self->base.sid);
  json_object_set_string_member (object, "RecordingUrl", url);
  trs_json_set_format (object, "RecordingDuration", "%" G_GINT64_FORMAT,
                       trs_recording_get_duration_seconds (self));
  return object;
}

static void
tell (TrsRecording *self)
{
  const char *word = self->status == TRS_RECORDING_STOPPED ? "completed"
                                                            : status_words[self->status];
  g_autoptr(JsonObject) object = NULL;

  if (!trs_voice_callback_wants (&self->callback, trs_recording_callback_words, word))
    return;

  object = trs_recording_to_parameters (self);
  json_object_set_string_member (object, "AccountSid", self->account->base.sid);
  if (self->call_sid != NULL)
    json_object_set_string_member (object, "CallSid", self->call_sid);
  if (self->conference_sid != NULL)
    json_object_set_string_member (object, "ConferenceSid", self->conference_sid);
  json_object_set_string_member (object, "RecordingStatus", word);
  trs_json_set_format (object, "RecordingChannels", "%d", self->channels);
  json_object_set_string_member (object, "RecordingSource", self->source);
  trs_json_set_mail_date (object, "RecordingStartTime", self->start_time);
  trs_voice_callback_send (&self->callback, self->account, object);
}

/* Of @call or @conference: the other is NULL. @source is a literal. */
TrsRecording *
trs_recording_new (TrsAccount *account,
                   TrsCall *call,
                   TrsConference *conference,
                   const char *source,
                   const TrsRecordingOptions *options)
{
  TrsRecording *self;

  forget_old_recordings (account);
  self = trs_resource_new (account->engine, TRS_RESOURCE_RECORDING, sizeof *self,
                           trs_recording_finalize, "RE", NULL);
  self->account = account;
  self->call_sid = call != NULL ? g_strdup (call->base.sid) : NULL;
  self->conference_sid = conference != NULL ? g_strdup (conference->base.sid) : NULL;
  self->source = source;
  self->channels = options->channels == 2 ? 2 : 1;
  self->track = g_intern_string (options->track != NULL ? options->track : "both");
  self->start_time = self->since = trs_engine_now (account->engine);
  trs_voice_callback_set (&self->callback, &options->callback, trs_recording_callback_words,
                          "completed");
  g_ptr_array_add (account->recordings, self);
  if (call != NULL)
    trs_resource_set (&call->last_recording, self);
  tell (self);
  return self;
}

/* Adds up what was recorded since it last went on. */
static void
stand_still (TrsRecording *self)
{
  if (self->since != 0)
    self->recorded += trs_engine_now (self->account->engine) - self->since;
  self->since = 0;
}

static void
set_status (TrsRecording *self, TrsRecordingStatus status)
{
  self->status = status;
  trs_resource_touch (self->account->engine, self);
  tell (self);
}

/* The call or conference is over, or it is long enough. One that has ended stays as it is. */
void
trs_recording_finish (TrsRecording *self)
{
  if (is_over (self))
    return;
  stand_still (self);
  set_status (self, self->recorded > 0 ? TRS_RECORDING_COMPLETED : TRS_RECORDING_ABSENT);
}

/**
 * trs_call_record:
 * @call: a call in progress that is not recorded yet
 * @options: how
 * @error: return location for a %TRS_ERROR_CALL_NOT_RECORDABLE
 *
 * Returns: (transfer none): the recording, or %NULL with @error set
 *
 * Source: the service's Call Recordings resource.
 */
TrsRecording *
trs_call_record (TrsCall *call, const TrsRecordingOptions *options, GError **error)
{
  if (call->status != TRS_CALL_IN_PROGRESS || call->recording != NULL)
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_CALL_NOT_ACTIVE,
                           "Requested resource is not eligible for recording");
      return NULL;
    }

  trs_call_begin_recording (call, "StartCallRecordingAPI", options);
  return call->recording;
}

/**
 * trs_recording_update_status:
 * @self: a recording
 * @status: %TRS_RECORDING_IN_PROGRESS, %TRS_RECORDING_PAUSED or %TRS_RECORDING_STOPPED
 * @skips_pause: whether what is paused is left out, and not recorded as silence
 * @error: return location for a %TRS_ERROR_CALL_NOT_ACTIVE when it has ended
 *
 * Returns: whether it was done
 */
gboolean
trs_recording_update_status (TrsRecording *self,
                             TrsRecordingStatus status,
                             gboolean skips_pause,
                             GError **error)
{
  if (is_over (self) || status > TRS_RECORDING_STOPPED)
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_CALL_NOT_ACTIVE,
                           "Requested resource is not eligible for recording");
      return FALSE;
    }
  if (status == self->status)
    return TRUE;

  if (status == TRS_RECORDING_STOPPED || (status == TRS_RECORDING_PAUSED && skips_pause))
    stand_still (self);
  else if (status == TRS_RECORDING_IN_PROGRESS && self->since == 0)
    self->since = trs_engine_now (self->account->engine);
  set_status (self, status);
  return TRUE;
}

/**
 * trs_recording_delete:
 * @self: a recording that has ended
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_recording_delete (TrsRecording *self, GError **error)
{
  if (!is_over (self))
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "Recording %s is in progress",
                   self->base.sid);
      return FALSE;
    }
  trs_resource_remove (self->account->engine, self->account->recordings, self);
  return TRUE;
}

const char *
trs_recording_status_to_string (TrsRecordingStatus status)
{
  return status_words[status];
}

/**
 * trs_recording_status_from_string:
 * @word: the service's word
 * @status: (out): the status
 *
 * Returns: whether it is one
 */
gboolean
trs_recording_status_from_string (const char *word, TrsRecordingStatus *status)
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
 * trs_recording_get_duration_seconds:
 * @self: a recording
 *
 * Returns: how long it is until now
 */
gint64
trs_recording_get_duration_seconds (TrsRecording *self)
{
  gint64 length = self->recorded;

  if (self->since != 0)
    length += trs_engine_now (self->account->engine) - self->since;
  return (length + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;
}

/**
 * trs_recording_dup_url:
 * @self: a recording
 *
 * Returns: (transfer full): where its metadata are; the sandbox has no sound
 */
char *
trs_recording_dup_url (TrsRecording *self)
{
  return g_strdup_printf ("%s/2010-04-01/Accounts/%s/Recordings/%s",
                          self->account->engine->public_url, self->account->base.sid,
                          self->base.sid);
}
