/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-recording.h"
#include "trs-resource.h"
#include "trs-voice-callback.h"
#include "trs-voice-program.h"

G_BEGIN_DECLS

typedef struct _TrsDetection TrsDetection;

typedef enum
{
  TRS_CALL_QUEUED,
  TRS_CALL_RINGING,
  TRS_CALL_IN_PROGRESS,
  TRS_CALL_COMPLETED,
  TRS_CALL_BUSY,
  TRS_CALL_FAILED,
  TRS_CALL_NO_ANSWER,
  TRS_CALL_CANCELED,
} TrsCallStatus;

/* One line of what happened in a call, for people. */
typedef struct
{
  gint64 time;
  char *words;
} TrsTranscriptLine;

struct _TrsCall
{
  TrsResource base; /* CA… */
  TrsAccount *account;

  char *from;
  char *to;
  const char *direction; /* "inbound", "outbound-api", "outbound-dial" */
  TrsCallStatus status;
  char parent_call_sid[TRS_SID_LENGTH + 1];  /* "" for none */
  char phone_number_sid[TRS_SID_LENGTH + 1]; /* PN of ours that it came by; "" for none */
  gint64 start_time; /* 0 until answered */
  gint64 end_time;   /* 0 until ended */
  gint64 queue_time; /* microseconds spent in queues */
  GPtrArray *transcript;           /* of TrsTranscriptLine */
  TrsParticipant *participant;     /* nullable: its place in a conference */
  TrsQueueMember *queue_member;    /* nullable: its place in a queue */
  TrsPhone *phone;                 /* nullable: the party that we rang */
  TrsTask *task;                   /* nullable: made by this caller's Enqueue, while not ended */
  TrsReservation *reservation;     /* nullable: whose instruction rang this worker's phone */
  TrsCall *bridged_call;           /* nullable: the other side of Dial or dequeue */
  TrsRecording *last_recording;    /* nullable: the newest of this call */

  /*< private >*/
  TrsScript *script;        /* owned, nullable: what it runs */
  TrsScript *background;    /* owned, nullable: what it hears while it waits */
  TrsVoiceProgram *program; /* owned, nullable: what it runs once it is answered */
  TrsRecording *recording;  /* owned, nullable: that is made of it now */
  TrsCall *dialer;          /* nullable: whose Dial rings it, until it is put through */
  TrsCall *far_end;         /* nullable: the same line's other end, at one of our own numbers */
  TrsVoiceCallback callback;
  TrsRecordingOptions *recording_options; /* owned; nullable: not recorded once it is answered */
  guint hops;           /* how many of our own numbers led to it */
  char *cookies;        /* nullable: what its programs want to be told again */
  TrsDetection *detection; /* owned; nullable: nobody asks who answers */
  const char *answered_by; /* nullable: not known, or nobody asked */
  char *send_digits;    /* nullable: what we press once it is answered */
  GString *typed;       /* digits pressed and not read yet */
  gint64 ring_deadline; /* monotonic: when whoever calls gives up */
  guint64 timer;        /* the ringing's, or the time limit's */
  int time_limit;       /* seconds; 0 for none of its own */
};

/**
 * TrsDetectionWish:
 * @waits_for_end: whether a machine's beep is waited for
 * @is_async: whether what the call is for begins without waiting
 * @timeout: seconds after which nobody knows; 0 is the default of 30
 * @callback: where to tell of it
 *
 * That it is to be found out whether a person answers or a machine.
 */
typedef struct
{
  gboolean waits_for_end;
  gboolean is_async;
  int timeout;
  TrsCallback callback;
} TrsDetectionWish;

/**
 * TrsCallRequest:
 * @from: an address
 * @to: an address
 * @timeout: seconds to let it ring; 0 is the default of 60
 * @time_limit: seconds that it may last; 0 is the service's own limit
 * @program: (nullable): what it runs once it is answered; %NULL is for a participant
 * @send_digits: (nullable): what to press once it is answered
 * @recording: (nullable): how it is recorded from then on; %NULL is not at all
 * @detection: (nullable): that it is to be found out who answers
 * @callback: where to tell of it
 */
typedef struct
{
  const char *from;
  const char *to;
  int timeout;
  int time_limit;
  const TrsVoiceProgram *program;
  const char *send_digits;
  const TrsRecordingOptions *recording;
  const TrsDetectionWish *detection;
  TrsCallback callback;
} TrsCallRequest;

/**
 * TrsCallChange:
 * @status: %TRS_CALL_CANCELED, %TRS_CALL_COMPLETED, or 0 for none
 * @program: (nullable): what it runs instead
 * @callback: where to tell of it
 * @time_limit: (nullable): seconds from now on that it may last
 *
 * What to set; absent ones stay.
 */
typedef struct
{
  TrsCallStatus status;
  const TrsVoiceProgram *program;
  TrsCallback callback;
  const int *time_limit;
} TrsCallChange;

TrsCall *trs_call_place (TrsEngine *engine,
                         const char *from,
                         const char *to,
                         const char *digits,
                         GError **error);
TrsCall *trs_call_create (TrsAccount *account, const TrsCallRequest *request, GError **error);
gboolean trs_call_update (TrsCall *self, const TrsCallChange *change, GError **error);
gboolean trs_call_delete (TrsCall *self, GError **error);
gboolean trs_call_redirect (TrsCall *self, const TrsVoiceProgram *program, GError **error);
gboolean trs_call_speak (TrsCall *self, const char *words, int seconds, GError **error);
gboolean trs_call_press (TrsCall *self, const char *digits, GError **error);
gboolean trs_call_hang_up (TrsCall *self, GError **error);
gboolean trs_call_update_status (TrsCall *self, TrsCallStatus status, GError **error);

const char *trs_call_status_to_string (TrsCallStatus status);
gboolean trs_call_status_from_string (const char *word, TrsCallStatus *status);
gboolean trs_call_is_over (TrsCall *self);
gint64 trs_call_get_duration_seconds (TrsCall *self);

G_END_DECLS
