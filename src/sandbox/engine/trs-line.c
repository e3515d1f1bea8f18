/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-line.h"

#include "tr-json.h"

#include "trs-task-private.h"
#include "trs-workflow-config.h"

/* Tasks that are for the same workers. */
struct _TrsLineGroup
{
  TrsLine *line;    /* not owned: it frees us */
  char *key;
  GSequence *tasks; /* of borrowed TrsTasks */
};

struct _TrsLine
{
  GSequence *tasks;   /* of borrowed TrsTasks */
  GHashTable *groups; /* key → owned TrsLineGroup, which has the key */
  GCompareDataFunc compare;
  gpointer user_data;
};

static void
group_free (gpointer data)
{
  TrsLineGroup *self = data;

  g_sequence_free (self->tasks);
  g_free (self->key);
  g_free (self);
}

/**
 * trs_line_new:
 * @compare: the order in which tasks are served; tells any two apart
 * @user_data: for @compare
 *
 * Returns: (transfer full): a line in which nobody waits
 */
TrsLine *
trs_line_new (GCompareDataFunc compare, gpointer user_data)
{
  TrsLine *self = g_new0 (TrsLine, 1);

  self->tasks = g_sequence_new (NULL);
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, group_free);
  self->compare = compare;
  self->user_data = user_data;
  return self;
}

void
trs_line_free (TrsLine *self)
{
  g_hash_table_unref (self->groups);
  g_sequence_free (self->tasks);
  g_free (self);
}

static void
add_bindings (GString *key, TrsExpression *expression, TrsTask *task)
{
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *text = NULL;

  if (expression == NULL)
    return;
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, trs_expression_bind_task (expression, task));
  text = json_to_string (node, FALSE);
  g_string_append_printf (key, "%p%s", (gpointer) expression, text);
}

/* The step's expressions, which a task's configuration keeps as long as the task waits here, and
 * what they say of the task. */
static char *
make_key (TrsTask *task)
{
  const TrsTarget *target = trs_task_get_target (task);
  GString *key = g_string_new (NULL);

  if (target != NULL)
    {
      add_bindings (key, target->known_worker, task);
      g_string_append_c (key, ' ');
      add_bindings (key, target->expression, task);
    }
  return g_string_free (key, FALSE);
}

static TrsLineGroup *
trs_line_get_group (TrsLine *self, TrsTask *task)
{
  g_autofree char *key = make_key (task);
  TrsLineGroup *group = g_hash_table_lookup (self->groups, key);

  if (group != NULL)
    return group;
  group = g_new0 (TrsLineGroup, 1);
  group->line = self;
  group->key = g_steal_pointer (&key);
  group->tasks = g_sequence_new (NULL);
  g_hash_table_insert (self->groups, group->key, group);
  return group;
}

/**
 * trs_line_add:
 * @self: a line
 * @task: (transfer none): one that waits nowhere; it leaves before anything changes that its step
 *   or its place depend on
 */
void
trs_line_add (TrsLine *self, TrsTask *task)
{
  task->waiting = g_sequence_insert_sorted (self->tasks, task, self->compare, self->user_data);
  task->group = trs_line_get_group (self, task);
  task->waiting_in_group =
    g_sequence_insert_sorted (task->group->tasks, task, self->compare, self->user_data);
}

/**
 * trs_line_remove:
 * @task: a task; one that waits nowhere is fine
 */
void
trs_line_remove (TrsTask *task)
{
  TrsLineGroup *group = g_steal_pointer (&task->group);

  if (group == NULL)
    return;
  g_sequence_remove (g_steal_pointer (&task->waiting));
  g_sequence_remove (g_steal_pointer (&task->waiting_in_group));
  if (g_sequence_is_empty (group->tasks))
    g_hash_table_remove (group->line->groups, group->key);
}

/**
 * trs_line_sort:
 * @self: a line whose order is another now
 */
void
trs_line_sort (TrsLine *self)
{
  GHashTableIter iter;
  gpointer value;

  g_sequence_sort (self->tasks, self->compare, self->user_data);
  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_sequence_sort (((TrsLineGroup *) value)->tasks, self->compare, self->user_data);
}

/* What one wants, all want; but one may have been offered to that worker already. */
static TrsTask *
find_in_group (TrsLineGroup *group, TrsWorker *worker)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (group->tasks);

  if (!trs_task_accepts_worker (g_sequence_get (iter), worker))
    return NULL;
  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    {
      TrsTask *task = g_sequence_get (iter);

      if (!trs_task_is_held_by (task, worker))
        return task;
    }
  return NULL;
}

/**
 * trs_line_find_first:
 * @self: a line
 * @worker: one of the queue's
 *
 * Takes time that grows with the ways in which waiting tasks differ in what workers they want, not
 * with how many wait.
 *
 * Returns: (transfer none) (nullable): the first that is for this worker and not offered to him yet
 */
TrsTask *
trs_line_find_first (TrsLine *self, TrsWorker *worker)
{
  TrsTask *first = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TrsTask *task = find_in_group (value, worker);

      if (task != NULL &&
          (first == NULL || self->compare (task, first, self->user_data) < 0))
        first = task;
    }
  return first;
}
