/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-task.h"

#include <string.h>

#include "trs-engine-private.h"
#include "trs-task-private.h"

/* What can be asked of a task without changing it. */

/**
 * trs_task_get_age:
 * @self: a task
 *
 * Returns: seconds since it was created
 */
gint64
trs_task_get_age (TrsTask *self)
{
  return (trs_engine_now (self->workspace->engine) - self->base.date_created) / G_USEC_PER_SEC;
}

/**
 * trs_task_get_reservation:
 * @self: a task
 * @sid: WR SID
 *
 * Returns: (transfer none) (nullable): the reservation, if it is of this task
 */
TrsReservation *
trs_task_get_reservation (TrsTask *self, const char *sid)
{
  TrsReservation *reservation = trs_workspace_get_reservation (self->workspace, sid);

  return reservation != NULL && reservation->task == self ? reservation : NULL;
}

/**
 * trs_task_get_accepted_reservation:
 * @self: a task
 *
 * After a warm transfer the old worker's may still be open: the newest is the one that counts.
 *
 * Returns: (transfer none) (nullable): the newest reservation that is accepted
 */
TrsReservation *
trs_task_get_accepted_reservation (TrsTask *self)
{
  for (guint i = self->reservations->len; i > 0; i--)
    {
      TrsReservation *reservation = g_ptr_array_index (self->reservations, i - 1);

      if (reservation->status == TRS_RESERVATION_ACCEPTED)
        return reservation;
    }
  return NULL;
}

/**
 * trs_task_get_active_transfer:
 * @self: a task
 *
 * Returns: (transfer none) (nullable): the transfer that is initiated and not over
 */
TrsTransfer *
trs_task_get_active_transfer (TrsTask *self)
{
  TrsTransfer *last = self->transfers->len > 0
                          ? g_ptr_array_index (self->transfers, self->transfers->len - 1)
                          : NULL;

  return last != NULL && last->status == TRS_TRANSFER_INITIATED ? last : NULL;
}

static const char *const status_words[] = { "pending",  "reserved",  "assigned",
                                            "wrapping", "completed", "canceled" };

/**
 * trs_task_status_to_string:
 * @status: a status
 *
 * Returns: the service's word
 */
const char *
trs_task_status_to_string (TrsTaskStatus status)
{
  return status_words[status];
}

/**
 * trs_task_status_from_string:
 * @word: the service's word
 * @status: (out): the status
 *
 * Returns: whether it is one
 */
gboolean
trs_task_status_from_string (const char *word, TrsTaskStatus *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (status_words); i++)
    {
      if (strcmp (word, status_words[i]) == 0)
        {
          *status = i;
          return TRUE;
        }
    }
  return FALSE;
}
