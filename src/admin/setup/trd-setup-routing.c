/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-routing.h"

#include "tr-error.h"
#include "tr-json.h"

#include "trd-setup-value.h"

/* What a target may say beside its queue, as the service calls it too. */
static const char *const texts[] = { "expression", "order_by", "skip_if", "known_worker_sid",
                                     "known_worker_friendly_name", NULL };
static const char *const numbers[] = { "priority", "timeout", NULL };

static JsonNode *
make_routing (JsonArray *filters, const char *default_queue)
{
  g_autoptr(JsonObject) routing = json_object_new ();

  json_object_set_array_member (routing, "filters", filters);
  if (default_queue != NULL)
    json_object_set_string_member (routing, "default_queue", default_queue);
  return trd_value_new_object (routing);
}

/* ---- From a file ---- */

static gboolean
fill_target (const TrdEntry *entry, JsonArray *targets, JsonObject *target, GError **error)
{
  static const char *const members[] = { "queue", "expression", "order_by", "skip_if", "known_worker_sid",
                                         "known_worker_friendly_name", "priority", "timeout",
                                         NULL };
  guint n_before = json_array_get_length (targets);
  const char *queue = NULL;

  if (!trd_entry_check_members (entry, members, error))
    return FALSE;
  if (!trd_entry_has (entry, "queue") && n_before > 0)
    queue = trd_value_get_text (json_array_get_object_element (targets, n_before - 1), "queue");
  else if (!trd_entry_expect_text (entry, "queue", &queue, error))
    return FALSE;
  json_object_set_string_member (target, "queue", queue);

  for (int i = 0; texts[i] != NULL; i++)
    {
      const char *text = NULL;

      if (!trd_entry_get_text (entry, texts[i], &text, error))
        return FALSE;
      if (text != NULL && *text != '\0')
        json_object_set_string_member (target, texts[i], text);
    }
  for (int i = 0; numbers[i] != NULL; i++)
    {
      gint64 number = -1;

      if (!trd_entry_get_int (entry, numbers[i], i, G_MAXINT32, &number, error))
        return FALSE;
      if (number >= 0)
        json_object_set_int_member (target, numbers[i], number);
    }
  return TRUE;
}

/* Where all complaints are collected, what is wrong keeps its place among the others. */
static gboolean
read_target (const TrdEntry *entry, gpointer user_data, GError **error)
{
  JsonArray *targets = user_data;
  JsonObject *target = json_object_new ();
  GError *cause = NULL;
  gboolean is_good = fill_target (entry, targets, target, &cause);

  json_array_add_object_element (targets, target);
  return is_good || trd_source_forgives (entry->source, cause, error);
}

static gboolean
fill_filter (const TrdEntry *entry, JsonObject *filter, GError **error)
{
  static const char *const members[] = { "name", "expression", "targets", NULL };
  JsonArray *targets = json_array_new ();
  const char *name = NULL;
  const char *expression;

  json_object_set_array_member (filter, "targets", targets);
  if (!trd_entry_check_members (entry, members, error) ||
      !trd_entry_foreach (entry, "targets", read_target, targets, error) ||
      !trd_entry_get_text (entry, "name", &name, error) ||
      !trd_entry_expect_text (entry, "expression", &expression, error))
    return FALSE;
  if (json_array_get_length (targets) == 0)
    {
      g_autofree char *path = trd_entry_dup_path (entry, "targets");

      return trd_source_refuse (entry->source, path, error, "is missing or empty");
    }
  if (name != NULL)
    json_object_set_string_member (filter, "name", name);
  json_object_set_string_member (filter, "expression", expression);
  return TRUE;
}

static gboolean
read_filter (const TrdEntry *entry, gpointer user_data, GError **error)
{
  JsonObject *filter = json_object_new ();
  GError *cause = NULL;
  gboolean is_good = fill_filter (entry, filter, &cause);

  if (!is_good)
    json_object_set_string_member (filter, "expression", "");
  json_array_add_object_element (user_data, filter);
  return is_good || trd_source_forgives (entry->source, cause, error);
}

/**
 * trd_setup_routing_from_entry:
 * @workflow: a workflow of a file
 *
 * Reads its filters and default_queue: who says one of them, says both.
 *
 * Returns: (transfer full) (nullable): the routing; %NULL without an error where neither is there
 */
