/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history.h"

#include <glib/gi18n.h>

#include "tra-history-thread.h"

/* The present status is written this often at most while it lasts: what a crash may lose. */
#define SPAN_INTERVAL ((gint64) 60 * G_USEC_PER_SEC)

struct _TraHistory
{
  GObject parent_instance;

  TrClock *clock;      /* owned */
  GSettings *settings; /* owned */
  char *path;          /* owned */
  char *worker;        /* owned, nullable: whose it is, by SID; NULL while closed */
  guint turn;          /* counts how often it was opened: what was read for an earlier one is late */
  gboolean is_kept;
  gboolean was_told;   /* of trouble */
  GListStore *calls;   /* owned */
  GPtrArray *spans;    /* owned TraStatusSpans, the oldest first */
  TraStatusSpan *span; /* in @spans; NULL: no status is known */
  gint64 span_written; /* its end, as it is in the file */
  TraHistoryThread *thread; /* owned, nullable: until there is something to read or write */
};

enum { CHANGED, TROUBLE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraHistory, tra_history, G_TYPE_OBJECT)

static void take_answer (gpointer object, TraHistoryJob *job);

/* Takes record and span. Nothing is started before there is something to read or write. */
static void
push (TraHistory *self, TraHistoryJobKind kind, TraCallRecord *record, TraStatusSpan *span)
{
  TraHistoryJob *job;

  if (!self->is_kept || self->worker == NULL)
    {
      g_clear_pointer (&record, tra_call_record_free);
      g_clear_pointer (&span, tra_status_span_free);
      return;
    }

  if (self->thread == NULL)
    self->thread = tra_history_thread_new (self->path, take_answer, self);
  job = tra_history_job_new (kind, self->worker);
  job->record = record;
  job->span = span;
  job->turn = self->turn;
  job->before = tr_clock_get_real_time (self->clock) -
                g_settings_get_uint (self->settings, "history-days") * G_TIME_SPAN_DAY;
  tra_history_thread_push (self->thread, job);
}

/* ---- What the thread says ---- */

static void
tell_trouble (TraHistory *self, const GError *error, const char *broken)
{
  if (error != NULL)
    g_info ("%s", error->message);
  if (self->was_told)
    return;

  self->was_told = TRUE;
  if (error == NULL)
    g_signal_emit (self, signals[TROUBLE], 0,
                   _("The history could not be read and was set aside. A new one was started."));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    g_signal_emit (self, signals[TROUBLE], 0,
                   _("The disk is full: the history is kept only until you quit."));
  else
    g_signal_emit (self, signals[TROUBLE], 0,
                   _("The history can’t be saved: it is kept only until you quit."));
}

/* What was read is older than what was added meanwhile. */
static void
take_loaded (TraHistory *self, TraHistoryJob *job)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->calls));

  g_list_store_splice (self->calls, n_items, 0, job->calls->pdata, job->calls->len);
  g_ptr_array_extend_and_steal (job->spans, g_steal_pointer (&self->spans));
  self->spans = g_steal_pointer (&job->spans);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
take_answer (gpointer object, TraHistoryJob *job)
{
  TraHistory *self = object;

  if (job->error != NULL || job->broken != NULL)
    tell_trouble (self, job->error, job->broken);
  if (job->calls != NULL && self->worker != NULL && job->turn == self->turn)
    take_loaded (self, job);
}

/* ---- The object ---- */

static void
tra_history_dispose (GObject *object)
{
  TraHistory *self = TRA_HISTORY (object);

  if (self->clock != NULL)
    tra_history_close (self);
  g_clear_pointer (&self->thread, tra_history_thread_free);
  g_clear_object (&self->calls);
  g_clear_object (&self->settings);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (tra_history_parent_class)->dispose (object);
}

static void
tra_history_finalize (GObject *object)
{
  TraHistory *self = TRA_HISTORY (object);

  g_free (self->path);
  g_free (self->worker);
  g_ptr_array_unref (self->spans);
  G_OBJECT_CLASS (tra_history_parent_class)->finalize (object);
}

