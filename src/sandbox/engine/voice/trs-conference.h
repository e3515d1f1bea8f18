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
  TrsTask *task;            /* nullable: while the task is not removed */
  int max_participants;
};

gboolean trs_conference_end (TrsConference *self, GError **error);

const char *trs_conference_status_to_string (TrsConferenceStatus status);
gboolean trs_conference_status_from_string (const char *word, TrsConferenceStatus *status);
TrsParticipant *trs_conference_get_participant (TrsConference *self, const char *call_sid_or_label);
TrsParticipant *trs_conference_get_worker_participant (TrsConference *self, TrsWorker *worker);
TrsParticipant *trs_conference_get_customer_participant (TrsConference *self);

G_END_DECLS
