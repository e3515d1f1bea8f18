/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-clock-turns.h"

#include "http/trs-refusal.h"
#include "http/trs-webhook.h"
#include "state/trs-state.h"
#include "trs-clock-json.h"

/* How long a turn waits, in the machine's time, for programs that were asked before it. Less than any
 * program has: the one that turns the clock before it answers can still answer then. */
#define PATIENCE (4 * G_USEC_PER_SEC)

struct _TrsClockTurns
{
  TrsServer *server; /* not owned: it outlives us */
  TrClock *machine;  /* owned */
  GQueue turns;      /* of owned Turns; the first is under way */
  gboolean is_turning;
};

typedef struct
{
  TrsClockTurns *turns; /* outlives it */
  TrsRequest *request; /* owned; held once somebody had to be waited for */
  gint64 by;
  gint64 until; /* monotonic; 0 before it begins */
  guint64 patience;
  guint64 n_answered; /* by programs, when the patience began */
} Turn;

static void
turn_free (gpointer data)
{
  Turn *turn = data;

  tr_clock_clear (turn->turns->machine, &turn->patience);
  trs_request_unref (turn->request);
  g_free (turn);
}

static TrClock *
get_clock (TrsClockTurns *self)
{
  return trs_engine_get_clock (trs_server_get_engine (self->server));
}

static gboolean
is_waiting (TrsClockTurns *self)
{
  return trs_webhook_get_n_pending (trs_server_get_webhook (self->server)) > 0;
}

/* To the next moment at which something is due, and no further. Returns whether it was the last. */
static gboolean
step (TrsClockTurns *self, Turn *turn)
{
  TrClock *clock = get_clock (self);
  gint64 now = tr_clock_get_monotonic_time (clock);
  gint64 next = tr_clock_get_next_time (clock);

  if (turn->until == 0)
    turn->until = now + turn->by;
  if (next < 0 || next > turn->until)
    next = turn->until;
  /* A clock with a speed may be there already. */
  tr_clock_advance (clock, MAX (next - now, 0));
  next = tr_clock_get_next_time (clock);
  return !is_waiting (self) && tr_clock_get_monotonic_time (clock) >= turn->until &&
         (next < 0 || next > turn->until);
}

/* What is kept of it is the time, not the request. */
static void
finish (TrsClockTurns *self, TrsRequest *request)
{
  TrsState *state = trs_server_get_state (self->server);
  g_autoptr(GError) error = NULL;

  if (state != NULL && !trs_state_mark_time (state, &error))
    trs_request_refuse (request, 20500, error->message);
  else
    trs_request_answer_object (request, 200, trs_clock_to_json (self->server));
  if (trs_request_is_held (request))
    trs_request_release (request);
}

/* As far as nobody is waited for. */
static void
go_on (TrsClockTurns *self)
{
  /* What a turn does may end what a turn waited for. */
  if (self->is_turning)
    return;
  self->is_turning = TRUE;
  while (self->turns.length > 0 && !is_waiting (self))
    {
      Turn *turn = g_queue_peek_head (&self->turns);

      if (!step (self, turn))
        continue;
      g_queue_pop_head (&self->turns);
      finish (self, turn->request);
      turn_free (turn);
    }
  self->is_turning = FALSE;
}

static void
refuse (Turn *turn, int code, const char *why)
{
  trs_request_refuse (turn->request, code, why);
  if (trs_request_is_held (turn->request))
    trs_request_release (turn->request);
  turn_free (turn);
}

static void be_patient (Turn *turn);

/* Whoever turns the clock before he answers waits for himself. As long as others answer, it may be
 * that he does not. */
static void
patience_cb (gpointer user_data)
{
  Turn *turn = user_data;
  TrsClockTurns *self = turn->turns;
  TrsWebhook *webhook = trs_server_get_webhook (self->server);

  turn->patience = 0;
  if (turn->until != 0)
    return;
  if (!is_waiting (self) || trs_webhook_get_n_answered (webhook) != turn->n_answered)
    {
      be_patient (turn);
      return;
    }
  g_queue_remove (&self->turns, turn);
  refuse (turn, 20409,
          "A program of yours was asked or told and has not answered yet, and no time passes until "
          "it has. If that program turns the clock: let it answer first");
}

static void
be_patient (Turn *turn)
{
  turn->n_answered = trs_webhook_get_n_answered (trs_server_get_webhook (turn->turns->server));
  turn->patience = tr_clock_add (turn->turns->machine, PATIENCE, patience_cb, turn);
}

static void
idle_cb (gpointer user_data)
{
  go_on (user_data);
}

/**
 * trs_clock_turns_new:
 * @server: a server; outlives it
 *
 * Returns: (transfer full): no turn
 */
TrsClockTurns *
trs_clock_turns_new (TrsServer *server)
{
  TrsClockTurns *self = g_new0 (TrsClockTurns, 1);

  self->server = server;
  self->machine = tr_clock_new ();
  g_queue_init (&self->turns);
  return self;
}

/**
 * trs_clock_turns_free:
 * @self: (transfer full): the turns
 *
 * Those under way stop; nobody hears of them.
 */
void
trs_clock_turns_free (TrsClockTurns *self)
{
  TrsWebhook *webhook = trs_server_get_webhook (self->server);

  if (webhook != NULL)
    trs_webhook_set_idle_func (webhook, NULL, NULL);
  g_queue_clear_full (&self->turns, turn_free);
  g_object_unref (self->machine);
  g_free (self);
}

/**
 * trs_clock_turns_add:
 * @self: the turns
 * @request: who asked for it; is answered when it is over, held until then if need be
 * @by: microseconds, 0 or more
 *
 * Turns the clock, after the turns that are under way. It is refused when a program that was asked
 * before does not answer.
 */
void
trs_clock_turns_add (TrsClockTurns *self, TrsRequest *request, gint64 by)
{
  Turn *turn = g_new0 (Turn, 1);

  turn->turns = self;
  turn->request = trs_request_ref (request);
  turn->by = by;
  g_queue_push_tail (&self->turns, turn);
  trs_webhook_set_idle_func (trs_server_get_webhook (self->server), idle_cb, self);
  go_on (self);
  if (trs_request_is_answered (request))
    return;
  trs_request_hold (request);
  if (turn->until == 0)
    be_patient (turn);
}

/**
 * trs_clock_turns_give_up:
 * @self: the turns
 *
 * There is another clock now.
 */
void
trs_clock_turns_give_up (TrsClockTurns *self)
{
  Turn *turn;

  while ((turn = g_queue_pop_head (&self->turns)) != NULL)
    refuse (turn, 20400, "The state was changed while the clock was turned");
}
