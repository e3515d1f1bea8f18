/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-routing.h"

#include <string.h>

#include "tr-json.h"

#include "trd-table.h"

/**
 * trd_routing_read_attributes:
 * @thing: a task or a worker, as the REST API tells it
 *
 * Returns: (transfer full): its attributes; none, if they are no JSON object
 */
JsonObject *
trd_routing_read_attributes (JsonObject *thing)
{
  const char *text = trd_member_text (thing, "attributes");
  g_autoptr(JsonNode) node = text != NULL ? tr_json_parse (text, -1, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node)
                                                       : json_object_new ();
}

static void
copy_text (JsonObject *from, const char *name, JsonObject *to)
{
  const char *text = trd_member_text (from, name);

  if (text != NULL)
    json_object_set_string_member (to, name, text);
}

static JsonObject *
describe_channels (GPtrArray *channels)
{
  static const char *const members[] = { "configured_capacity", "assigned_tasks",
                                         "available_capacity_percentage" };
  JsonObject *all = json_object_new ();

  for (guint i = 0; i < channels->len; i++)
    {
      JsonObject *channel = g_ptr_array_index (channels, i);
      const char *name = trd_member_text (channel, "task_channel_unique_name");
      JsonObject *one = json_object_new ();

      for (gsize m = 0; m < G_N_ELEMENTS (members); m++)
        json_object_set_int_member (one, members[m], trd_member_int (channel, members[m]));
      if (name != NULL)
        json_object_set_object_member (all, name, one);
      else
        json_object_unref (one);
    }
  return all;
}

/**
 * trd_routing_describe_worker:
 * @worker: a worker, as the REST API tells it
 * @channels: (nullable) (element-type JsonObject): the worker's channels, if an expression asks for them
 *
 * Returns: (transfer full): all names that an expression may use of a worker: the attributes, sid,
 *   friendly_name, activity_sid, activity_name and channel
 *
 * Source: Twilio's TaskRouter guide "Expression syntax", and its "Worker" resource.
 */
JsonObject *
trd_routing_describe_worker (JsonObject *worker, GPtrArray *channels)
{
  static const char *const own[] = { "sid", "friendly_name", "activity_sid", "activity_name" };
  JsonObject *names = trd_routing_read_attributes (worker);

  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    copy_text (worker, own[i], names);
  if (channels != NULL)
    json_object_set_object_member (names, "channel", describe_channels (channels));
  return names;
}

/* What does not parse matches nobody, as in the service. */
static gboolean
matches (const char *text, JsonObject *names)
{
  g_autoptr(TrsExpression) expression = trs_expression_new (text, NULL, NULL);

  return expression != NULL && trs_expression_matches_object (expression, names);
}

/**
 * trd_routing_asks_for_channels:
 * @expression: of a queue or a target
 *
 * Returns: whether it may name a channel of the worker
 */
gboolean
trd_routing_asks_for_channels (const char *expression)
{
  return expression != NULL && strstr (expression, "channel") != NULL;
}

/**
 * trd_routing_is_member:
 * @queue: a task queue, as the REST API tells it
 * @worker: from trd_routing_describe_worker()
 *
 * Returns: whether the queue's target_workers hold for the worker
 */
gboolean
trd_routing_is_member (JsonObject *queue, JsonObject *worker)
{
  const char *text = trd_member_text (queue, "target_workers");
  g_autoptr(JsonObject) names = NULL;
  g_autoptr(GList) members = NULL;

  if (text == NULL || *text == '\0')
    return FALSE;
  if (json_object_has_member (worker, "worker"))
    return matches (text, worker);

  /* Names may stand behind "worker.", too. That is no member of what it stands for. */
  names = json_object_new ();
  members = json_object_get_members (worker);
  for (GList *l = members; l != NULL; l = l->next)
    json_object_set_member (names, l->data, json_object_dup_member (worker, l->data));
  json_object_set_object_member (names, "worker", json_object_ref (worker));
  return matches (text, names);
}

/* ---- Workflows ---- */

static gboolean
is_where_it_is (const TrsTarget *target, JsonObject *task)
{
  return g_strcmp0 (target->queue_sid, trd_member_text (task, "task_queue_sid")) == 0 &&
         (!target->has_priority || target->priority == trd_member_int (task, "priority"));
}

static const TrsTarget *
find_in_filter (TrsFilter *filter, JsonObject *task, JsonObject *attributes)
{
  g_autoptr(JsonObject) prefixed = json_object_new ();

  json_object_set_object_member (prefixed, "task", json_object_ref (attributes));
  if (!trs_expression_matches_object (filter->expression, attributes) &&
      !trs_expression_matches_object (filter->expression, prefixed))
    return NULL;
  for (guint i = 0; i < filter->targets->len; i++)
    if (is_where_it_is (g_ptr_array_index (filter->targets, i), task))
      return g_ptr_array_index (filter->targets, i);
  return NULL;
}

/**
 * trd_routing_find_target:
 * @workflow: the task's workflow
 * @task: a task, as the REST API tells it
 *
 * The service does not tell at which step a task is. It is the first one of a filter that takes the
 * task which has the task's queue and priority.
 *
 * Returns: (nullable): the step; %NULL if none can be it, as after a change of the workflow
 */
const TrsTarget *
trd_routing_find_target (TrsWorkflowConfig *workflow, JsonObject *task)
{
  g_autoptr(JsonObject) attributes = trd_routing_read_attributes (task);

  for (guint i = 0; i < workflow->filters->len; i++)
    {
      TrsFilter *filter = g_ptr_array_index (workflow->filters, i);
      const TrsTarget *target = find_in_filter (filter, task, attributes);

      if (target != NULL)
        return target;
    }
  if (workflow->default_target != NULL && is_where_it_is (workflow->default_target, task))
    return workflow->default_target;
  return NULL;
}

/**
 * trd_routing_is_wanted:
 * @target: a step of a workflow
 * @task: the task's attributes
 * @worker: from trd_routing_describe_worker()
 *
 * Returns: whether the step wants the worker, who may be busy or away
 */
gboolean
trd_routing_is_wanted (const TrsTarget *target, JsonObject *task, JsonObject *worker)
{
  g_autoptr(JsonObject) names = json_object_new ();

  json_object_set_object_member (names, "task", json_object_ref (task));
  json_object_set_object_member (names, "worker", json_object_ref (worker));
  if (target->known_worker != NULL)
    {
      g_autofree char *known = g_strdup_printf ("%s == worker.%s",
                                                trs_expression_get_text (target->known_worker),
                                                target->known_by_name ? "friendly_name" : "sid");

      if (!matches (known, names))
        return FALSE;
    }
  return target->expression == NULL || trs_expression_matches_object (target->expression, names);
}
