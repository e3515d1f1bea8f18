/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-call.h"
#include "trs-resource.h"

G_BEGIN_DECLS

typedef enum
{
  TRS_CONFERENCE_INIT,
  TRS_CONFERENCE_IN_PROGRESS,
  TRS_CONFERENCE_COMPLETED,
} TrsConferenceStatus;

struct _TrsConference
{
  TrsResource base; /* CF… */
  TrsAccount *account;

  char *friendly_name; /* a task's SID, or what a program chose */
  TrsConferenceStatus status;
  const char *region;
  const char *reason_ended; /* nullable: the service's word */
  char ending_call_sid[TRS_SID_LENGTH + 1]; /* "" for none */
  GPtrArray *participants;  /* of TrsParticipant; none once it is completed */
  TrsTask *task;            /* nullable: none once it is completed, or the task removed */
  int max_participants;

  /*< private >*/
  TrsVoiceCallback callback; /* the first participant's */
  TrsRecordingOptions *recording_options; /* owned; nullable: not recorded from the start */
  TrsRecording *recording;   /* owned, nullable: that is made of it now */
};

/**
 * TrsParticipantOptions:
 * @call: whom to call, and what is made of the call; its program is not used
 * @label: (nullable): unique in the conference
 * @is_muted: nobody hears him
 * @is_coaching: whether only @call_sid_to_coach hears him
 * @call_sid_to_coach: (nullable): a participant's
 * @start_conference_on_enter: whether the others need not wait any longer
 * @end_conference_on_exit: whether it is over when he leaves
 * @beep_on_exit: for reading back only
 * @beep: (nullable): "true", "onEnter", "onExit": the others hear him come, or go, or both, and have
 *   that in their transcripts; what nobody asked for is no line there
 * @max_participants: of the conference, if he is the first; 0 is the service's limit
 * @wait_url: (nullable): what he hears until it starts
 * @wait_method: (nullable): "GET" or "POST"
 * @conference_recording: (nullable): how the conference is recorded, if he is the first
 * @conference_callback: where to tell of the conference, if he is the first
 *
 * Someone to be dialled in. Begin with trs_participant_options_init().
 */
typedef struct
{
  TrsCallRequest call;
  const char *label;
  gboolean is_muted;
  gboolean is_coaching;
  const char *call_sid_to_coach;
  gboolean start_conference_on_enter;
  gboolean end_conference_on_exit;
  gboolean beep_on_exit;
  const char *beep;
  int max_participants;
  const char *wait_url;
  const char *wait_method;
  const TrsRecordingOptions *conference_recording;
  TrsCallback conference_callback;
} TrsParticipantOptions;

void trs_participant_options_init (TrsParticipantOptions *options);
TrsParticipant *trs_account_add_participant (TrsAccount *account,
                                             const char *conference_name,
                                             const TrsParticipantOptions *options,
                                             GError **error);
TrsConference *trs_account_get_running_conference (TrsAccount *account, const char *friendly_name);
gboolean trs_conference_announce (TrsConference *self, const char *url, const char *method, GError **error);
TrsParticipant *trs_conference_add_participant (TrsConference *self,
                                                const TrsParticipantOptions *options,
                                                GError **error);
gboolean trs_conference_end (TrsConference *self, GError **error);

const char *trs_conference_status_to_string (TrsConferenceStatus status);
gboolean trs_conference_status_from_string (const char *word, TrsConferenceStatus *status);
TrsParticipant *trs_conference_get_participant (TrsConference *self, const char *call_sid_or_label);
TrsParticipant *trs_conference_get_worker_participant (TrsConference *self, TrsWorker *worker);
TrsParticipant *trs_conference_get_customer_participant (TrsConference *self);

G_END_DECLS
