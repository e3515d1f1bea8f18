/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-database.h"

#define MAX_BATCH 256

typedef struct
{
  TsvDatabaseFunc func;
  gpointer data;        /* owned */
  GDestroyNotify free_data;
  GError *error; /* owned, nullable */
} Errand;

struct _TsvDatabase
{
  GObject parent_instance;

  GPtrArray *turn;    /* owned, of GTasks: what this turn of the main loop asks for */
  GSource *turn_source; /* owned: hands them on in the next one */
  GAsyncQueue *queue; /* owned; of GPtrArrays of GTasks */
  GThread *thread;    /* owned */
  TsvStore *store;    /* owned; the thread's, once it runs */
  GMainContext *context; /* owned: where answers go */
  const char *begin;     /* how a transaction does */
};

G_DEFINE_FINAL_TYPE (TsvDatabase, tsv_database, G_TYPE_OBJECT)

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  if (errand->free_data != NULL && errand->data != NULL)
    errand->free_data (errand->data);
  g_clear_error (&errand->error);
  g_free (errand);
}

/* ---- In the thread ---- */

/* With others: what it did is undone for itself. */
static void
run_errand (TsvStore *store, Errand *errand)
{
  if (!tsv_store_run (store, &errand->error, "SAVEPOINT errand", ""))
    return;
  if (!errand->func (store, errand->data, &errand->error))
    tsv_store_run (store, NULL, "ROLLBACK TO errand", "");
  tsv_store_run (store, errand->error == NULL ? &errand->error : NULL, "RELEASE errand", "");
}

static void
fail_all (GPtrArray *batch, const GError *error)
{
  for (guint i = 0; i < batch->len; i++)
    {
      Errand *errand = g_task_get_task_data (g_ptr_array_index (batch, i));

      if (errand->error == NULL)
        errand->error = g_error_copy (error);
    }
}

/* Returns whether there is anything to commit. */
static gboolean
run_all (TsvStore *store, GPtrArray *batch)
{
  Errand *first = g_task_get_task_data (g_ptr_array_index (batch, 0));

  if (batch->len == 1)
    return first->func (store, first->data, &first->error);
  for (guint i = 0; i < batch->len; i++)
    run_errand (store, g_task_get_task_data (g_ptr_array_index (batch, i)));
  return TRUE;
}

static void
run_batch (TsvStore *store, const char *begin, GPtrArray *batch)
{
  g_autoptr(GError) error = NULL;

  if (tsv_store_run (store, &error, begin, "") &&
      (!run_all (store, batch) || !tsv_store_run (store, &error, "COMMIT", "")))
    tsv_store_run (store, NULL, "ROLLBACK", "");
  if (error != NULL)
    fail_all (batch, error);
}

/* In the main context. */
static gboolean
answer_cb (gpointer data)
{
  GPtrArray *batch = data;

  for (guint i = 0; i < batch->len; i++)
    {
      GTask *task = g_ptr_array_index (batch, i);
      Errand *errand = g_task_get_task_data (task);

      if (errand->error != NULL)
        g_task_return_error (task, g_steal_pointer (&errand->error));
      else
        g_task_return_pointer (task, errand->data, NULL);
    }
  return G_SOURCE_REMOVE;
}

static void
free_batch (gpointer batch)
{
  g_ptr_array_unref (batch);
}

/* Not by g_main_context_invoke(): that calls it in this thread while nobody turns the main loop. */
static void
answer (GMainContext *context, GPtrArray *batch)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, answer_cb, batch, free_batch);
  g_source_attach (source, context);
}

/* What one turn of the main loop asked for, and the turns after that, if they came meanwhile: one
 * transaction for all of them. */
static GPtrArray *
tsv_database_take_batch (TsvDatabase *self)
{
  GPtrArray *batch = g_async_queue_pop (self->queue);
  GPtrArray *more;

  while (batch->len > 0 && batch->len < MAX_BATCH &&
         (more = g_async_queue_try_pop (self->queue)) != NULL)
    {
      if (more->len == 0) /* the end is for the next one */
        {
          g_async_queue_push_front (self->queue, more);
          break;
        }
      g_ptr_array_extend_and_steal (batch, more);
    }
  return batch;
}

static gpointer
thread_main (gpointer user_data)
{
  TsvDatabase *self = user_data; /* it waits for us before it goes */
  g_autoptr(GMainContext) context = g_main_context_ref (self->context);
  GPtrArray *batch;

  while ((batch = tsv_database_take_batch (self))->len > 0)
    {
      run_batch (self->store, self->begin, batch);
      answer (context, batch);
    }
  g_ptr_array_unref (batch);
  return NULL;
}

/* ---- In the main context ---- */

