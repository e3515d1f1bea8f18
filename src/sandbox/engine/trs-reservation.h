/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-instruction.h"
#include "trs-resource.h"

G_BEGIN_DECLS

typedef enum
{
  TRS_RESERVATION_PENDING,
  TRS_RESERVATION_ACCEPTED,
  TRS_RESERVATION_WRAPPING,
  TRS_RESERVATION_REJECTED,
  TRS_RESERVATION_TIMEOUT,
  TRS_RESERVATION_RESCINDED,
  TRS_RESERVATION_CANCELED,
  TRS_RESERVATION_COMPLETED,
} TrsReservationStatus;

struct _TrsReservation
{
  TrsResource base; /* WR… */
  TrsTask *task;
  TrsWorker *worker; /* never NULL; may be deleted */

  TrsReservationStatus status;
  int timeout;                              /* seconds, from the workflow */
  int version;
  int canceled_reason_code;                 /* 0: none */
  char worker_previous_activity_sid[TRS_SID_LENGTH + 1]; /* "" for none */
  TrsTransfer *transfer;                    /* nullable: the transfer that offers it */
  TrsInstruction *instruction;              /* nullable: being carried out, or carried out */
  TrsTaskQueue *queue;                      /* nullable: where it was made */

  /*< private >*/
  gint64 date_deadline; /* monotonic; 0 when it does not run */
  guint64 timer;
};

/* The verbs below answer FALSE with a TRS_ERROR; TRUE means done, or begun for what needs a phone
 * to be answered first. All events were delivered before they return. */
gboolean trs_reservation_accept (TrsReservation *self, int if_match, GError **error);
gboolean trs_reservation_reject (TrsReservation *self,
                                 int if_match,
                                 const char *activity_sid,
                                 GError **error);
gboolean trs_reservation_wrap (TrsReservation *self, int if_match, GError **error);
gboolean trs_reservation_complete (TrsReservation *self, int if_match, GError **error);

gboolean trs_reservation_conference (TrsReservation *self,
                                     const TrsConferenceOptions *options,
                                     GError **error);
gboolean trs_reservation_dequeue (TrsReservation *self,
                                  const TrsDequeueOptions *options,
                                  GError **error);
gboolean trs_reservation_call (TrsReservation *self, const TrsCallOptions *options, GError **error);
gboolean trs_reservation_redirect (TrsReservation *self,
                                   const TrsRedirectOptions *options,
                                   GError **error);
gboolean trs_reservation_supervise (TrsReservation *self,
                                    const TrsSuperviseOptions *options,
                                    GError **error);

const char *trs_reservation_status_to_string (TrsReservationStatus status);
gboolean trs_reservation_status_from_string (const char *word, TrsReservationStatus *status);
gboolean trs_reservation_is_open (TrsReservation *self);
TrsTransfer *trs_reservation_get_outgoing_transfer (TrsReservation *self);

G_END_DECLS
