/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-flow.h"

#include <string.h>

#include "trd-setup-value.h"

/* Which property of a widget is a workflow; NULL: none. */
static const char *
workflow_property (JsonObject *state)
{
  const char *type = trd_value_get_text (state, "type");

  if (g_strcmp0 (type, "enqueue-call") == 0)
    return "workflow_sid";
  return g_strcmp0 (type, "send-to-flex") == 0 ? "workflow" : NULL;
}

/* @index: which widget. NULL after the last. */
static JsonObject *
get_state (JsonNode *definition, guint index)
{
  JsonNode *list = JSON_NODE_HOLDS_OBJECT (definition)
                       ? trd_value_get (json_node_get_object (definition), "states")
                       : NULL;
  JsonNode *state = NULL;

  if (list != NULL && JSON_NODE_HOLDS_ARRAY (list) &&
      index < json_array_get_length (json_node_get_array (list)))
    state = json_array_get_element (json_node_get_array (list), index);
  return state != NULL && JSON_NODE_HOLDS_OBJECT (state) ? json_node_get_object (state) : NULL;
}

static JsonObject *
get_properties (JsonObject *state)
{
  JsonNode *node = trd_value_get (state, "properties");

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * trd_flow_rename_workflows:
 * @definition: a definition, changed in place
 * @lookup: what stands for a workflow; %NULL leaves it as it is
 *
 * Turns workflows' names into SIDs, or SIDs into names.
 */
void
trd_flow_rename_workflows (JsonNode *definition, TrdLookup lookup, gpointer user_data)
{
  JsonObject *state;

  for (guint i = 0; (state = get_state (definition, i)) != NULL; i++)
    {
      const char *property = workflow_property (state);
      JsonObject *properties = get_properties (state);
      const char *text = property != NULL ? trd_value_get_text (properties, property) : NULL;
      const char *other = text != NULL ? lookup (text, user_data) : NULL;

      if (other != NULL)
        json_object_set_string_member (properties, property, other);
    }
}

/**
 * trd_flow_foreach_workflow:
 * @definition: a definition
 * @func: is called with the path and the text of each workflow
 */
void
trd_flow_foreach_workflow (JsonNode *definition, TrdSetupRoutingFunc func, gpointer user_data)
{
  JsonObject *state;

  for (guint i = 0; (state = get_state (definition, i)) != NULL; i++)
    {
      const char *property = workflow_property (state);
      const char *text = property != NULL ? trd_value_get_text (get_properties (state), property)
                         : NULL;
      g_autofree char *path = g_strdup_printf ("states[%u].properties.%s", i, property);

      if (text != NULL)
        func (path, text, user_data);
    }
}

/* The n-th transition of a widget, or NULL after the last. */
static JsonObject *
get_transition (JsonObject *state, guint index)
{
  JsonNode *list = trd_value_get (state, "transitions");
  JsonNode *item = NULL;

  if (list != NULL && JSON_NODE_HOLDS_ARRAY (list) &&
      index < json_array_get_length (json_node_get_array (list)))
    item = json_array_get_element (json_node_get_array (list), index);
  return item != NULL && JSON_NODE_HOLDS_OBJECT (item) ? json_node_get_object (item) : NULL;
}

/* Where a widget stands on the canvas is no meaning; nor is there one in leading to nothing. */
static JsonNode *
dup_meaning (JsonNode *definition)
{
  JsonNode *copy = trd_value_copy (definition);
  JsonObject *state, *transition;

  for (guint i = 0; (state = get_state (copy, i)) != NULL; i++)
    {
      if (get_properties (state) != NULL)
        json_object_remove_member (get_properties (state), "offset");
      for (guint j = 0; (transition = get_transition (state, j)) != NULL; j++)
        if (trd_value_is_empty (trd_value_get (transition, "next")))
          json_object_remove_member (transition, "next");
    }
  return copy;
}

/**
 * trd_flow_equals:
 * @left: (nullable): a definition
 * @right: (nullable): another
 *
 * Returns: whether callers hear the same
 */
gboolean
trd_flow_equals (JsonNode *left, JsonNode *right)
{
  g_autoptr(JsonNode) one = left != NULL ? dup_meaning (left) : NULL;
  g_autoptr(JsonNode) other = right != NULL ? dup_meaning (right) : NULL;

  return trd_value_equals (one, other);
}

/* The event, and what else makes a transition one of its own. */
static void
add_transition (JsonObject *into, JsonObject *transition)
{
  const char *event = trd_value_get_text (transition, "event");
  JsonNode *conditions = trd_value_get (transition, "conditions");
  g_autofree char *text = trd_value_to_text (conditions);
  g_autofree char *name =
      g_strconcat (event != NULL ? event : "", text != NULL ? " " : "", text, NULL);
  const char *next = trd_value_get_text (transition, "next");

  json_object_set_string_member (into, name, next != NULL ? next : "");
}

static JsonNode *
dup_state_by_name (JsonObject *state)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonObject *transitions = json_object_new ();
  JsonObject *transition;

  json_object_set_string_member (object, "type", trd_value_get_text (state, "type"));
  if (get_properties (state) != NULL)
    json_object_set_object_member (object, "properties", json_object_ref (get_properties (state)));
  json_object_set_object_member (object, "transitions", transitions);
  for (guint i = 0; (transition = get_transition (state, i)) != NULL; i++)
    add_transition (transitions, transition);
  return trd_value_new_object (object);
}

/**
 * trd_flow_dup_by_name:
 * @definition: a definition
 *
 * Returns: (transfer full): its widgets by their names, for telling people what differs
 */
JsonNode *
trd_flow_dup_by_name (JsonNode *definition)
{
  g_autoptr(JsonNode) meaning = dup_meaning (definition);
  g_autoptr(JsonObject) object = json_object_new ();
  JsonObject *state;

  for (guint i = 0; (state = get_state (meaning, i)) != NULL; i++)
    json_object_set_member (object, trd_value_get_text (state, "name") != NULL
                                        ? trd_value_get_text (state, "name") : "?",
                            dup_state_by_name (state));
  return trd_value_new_object (object);
}
