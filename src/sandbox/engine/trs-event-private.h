/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-event.h"

G_BEGIN_DECLS

/**
 * TrsEventSubject:
 * @worker: whom it is about; told over the socket, unless one of the next two says otherwise
 * @addressee: (nullable): whom to tell, though it is not about him
 * @holders: (element-type TrsWorker) (nullable): whom to tell instead
 * @filter_name: (nullable): the workflow filter that the task is in
 *
 * What an event is about: its parameters are those of everything given here.
 */
typedef struct
{
  TrsTask *task;
  TrsReservation *reservation;
  TrsTransfer *transfer;
  TrsWorker *worker;
  TrsWorkerChannel *worker_channel;
  TrsActivity *activity;
  TrsTaskChannel *task_channel;
  TrsTaskQueue *task_queue;
  TrsWorkflow *workflow;
  TrsWorker *addressee;
  GPtrArray *holders;
  const char *filter_name;
  TrsActivity *previous_activity; /* of a worker that changed it */
  gint64 time_in_previous_activity;
  const int *previous_capacity; /* of a worker channel that changed it, in percent */
} TrsEventSubject;

/* @type must be a string literal; @prefix is that of the SID, nullable for none. */
TrsEvent *trs_event_alloc (TrsAccount *account, const char *type, const char *prefix);

/* @type must be a string literal; the rest makes the sentence of the log. */
void trs_event_emit (TrsWorkspace *workspace,
                     const char *type,
                     const TrsEventSubject *subject,
                     const char *format,
                     ...)
  G_GNUC_PRINTF (4, 5);
void trs_event_emit_voice (TrsAccount *account,
                           const char *type,
                           TrsCall *call,
                           TrsConference *conference,
                           TrsParticipant *participant);

G_END_DECLS
