/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-token-keeper.h"

#include "tr-backoff.h"
#include "tr-error.h"

/**
 * TrTokenKeeper:
 *
 * Keeps a live token at hand: fetches the first when it is asked for one, a new one at about 80 %
 * of its life, and again with back-off when that fails, until the old one ends.
 *
 * Times are the clock's monotonic ones: a wrong wall clock does not matter, since the service says
 * at the start of each connection how long the token still lives.
 */

#define FETCH_DEADLINE (15 * G_TIME_SPAN_SECOND)
#define RENEW_AT 0.8
#define RENEW_JITTER 0.05 /* of the life, to each side: a fleet started together drifts apart */
#define SHORTEST_WAIT G_TIME_SPAN_SECOND /* between renewals, however short the lives given */
#define LONGEST_LIFE (366 * G_TIME_SPAN_DAY)

struct _TrTokenKeeper
{
  GObject parent_instance;

  TrTokenSource *source;
  TrClock *clock;
  TrBackoff *backoff;

  TrToken *token;    /* owned, nullable; may have run out */
  gint64 fetched_at; /* monotonic */
  gint64 expires_at; /* monotonic */
  double renew_at;   /* share of the life, jitter included */
  guint64 renew_timer;
  guint64 expiry_timer;
  GError *error; /* of the last fetch, NULL when it worked */

  GCancellable *fetching; /* of the fetch on its way, NULL when there is none */
  guint64 fetch_timer;
  GPtrArray *waiters; /* owned Waiters */
};

typedef struct
{
  GTask *task;
  gulong cancelled_handler;
} Waiter;

/* A fetch that may outlive the keeper, or be given up by it. */
typedef struct
{
  GWeakRef keeper;
  GCancellable *cancellable;
} Fetch;

enum { RENEWED, EXPIRED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TrTokenKeeper, tr_token_keeper, G_TYPE_OBJECT)

static void tr_token_keeper_fetch (TrTokenKeeper *self);

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  if (waiter->cancelled_handler != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (waiter->task), waiter->cancelled_handler);
  g_object_unref (waiter->task);
  g_free (waiter);
}

static Fetch *
fetch_new (TrTokenKeeper *self)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  g_weak_ref_init (&fetch->keeper, self);
  fetch->cancellable = g_object_ref (self->fetching);
  return fetch;
}

