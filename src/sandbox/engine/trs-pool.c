/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-pool.h"

#include <string.h>

#include "tr-json.h"
#include "trs-engine-private.h"
#include "trs-task-queue-private.h"
#include "trs-worker-private.h"

/* Pools of a queue besides the plain ones: for a target's expression or order. */
#define MAX_POOLS 64
#define MAX_WISHES 1024

struct _TrsPool
{
  TrsTaskQueue *queue;
  TrsTaskChannel *channel;
  char *key;                 /* nullable: a plain pool, of all eligible workers */
  TrsExpression *expression; /* nullable */
  JsonArray *bindings;       /* nullable: what the expression says of the task */
  TrsOrderBy *order_by;      /* nullable */
  guint64 last_used;
  GSequence *entries; /* of Entry */
  GHashTable *iters;  /* TrsWorker → GSequenceIter */
};

/* A copy of what the worker is sorted by, so that it stays found after the worker changed. */
typedef struct
{
  TrsWorker *worker;
  TrsOrderByKey *key; /* NULL without an order_by */
  gint64 last_reserved_time;
  gint64 date_status_changed;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key);
  g_free (entry);
}

static int
entry_compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Entry *left = a;
  const Entry *right = b;
  TrsPool *self = user_data;

  if (self->order_by != NULL)
    {
      int order = trs_order_by_compare (self->order_by, left->key, right->key);

      if (order != 0)
        return order;
    }
  if (left->last_reserved_time != right->last_reserved_time)
    return left->last_reserved_time < right->last_reserved_time ? -1 : 1;
  if (left->date_status_changed != right->date_status_changed)
    return left->date_status_changed < right->date_status_changed ? -1 : 1;
  return left->worker->base.serial < right->worker->base.serial ? -1
         : left->worker->base.serial > right->worker->base.serial;
}

static Entry *
entry_new (TrsPool *self, TrsWorker *worker)
{
  Entry *entry = g_new0 (Entry, 1);
  TrsWorkerChannel *channel = trs_worker_get_channel_of (worker, self->channel);

  entry->worker = worker;
  entry->last_reserved_time = self->channel->channel_optimized_routing && channel != NULL
                                  ? channel->last_reserved_time
                                  : worker->last_reserved_time;
  entry->date_status_changed = worker->date_status_changed;
  if (self->order_by != NULL)
    {
      entry->key = g_new0 (TrsOrderByKey, 1);
      trs_order_by_read (self->order_by, worker, entry->key);
    }
  return entry;
}

static gboolean
trs_pool_wants (TrsPool *self, TrsWorker *worker)
{
  return trs_worker_is_eligible (worker, self->channel) &&
         trs_task_queue_has_worker (self->queue, worker) &&
         (self->expression == NULL ||
          trs_expression_matches_bound (self->expression, self->bindings, worker));
}

/* Puts the worker where it belongs after a change, or takes it out. */
void
trs_pool_update (TrsPool *self, TrsWorker *worker)
{
  GSequenceIter *iter = g_hash_table_lookup (self->iters, worker);

  if (iter != NULL)
    {
      g_hash_table_remove (self->iters, worker);
      g_sequence_remove (iter);
    }
  if (!trs_pool_wants (self, worker))
    return;

  iter = g_sequence_insert_sorted (self->entries, entry_new (self, worker), entry_compare, self);
  g_hash_table_insert (self->iters, worker, iter);
}

static TrsPool *
trs_pool_new (TrsTaskQueue *queue, TrsTaskChannel *channel)
{
  TrsPool *self = g_new0 (TrsPool, 1);

  self->queue = queue;
  self->channel = channel;
  self->entries = g_sequence_new (entry_free);
  self->iters = g_hash_table_new (NULL, NULL);
  return self;
}

void
trs_pool_free (TrsPool *self)
{
  g_sequence_free (self->entries);
  g_hash_table_unref (self->iters);
  g_clear_pointer (&self->expression, trs_expression_unref);
  g_clear_pointer (&self->bindings, json_array_unref);
  g_clear_pointer (&self->order_by, trs_order_by_free);
  g_free (self->key);
  g_free (self);
}

/* The one time that all workers are looked at: when a queue first gets a task of the kind. */
static void
trs_pool_fill (TrsPool *self)
{
  GPtrArray *workers = self->queue->workspace->workers;

  for (guint i = 0; i < workers->len; i++)
    trs_pool_update (self, g_ptr_array_index (workers, i));
}

static TrsPool *
trs_task_queue_find_pool (TrsTaskQueue *queue, TrsTaskChannel *channel, const char *key)
{
  for (guint i = 0; i < queue->pools->len; i++)
    {
      TrsPool *pool = g_ptr_array_index (queue->pools, i);

      if (pool->channel == channel && g_strcmp0 (pool->key, key) == 0)
        {
          pool->last_used = ++queue->pool_uses;
          return pool;
        }
    }
  return NULL;
}

static TrsPool *
trs_task_queue_get_plain_pool (TrsTaskQueue *queue, TrsTaskChannel *channel)
{
  TrsPool *pool = trs_task_queue_find_pool (queue, channel, NULL);

  if (pool == NULL)
    {
      pool = trs_pool_new (queue, channel);
      trs_pool_fill (pool);
      g_ptr_array_add (queue->pools, pool);
    }
  return pool;
}

