/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"
#include "trs-voice-program.h"

G_BEGIN_DECLS

typedef enum
{
  TRS_PARTICIPANT_CUSTOMER,
  TRS_PARTICIPANT_WORKER,
  TRS_PARTICIPANT_SUPERVISOR,
  TRS_PARTICIPANT_OTHER, /* dialled in over REST */
} TrsParticipantRole;

struct _TrsParticipant
{
  TrsResource base; /* has no SID: it is known by its call's */
  TrsConference *conference;
  TrsCall *call;

  TrsParticipantRole role;
  TrsWorker *worker; /* nullable: whose leg it is */
  char *label;       /* nullable */
  gboolean is_muted;
  gboolean is_on_hold;
  gboolean is_coaching;
  char call_sid_to_coach[TRS_SID_LENGTH + 1]; /* "" for none */
  gboolean start_conference_on_enter;
  gboolean end_conference_on_exit;
  gboolean beep_on_exit;
  gboolean beeps_on_enter;

  /*< private >*/
  TrsVoiceProgram *wait; /* owned, nullable: what he hears until the conference starts */
};

/**
 * TrsParticipantChange:
 * @is_muted: nobody hears him
 * @is_on_hold: he hears nobody
 * @hold_url: TwiML that he hears on hold, again and again
 * @hold_method: "GET" or "POST"
 * @is_coaching: only @call_sid_to_coach hears him
 * @call_sid_to_coach: a participant's
 * @end_conference_on_exit: it is over when he leaves
 * @beep_on_exit: the others hear it when he goes
 * @wait_url: TwiML that he hears until the conference starts
 * @wait_method: "GET" or "POST"
 * @announce_url: TwiML that he hears, once
 * @announce_method: "GET" or "POST"
 *
 * What to set; absent ones stay.
 */
typedef struct
{
  const char *hold_url;
  const char *hold_method;
  const char *announce_url;
  const char *announce_method;
  const char *wait_url;
  const char *wait_method;
  const gboolean *is_muted;
  const gboolean *is_on_hold;
  const gboolean *is_coaching;
  const char *call_sid_to_coach;
  const gboolean *end_conference_on_exit;
  const gboolean *beep_on_exit;
} TrsParticipantChange;

gboolean trs_participant_update (TrsParticipant *self,
                                 const TrsParticipantChange *change,
                                 GError **error);
gboolean trs_participant_remove (TrsParticipant *self, GError **error);

const char *trs_participant_get_status (TrsParticipant *self);

/* The agent's own operations, by task: what the event bridge's …Participant addresses do. */
gboolean trs_task_hold_customer (TrsTask *task, TrsWorker *asking, gboolean hold, GError **error);
gboolean trs_task_hold_worker (TrsTask *task,
                               TrsWorker *asking,
                               const char *worker_sid,
                               gboolean hold,
                               GError **error);
gboolean trs_task_kick_worker (TrsTask *task,
                               TrsWorker *asking,
                               const char *worker_sid,
                               GError **error);
gboolean trs_reservation_update_participant (TrsReservation *reservation,
                                             const TrsParticipantChange *change,
                                             GError **error);

G_END_DECLS