static void
fetch_free (Fetch *fetch)
{
  g_weak_ref_clear (&fetch->keeper);
  g_object_unref (fetch->cancellable);
  g_free (fetch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)

static gboolean
tr_token_keeper_is_live (TrTokenKeeper *self)
{
  return self->token != NULL && tr_clock_get_monotonic_time (self->clock) < self->expires_at;
}

/* Answers everyone who waits: with the token, or with @error. */
static void
tr_token_keeper_answer (TrTokenKeeper *self, const GError *error)
{
  g_autoptr(GPtrArray) waiters = g_steal_pointer (&self->waiters);
  /* Who is answered first may stop the keeper. */
  g_autoptr(TrToken) token = error == NULL ? g_object_ref (self->token) : NULL;

  self->waiters = g_ptr_array_new_with_free_func (waiter_free);
  for (guint i = 0; i < waiters->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (waiters, i);

      if (error != NULL)
        g_task_return_error (waiter->task, g_error_copy (error));
      else
        g_task_return_pointer (waiter->task, g_object_ref (token), g_object_unref);
    }
}

static void
tr_token_keeper_tell_expired (TrTokenKeeper *self)
{
  g_autoptr(GError) error = NULL;

  if (self->error != NULL)
    error = g_error_copy (self->error);
  else
    error = g_error_new_literal (TR_ERROR, TR_ERROR_AUTH, "The token ran out");
  g_signal_emit (self, signals[EXPIRED], 0, error);
}

static void
renew_cb (gpointer user_data)
{
  TrTokenKeeper *self = user_data;

  self->renew_timer = 0;
  if (self->fetching == NULL)
    tr_token_keeper_fetch (self);
}

static void
expiry_cb (gpointer user_data)
{
  TrTokenKeeper *self = user_data;

  self->expiry_timer = 0;
  tr_clock_clear (self->clock, &self->renew_timer);
  if (self->fetching == NULL) /* else it may still go well */
    tr_token_keeper_tell_expired (self);
}

static void
tr_token_keeper_set_expiry (TrTokenKeeper *self, gint64 expires_at)
{
  gint64 now = tr_clock_get_monotonic_time (self->clock);
  gint64 life = expires_at - self->fetched_at;
  gint64 wait = self->fetched_at + (gint64) (self->renew_at * (double) life) - now;

  self->expires_at = expires_at;
  tr_clock_clear (self->clock, &self->expiry_timer);
  tr_clock_clear (self->clock, &self->renew_timer);
  self->expiry_timer = tr_clock_add (self->clock, expires_at - now, expiry_cb, self);
  self->renew_timer = tr_clock_add (self->clock, MAX (wait, SHORTEST_WAIT), renew_cb, self);
}

static void
tr_token_keeper_adopt (TrTokenKeeper *self, TrToken *token)
{
  gboolean is_first = self->token == NULL;
  gint64 life = tr_token_get_expires (token) - tr_token_get_issued (token);

  g_set_object (&self->token, token);
  g_clear_error (&self->error);
  tr_backoff_reset (self->backoff);
  self->fetched_at = tr_clock_get_monotonic_time (self->clock);
  self->renew_at = RENEW_AT + g_random_double_range (-RENEW_JITTER, RENEW_JITTER);
  life = CLAMP (life, 1, LONGEST_LIFE / G_TIME_SPAN_SECOND) * G_TIME_SPAN_SECOND;
  tr_token_keeper_set_expiry (self, self->fetched_at + life);
  tr_token_keeper_answer (self, NULL);
  if (!is_first)
    g_signal_emit (self, signals[RENEWED], 0);
}

static void
tr_token_keeper_fail (TrTokenKeeper *self, const GError *error)
{
  gboolean is_live = tr_token_keeper_is_live (self);

  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  tr_clock_clear (self->clock, &self->renew_timer);
  if (is_live)
    self->renew_timer = tr_clock_add (self->clock, tr_backoff_next (self->backoff), renew_cb, self);
  tr_token_keeper_answer (self, error);
  if (!is_live && self->token != NULL)
    tr_token_keeper_tell_expired (self);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Fetch) fetch = user_data;
  g_autoptr(TrTokenKeeper) self = g_weak_ref_get (&fetch->keeper);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrToken) token = NULL;

  token = tr_token_source_fetch_finish (TR_TOKEN_SOURCE (source), result, &error);
  if (self == NULL || self->fetching != fetch->cancellable)
    return; /* dead, stopped, or past the deadline */

  g_clear_object (&self->fetching);
  tr_clock_clear (self->clock, &self->fetch_timer);
  if (token != NULL)
    tr_token_keeper_adopt (self, token);
  else
    tr_token_keeper_fail (self, error);
}

static void
fetch_deadline_cb (gpointer user_data)
{
  g_autoptr(TrTokenKeeper) self = g_object_ref (user_data);
  g_autoptr(GCancellable) fetching = g_steal_pointer (&self->fetching);
  g_autoptr(GError) error = g_error_new (TR_ERROR, TR_ERROR_TIMEOUT, "no token within %d s",
                                         (int) (FETCH_DEADLINE / G_TIME_SPAN_SECOND));

  self->fetch_timer = 0;
  g_cancellable_cancel (fetching);
  tr_token_keeper_fail (self, error);
}

static void
tr_token_keeper_fetch (TrTokenKeeper *self)
{
  self->fetching = g_cancellable_new ();
  self->fetch_timer = tr_clock_add (self->clock, FETCH_DEADLINE, fetch_deadline_cb, self);
  tr_token_source_fetch_async (self->source, self->fetching, fetched_cb, fetch_new (self));
}

static void
tr_token_keeper_dispose (GObject *object)
{
  TrTokenKeeper *self = TR_TOKEN_KEEPER (object);

  if (self->clock != NULL)
    tr_token_keeper_stop (self);
  g_clear_object (&self->source);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (tr_token_keeper_parent_class)->dispose (object);
}

static void
tr_token_keeper_finalize (GObject *object)
{
  TrTokenKeeper *self = TR_TOKEN_KEEPER (object);

  g_ptr_array_unref (self->waiters);
  tr_backoff_free (self->backoff);
  G_OBJECT_CLASS (tr_token_keeper_parent_class)->finalize (object);
}