static void
trs_task_queue_make_room (TrsTaskQueue *queue)
{
  TrsPool *oldest = NULL;
  guint count = 0;

  for (guint i = 0; i < queue->pools->len; i++)
    {
      TrsPool *pool = g_ptr_array_index (queue->pools, i);

      if (pool->key == NULL)
        continue;
      count++;
      if (oldest == NULL || pool->last_used < oldest->last_used)
        oldest = pool;
    }
  if (count >= MAX_POOLS)
    g_ptr_array_remove (queue->pools, oldest);
}

static char *
make_key (const TrsTarget *target, JsonArray *bindings)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *values = NULL;

  json_node_set_array (node, bindings);
  values = tr_json_to_string (node);
  return g_strjoin ("\n", target->expression != NULL ? trs_expression_get_text (target->expression)
                                                     : "",
                    target->order_by != NULL ? trs_order_by_get_text (target->order_by) : "",
                    values, NULL);
}

/* A pool of its own for what the target wants, from the second time that it is wanted: most values
 * of, say, a customer's number are wanted once. */
static TrsPool *
trs_task_queue_get_pool (TrsTaskQueue *queue,
                         TrsTaskChannel *channel,
                         const TrsTarget *target,
                         JsonArray *bindings)
{
  g_autofree char *key = make_key (target, bindings);
  TrsPool *pool = trs_task_queue_find_pool (queue, channel, key);

  if (pool != NULL)
    return pool;
  if (!g_hash_table_contains (queue->wishes, key))
    {
      if (g_hash_table_size (queue->wishes) >= MAX_WISHES)
        g_hash_table_remove_all (queue->wishes);
      g_hash_table_add (queue->wishes, g_steal_pointer (&key));
      return NULL;
    }

  trs_task_queue_make_room (queue);
  pool = trs_pool_new (queue, channel);
  pool->key = g_steal_pointer (&key);
  pool->bindings = json_array_ref (bindings);
  if (target->expression != NULL)
    pool->expression = trs_expression_ref (target->expression);
  if (target->order_by != NULL)
    pool->order_by = trs_order_by_new (trs_order_by_get_text (target->order_by), NULL);
  trs_pool_fill (pool);
  g_ptr_array_add (queue->pools, pool);
  return trs_task_queue_find_pool (queue, channel, pool->key);
}

static TrsWorker *
trs_pool_first (TrsPool *self)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->entries);

  return g_sequence_iter_is_end (first) ? NULL : ((Entry *) g_sequence_get (first))->worker;
}

/* Looks through the plain pool, which is in the order of idleness already. */
static TrsWorker *
trs_pool_search (TrsPool *self, const TrsTarget *target, JsonArray *bindings)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (self->entries);
  TrsWorker *best = NULL;
  TrsOrderByKey best_key;

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    {
      TrsWorker *worker = ((Entry *) g_sequence_get (iter))->worker;
      TrsOrderByKey key = { 0 };

      if (target->expression != NULL &&
          !trs_expression_matches_bound (target->expression, bindings, worker))
        continue;
      if (target->order_by == NULL)
        return worker;
      trs_order_by_read (target->order_by, worker, &key);
      if (best == NULL || trs_order_by_compare (target->order_by, &key, &best_key) < 0)
        {
          best = worker;
          best_key = key;
        }
    }
  return best;
}

/*
 * trs_task_queue_choose:
 * @queue: a queue
 * @task: a task in it
 * @target: (nullable): the step of the workflow, whose known worker was seen to already
 *
 * Returns: (nullable): the worker who comes first among those who can take the task now
 */
TrsWorker *
trs_task_queue_choose (TrsTaskQueue *queue, TrsTask *task, const TrsTarget *target)
{
  g_autoptr(JsonArray) bindings = NULL;
  TrsPool *pool;

  if (target == NULL || (target->expression == NULL && target->order_by == NULL))
    return trs_pool_first (trs_task_queue_get_plain_pool (queue, task->task_channel));

  bindings = target->expression != NULL ? trs_expression_bind_task (target->expression, task)
                                        : json_array_new ();
  pool = trs_task_queue_get_pool (queue, task->task_channel, target, bindings);
  if (pool != NULL)
    return trs_pool_first (pool);
  return trs_pool_search (trs_task_queue_get_plain_pool (queue, task->task_channel), target,
                          bindings);
}

void
trs_task_queue_update_pools (TrsTaskQueue *queue, TrsWorker *worker)
{
  for (guint i = 0; i < queue->pools->len; i++)
    trs_pool_update (g_ptr_array_index (queue->pools, i), worker);
}

/* When how the channel's workers are sorted changed, or the channel goes. */
void
trs_workspace_drop_pools (TrsWorkspace *workspace, TrsTaskChannel *channel)
{
  for (guint i = 0; i < workspace->task_queues->len; i++)
    {
      TrsTaskQueue *queue = g_ptr_array_index (workspace->task_queues, i);

      for (guint j = queue->pools->len; j > 0; j--)
        {
          TrsPool *pool = g_ptr_array_index (queue->pools, j - 1);

          if (pool->channel == channel)
            g_ptr_array_remove_index (queue->pools, j - 1);
        }
    }
}