JsonNode *
trd_setup_routing_from_entry (const TrdEntry *workflow, GError **error)
{
  g_autoptr(JsonArray) filters = json_array_new ();
  const char *default_queue = NULL;

  if (!trd_entry_has (workflow, "filters") && !trd_entry_has (workflow, "default_queue"))
    return NULL;
  if (!trd_entry_foreach (workflow, "filters", read_filter, filters, error) ||
      !trd_entry_get_text (workflow, "default_queue", &default_queue, error))
    return NULL;
  if (json_array_get_length (filters) == 0 && default_queue == NULL)
    {
      trd_source_refuse (workflow->source, workflow->path, error,
                         "has neither filters nor a default_queue: no task would find a queue");
      return NULL;
    }
  return make_routing (g_steal_pointer (&filters), default_queue);
}

/* ---- From the service ---- */

static const char *
name_or_sid (const char *sid, TrdLookup name_of, gpointer user_data)
{
  const char *name = sid != NULL ? name_of (sid, user_data) : NULL;

  return name != NULL ? name : sid;
}

/* Numbers come as text too. */
static gboolean
read_number (JsonObject *object, const char *member, gint64 *number)
{
  JsonNode *node = trd_value_get (object, member);

  if (trd_value_is_empty (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_ascii_string_to_signed (json_node_get_string (node), 10, 0, G_MAXINT32, number, NULL);
  *number = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : -1;
  return *number >= 0;
}

static JsonObject *
target_from_service (JsonObject *from, const char *previous, TrdLookup name_of, gpointer user_data)
{
  JsonObject *target = json_object_new ();
  const char *queue = name_or_sid (trd_value_get_text (from, "queue"), name_of, user_data);

  if (queue != NULL || previous != NULL)
    json_object_set_string_member (target, "queue", queue != NULL ? queue : previous);
  for (int i = 0; texts[i] != NULL; i++)
    {
      const char *text = trd_value_get_text (from, texts[i]);

      if (text != NULL && *text != '\0')
        json_object_set_string_member (target, texts[i], text);
    }
  for (int i = 0; numbers[i] != NULL; i++)
    {
      gint64 number;

      /* A timeout of 0 is none. */
      if (read_number (from, numbers[i], &number) && number >= i)
        json_object_set_int_member (target, numbers[i], number);
    }
  return target;
}

static JsonObject *
filter_from_service (JsonObject *from, TrdLookup name_of, gpointer user_data)
{
  JsonObject *filter = json_object_new ();
  JsonArray *targets = json_array_new ();
  JsonNode *list = trd_value_get (from, "targets");
  const char *name = trd_value_get_text (from, "filter_friendly_name");
  const char *expression = trd_value_get_text (from, "expression");
  const char *previous = NULL;

  if (name == NULL)
    name = trd_value_get_text (from, "friendly_name");
  if (name != NULL)
    json_object_set_string_member (filter, "name", name);
  json_object_set_string_member (filter, "expression", expression != NULL ? expression : "");
  for (guint i = 0; list != NULL && JSON_NODE_HOLDS_ARRAY (list) &&
                    i < json_array_get_length (json_node_get_array (list)); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (list), i);
      JsonObject *target;

      if (!JSON_NODE_HOLDS_OBJECT (item))
        continue;
      target = target_from_service (json_node_get_object (item), previous, name_of, user_data);
      previous = trd_value_get_text (target, "queue");
      json_array_add_object_element (targets, target);
    }
  json_object_set_array_member (filter, "targets", targets);
  return filter;
}

/**
 * trd_setup_routing_from_configuration:
 * @text: a Configuration of the service
 * @name_of: the name of a queue's SID
 *
 * Returns: (transfer full) (nullable): the routing; a queue without a name stays a SID
 *
 * Source: the service's guide "Workflow configuration".
 */
JsonNode *
trd_setup_routing_from_configuration (const char *text,
                                      TrdLookup name_of,
                                      gpointer user_data,
                                      GError **error)
{
  g_autoptr(JsonNode) root = tr_json_parse (text, -1, error);
  JsonNode *routing = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                          ? trd_value_get (json_node_get_object (root), "task_routing")
                          : NULL;
  JsonArray *filters;
  JsonNode *list, *fallback;
  const char *queue = NULL;

  if (root == NULL)
    return NULL;
  if (routing == NULL || !JSON_NODE_HOLDS_OBJECT (routing))
    {
      g_set_error_literal (error, TR_ERROR, TR_ERROR_PROTOCOL, "there is no task_routing in it");
      return NULL;
    }

  filters = json_array_new ();
  list = trd_value_get (json_node_get_object (routing), "filters");
  for (guint i = 0; list != NULL && JSON_NODE_HOLDS_ARRAY (list) &&
                    i < json_array_get_length (json_node_get_array (list)); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (list), i);

      if (JSON_NODE_HOLDS_OBJECT (item))
        json_array_add_object_element (filters,
                                       filter_from_service (json_node_get_object (item), name_of,
                                                                     user_data));
    }
  fallback = trd_value_get (json_node_get_object (routing), "default_filter");
  if (fallback != NULL && JSON_NODE_HOLDS_OBJECT (fallback))
    queue = name_or_sid (trd_value_get_text (json_node_get_object (fallback), "queue"), name_of,
                         user_data);
  return make_routing (filters, queue);
}