static GTask *
errand_task_new (gpointer source,
                 Errand *errand,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  GTask *task = g_task_new (source, cancellable, callback, user_data);

  g_task_set_source_tag (task, tsv_database_run_async);
  g_task_set_name (task, "TsvDatabase");
  g_task_set_task_data (task, errand, errand_free);
  return task;
}

/* Each errand holds the database, so none is left when we come here. */
static void
tsv_database_dispose (GObject *object)
{
  TsvDatabase *self = TSV_DATABASE (object);

  if (self->thread != NULL)
    {
      g_async_queue_push (self->queue, g_ptr_array_new ()); /* nothing: the end */
      g_thread_join (g_steal_pointer (&self->thread));
    }
  if (self->turn_source != NULL)
    g_source_destroy (self->turn_source);
  g_clear_pointer (&self->turn_source, g_source_unref);
  g_clear_pointer (&self->store, tsv_store_close);
  G_OBJECT_CLASS (tsv_database_parent_class)->dispose (object);
}

static void
tsv_database_finalize (GObject *object)
{
  TsvDatabase *self = TSV_DATABASE (object);

  g_ptr_array_unref (self->turn);
  g_async_queue_unref (self->queue);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (tsv_database_parent_class)->finalize (object);
}

static void
tsv_database_class_init (TsvDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tsv_database_dispose;
  G_OBJECT_CLASS (klass)->finalize = tsv_database_finalize;
}

/* The thread is woken once for all that a turn asks for, and writes it in one transaction. */
static gboolean
hand_on_cb (gpointer user_data)
{
  TsvDatabase *self = user_data;

  g_source_set_ready_time (self->turn_source, -1);
  if (self->turn->len > 0)
    {
      g_async_queue_push (self->queue, self->turn);
      self->turn = g_ptr_array_new_with_free_func (g_object_unref);
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs turn_funcs = { .dispatch = dispatch };

static void
tsv_database_init (TsvDatabase *self)
{
  self->turn = g_ptr_array_new_with_free_func (g_object_unref);
  self->queue = g_async_queue_new_full ((GDestroyNotify) g_ptr_array_unref);
  self->context = g_main_context_ref_thread_default ();
  self->turn_source = g_source_new (&turn_funcs, sizeof (GSource));
  g_source_set_static_name (self->turn_source, "TsvDatabase");
  g_source_set_callback (self->turn_source, hand_on_cb, self, NULL);
  g_source_attach (self->turn_source, self->context);
}

static TsvDatabase *
new_database (const char *path, const char *begin, GError **error)
{
  TsvStore *store = tsv_store_open (path, error);
  TsvDatabase *self;

  if (store == NULL)
    return NULL;
  self = g_object_new (TSV_TYPE_DATABASE, NULL);
  self->store = store;
  self->begin = begin;
  self->thread = g_thread_new ("database", thread_main, self);
  return self;
}

/**
 * tsv_database_new:
 * @path: the file; made where there is none
 * @error: a %G_IO_ERROR
 *
 * Opens the file at once, and then has a thread for it.
 *
 * Returns: (transfer full) (nullable): a database
 */
TsvDatabase *
tsv_database_new (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return new_database (path, "BEGIN IMMEDIATE", error);
}

/**
 * tsv_database_new_reader:
 * @path: the file
 * @error: a %G_IO_ERROR
 *
 * For errands that only read, and may take long: nobody who writes waits for them.
 *
 * Returns: (transfer full) (nullable): the same file again, with a thread of its own
 */
TsvDatabase *
tsv_database_new_reader (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return new_database (path, "BEGIN", error);
}

/**
 * tsv_database_run_async:
 * @self: a database
 * @func: called in its thread
 * @data: (nullable) (transfer full): for @func, and the result
 * @free_data: (nullable): frees @data, after @callback
 * @cancellable: (nullable): nobody wants to hear of it any more; it is done all the same
 * @callback: called once, in the main context
 * @user_data: for @callback
 */
void
tsv_database_run_async (TsvDatabase *self,
                        TsvDatabaseFunc func,
                        gpointer data,
                        GDestroyNotify free_data,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Errand *errand = g_new0 (Errand, 1);

  g_return_if_fail (TSV_IS_DATABASE (self));
  g_return_if_fail (func != NULL);

  errand->func = func;
  errand->data = data;
  errand->free_data = free_data;
  g_ptr_array_add (self->turn, errand_task_new (self, errand, cancellable, callback, user_data));
  if (self->turn->len == 1)
    g_source_set_ready_time (self->turn_source, 0);
}

/**
 * tsv_database_run_finish:
 * @self: a database
 * @result: from the callback
 * @error: a %G_IO_ERROR, or what the errand failed with
 *
 * Returns: (nullable): the errand's data, good during the callback; %NULL with @error set. An errand
 *   without data answers %NULL without an error.
 */
gpointer
tsv_database_run_finish (TsvDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tsv_database_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
