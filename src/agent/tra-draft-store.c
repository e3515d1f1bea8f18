/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-draft-store.h"

#include "tra-draft-file.h"

/* After the last key: typing goes on while a file is written, but not with each letter. */
#define PATIENCE ((gint64) G_USEC_PER_SEC)
/* At the latest, while the agent types without a pause. */
#define LONGEST_PATIENCE (5 * (gint64) G_USEC_PER_SEC)

#define KEPT_DAYS 30
#define DAY (24 * 60 * 60)
/* The service takes 4096 characters for all of a task's attributes. */
#define MAX_NOTES 8192

struct _TraDraftStore
{
  GObject parent_instance;

  TrClock *clock;          /* owned */
  char *folder;            /* owned */
  GHashTable *drafts;      /* owned; SID of the task → TraDraft */
  GHashTable *unwritten;   /* owned; SIDs whose file is not what is known here */
  guint64 timer;           /* of the clock */
  gint64 unwritten_since;  /* the clock's monotonic µs */
  GThreadPool *writer;     /* owned, nullable: one thread, so that the last write is the last */
  GCancellable *cancellable; /* owned; of loading */
  gboolean is_told;        /* that what is written here can't be kept */
  gboolean is_loading;
  gboolean is_loaded;
};

enum { LOADED, NOT_KEPT, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraDraftStore, tra_draft_store, G_TYPE_OBJECT)

/* ---- Files ---- */

typedef struct
{
  GWeakRef store;
  GMainContext *context; /* owned; where it is told that it failed */
  char *folder;
  char *task_sid;
  char *text; /* nullable: the file goes */
} Job;

static Job *
job_new (TraDraftStore *self, const char *task_sid, const TraDraft *draft)
{
  Job *job = g_new0 (Job, 1);

  g_weak_ref_init (&job->store, self);
  job->context = g_main_context_ref_thread_default ();
  job->folder = g_strdup (self->folder);
  job->task_sid = g_strdup (task_sid);
  job->text = draft != NULL ? tra_draft_to_json (draft) : NULL;
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (&job->store);
  g_main_context_unref (job->context);
  g_free (job->folder);
  g_free (job->task_sid);
  g_free (job->text);
  g_free (job);
}

static gboolean
not_kept_cb (gpointer data)
{
  g_autoptr(TraDraftStore) self = g_weak_ref_get (&((Job *) data)->store);

  if (self != NULL && !self->is_told)
    {
      self->is_told = TRUE;
      g_signal_emit (self, signals[NOT_KEPT], 0);
    }
  return G_SOURCE_REMOVE;
}

/* In the writer's thread. */
static void
write_cb (gpointer data, gpointer user_data)
{
  Job *job = data;
  g_autoptr(GSource) source = NULL;

  if (tra_draft_file_write (job->folder, job->task_sid, job->text))
    {
      job_free (job);
      return;
    }

  source = g_idle_source_new ();
  g_source_set_callback (source, not_kept_cb, job, job_free);
  g_source_attach (source, job->context);
}

/**
 * tra_draft_store_flush:
 * @self: a store
 *
 * Has all that is not written yet be written, without waiting for it.
 */
void
tra_draft_store_flush (TraDraftStore *self)
{
  GHashTableIter iter;
  gpointer sid;

  g_return_if_fail (TRA_IS_DRAFT_STORE (self));

  tr_clock_clear (self->clock, &self->timer);
  g_hash_table_iter_init (&iter, self->unwritten);
  while (g_hash_table_iter_next (&iter, &sid, NULL))
    {
      const TraDraft *draft = g_hash_table_lookup (self->drafts, sid);
      Job *job = job_new (self, sid, draft);

      if (self->writer == NULL)
        self->writer = g_thread_pool_new (write_cb, NULL, 1, FALSE, NULL);
      g_thread_pool_push (self->writer, job, NULL);
      g_hash_table_iter_remove (&iter);
    }
}

static void
timer_cb (gpointer user_data)
{
  TraDraftStore *self = user_data;

  self->timer = 0;
  tra_draft_store_flush (self);
}