static void
tr_token_keeper_class_init (TrTokenKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tr_token_keeper_dispose;
  object_class->finalize = tr_token_keeper_finalize;

  /**
   * TrTokenKeeper::renewed:
   *
   * Another token than before is in use.
   */
  signals[RENEWED] = g_signal_new ("renewed", TR_TYPE_TOKEN_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  /**
   * TrTokenKeeper::expired:
   * @error: why it could not be renewed
   *
   * The token ran out, and no other is to be had. Nothing is tried until somebody asks.
   */
  signals[EXPIRED] = g_signal_new ("expired", TR_TYPE_TOKEN_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tr_token_keeper_init (TrTokenKeeper *self)
{
  self->backoff = tr_backoff_new (NULL, NULL);
  self->waiters = g_ptr_array_new_with_free_func (waiter_free);
}

/**
 * tr_token_keeper_new:
 * @source: where tokens come from
 * @clock: measures their lives
 *
 * Returns: (transfer full): a keeper without a token
 */
TrTokenKeeper *
tr_token_keeper_new (TrTokenSource *source, TrClock *clock)
{
  TrTokenKeeper *self;

  g_return_val_if_fail (TR_IS_TOKEN_SOURCE (source), NULL);
  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);

  self = g_object_new (TR_TYPE_TOKEN_KEEPER, NULL);
  self->source = g_object_ref (source);
  self->clock = g_object_ref (clock);
  return self;
}

/* Leaves the fetch alone: others may wait for it. */
static void
waiter_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);
  g_autoptr(TrTokenKeeper) self = g_object_ref (g_task_get_source_object (task));

  for (guint i = 0; i < self->waiters->len; i++)
    if (((Waiter *) g_ptr_array_index (self->waiters, i))->task == task)
      {
        g_ptr_array_remove_index (self->waiters, i);
        g_task_return_error_if_cancelled (task);
        return;
      }
}

/**
 * tr_token_keeper_get_async:
 * @self: a keeper
 * @refused: (nullable): a token that the service refused; another is wanted
 * @cancellable: (nullable): ends the wait
 * @callback: called once
 * @user_data: for @callback
 *
 * Gives the token in use if it lives and is not @refused, else fetches one. Several who ask share
 * one fetch.
 */
void
tr_token_keeper_get_async (TrTokenKeeper *self,
                           TrToken *refused,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  Waiter *waiter;

  g_return_if_fail (TR_IS_TOKEN_KEEPER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_token_keeper_get_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (tr_token_keeper_is_live (self) && self->token != refused)
    {
      g_task_return_pointer (task, g_object_ref (self->token), g_object_unref);
      return;
    }

  waiter = g_new0 (Waiter, 1);
  if (cancellable != NULL)
    waiter->cancelled_handler = g_signal_connect (cancellable, "cancelled",
                                                  G_CALLBACK (waiter_cancelled_cb), task);
  waiter->task = g_steal_pointer (&task);
  g_ptr_array_add (self->waiters, waiter);
  if (self->fetching == NULL)
    tr_token_keeper_fetch (self);
}

/**
 * tr_token_keeper_get_finish:
 * @self: a keeper
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full): a token; NULL with the source's error, %TR_ERROR_TIMEOUT, or
 *   %G_IO_ERROR_CANCELLED, also when the keeper was stopped
 */
TrToken *
tr_token_keeper_get_finish (TrTokenKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_token_keeper_get_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tr_token_keeper_peek:
 * @self: a keeper
 *
 * Returns: (transfer none) (nullable): the token in use, if it lives
 */
TrToken *
tr_token_keeper_peek (TrTokenKeeper *self)
{
  g_return_val_if_fail (TR_IS_TOKEN_KEEPER (self), NULL);

  return tr_token_keeper_is_live (self) ? self->token : NULL;
}

/**
 * tr_token_keeper_set_lifetime:
 * @self: a keeper
 * @token: the token that a connection was opened with
 * @lifetime: what is left of it, in microseconds, as the service said
 *
 * Does nothing when @token is no longer the one in use.
 *
 * Source: the protocol's `init` event, `token_lifetime`.
 */
void
tr_token_keeper_set_lifetime (TrTokenKeeper *self, TrToken *token, gint64 lifetime)
{
  g_return_if_fail (TR_IS_TOKEN_KEEPER (self));

  if (token == self->token && token != NULL)
    tr_token_keeper_set_expiry (self, tr_clock_get_monotonic_time (self->clock) +
                                        CLAMP (lifetime, 0, LONGEST_LIFE));
}

/**
 * tr_token_keeper_stop:
 * @self: a keeper
 *
 * Forgets the token and all timers. Who waits gets %G_IO_ERROR_CANCELLED.
 */
void
tr_token_keeper_stop (TrTokenKeeper *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) fetching = NULL;

  g_return_if_fail (TR_IS_TOKEN_KEEPER (self));

  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled");
  fetching = g_steal_pointer (&self->fetching);
  tr_clock_clear (self->clock, &self->fetch_timer);
  tr_clock_clear (self->clock, &self->renew_timer);
  tr_clock_clear (self->clock, &self->expiry_timer);
  g_clear_object (&self->token);
  g_clear_error (&self->error);
  tr_backoff_reset (self->backoff);
  if (fetching != NULL)
    g_cancellable_cancel (fetching);
  tr_token_keeper_answer (self, error);
}
