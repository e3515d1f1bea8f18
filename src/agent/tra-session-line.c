/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-line.h"

#include "tr-client-participants.h"
#include "tra-session-private.h"

/* Nobody is told of who is held, muted or gone: the event bridge has no event for it. So while a
 * call runs, and only then, the service is asked this often, and after whatever is done here. */
#define LOOK_INTERVAL (5 * (gint64) G_USEC_PER_SEC)
/* While a number rings that is to be handed the call: the caller waits for what comes of it. */
#define RINGING_INTERVAL (2 * (gint64) G_USEC_PER_SEC)

typedef struct
{
  TraSession *session; /* not owned: gone if the callback says that it was cancelled */
  char *conference_sid;
} Look;

static void
look_free (Look *look)
{
  g_free (look->conference_sid);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static void
look_timer_cb (gpointer user_data)
{
  TraSession *self = user_data;

  self->line_timer = 0;
  tra_session_look_at_line (self);
}

static void
arm_look_timer (TraSession *self)
{
  tr_clock_clear (self->clock, &self->line_timer);
  if (self->line != NULL && !self->line->is_blind && tra_session_is_connected (self))
    self->line_timer =
        tr_clock_add (self->clock, self->line->number_sid != NULL ? RINGING_INTERVAL : LOOK_INTERVAL,
                      look_timer_cb, self);
}

/* What an account may not see stays so. The token that a company's server is shown may only just have
 * run out: the next one is on its way. */
static gboolean
is_hidden (TraSession *self, const GError *error)
{
  return (g_error_matches (error, TR_ERROR, TR_ERROR_AUTH) && self->company == NULL) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_FORBIDDEN) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND);
}

static void
take (TraSession *self, GPtrArray *participants)
{
  TraOffer *offer = tra_session_get_offer (self, self->reservation);

  /* A conference that is over has nobody in it: the event about that is on its way. */
  if (offer == NULL || participants->len == 0)
    return;

  tra_line_take_participants (self->line, participants, tr_reservation_get_task (offer->reservation),
                              tr_clock_get_monotonic_time (self->clock),
                              tr_worker_get_service_time (self->worker));
  tra_session_find_own_leg (self);
  tra_session_check_own_leg (self);
  tra_session_check_number (self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Look) look = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) participants =
      tr_client_list_participants_finish (TR_CLIENT (source), result, &error);
  TraSession *self = look->session;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->line == NULL || g_strcmp0 (self->line->conference_sid, look->conference_sid) != 0)
    return;

  self->line->is_asking = FALSE;
  if (error != NULL)
    g_info ("Looking at the line: %s", error->message);
  self->line->is_blind = is_hidden (self, error);
  if (self->line->is_stale)
    {
      tra_session_look_at_line (self);
      return;
    }
  if (participants != NULL)
    {
      take (self, participants);
      tra_session_look_at_recording (self);
    }
  arm_look_timer (self);
  tra_session_update (self);
}

/**
 * tra_session_look_at_line:
 * @self: a session
 *
 * Asks the service who is on the line, if there is one: something may have changed.
 */
void
tra_session_look_at_line (TraSession *self)
{
  Look *look;

  if (self->line == NULL || !tra_session_is_connected (self))
    return;
  if (self->client == NULL)
    self->line->is_blind = TRUE;
  if (self->line->is_blind)
    return;
  if (self->line->is_asking)
    {
      self->line->is_stale = TRUE;
      return;
    }

  look = g_new0 (Look, 1);
  look->session = self;
  look->conference_sid = g_strdup (self->line->conference_sid);
  self->line->is_asking = TRUE;
  self->line->is_stale = FALSE;
  tr_client_list_participants_async (self->client, look->conference_sid, self->cancellable,
                                     looked_cb, look);
}

void
tra_session_drop_line (TraSession *self)
{
  tr_clock_clear (self->clock, &self->line_timer);
  g_clear_pointer (&self->line, tra_line_free);
}

/* Whether @offer is a call that people talk in. */
static gboolean
has_line (TraOffer *offer)
{
  return offer != NULL && tra_offer_is_call (offer) &&
         tr_reservation_get_status (offer->reservation) == TR_RESERVATION_ACCEPTED &&
         tr_task_get_conference_sid (tr_reservation_get_task (offer->reservation)) != NULL;
}

/* The line is forgotten when the call is over; whose leg ended it is asked then. */
static void
note_own_leg (TraSession *self, TraOffer *offer)
{
  if (offer->own_call_sid == NULL)
    offer->own_call_sid = g_strdup (self->line->own_call_sid);
}

/**
 * tra_session_follow_line:
 * @self: a session whose reservation may have changed
 *
 * Begins to look at the line of the call that is in front now, or ends it.
 */
void
tra_session_follow_line (TraSession *self)
{
  TraOffer *offer = tra_session_get_offer (self, self->reservation);
  TrTask *task;

  if (!has_line (offer))
    {
      tra_session_put_number_aside (self);
      tra_session_drop_line (self);
      return;
    }

  task = tr_reservation_get_task (offer->reservation);
  if (self->line != NULL &&
      g_str_equal (self->line->reservation_sid, tr_reservation_get_sid (offer->reservation)) &&
      g_str_equal (self->line->conference_sid, tr_task_get_conference_sid (task)))
    {
      tra_line_take_task (self->line, task);
      note_own_leg (self, offer);
      /* The connection is there again. */
      if (self->line_timer == 0 && !self->line->is_asking)
        tra_session_look_at_line (self);
      return;
    }

  tra_session_put_number_aside (self);
  tra_session_drop_line (self);
  self->line = tra_line_new (offer->reservation);
  tra_session_take_number_back (self, offer);
  note_own_leg (self, offer);
  tra_session_look_at_line (self);
}

/* A change of the task may be one of its conference. */
void
tra_session_task_updated (TraSession *self)
{
  tra_session_look_at_line (self);
  tra_session_update (self);
}

/**
 * tra_session_get_line:
 * @self: a session
 *
 * Returns: (nullable): who is on the line of the call in front; as new as the last signal "changed"
 */
TraLine *
tra_session_get_line (TraSession *self)
{
  g_return_val_if_fail (TRA_IS_SESSION (self), NULL);

  return self->line;
}

/**
 * tra_session_get_hold_time:
 * @self: a session
 *
 * Returns: how long the caller has been on hold, in microseconds; 0 if that is not so
 */
gint64
tra_session_get_hold_time (TraSession *self)
{
  TraLeg *caller;

  g_return_val_if_fail (TRA_IS_SESSION (self), 0);

  caller = tra_line_find (self->line, TRA_LEG_CALLER);
  if (caller == NULL || !caller->is_held)
    return 0;
  return MAX (tr_clock_get_monotonic_time (self->clock) - caller->held_since, 1);
}
