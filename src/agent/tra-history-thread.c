/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-thread.h"

/* What the thread has for itself. It outlives its owner as long as an answer is on its way. */
typedef struct
{
  GWeakRef object;
  TraHistoryAnswer answer;
  GMainContext *context; /* owned: where answers go */
  char *path;            /* owned */
  TraHistoryFile *file;  /* owned, nullable: not open yet, or given up */
  gboolean is_given_up;
} Desk;

struct _TraHistoryThread
{
  Desk *desk;        /* owned; shared with what is on its way */
  GThreadPool *pool; /* owned: of one thread, so that jobs keep their order */
};

typedef struct
{
  Desk *desk;         /* owned */
  TraHistoryJob *job; /* owned */
} Errand;

static void
desk_clear (gpointer data)
{
  Desk *desk = data;

  g_clear_pointer (&desk->file, tra_history_file_close);
  g_weak_ref_clear (&desk->object);
  g_main_context_unref (desk->context);
  g_free (desk->path);
}

static void
desk_unref (Desk *desk)
{
  g_atomic_rc_box_release_full (desk, desk_clear);
}

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  desk_unref (errand->desk);
  tra_history_job_free (errand->job);
  g_free (errand);
}

/**
 * tra_history_job_new:
 * @kind: what to do
 * @worker: whose history, by SID
 *
 * Returns: (transfer full): a job, to be filled in
 */
TraHistoryJob *
tra_history_job_new (TraHistoryJobKind kind, const char *worker)
{
  TraHistoryJob *self = g_new0 (TraHistoryJob, 1);

  self->kind = kind;
  self->worker = g_strdup (worker);
  return self;
}

void
tra_history_job_free (TraHistoryJob *self)
{
  g_free (self->worker);
  g_clear_pointer (&self->record, tra_call_record_free);
  g_clear_pointer (&self->span, tra_status_span_free);
  g_clear_pointer (&self->calls, g_ptr_array_unref);
  g_clear_pointer (&self->spans, g_ptr_array_unref);
  g_free (self->broken);
  g_clear_error (&self->error);
  g_free (self);
}

/* ---- In the thread ---- */

static void
load (TraHistoryFile *file, TraHistoryJob *job)
{
  job->calls = g_ptr_array_new_with_free_func (g_object_unref);
  job->spans = g_ptr_array_new_with_free_func ((GDestroyNotify) tra_status_span_free);
  if (tra_history_file_prune (file, job->before, &job->error))
    tra_history_file_load (file, job->worker, job->calls, job->spans, &job->error);
}

static void
do_job (TraHistoryFile *file, TraHistoryJob *job)
{
  switch (job->kind)
    {
    case TRA_HISTORY_LOAD:
      load (file, job);
      break;
    case TRA_HISTORY_ADD:
      tra_history_file_add_call (file, job->worker, job->record, &job->error);
      break;
    case TRA_HISTORY_REMOVE:
      tra_history_file_remove_call (file, job->worker, job->record, &job->error);
      break;
    case TRA_HISTORY_REMOVE_ALL:
      tra_history_file_remove_calls (file, job->worker, &job->error);
      break;
    case TRA_HISTORY_SPAN:
      tra_history_file_put_span (file, job->worker, job->span, &job->error);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
answer_cb (gpointer data)
{
  Errand *errand = data;
  g_autoptr(GObject) object = g_weak_ref_get (&errand->desk->object);

  if (object != NULL)
    errand->desk->answer (object, errand->job);
  return G_SOURCE_REMOVE;
}

/* Not by g_main_context_invoke(): that calls it in this thread while nobody turns the main loop. */
static void
send_answer (Errand *errand)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, answer_cb, errand, errand_free);
  g_source_attach (source, errand->desk->context);
}

/* After the first failure the file is left alone: what is on it is the past, and that nothing more can
 * be written is told once. */
static void
run_errand (gpointer data, gpointer user_data)
{
  Errand *errand = data;
  Desk *desk = errand->desk;
  TraHistoryJob *job = errand->job;

  if (desk->file == NULL && !desk->is_given_up)
    desk->file = tra_history_file_open (desk->path, &job->broken, &job->error);
  if (desk->file != NULL)
    do_job (desk->file, job);
  if (job->error != NULL)
    {
      desk->is_given_up = TRUE;
      g_clear_pointer (&desk->file, tra_history_file_close);
    }

  if (job->kind == TRA_HISTORY_LOAD || job->error != NULL || job->broken != NULL)
    send_answer (errand);
  else
    errand_free (errand);
}

/* ---- Its owner's side ---- */

/**
 * tra_history_thread_new:
 * @path: the history's file
 * @answer: called with what was read, and what went wrong
 * @object: (type GObject): for @answer, which is not called any more when it is gone
 *
 * Returns: (transfer full): a thread that opens the file with its first job
 */
TraHistoryThread *
tra_history_thread_new (const char *path, TraHistoryAnswer answer, gpointer object)
{
  TraHistoryThread *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (answer != NULL, NULL);
  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  self = g_new0 (TraHistoryThread, 1);
  self->desk = g_atomic_rc_box_new0 (Desk);
  g_weak_ref_init (&self->desk->object, object);
  self->desk->answer = answer;
  self->desk->context = g_main_context_ref_thread_default ();
  self->desk->path = g_strdup (path);
  self->pool = g_thread_pool_new (run_errand, NULL, 1, FALSE, NULL);
  return self;
}

/**
 * tra_history_thread_free:
 * @self: (transfer full): a thread
 *
 * Waits for the jobs that are under way: some writes of some milliseconds.
 */
void
tra_history_thread_free (TraHistoryThread *self)
{
  g_thread_pool_free (self->pool, FALSE, TRUE);
  desk_unref (self->desk);
  g_free (self);
}

/**
 * tra_history_thread_push:
 * @self: a thread
 * @job: (transfer full): what to do, after what it was told before
 */
void
tra_history_thread_push (TraHistoryThread *self, TraHistoryJob *job)
{
  Errand *errand;

  g_return_if_fail (self != NULL);
  g_return_if_fail (job != NULL);

  errand = g_new0 (Errand, 1);
  errand->desk = g_atomic_rc_box_acquire (self->desk);
  errand->job = job;
  g_thread_pool_push (self->pool, errand, NULL);
}
