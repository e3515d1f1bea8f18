/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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

  char *friendly_name; /* the task's SID */
  TrsConferenceStatus status;
  const char *region;
  const char *reason_ended; /* nullable: the service's word */
  char ending_call_sid[TRS_SID_LENGTH + 1]; /* "" for none */
  GPtrArray *participants;  /* of TrsParticipant; none once it is completed */
  TrsTask *task;            /* nullable: none once it is completed, or the task removed */
  int max_participants;
};

/**
 * TrsParticipantOptions:
 * @from: required
 * @to: required
 * @label: nullable
 * @timeout: seconds to let it ring; 0 is the default of 60
 *
 * Someone to be dialled in over REST.
 */
typedef struct
{
  const char *from;
  const char *to;
  const char *label;
  int timeout;
  gboolean is_muted;
  gboolean start_conference_on_enter;
  gboolean end_conference_on_exit;
} TrsParticipantOptions;

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
