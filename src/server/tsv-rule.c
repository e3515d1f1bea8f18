/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-rule.h"

#include <string.h>

#include "tr-json.h"
#include "trs-expression.h"

#include "tsv-key-file.h"

struct _TsvRule
{
  char *queue;           /* owned, nullable: a SID or a name */
  char *channel;         /* owned, nullable */
  TrsExpression *task;   /* owned, nullable: any */
  TrsExpression *worker; /* owned, nullable: any */
  JsonObject *answer;    /* owned; as the service wants it, with places to fill */
};

/* Source: the service's guide "Handling assignment callbacks". */
static const struct
{
  const char *word;
  const char *required[3];
} instructions[] = {
  { "accept", { NULL } },
  { "reject", { NULL } },
  { "dequeue", { NULL } },
  { "conference", { NULL } },
  { "call", { "from", "url", NULL } },
  { "redirect", { "call_sid", "url", NULL } },
};

static const char *const keys[] = { "queue", "channel", "task", "worker", "answer", NULL };

static gboolean
refuse (GError **error, const char *group, const char *key, const char *problem)
{
  tsv_key_file_set_error (error, group, key, problem);
  return FALSE;
}

static gboolean
check_keys (GKeyFile *file, const char *group, GError **error)
{
  g_auto(GStrv) found = g_key_file_get_keys (file, group, NULL, NULL);

  for (gsize i = 0; found[i] != NULL; i++)
    {
      if (!g_strv_contains (keys, found[i]))
        return refuse (error, group, found[i], "there is no such key");
    }
  return TRUE;
}

static gboolean
check_required (JsonObject *answer, const char *group, const char *const *required, GError **error)
{
  for (gsize i = 0; required[i] != NULL; i++)
    {
      const char *text = NULL;
      g_autofree char *problem = NULL;

      if (tr_json_optional_string (answer, required[i], &text, NULL) && text != NULL)
        continue;
      problem = g_strdup_printf ("this instruction needs \"%s\"", required[i]);
      return refuse (error, group, "answer", problem);
    }
  return TRUE;
}

static gboolean
read_answer (TsvRule *self, GKeyFile *file, const char *group, GError **error)
{
  /* As it stands: JSON has backslashes of its own. */
  g_autofree char *text = g_key_file_get_value (file, group, "answer", NULL);
  g_autoptr(JsonNode) node = text != NULL ? tr_json_parse (text, -1, NULL) : NULL;
  const char *word = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, group, "answer", "a JSON object is wanted, as {\"instruction\": \"accept\"}");
  self->answer = json_node_dup_object (node);
  if (json_object_get_size (self->answer) == 0)
    return TRUE; /* leave it to the agents, whatever the rules after this say */
  tr_json_optional_string (self->answer, "instruction", &word, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (instructions); i++)
    {
      if (g_strcmp0 (word, instructions[i].word) == 0)
        return check_required (self->answer, group, instructions[i].required, error);
    }
  return refuse (error, group, "answer",
                 "\"instruction\" is one of accept, reject, dequeue, conference, call and redirect");
}

static gboolean
read_expression (GKeyFile *file,
                 const char *group,
                 const char *key,
                 TrsExpression **expression,
                 GError **error)
{
  g_autofree char *text = g_key_file_get_value (file, group, key, NULL);
  g_autoptr(GError) why = NULL;
  g_autofree char *problem = NULL;
  guint column = 0;

  if (text == NULL || *text == '\0')
    return TRUE;
  *expression = trs_expression_new (text, &column, &why);
  if (*expression != NULL)
    return TRUE;
  problem = g_strdup_printf ("column %u: %s", column, why->message);
  return refuse (error, group, key, problem);
}

/**
 * tsv_rule_new:
 * @file: the configuration
 * @group: the rule's
 * @error: a %G_KEY_FILE_ERROR that names group and key
 *
 * Returns: (transfer full) (nullable): the rule, checked
 */
TsvRule *
tsv_rule_new (GKeyFile *file, const char *group, GError **error)
{
  g_autoptr(TsvRule) self = g_new0 (TsvRule, 1);

  self->queue = tsv_key_file_dup_text (file, group, "queue", NULL);
  self->channel = tsv_key_file_dup_text (file, group, "channel", NULL);
  if (check_keys (file, group, error) &&
      read_expression (file, group, "task", &self->task, error) &&
      read_expression (file, group, "worker", &self->worker, error) &&
      read_answer (self, file, group, error))
    return g_steal_pointer (&self);
  return NULL;
}

void
tsv_rule_free (TsvRule *self)
{
  g_clear_pointer (&self->task, trs_expression_unref);
  g_clear_pointer (&self->worker, trs_expression_unref);
  g_clear_pointer (&self->answer, json_object_unref);
  g_free (self->queue);
  g_free (self->channel);
  g_free (self);
}

/**
 * tsv_rule_needs_queue:
 *
 * Returns: whether it is for a queue, by name
 */
gboolean
tsv_rule_needs_queue (const TsvRule *self)
{
  return self->queue != NULL;
}

gboolean
tsv_rule_needs_channel (const TsvRule *self)
{
  return self->channel != NULL;
}

static gboolean
holds (const TsvRule *self, const TsvAssignmentFacts *facts)
{
  return (self->queue == NULL || g_strcmp0 (self->queue, facts->queue_sid) == 0 ||
          g_strcmp0 (self->queue, facts->queue) == 0) &&
         (self->channel == NULL || g_strcmp0 (self->channel, facts->channel) == 0) &&
         (self->task == NULL || trs_expression_matches_object (self->task, facts->task)) &&
         (self->worker == NULL || trs_expression_matches_object (self->worker, facts->worker));
}

/* "{task.call_sid}" is what the task has there. NULL: it has no such text. */
static JsonNode *
fill (JsonNode *node, const TsvAssignmentFacts *facts)
{
  const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  gboolean is_task = text != NULL && g_str_has_prefix (text, "{task.");
  gboolean is_worker = text != NULL && g_str_has_prefix (text, "{worker.");
  g_autofree char *name = NULL;
  const char *value = NULL;

  if ((!is_task && !is_worker) || !g_str_has_suffix (text, "}"))
    return json_node_copy (node);
  name = g_strdup (strchr (text, '.') + 1);
  name[strlen (name) - 1] = '\0';
  if (!tr_json_optional_string (is_task ? facts->task : facts->worker, name, &value, NULL) ||
      value == NULL)
    return NULL;
  return json_node_init_string (json_node_alloc (), value);
}

/**
 * tsv_rule_apply:
 * @self: a rule
 * @facts: of a reservation
 *
 * Returns: (transfer full) (nullable): what is answered; %NULL: the rule is not for this one
 */
JsonObject *
tsv_rule_apply (const TsvRule *self, const TsvAssignmentFacts *facts)
{
  g_autoptr(JsonObject) answer = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!holds (self, facts))
    return NULL;
  json_object_iter_init_ordered (&iter, self->answer);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      JsonNode *filled = fill (node, facts);

      if (filled == NULL)
        return NULL;
      json_object_set_member (answer, name, filled);
    }
  return g_steal_pointer (&answer);
}
