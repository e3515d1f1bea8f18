/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

/* One parameter of the event callback, in the snake_case of a logged event's event_data. */
typedef struct
{
  const char *key;   /* static */
  const char *value; /* the event's; numbers too */
} TrsEventDatum;

/**
 * TrsEvent:
 * @type: the service's word, such as "reservation.created"; interned, so it outlives the event
 * @account: never %NULL
 * @workspace: %NULL for voice events ("call.*", "conference.*", "participant.*") and for
 *   "alert.created", which are the sandbox's own words and not in any workspace's log
 * @worker_sids: (element-type utf8): whom to tell over the socket; empty for nobody
 * @description: the sentence of a logged event
 * @resource_type: "task", "reservation", "worker" …
 * @resource_sid: of the resource that it is about
 * @data: (element-type TrsEventDatum): a snapshot, for the log and the event callback
 *
 * One thing that happened. The pointers from @task on are borrowed and good during the emission
 * of #TrsEngine::event only: an event in the log has them %NULL, and lives by @data.
 *
 * The payload of a socket frame is: @reservation for "reservation.*" (but @task for
 * "reservation.failed"); @transfer for "task.transfer-*"; @task for other "task.*";
 * @worker_channel for "worker.capacity.update" and "worker.channel.availability.update"; @worker
 * for other "worker.*".
 */
struct _TrsEvent
{
  TrsResource base; /* EV…; alerts have none */
  const char *type;
  TrsAccount *account;
  TrsWorkspace *workspace;
  GPtrArray *worker_sids;
  char *description;
  const char *resource_type;
  char *resource_sid;
  GArray *data;

  /*< private >*/
  char *text; /* the data's values, but for the two below */
  GRefString *task_attributes;
  GRefString *worker_attributes;

  /*< public >*/
  TrsTask *task;
  TrsReservation *reservation;
  TrsTransfer *transfer;
  TrsWorker *worker;
  TrsWorkerChannel *worker_channel;
  TrsActivity *activity;
  TrsTaskChannel *task_channel;
  TrsTaskQueue *task_queue;
  TrsWorkflow *workflow;
  TrsCall *call;
  TrsConference *conference;
  TrsParticipant *participant;
};

const char *trs_event_get_datum (TrsEvent *self, const char *key);

G_END_DECLS
