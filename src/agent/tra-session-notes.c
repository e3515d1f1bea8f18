/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "tr-json.h"
#include "tra-session-private.h"

/* What the agent writes about a task: kept here as typed, and with the service when it is completed. */

/* Source: the service's limits, "Attributes". */
#define MAX_ATTRIBUTES 4096

static void
not_kept_cb (TraSession *self)
{
  tra_session_toast (self, _("Your notes can’t be kept on this computer: complete the task before "
                             "you quit."));
}

/* Made when the first task is there to be written about: a start without one reads no folder. */
static TraDraftStore *
get_store (TraSession *self)
{
  if (self->drafts == NULL)
    {
      g_autofree char *folder =
          g_build_filename (g_get_user_state_dir (), "task-router-agent", "drafts", NULL);

      self->drafts = tra_draft_store_new (self->clock, folder);
      g_signal_connect_object (self->drafts, "loaded", G_CALLBACK (tra_session_update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->drafts, "not-kept", G_CALLBACK (not_kept_cb), self,
                               G_CONNECT_SWAPPED);
      tra_draft_store_load (self->drafts);
    }
  return self->drafts;
}

static const TraDraft *
get_draft (TraSession *self, TrReservation *reservation)
{
  return tra_draft_store_get (get_store (self), tr_reservation_get_task (reservation));
}

/**
 * tra_session_get_notes:
 * @self: a session
 * @reservation: a reservation
 *
 * Returns: what is written about its task, saved or not; never %NULL
 */
const char *
tra_session_get_notes (TraSession *self, TrReservation *reservation)
{
  const TraDraft *draft;

  g_return_val_if_fail (TRA_IS_SESSION (self), "");
  g_return_val_if_fail (TR_IS_RESERVATION (reservation), "");

  draft = get_draft (self, reservation);
  return draft != NULL ? draft->notes
                       : tra_draft_get_saved_notes (tr_reservation_get_task (reservation));
}

/**
 * tra_session_set_notes:
 * @self: a session
 * @reservation: an open reservation
 * @notes: what the agent has typed by now
 */
void
tra_session_set_notes (TraSession *self, TrReservation *reservation, const char *notes)
{
  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (TR_IS_RESERVATION (reservation));
  g_return_if_fail (notes != NULL);

  if (!g_str_equal (tra_session_get_notes (self, reservation), notes))
    tra_draft_store_set_notes (get_store (self), tr_reservation_get_task (reservation), notes);
}

/**
 * tra_session_get_outcome:
 * @self: a session
 * @reservation: a reservation
 *
 * Returns: what became of its task; empty if that is not chosen yet
 */
const char *
tra_session_get_outcome (TraSession *self, TrReservation *reservation)
{
  const TraDraft *draft;

  g_return_val_if_fail (TRA_IS_SESSION (self), "");
  g_return_val_if_fail (TR_IS_RESERVATION (reservation), "");

  draft = get_draft (self, reservation);
  return draft != NULL ? draft->outcome
                       : tra_draft_get_saved_outcome (tr_reservation_get_task (reservation));
}

/**
 * tra_session_set_outcome:
 * @self: a session
 * @reservation: an open reservation
 * @outcome: one of tra_session_dup_outcomes(); empty: none
 */
void
tra_session_set_outcome (TraSession *self, TrReservation *reservation, const char *outcome)
{
  TraOffer *offer;

  g_return_if_fail (TRA_IS_SESSION (self));
  g_return_if_fail (TR_IS_RESERVATION (reservation));
  g_return_if_fail (outcome != NULL);

  if (g_str_equal (tra_session_get_outcome (self, reservation), outcome))
    return;

  tra_draft_store_set_outcome (get_store (self), tr_reservation_get_task (reservation), outcome);
  offer = tra_session_get_offer (self, reservation);
  if (offer != NULL)
    offer->is_outcome_missed = FALSE;
  tra_session_update (self);
}

/**
 * tra_session_dup_outcomes:
 * @self: a session
 * @reservation: a reservation
 *
 * Returns: (transfer full): what the administrator lets choose for the queue of its task; empty: no
 *   outcome is asked for
 */
char **
tra_session_dup_outcomes (TraSession *self, TrReservation *reservation)
{
  g_autoptr(GVariant) by_queue = NULL;
  char **outcomes = NULL;

  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);
  g_return_val_if_fail (TR_IS_RESERVATION (reservation), NULL);

  by_queue = g_settings_get_value (self->settings, "outcomes-by-queue");
  if (!g_variant_lookup (by_queue, tr_task_get_queue_name (tr_reservation_get_task (reservation)),
                         "^as", &outcomes))
    outcomes = g_settings_get_strv (self->settings, "outcomes");
  return outcomes;
}

/**
 * tra_session_is_outcome_required:
 * @self: a session
 * @reservation: a reservation
 *
 * Returns: whether it can't be completed without one
 */
gboolean
tra_session_is_outcome_required (TraSession *self, TrReservation *reservation)
{
  g_auto(GStrv) outcomes = NULL;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  if (!g_settings_get_boolean (self->settings, "outcome-required"))
    return FALSE;

  outcomes = tra_session_dup_outcomes (self, reservation);
  return outcomes[0] != NULL;
}

/**
 * tra_session_is_outcome_missed:
 * @self: a session
 * @reservation: a reservation
 *
 * Returns: whether Complete was pressed without the outcome that it needs
 */
gboolean
tra_session_is_outcome_missed (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), FALSE);

  offer = tra_session_get_offer (self, reservation);
  return offer != NULL && offer->is_outcome_missed;
}

/**
 * tra_session_get_notes_problem:
 * @self: a session
 * @reservation: a reservation
 *
 * Returns: (nullable): why its notes could not be saved, a sentence; until Complete is tried again
 */
const char *
tra_session_get_notes_problem (TraSession *self, TrReservation *reservation)
{
  TraOffer *offer;

  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  offer = tra_session_get_offer (self, reservation);
  return offer != NULL ? offer->notes_problem : NULL;
}

/* ---- For the session's other files ---- */

gboolean
tra_session_lacks_outcome (TraSession *self, TrReservation *reservation)
{
  return tra_session_is_outcome_required (self, reservation) &&
         *tra_session_get_outcome (self, reservation) == '\0';
}

/* (transfer full) (nullable): what has to be merged into the task's attributes. */
JsonObject *
tra_session_get_unsaved (TraSession *self, TrReservation *reservation)
{
  const TraDraft *draft = get_draft (self, reservation);

  return draft != NULL ? tra_draft_to_patch (draft, tr_reservation_get_task (reservation)) : NULL;
}

void
tra_session_forget_notes (TraSession *self, TrReservation *reservation)
{
  tra_draft_store_forget (get_store (self), tr_reservation_get_task (reservation));
}

/* The service says of a document that is too long only that it is wrong. */
char *
tra_session_describe_notes_failure (TraSession *self, TrReservation *reservation, const GError *error)
{
  TrTask *task = tr_reservation_get_task (reservation);
  g_autofree char *attributes = NULL;

  if (!g_error_matches (error, TR_ERROR, TR_ERROR_REFUSED))
    return tra_messages_for_request ("save-notes", error);

  attributes = tr_json_object_to_string (tr_task_get_attributes (task));
  if (g_utf8_strlen (attributes, -1) + g_utf8_strlen (tra_session_get_notes (self, reservation), -1) >
      MAX_ATTRIBUTES)
    return g_strdup (_("Couldn’t save the notes: they are too long"));
  return tra_messages_for_request ("save-notes", error);
}