static void
write_soon (TraDraftStore *self, const char *task_sid)
{
  gint64 now = tr_clock_get_monotonic_time (self->clock);
  gint64 latest;

  if (g_hash_table_size (self->unwritten) == 0)
    self->unwritten_since = now;
  g_hash_table_add (self->unwritten, g_strdup (task_sid));

  latest = MAX (self->unwritten_since + LONGEST_PATIENCE - now, 0);
  tr_clock_clear (self->clock, &self->timer);
  self->timer = tr_clock_add (self->clock, MIN (PATIENCE, latest), timer_cb, self);
}

/* ---- Loading ---- */

typedef struct
{
  char *folder;
  gint64 oldest; /* seconds since the epoch: what was edited before goes */
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_free (loading->folder);
  g_free (loading);
}

static void
load_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Loading *loading = task_data;

  g_task_return_pointer (task, tra_draft_file_read_all (loading->folder, loading->oldest),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraDraftStore *self = TRA_DRAFT_STORE (source);
  g_autoptr(GPtrArray) drafts = g_task_propagate_pointer (G_TASK (result), NULL);

  if (drafts == NULL) /* cancelled */
    return;

  for (guint i = 0; i < drafts->len; i++)
    {
      TraDraft *draft = g_ptr_array_index (drafts, i);

      /* What was typed meanwhile is newer. */
      if (!g_hash_table_contains (self->drafts, draft->task_sid) &&
          !g_hash_table_contains (self->unwritten, draft->task_sid))
        g_hash_table_insert (self->drafts, draft->task_sid, g_ptr_array_steal_index (drafts, i--));
    }
  self->is_loaded = TRUE;
  g_signal_emit (self, signals[LOADED], 0);
}

/**
 * tra_draft_store_load:
 * @self: a store
 *
 * Reads what earlier runs left. Ends with TraDraftStore::loaded.
 */
void
tra_draft_store_load (TraDraftStore *self)
{
  g_autoptr(GTask) task = NULL;
  Loading *loading;

  g_return_if_fail (TRA_IS_DRAFT_STORE (self));

  if (self->is_loading)
    return;

  self->is_loading = TRUE;
  loading = g_new0 (Loading, 1);
  loading->folder = g_strdup (self->folder);
  loading->oldest = tr_clock_get_real_time (self->clock) / G_USEC_PER_SEC - KEPT_DAYS * DAY;
  task = g_task_new (self, self->cancellable, loaded_cb, NULL);
  g_task_set_source_tag (task, tra_draft_store_load);
  g_task_set_task_data (task, loading, loading_free);
  g_task_run_in_thread (task, load_thread);
}

gboolean
tra_draft_store_is_loaded (TraDraftStore *self)
{
  g_return_val_if_fail (TRA_IS_DRAFT_STORE (self), FALSE);

  return self->is_loaded;
}

/* ---- Drafts ---- */

/**
 * tra_draft_store_get:
 * @self: a store
 * @task: a task
 *
 * Returns: (nullable): what is written about it and not forgotten; until the next change
 */
const TraDraft *
tra_draft_store_get (TraDraftStore *self, TrTask *task)
{
  const TraDraft *draft;

  g_return_val_if_fail (TRA_IS_DRAFT_STORE (self), NULL);
  g_return_val_if_fail (TR_IS_TASK (task), NULL);

  draft = g_hash_table_lookup (self->drafts, tr_task_get_sid (task));
  return draft != NULL && tra_draft_is_of (draft, task) ? draft : NULL;
}

static TraDraft *
ensure (TraDraftStore *self, TrTask *task)
{
  TraDraft *draft = g_hash_table_lookup (self->drafts, tr_task_get_sid (task));

  if (draft == NULL || !tra_draft_is_of (draft, task))
    {
      draft = tra_draft_new (task);
      g_hash_table_replace (self->drafts, draft->task_sid, draft);
    }
  return draft;
}

