/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-flow-check.h"

static void
check_condition (TrsFlowCheck *check, JsonNode *node, const char *path)
{
  g_autofree char *type_path = g_strconcat (path, "/type", NULL);
  g_autofree char *arguments_path = g_strconcat (path, "/arguments", NULL);
  JsonObject *condition;
  JsonArray *arguments;
  const char *type;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      trs_flow_check_note (check->errors, path, "must be object");
      return;
    }
  condition = json_node_get_object (node);
  trs_flow_check_get_string (check, condition, "friendly_name", TRUE, path);
  trs_flow_check_get_string (check, condition, "value", TRUE, path);
  type = trs_flow_check_get_string (check, condition, "type", TRUE, path);
  if (type != NULL && !trs_flow_schema_has_word (trs_flow_schema_condition_types, type))
    trs_flow_check_note (check->errors, type_path, "must be equal to one of the allowed values");
  arguments = trs_flow_check_get_array (check, condition, "arguments", path);
  for (guint i = 0; arguments != NULL && i < json_array_get_length (arguments); i++)
    {
      JsonNode *argument = json_array_get_element (arguments, i);
      g_autofree char *argument_path = g_strdup_printf ("%s/%u", arguments_path, i);

      if (!trs_flow_is_string (argument))
        trs_flow_check_note (check->errors, argument_path, "must be string");
      else
        trs_flow_check_liquid (check, json_node_get_string (argument), argument_path);
    }
}

static void
check_transition (TrsFlowCheck *check, JsonNode *node, const char *path)
{
  JsonObject *transition;
  const char *next;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      trs_flow_check_note (check->errors, path, "must be object");
      return;
    }
  transition = json_node_get_object (node);
  trs_flow_check_get_string (check, transition, "event", TRUE, path);
  next = trs_flow_check_get_string (check, transition, "next", FALSE, path);
  if (next != NULL && *next != '\0' && !g_hash_table_contains (check->names, next))
    {
      g_autofree char *next_path = g_strconcat (path, "/next", NULL);

      trs_flow_check_note (check->errors, next_path, "must match a widget name");
    }
  if (trs_flow_check_get (check, transition, "conditions", FALSE, path) != NULL)
    {
      JsonArray *conditions = trs_flow_check_get_array (check, transition, "conditions", path);

      for (guint i = 0; conditions != NULL && i < json_array_get_length (conditions); i++)
        {
          g_autofree char *condition_path = g_strdup_printf ("%s/conditions/%u", path, i);

          check_condition (check, json_array_get_element (conditions, i), condition_path);
        }
    }
}

static void
check_state (TrsFlowCheck *check, JsonObject *state, const char *path)
{
  const char *type = trs_flow_check_get_string (check, state, "type", TRUE, path);
  const TrsFlowWidgetSpec *spec = type != NULL ? trs_flow_schema_find (type) : NULL;
  gboolean is_trigger = spec != NULL && spec->type == TRS_FLOW_WIDGET_TRIGGER;
  JsonNode *properties =
    trs_flow_check_get (check, state, "properties", type != NULL && !is_trigger, path);
  JsonArray *transitions = trs_flow_check_get_array (check, state, "transitions", path);
  g_autofree char *properties_path = g_strconcat (path, "/properties", NULL);

  if (type != NULL && spec == NULL)
    {
      g_autofree char *type_path = g_strconcat (path, "/type", NULL);

      if (trs_flow_schema_is_known (type))
        trs_flow_check_note (check->warnings, type_path,
                             "a widget of the type %s is not run by the sandbox", type);
      else
        trs_flow_check_note (check->errors, type_path,
                             "must be equal to one of the allowed values");
    }
  if (properties != NULL && !JSON_NODE_HOLDS_OBJECT (properties))
    trs_flow_check_note (check->errors, properties_path, "must be object");
  else if (properties != NULL && spec != NULL)
    trs_flow_check_properties (check, spec, json_node_get_object (properties), properties_path);
  for (guint i = 0; transitions != NULL && i < json_array_get_length (transitions); i++)
    {
      g_autofree char *transition_path = g_strdup_printf ("%s/transitions/%u", path, i);

      check_transition (check, json_array_get_element (transitions, i), transition_path);
    }
}

