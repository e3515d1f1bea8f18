/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-flow-context.h"

/* The members of both; of those that both have, the second's. Shares them. */
JsonObject *
trs_flow_context_merge (JsonObject *first, JsonObject *second)
{
  JsonObject *objects[] = { first, second };
  JsonObject *both = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *node;

      if (objects[i] == NULL)
        continue;
      json_object_iter_init_ordered (&iter, objects[i]);
      while (json_object_iter_next_ordered (&iter, &name, &node))
        json_object_set_member (both, name, json_node_ref (node));
    }
  return both;
}

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

static JsonObject *
object_of_string (const char *name, const char *value)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, name, value);
  return object;
}

static JsonObject *
object_of_object (const char *name, JsonObject *value)
{
  JsonObject *object = json_object_new ();

  json_object_set_object_member (object, name, value);
  return object;
}

/**
 * trs_flow_context_new:
 * @flow_sid: FW…
 * @execution_sid: FN…
 * @contact_address: the other party's
 * @flow_address: ours
 * @trigger: the kind of trigger: "call", "request"
 * @parameters: of the trigger, as they were received
 *
 * Source: the service's page of Studio's variables.
 *
 * Returns: (transfer full): a context
 */
JsonNode *
trs_flow_context_new (const char *flow_sid,
                      const char *execution_sid,
                      const char *contact_address,
                      const char *flow_address,
                      const char *trigger,
                      JsonNode *parameters)
{
  JsonObject *context = json_object_new ();
  JsonObject *flow = json_object_new ();
  JsonObject *triggers = json_object_new ();

  json_object_set_object_member (
    context, "contact",
    object_of_object ("channel", object_of_string ("address", contact_address)));
  json_object_set_string_member (flow, "sid", execution_sid);
  json_object_set_string_member (flow, "flow_sid", flow_sid);
  json_object_set_object_member (flow, "channel", object_of_string ("address", flow_address));
  json_object_set_object_member (flow, "data", json_object_new ());
  json_object_set_object_member (flow, "variables", json_object_new ());
  json_object_set_object_member (context, "flow", flow);
  json_object_set_member (triggers, trigger, json_node_ref (parameters));
  json_object_set_object_member (context, "trigger", triggers);
  json_object_set_object_member (context, "widgets", json_object_new ());
  return take_object (context);
}

static JsonNode *
set_at (JsonNode *node, char **path, JsonNode *value)
{
  JsonObject *object;
  JsonObject *copy;
  JsonNode *member;

  if (*path == NULL)
    return json_node_ref (value);

  object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  copy = trs_flow_context_merge (object, NULL);
  member = object != NULL ? json_object_get_member (object, *path) : NULL;
  json_object_set_member (copy, *path, set_at (member, path + 1, value));
  return take_object (copy);
}

/**
 * trs_flow_context_with:
 * @context: a context
 * @value: what is to be there; shared
 * @...: where: names from the outermost in, ended by %NULL
 *
 * Returns: (transfer full): the context with the value set
 */
JsonNode *
trs_flow_context_with (JsonNode *context, JsonNode *value, ...)
{
  g_autoptr(GPtrArray) path = g_ptr_array_new ();
  const char *name;
  va_list names;

  va_start (names, value);
  while ((name = va_arg (names, const char *)) != NULL)
    g_ptr_array_add (path, (gpointer) name);
  va_end (names);
  g_ptr_array_add (path, NULL);
  return set_at (context, (char **) path->pdata, value);
}
