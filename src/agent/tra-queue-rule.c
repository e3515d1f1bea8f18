/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-queue-rule.h"

#include <string.h>

#include "tr-json.h"
#include "tra-plain-text.h"
#include "trs-expression.h"

#define MAX_NAME 64

/**
 * tra_queue_rule_new_from_json:
 * @node: a queue, as the service's REST API tells of one
 * @error: return location for a %TR_ERROR_PROTOCOL
 *
 * Returns: (transfer full) (nullable): its rule
 *
 * Source: the service's Task Queues resource, TargetWorkers.
 */
TraQueueRule *
tra_queue_rule_new_from_json (JsonNode *node, GError **error)
{
  const char *name, *expression = NULL;
  TraQueueRule *self;
  JsonObject *object;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_string (object, "friendly_name", &name, error) ||
      !tr_json_optional_string (object, "target_workers", &expression, error))
    {
      g_prefix_error_literal (error, "Task queue: ");
      return NULL;
    }

  self = g_new0 (TraQueueRule, 1);
  self->name = tra_plain_text (name, MAX_NAME);
  self->expression = g_strdup (expression != NULL ? expression : "");
  return self;
}

/**
 * tra_queue_rule_free:
 * @self: (nullable): a rule
 */
void
tra_queue_rule_free (TraQueueRule *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->expression);
  g_free (self);
}

/* All that an expression may name of a worker. */
static JsonObject *
describe (JsonObject *worker, JsonObject *attributes)
{
  static const char *const own[] = { "sid", "friendly_name", "activity_sid", "activity_name" };
  JsonObject *names = json_object_new ();
  g_autoptr(GList) members = json_object_get_members (attributes);

  for (GList *l = members; l != NULL; l = l->next)
    json_object_set_member (names, l->data,
                            json_node_copy (json_object_get_member (attributes, l->data)));
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (json_object_has_member (worker, own[i]))
      json_object_set_member (names, own[i],
                              json_node_copy (json_object_get_member (worker, own[i])));
  return names;
}

/**
 * tra_queue_rule_takes:
 * @self: a rule
 * @worker: a worker, as the service's REST API tells of one
 * @attributes: what the worker's attributes are, or will be
 *
 * Returns: whether the queue's tasks may go to the worker; what does not parse takes nobody, as in the
 *   service
 *
 * Source: the service's guide "Expression syntax".
 */
TraQueueRuleAnswer
tra_queue_rule_takes (TraQueueRule *self, JsonObject *worker, JsonObject *attributes)
{
  g_autoptr(TrsExpression) expression = NULL;
  g_autoptr(JsonObject) names = NULL;

  if (*self->expression == '\0')
    return TRA_QUEUE_RULE_YES;
  if (strstr (self->expression, "channel") != NULL)
    return TRA_QUEUE_RULE_UNKNOWN;

  expression = trs_expression_new (self->expression, NULL, NULL);
  names = describe (worker, attributes);
  return expression != NULL && trs_expression_matches_object (expression, names)
             ? TRA_QUEUE_RULE_YES
             : TRA_QUEUE_RULE_NO;
}
