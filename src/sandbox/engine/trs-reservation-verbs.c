/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-reservation.h"

#include "trs-engine-private.h"
#include "trs-reservation-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-task-private.h"
#include "trs-worker-private.h"

/*
 * trs_reservation_check_pending:
 * @self: a reservation
 * @instruction: (nullable): the name of what it is asked for; %NULL is plain accepting or rejecting
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it still can be decided
 */
gboolean
trs_reservation_check_pending (TrsReservation *self, const char *instruction, GError **error)
{
  g_autofree char *prefix =
      instruction != NULL
          ? g_strdup_printf ("Unable to execute %s instruction. ", instruction)
          : g_strdup ("");

  if (self->status != TRS_RESERVATION_PENDING)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "%sReservation %s is not currently in a Pending state.", prefix,
                   self->base.sid);
      return FALSE;
    }
  if (self->instruction != NULL)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "%sReservation %s already has an instruction in progress.", prefix,
                   self->base.sid);
      return FALSE;
    }
  return TRUE;
}

/**
 * trs_reservation_accept:
 * @self: a pending reservation
 * @if_match: the version that is meant, or %TRS_ANY_VERSION
 * @error: return location for a %TRS_ERROR_INVALID when it was decided before, or a
 *   %TRS_ERROR_VERSION
 *
 * Returns: whether it was done
 */
gboolean
trs_reservation_accept (TrsReservation *self, int if_match, GError **error)
{
  if (!trs_version_check (self->version, if_match, error) ||
      !trs_reservation_check_pending (self, NULL, error))
    return FALSE;

  trs_reservation_accept_now (self);
  trs_router_run (self->task->workspace->engine);
  return TRUE;
}

/**
 * trs_reservation_reject:
 * @self: a pending reservation
 * @if_match: the version that is meant, or %TRS_ANY_VERSION
 * @activity_sid: (nullable): what the worker does next; %NULL changes nothing
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_VERSION
 *
 * A phone that rings for it stops.
 *
 * Returns: whether it was done
 */
gboolean
trs_reservation_reject (TrsReservation *self,
                        int if_match,
                        const char *activity_sid,
                        GError **error)
{
  TrsWorkspace *workspace = self->task->workspace;
  TrsActivity *activity = NULL;

  if (!trs_version_check (self->version, if_match, error) ||
      (self->instruction == NULL && !trs_reservation_check_pending (self, NULL, error)))
    return FALSE;
  if (self->status != TRS_RESERVATION_PENDING)
    return trs_reservation_check_pending (self, NULL, error);
  if (activity_sid != NULL)
    {
      activity = trs_workspace_get_activity (workspace, activity_sid);
      if (activity == NULL)
        {
          g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                       "Value '%s' provided for WorkerActivitySid is not an Activity of "
                       "Workspace %s",
                       activity_sid, workspace->base.sid);
          return FALSE;
        }
    }

  trs_reservation_end (self, TRS_RESERVATION_REJECTED);
  if (activity != NULL)
    trs_worker_set_activity (self->worker, activity);
  trs_router_run (workspace->engine);
  return TRUE;
}

static gboolean
check_not_transferring (TrsReservation *self, GError **error)
{
  TrsTransfer *transfer = trs_reservation_get_outgoing_transfer (self);

  if (transfer == NULL || transfer->is_cold)
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "Reservation %s cannot be updated while transfer %s is pending.", self->base.sid,
               transfer->base.sid);
  return FALSE;
}

/**
 * trs_reservation_wrap:
 * @self: an accepted reservation
 * @if_match: the version that is meant, or %TRS_ANY_VERSION
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_VERSION
 *
 * Returns: whether it was done
 */
gboolean
trs_reservation_wrap (TrsReservation *self, int if_match, GError **error)
{
  if (!trs_version_check (self->version, if_match, error) ||
      !check_not_transferring (self, error))
    return FALSE;
  if (self->status != TRS_RESERVATION_ACCEPTED)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Reservation %s is not currently in an Accepted state.", self->base.sid);
      return FALSE;
    }

  trs_reservation_wrap_now (self, NULL);
  trs_router_run (self->task->workspace->engine);
  return TRUE;
}

/**
 * trs_reservation_complete:
 * @self: a reservation that is accepted or wrapping
 * @if_match: the version that is meant, or %TRS_ANY_VERSION
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_VERSION
 *
 * Completes the task too, unless another worker has it still.
 *
 * Returns: whether it was done
 */
gboolean
trs_reservation_complete (TrsReservation *self, int if_match, GError **error)
{
  if (!trs_version_check (self->version, if_match, error) ||
      !check_not_transferring (self, error))
    return FALSE;
  if (self->status != TRS_RESERVATION_ACCEPTED && self->status != TRS_RESERVATION_WRAPPING)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Reservation %s is not currently in an Accepted or Wrapping state.",
                   self->base.sid);
      return FALSE;
    }

  trs_reservation_complete_now (self);
  trs_router_run (self->task->workspace->engine);
  return TRUE;
}
