/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

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
  TrsCall *bridged_call;           /* nullable: the other side after dequeue */

  /*< private >*/
  TrsIvr *ivr; /* nullable: the menu that it hears; the number's */
  int ivr_rounds;
  GString *typed;       /* digits pressed and not read yet */
  gint64 ring_deadline; /* monotonic: when whoever calls gives up */
  guint64 timer;        /* the menu's, or the ringing's */
};

TrsCall *trs_call_place (TrsEngine *engine,
                         const char *from,
                         const char *to,
                         const char *digits,
                         GError **error);
TrsCall *trs_call_create (TrsAccount *account,
                          const char *from,
                          const char *to,
                          int timeout,
                          GError **error);
gboolean trs_call_press (TrsCall *self, const char *digits, GError **error);
gboolean trs_call_hang_up (TrsCall *self, GError **error);
gboolean trs_call_update_status (TrsCall *self, TrsCallStatus status, GError **error);

const char *trs_call_status_to_string (TrsCallStatus status);
gboolean trs_call_status_from_string (const char *word, TrsCallStatus *status);
gboolean trs_call_is_over (TrsCall *self);
gint64 trs_call_get_duration_seconds (TrsCall *self);

G_END_DECLS