/* Names first: transitions lead forward too. */
static void
check_names (TrsFlowCheck *check, JsonArray *states)
{
  gboolean has_trigger = FALSE;

  for (guint i = 0; i < json_array_get_length (states); i++)
    {
      JsonNode *state = json_array_get_element (states, i);
      g_autofree char *path = g_strdup_printf ("#/states/%u", i);
      g_autofree char *name_path = g_strconcat (path, "/name", NULL);
      JsonNode *type;
      const char *name;

      if (!JSON_NODE_HOLDS_OBJECT (state))
        {
          trs_flow_check_note (check->errors, path, "must be object");
          continue;
        }
      type = json_object_get_member (json_node_get_object (state), "type");
      has_trigger |= type != NULL && trs_flow_is_string (type) &&
                     strcmp (json_node_get_string (type), "trigger") == 0;
      name = trs_flow_check_get_string (check, json_node_get_object (state), "name", TRUE, path);
      if (name != NULL && *name == '\0')
        trs_flow_check_note (check->errors, name_path, "must NOT have fewer than 1 characters");
      else if (name != NULL &&
               !g_hash_table_insert (check->names, (gpointer)name, json_node_get_object (state)))
        trs_flow_check_note (check->errors, name_path, "must be unique");
    }
  if (!has_trigger)
    trs_flow_check_note (check->errors, "#/states", "must contain a trigger widget");
}

static void
check_states (TrsFlowCheck *check, JsonArray *states)
{
  if (json_array_get_length (states) > TRS_FLOW_MAX_WIDGETS)
    {
      trs_flow_check_note (check->errors, "#/states", "must NOT have more than %d items",
                           TRS_FLOW_MAX_WIDGETS);
      return;
    }
  check_names (check, states);
  for (guint i = 0; i < json_array_get_length (states); i++)
    {
      JsonNode *state = json_array_get_element (states, i);
      g_autofree char *path = g_strdup_printf ("#/states/%u", i);

      if (JSON_NODE_HOLDS_OBJECT (state))
        check_state (check, json_node_get_object (state), path);
    }
}

/* The service takes any widget; an execution of ours begins with what a trigger leads to. */
static void
check_initial_state (TrsFlowCheck *check, const char *name)
{
  JsonObject *state = g_hash_table_lookup (check->names, name);
  JsonNode *type;

  if (state == NULL)
    {
      trs_flow_check_note (check->errors, "#/initial_state", "must match a widget name");
      return;
    }
  type = json_object_get_member (state, "type");
  if (type != NULL && trs_flow_is_string (type) &&
      strcmp (json_node_get_string (type), "trigger") != 0)
    trs_flow_check_note (check->warnings, "#/initial_state",
                         "a flow that does not begin with a trigger is not run by the sandbox");
}

static void
check_root (TrsFlowCheck *check, JsonNode *root)
{
  JsonObject *object;
  JsonArray *states;
  JsonNode *flags;
  JsonNode *concurrent;
  const char *initial_state;

  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      trs_flow_check_note (check->errors, "#", "must be object");
      return;
    }
  object = json_node_get_object (root);
  trs_flow_check_get_string (check, object, "description", FALSE, "#");
  states = trs_flow_check_get_array (check, object, "states", "#");
  if (states != NULL)
    check_states (check, states);
  initial_state = trs_flow_check_get_string (check, object, "initial_state", TRUE, "#");
  if (initial_state != NULL && states != NULL)
    check_initial_state (check, initial_state);

  flags = trs_flow_check_get (check, object, "flags", FALSE, "#");
  if (flags == NULL)
    return;
  if (!JSON_NODE_HOLDS_OBJECT (flags))
    {
      trs_flow_check_note (check->errors, "#/flags", "must be object");
      return;
    }
  concurrent = trs_flow_check_get (check, json_node_get_object (flags), "allow_concurrent_calls",
                                   FALSE, "#/flags");
  if (concurrent != NULL && !trs_flow_is_boolean (concurrent))
    trs_flow_check_note (check->errors, "#/flags/allow_concurrent_calls", "must be boolean");
}

static JsonObject *
make_details (TrsFlowCheck *check)
{
  JsonObject *details = json_object_new ();

  json_object_set_array_member (details, "errors", check->errors);
  json_object_set_array_member (details, "warnings", check->warnings);
  return details;
}

/* Details of one error: that the definition as a whole is none. */
JsonObject *
trs_flow_check_details (const char *message)
{
  TrsFlowCheck check = { json_array_new (), json_array_new (), NULL };

  trs_flow_check_note (check.errors, "#", "%s", message);
  return make_details (&check);
}

/* Whether @root is a definition; gives the @details of the service's answer in either case. */
gboolean
trs_flow_check (JsonNode *root, JsonObject **details)
{
  TrsFlowCheck check = { json_array_new (), json_array_new (), NULL };
  gboolean is_valid;

  check.names = g_hash_table_new (g_str_hash, g_str_equal);
  check_root (&check, root);
  g_hash_table_unref (check.names);
  is_valid = json_array_get_length (check.errors) == 0;
  *details = make_details (&check);
  return is_valid;
}
