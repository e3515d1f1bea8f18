/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

typedef enum
{
  TRS_TRANSFER_INITIATED,
  TRS_TRANSFER_COMPLETE,
  TRS_TRANSFER_FAILED,
  TRS_TRANSFER_CANCELED,
} TrsTransferStatus;

struct _TrsTransfer
{
  TrsResource base; /* TT… */
  TrsTask *task;

  gboolean is_cold; /* else warm */
  gboolean to_queue; /* else to a worker */
  char *to;          /* WK or WQ SID */
  TrsTransferStatus status;
  char *failed_reason;                    /* nullable */
  TrsReservation *initiating_reservation; /* never NULL */
  char *initiating_queue_sid;             /* "" for none */
  char *initiating_workflow_sid;          /* "" for none */
};

/**
 * TrsTransferOptions:
 * @to: WK or WQ SID
 * @attributes: JSON text of an object that replaces the task's; nullable
 * @is_cold: the initiator leaves at once
 * @priority: nullable
 */
typedef struct
{
  const char *to;
  const char *attributes;
  gboolean is_cold;
  const int *priority;
} TrsTransferOptions;

TrsTransfer *trs_transfer_create (TrsReservation *initiating,
                                  const TrsTransferOptions *options,
                                  GError **error);
gboolean trs_transfer_cancel (TrsTransfer *self, GError **error);

const char *trs_transfer_status_to_string (TrsTransferStatus status);

G_END_DECLS