static void
set (TraDraftStore *self, TrTask *task, gboolean is_notes, const char *text)
{
  TraDraft *draft;
  char **place;

  if (!tra_draft_file_is_name (tr_task_get_sid (task)))
    return;

  draft = ensure (self, task);
  place = is_notes ? &draft->notes : &draft->outcome;
  if (g_str_equal (*place, text))
    return;

  g_free (*place);
  *place = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_NOTES));
  draft->edited = tr_clock_get_real_time (self->clock) / G_USEC_PER_SEC;
  write_soon (self, draft->task_sid);
}

/**
 * tra_draft_store_set_notes:
 * @self: a store
 * @task: a task
 * @notes: what the agent has written
 */
void
tra_draft_store_set_notes (TraDraftStore *self, TrTask *task, const char *notes)
{
  g_return_if_fail (TRA_IS_DRAFT_STORE (self));
  g_return_if_fail (TR_IS_TASK (task));
  g_return_if_fail (notes != NULL);

  set (self, task, TRUE, notes);
}

/**
 * tra_draft_store_set_outcome:
 * @self: a store
 * @task: a task
 * @outcome: what became of it; empty: nothing chosen
 */
void
tra_draft_store_set_outcome (TraDraftStore *self, TrTask *task, const char *outcome)
{
  g_return_if_fail (TRA_IS_DRAFT_STORE (self));
  g_return_if_fail (TR_IS_TASK (task));
  g_return_if_fail (outcome != NULL);

  set (self, task, FALSE, outcome);
}

/**
 * tra_draft_store_forget:
 * @self: a store
 * @task: one whose notes the service has
 */
void
tra_draft_store_forget (TraDraftStore *self, TrTask *task)
{
  g_return_if_fail (TRA_IS_DRAFT_STORE (self));
  g_return_if_fail (TR_IS_TASK (task));

  if (!g_hash_table_contains (self->drafts, tr_task_get_sid (task)))
    return;

  g_hash_table_remove (self->drafts, tr_task_get_sid (task));
  g_hash_table_add (self->unwritten, g_strdup (tr_task_get_sid (task)));
  tra_draft_store_flush (self);
}

static void
tra_draft_store_dispose (GObject *object)
{
  TraDraftStore *self = TRA_DRAFT_STORE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->clock != NULL)
    tra_draft_store_flush (self);
  /* The program ends: what was typed last is written before that. */
  if (self->writer != NULL)
    g_thread_pool_free (g_steal_pointer (&self->writer), FALSE, TRUE);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (tra_draft_store_parent_class)->dispose (object);
}

static void
tra_draft_store_finalize (GObject *object)
{
  TraDraftStore *self = TRA_DRAFT_STORE (object);

  g_hash_table_unref (self->drafts);
  g_hash_table_unref (self->unwritten);
  g_free (self->folder);
  G_OBJECT_CLASS (tra_draft_store_parent_class)->finalize (object);
}

static void
tra_draft_store_class_init (TraDraftStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tra_draft_store_dispose;
  object_class->finalize = tra_draft_store_finalize;
  signals[LOADED] = g_signal_new ("loaded", TRA_TYPE_DRAFT_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  /**
   * TraDraftStore::not-kept:
   *
   * What is written can't be put on the disk. Told once.
   */
  signals[NOT_KEPT] = g_signal_new ("not-kept", TRA_TYPE_DRAFT_STORE, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
tra_draft_store_init (TraDraftStore *self)
{
  self->cancellable = g_cancellable_new ();
  self->drafts =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) tra_draft_free);
  self->unwritten = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * tra_draft_store_new:
 * @clock: the program's clock
 * @folder: where the files are; made when the first one is written
 *
 * Returns: (transfer full): a store that knows of nothing yet
 */
TraDraftStore *
tra_draft_store_new (TrClock *clock, const char *folder)
{
  TraDraftStore *self;

  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (TRA_TYPE_DRAFT_STORE, NULL);
  self->clock = g_object_ref (clock);
  self->folder = g_strdup (folder);
  return self;
}
