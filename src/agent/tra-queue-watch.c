/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-queue-watch.h"

/* The service counts five such requests a second for the whole account, so a desk asks now and then,
 * each at its own time, and after a refusal more and more seldom. */
#define INTERVAL ((gint64) 15 * G_USEC_PER_SEC)
#define JITTER ((gint64) 5 * G_USEC_PER_SEC)
#define MAX_INTERVAL ((gint64) 300 * G_USEC_PER_SEC)
#define MAX_DOUBLINGS 5
/* Older figures are shown as such. */
#define STALE_AGE ((gint64) 60 * G_USEC_PER_SEC)

struct _TraQueueWatch
{
  GObject parent_instance;

  TraSession *session;       /* owned */
  GPtrArray *queues;         /* owned, nullable: of TrQueue */
  gint64 time;               /* real; of @queues, for people */
  gint64 taken;              /* the same, monotonic */
  guint64 timer;             /* of the clock */
  GCancellable *cancellable; /* owned, nullable: of the request on its way */
  guint n_failures;          /* in a row */
  gboolean is_wanted;
  gboolean is_of_all;
  gboolean is_given_up;      /* this sign-in may not read them */
  gboolean is_list_known;    /* on this connection */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraQueueWatch, tra_queue_watch, G_TYPE_OBJECT)

static TrClock *
get_clock (TraQueueWatch *self)
{
  return tra_session_get_clock (self->session);
}

static gboolean
is_connected (TraQueueWatch *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);

  return worker != NULL && tr_worker_get_state (worker) == TR_WORKER_READY;
}

static void
stop (TraQueueWatch *self)
{
  tr_clock_clear (get_clock (self), &self->timer);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
forget (TraQueueWatch *self)
{
  gboolean was_known = self->queues != NULL;

  g_clear_pointer (&self->queues, g_ptr_array_unref);
  self->time = 0;
  if (was_known)
    g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_AUTH) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_FORBIDDEN) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND);
}

static void timer_cb (gpointer user_data);

static void
wait_for_next (TraQueueWatch *self)
{
  gint64 interval = INTERVAL << MIN (self->n_failures, MAX_DOUBLINGS);

  self->timer = tr_clock_add (get_clock (self),
                              MIN (interval, MAX_INTERVAL) +
                                  (gint64) (g_random_double () * JITTER),
                              timer_cb, self);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(TrQueue **) a)->name, (*(TrQueue **) b)->name);
}

/* The service tells them in any order; rows that change places can't be read. */
static void
take (TraQueueWatch *self, GPtrArray *queues)
{
  g_ptr_array_sort (queues, compare_names);
  g_clear_pointer (&self->queues, g_ptr_array_unref);
  self->queues = g_ptr_array_ref (queues);
  self->time = tr_clock_get_real_time (get_clock (self));
  self->taken = tr_clock_get_monotonic_time (get_clock (self));
  self->n_failures = 0;
  self->is_list_known = queues->len > 0;
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraQueueWatch *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) queues =
      tra_session_fetch_queues_finish (TRA_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (queues != NULL)
    {
      take (self, queues);
    }
  else if (is_final (error))
    {
      g_info ("Queues are not shown: %s", error->message);
      self->is_given_up = TRUE;
      forget (self);
      return;
    }
  else
    {
      g_info ("Queues: %s", error->message);
      self->n_failures++;
    }
  wait_for_next (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fetch (TraQueueWatch *self)
{
  self->cancellable = g_cancellable_new ();
  tra_session_fetch_queues_async (self->session, self->is_list_known ? self->queues : NULL,
                                  self->is_of_all, self->cancellable, fetched_cb, self);
}

static void
update (TraQueueWatch *self)
{
  gboolean connected = is_connected (self);

  if (!connected)
    self->is_list_known = FALSE;
  if (!self->is_wanted || !connected || self->is_given_up)
    stop (self);
  else if (self->timer == 0 && self->cancellable == NULL)
    fetch (self);
}

static void
timer_cb (gpointer user_data)
{
  TraQueueWatch *self = user_data;

  self->timer = 0;
  update (self);
}

/* Somebody else, or nobody, is signed in. */
static void
worker_changed_cb (TraQueueWatch *self)
{
  stop (self);
  self->is_given_up = FALSE;
  self->n_failures = 0;
  self->is_list_known = FALSE;
  forget (self);
  update (self);
}

static void
tra_queue_watch_dispose (GObject *object)
{
  TraQueueWatch *self = TRA_QUEUE_WATCH (object);

  if (self->session != NULL)
    stop (self);
  g_clear_pointer (&self->queues, g_ptr_array_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_queue_watch_parent_class)->dispose (object);
}

static void
tra_queue_watch_class_init (TraQueueWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_queue_watch_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
tra_queue_watch_init (TraQueueWatch *self)
{
}

/**
 * tra_queue_watch_new:
 * @session: whose queues
 *
 * Returns: (transfer full): a watch that asks for nothing until it is wanted
 */
TraQueueWatch *
tra_queue_watch_new (TraSession *session)
{
  TraQueueWatch *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_QUEUE_WATCH, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::worker", G_CALLBACK (worker_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * tra_queue_watch_set_wanted:
 * @self: a watch
 * @is_wanted: whether somebody looks
 *
 * Asks at once, and then every 15 to 20 seconds, while the connection is there.
 */
void
tra_queue_watch_set_wanted (TraQueueWatch *self, gboolean is_wanted)
{
  g_return_if_fail (TRA_IS_QUEUE_WATCH (self));

  self->is_wanted = is_wanted;
  update (self);
}

/**
 * tra_queue_watch_set_of_all:
 * @self: a watch that is not wanted yet
 * @is_of_all: whether a supervisor's is of all queues, and not of his own
 */
void
tra_queue_watch_set_of_all (TraQueueWatch *self, gboolean is_of_all)
{
  g_return_if_fail (TRA_IS_QUEUE_WATCH (self));

  self->is_of_all = is_of_all;
}

/**
 * tra_queue_watch_get_queues:
 * @self: a watch
 *
 * Returns: (transfer none) (nullable) (element-type TrQueue): the last answer; %NULL if there was none
 */
GPtrArray *
tra_queue_watch_get_queues (TraQueueWatch *self)
{
  g_return_val_if_fail (TRA_IS_QUEUE_WATCH (self), NULL);

  return self->queues;
}

gint64
tra_queue_watch_get_time (TraQueueWatch *self)
{
  g_return_val_if_fail (TRA_IS_QUEUE_WATCH (self), 0);

  return self->time;
}

/**
 * tra_queue_watch_is_stale:
 * @self: a watch
 *
 * Returns: whether what it knows may not be so any more
 */
gboolean
tra_queue_watch_is_stale (TraQueueWatch *self)
{
  gint64 shown, passed;

  g_return_val_if_fail (TRA_IS_QUEUE_WATCH (self), TRUE);

  /* A clock may be set back; and the other one stands still while the machine is asleep. */
  shown = tr_clock_get_real_time (get_clock (self)) - self->time;
  passed = tr_clock_get_monotonic_time (get_clock (self)) - self->taken;
  return !is_connected (self) || MAX (shown, passed) > STALE_AGE;
}
