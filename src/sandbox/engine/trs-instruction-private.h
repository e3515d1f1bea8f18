/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-instruction.h"
#include "trs-reservation.h"
#include "voice/trs-recording.h"

G_BEGIN_DECLS

typedef enum
{
  TRS_INSTRUCTION_CALL,
  TRS_INSTRUCTION_CONFERENCE,
  TRS_INSTRUCTION_DEQUEUE,
  TRS_INSTRUCTION_REDIRECT,
} TrsInstructionType;

/* What a worker's program told the service to do with a reservation, and what has to be remembered
 * of it until the call is over. */
struct _TrsInstruction
{
  TrsInstructionType type;
  gboolean muted;                  /* this and the next are of a conference */
  gboolean start_conference_on_enter;
  gboolean end_conference_on_exit;
  gboolean end_conference_on_customer_exit;
  int max_participants;
  TrsVoiceCallback conference_callback;
  char *wait_url;                  /* nullable: what the worker hears until the caller is in */
  gboolean records_conference;
  gboolean records_call;           /* the worker's leg */
  char *url;                       /* nullable */
  char *post_work_activity_sid;    /* nullable */
  gboolean accepts;                /* the worker's answer accepts the reservation */
  gboolean is_over;                /* its call came to an end, and the post-work activity acted */
  TrsCall *call;                   /* nullable: the worker's leg, until it is over */
};

void trs_instruction_take_dequeue (TrsReservation *reservation,
                                   TrsCall *call,
                                   const char *post_work_activity_sid);
void trs_instruction_free (TrsInstruction *self);
void trs_instruction_abort (TrsReservation *reservation);

/* Of the leg of a reservation's instruction, from the voice side. */
void trs_instruction_answered (TrsReservation *reservation);
void trs_instruction_failed (TrsReservation *reservation, int code);
void trs_instruction_call_over (TrsReservation *reservation);
void trs_task_worker_left (TrsTask *task, TrsWorker *worker);
void trs_task_conference_ended (TrsTask *task);

G_END_DECLS