/* ---- To the service ---- */

typedef struct
{
  TrdLookup sid_of;
  gpointer user_data;
  char *missing; /* the first queue that has no SID */
} Writer;

static void
set_queue (Writer *self, JsonObject *object, const char *queue)
{
  const char *sid = self->sid_of (queue, self->user_data);

  if (sid == NULL && self->missing == NULL)
    self->missing = g_strdup (queue);
  json_object_set_string_member (object, "queue", sid != NULL ? sid : queue);
}

static JsonObject *
filter_to_service (Writer *self, JsonObject *from)
{
  JsonObject *filter = json_object_new ();
  JsonArray *targets = json_array_new ();
  JsonArray *list = json_object_get_array_member (from, "targets");

  if (json_object_has_member (from, "name"))
    json_object_set_string_member (filter, "filter_friendly_name",
                                   trd_value_get_text (from, "name"));
  json_object_set_string_member (filter, "expression", trd_value_get_text (from, "expression"));
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *copy = trd_value_copy (json_array_get_element (list, i));
      JsonObject *target = json_node_get_object (copy);
      g_autofree char *queue = g_strdup (trd_value_get_text (target, "queue"));

      set_queue (self, target, queue);
      json_array_add_element (targets, copy);
    }
  json_object_set_array_member (filter, "targets", targets);
  return filter;
}

/**
 * trd_setup_routing_to_configuration:
 * @routing: a routing
 * @sid_of: the SID of a queue's name
 * @missing: (out) (transfer full): the first queue that has none, where it fails
 *
 * Returns: (transfer full) (nullable): a Configuration for the service
 */
char *
trd_setup_routing_to_configuration (JsonObject *routing,
                                    TrdLookup sid_of,
                                    gpointer user_data,
                                    char **missing)
{
  Writer self = { sid_of, user_data, NULL };
  g_autoptr(JsonObject) root = json_object_new ();
  JsonObject *task_routing = json_object_new ();
  JsonArray *filters = json_array_new ();
  JsonArray *list = json_object_get_array_member (routing, "filters");
  const char *default_queue = trd_value_get_text (routing, "default_queue");

  json_object_set_object_member (root, "task_routing", task_routing);
  json_object_set_array_member (task_routing, "filters", filters);
  for (guint i = 0; i < json_array_get_length (list); i++)
    json_array_add_object_element (filters,
                                   filter_to_service (&self,
                                                      json_array_get_object_element (list, i)));
  if (default_queue != NULL)
    {
      JsonObject *fallback = json_object_new ();

      set_queue (&self, fallback, default_queue);
      json_object_set_object_member (task_routing, "default_filter", fallback);
    }
  *missing = self.missing;
  return self.missing == NULL ? tr_json_object_to_string (root) : NULL;
}

/**
 * trd_setup_routing_foreach_queue:
 * @routing: a routing
 * @func: is called for each queue that is named
 *
 * Goes in the order of the file.
 */
void
trd_setup_routing_foreach_queue (JsonObject *routing, TrdSetupRoutingFunc func, gpointer user_data)
{
  JsonArray *filters = json_object_get_array_member (routing, "filters");
  const char *default_queue = trd_value_get_text (routing, "default_queue");

  for (guint i = 0; i < json_array_get_length (filters); i++)
    {
      JsonArray *targets =
        json_object_get_array_member (json_array_get_object_element (filters, i), "targets");

      for (guint j = 0; j < json_array_get_length (targets); j++)
        {
          g_autofree char *path = g_strdup_printf ("filters[%u].targets[%u].queue", i, j);

          func (path, trd_value_get_text (json_array_get_object_element (targets, j), "queue"),
                user_data);
        }
    }
  if (default_queue != NULL)
    func ("default_queue", default_queue, user_data);
}