static void
tra_history_class_init (TraHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = tra_history_dispose;
  object_class->finalize = tra_history_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TROUBLE] = g_signal_new ("trouble", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tra_history_init (TraHistory *self)
{
  self->calls = g_list_store_new (TRA_TYPE_HISTORY_CALL);
  self->spans = g_ptr_array_new_with_free_func ((GDestroyNotify) tra_status_span_free);
}

/**
 * tra_history_new:
 * @clock: the program's clock
 * @settings: the agent's settings
 * @path: (nullable): the file; %NULL is the one in the agent's data folder
 *
 * Touches no disk until it is opened.
 *
 * Returns: (transfer full): a history that is closed
 */
TraHistory *
tra_history_new (TrClock *clock, GSettings *settings, const char *path)
{
  TraHistory *self;

  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (TRA_TYPE_HISTORY, NULL);
  self->clock = g_object_ref (clock);
  self->settings = g_object_ref (settings);
  self->path = path != NULL ? g_strdup (path)
                            : g_build_filename (g_get_user_data_dir (), GETTEXT_PACKAGE,
                                                "history.sqlite", NULL);
  return self;
}

/**
 * tra_history_open:
 * @self: a history
 * @worker: whose from now on, by SID
 * @is_kept: %FALSE: in memory only, as what is done in a demo
 */
void
tra_history_open (TraHistory *self, const char *worker, gboolean is_kept)
{
  g_return_if_fail (TRA_IS_HISTORY (self));
  g_return_if_fail (worker != NULL);

  if (g_strcmp0 (worker, self->worker) == 0)
    return;

  tra_history_close (self);
  self->worker = g_strdup (worker);
  self->turn++;
  self->is_kept = is_kept;
  push (self, TRA_HISTORY_LOAD, NULL, NULL);
}

/**
 * tra_history_close:
 * @self: a history
 *
 * Forgets what is in memory; what is in the file stays there.
 */
void
tra_history_close (TraHistory *self)
{
  g_return_if_fail (TRA_IS_HISTORY (self));

  if (self->worker == NULL)
    return;

  tra_history_tell_status (self, NULL, FALSE);
  g_clear_pointer (&self->worker, g_free);
  g_list_store_remove_all (self->calls);
  g_ptr_array_set_size (self->spans, 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
tra_history_is_open (TraHistory *self)
{
  g_return_val_if_fail (TRA_IS_HISTORY (self), FALSE);

  return self->worker != NULL;
}

TrClock *
tra_history_get_clock (TraHistory *self)
{
  g_return_val_if_fail (TRA_IS_HISTORY (self), NULL);

  return self->clock;
}

/**
 * tra_history_get_calls:
 * @self: a history
 *
 * Returns: (transfer none) (element-type TraHistoryCall): the newest first
 */
GListModel *
tra_history_get_calls (TraHistory *self)
{
  g_return_val_if_fail (TRA_IS_HISTORY (self), NULL);

  return G_LIST_MODEL (self->calls);
}

static int
compare_calls (gconstpointer a, gconstpointer b, gpointer user_data)
{
  gint64 first = tra_history_call_get_record ((TraHistoryCall *) a)->offered;
  gint64 second = tra_history_call_get_record ((TraHistoryCall *) b)->offered;

  return first > second ? -1 : first < second;
}

/**
 * tra_history_add:
 * @self: a history that is open
 * @record: (transfer full): a reservation that ended
 */
void
tra_history_add (TraHistory *self, TraCallRecord *record)
{
  g_autoptr(TraHistoryCall) call = NULL;

  g_return_if_fail (TRA_IS_HISTORY (self));
  g_return_if_fail (record != NULL && record->reservation_sid != NULL);

  call = tra_history_call_new (record);
  tra_history_restore (self, call);
}

/**
 * tra_history_restore:
 * @self: a history that is open
 * @call: one that was removed
 */
void
tra_history_restore (TraHistory *self, TraHistoryCall *call)
{
  g_return_if_fail (TRA_IS_HISTORY (self));
  g_return_if_fail (TRA_IS_HISTORY_CALL (call));

  if (self->worker == NULL)
    return;

  push (self, TRA_HISTORY_ADD, tra_call_record_copy (tra_history_call_get_record (call)), NULL);
  g_list_store_insert_sorted (self->calls, call, compare_calls, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * tra_history_remove:
 * @self: a history
 * @call: one of its calls
 *
 * Deletes it, also from the file.
 */
void
tra_history_remove (TraHistory *self, TraHistoryCall *call)
{
  guint position;

  g_return_if_fail (TRA_IS_HISTORY (self));
  g_return_if_fail (TRA_IS_HISTORY_CALL (call));

  if (!g_list_store_find (self->calls, call, &position))
    return;

  push (self, TRA_HISTORY_REMOVE, tra_call_record_copy (tra_history_call_get_record (call)), NULL);
  g_list_store_remove (self->calls, position);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * tra_history_remove_all:
 * @self: a history
 *
 * Deletes all calls, also from the file.
 *
 * Returns: (transfer full) (element-type TraHistoryCall): what was deleted
 */
GPtrArray *
tra_history_remove_all (TraHistory *self)
{
  GPtrArray *removed;
  guint n_items;

  g_return_val_if_fail (TRA_IS_HISTORY (self), NULL);

  removed = g_ptr_array_new_with_free_func (g_object_unref);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->calls));
  for (guint i = 0; i < n_items; i++)
    g_ptr_array_add (removed, g_list_model_get_item (G_LIST_MODEL (self->calls), i));
  push (self, TRA_HISTORY_REMOVE_ALL, NULL, NULL);
  g_list_store_remove_all (self->calls);
  g_signal_emit (self, signals[CHANGED], 0);
  return removed;
}

/* ---- Time in status ---- */

static void
write_span (TraHistory *self)
{
  self->span_written = self->span->end;
  push (self, TRA_HISTORY_SPAN, NULL,
        tra_status_span_new (self->span->activity, self->span->is_available, self->span->start,
                             self->span->end));
}

/**
 * tra_history_tell_status:
 * @self: a history
 * @activity: (nullable): the status' name; %NULL: it is not known from now on
 * @is_available: whether calls come in it
 *
 * To be told as often as one likes: the same status goes on.
 */
void
tra_history_tell_status (TraHistory *self, const char *activity, gboolean is_available)
{
  gint64 now;

  g_return_if_fail (TRA_IS_HISTORY (self));

  if (self->worker == NULL)
    return;

  now = tr_clock_get_real_time (self->clock);
  if (self->span != NULL)
    {
      gboolean is_same = g_strcmp0 (self->span->activity, activity) == 0;

      self->span->end = MAX (now, self->span->start);
      if (!is_same || now - self->span_written >= SPAN_INTERVAL)
        write_span (self);
      if (is_same)
        return;
      self->span = NULL;
    }
  if (activity != NULL)
    {
      self->span = tra_status_span_new (activity, is_available, now, now);
      g_ptr_array_add (self->spans, self->span);
      self->span_written = now;
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * tra_history_get_spans:
 * @self: a history
 *
 * Returns: (transfer none) (element-type TraStatusSpan): the oldest first, up to now
 */
GPtrArray *
tra_history_get_spans (TraHistory *self)
{
  g_return_val_if_fail (TRA_IS_HISTORY (self), NULL);

  if (self->span != NULL)
    self->span->end = MAX (tr_clock_get_real_time (self->clock), self->span->start);
  return self->spans;
}
