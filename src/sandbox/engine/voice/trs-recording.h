/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"
#include "trs-voice-callback.h"

G_BEGIN_DECLS

typedef enum
{
  TRS_RECORDING_IN_PROGRESS,
  TRS_RECORDING_PAUSED,
  TRS_RECORDING_STOPPED,
  TRS_RECORDING_COMPLETED,
  TRS_RECORDING_ABSENT,
} TrsRecordingStatus;

/* What was recorded of a call or a conference: all but the sound. */
struct _TrsRecording
{
  TrsResource base; /* RE… */
  TrsAccount *account;

  char *call_sid;       /* nullable: of a conference */
  char *conference_sid; /* nullable: of a call */
  const char *source;   /* the service's word, such as "RecordVerb" */
  const char *track;    /* "both", "inbound" or "outbound" */
  int channels;
  TrsRecordingStatus status;
  gint64 start_time;
  gint64 recorded;   /* microseconds, until it was last paused or ended */
  gint64 since;      /* 0 while it stands still */

  /*< private >*/
  TrsVoiceCallback callback;
};

/**
 * TrsRecordingOptions:
 * @channels: 1 or 2; 0 is 1
 * @track: (nullable): "both", "inbound" or "outbound"
 * @callback: where to tell of it
 */
typedef struct
{
  int channels;
  const char *track;
  TrsCallback callback;
} TrsRecordingOptions;

TrsRecording *trs_call_record (TrsCall *call, const TrsRecordingOptions *options, GError **error);
gboolean trs_recording_update_status (TrsRecording *self,
                                      TrsRecordingStatus status,
                                      gboolean skips_pause,
                                      GError **error);
gboolean trs_recording_delete (TrsRecording *self, GError **error);

const char *trs_recording_status_to_string (TrsRecordingStatus status);
gboolean trs_recording_status_from_string (const char *word, TrsRecordingStatus *status);
gint64 trs_recording_get_duration_seconds (TrsRecording *self);
char *trs_recording_dup_url (TrsRecording *self);

G_END_DECLS
