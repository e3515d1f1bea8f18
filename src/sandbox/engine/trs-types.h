/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The nouns of the engine. Each has a header of its own.
 *
 * The structs are public for reading: their fields are state, and derived values are functions.
 * Only the engine writes them. A pointer that a lookup or a list gives is borrowed, and good until
 * the next verb or turn of the clock; to keep one longer, keep its SID.
 *
 * Dates are microseconds since the epoch, 0 for none, unless a name says otherwise (…_seconds).
 *
 * Verbs take their choices in a struct of nullable pointers, so that what a request does not
 * mention stays NULL: `trs_worker_update (worker, TRS_ANY_VERSION, &(TrsWorkerChange) {
 * .activity_sid = sid }, &error)`. Strings in it are copied. */

typedef struct _TrsEngine TrsEngine; /* its own header makes it a GObject */

typedef struct _TrsAccount TrsAccount;
typedef struct _TrsActivity TrsActivity;
typedef struct _TrsEvent TrsEvent;
typedef struct _TrsReservation TrsReservation;
typedef struct _TrsTask TrsTask;
typedef struct _TrsTaskChannel TrsTaskChannel;
typedef struct _TrsTaskQueue TrsTaskQueue;
typedef struct _TrsTransfer TrsTransfer;
typedef struct _TrsWorker TrsWorker;
typedef struct _TrsWorkerChannel TrsWorkerChannel;
typedef struct _TrsWorkflow TrsWorkflow;
typedef struct _TrsWorkspace TrsWorkspace;

typedef struct _TrsCall TrsCall;
typedef struct _TrsConference TrsConference;
typedef struct _TrsExecution TrsExecution;
typedef struct _TrsFlow TrsFlow;
typedef struct _TrsNumber TrsNumber;
typedef struct _TrsParticipant TrsParticipant;
typedef struct _TrsPhone TrsPhone;
typedef struct _TrsQueueMember TrsQueueMember;
typedef struct _TrsRecording TrsRecording;
typedef struct _TrsVoiceQueue TrsVoiceQueue;

typedef struct _TrsDial TrsDial;
typedef struct _TrsExpression TrsExpression;
typedef struct _TrsInstruction TrsInstruction;
typedef struct _TrsScript TrsScript;
typedef struct _TrsWorkflowConfig TrsWorkflowConfig;

/* For the if_match argument of verbs: change whatever the version is. */
#define TRS_ANY_VERSION (-1)

G_END_DECLS
