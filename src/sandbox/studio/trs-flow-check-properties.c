/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-flow-check.h"
#include "trs-liquid.h"

/* What a widget's properties are to be, and how to look at anything in a definition. */

/* Always FALSE. */
gboolean
trs_flow_check_note (JsonArray *problems, const char *path, const char *format, ...)
{
  g_autofree char *message = NULL;
  JsonObject *problem;
  va_list args;

  if (json_array_get_length (problems) >= TRS_FLOW_MAX_PROBLEMS)
    return FALSE;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  problem = json_object_new ();
  json_object_set_string_member (problem, "message", message);
  json_object_set_string_member (problem, "property_path", path);
  json_array_add_object_element (problems, problem);
  return FALSE;
}

gboolean
trs_flow_is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

gboolean
trs_flow_is_boolean (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN;
}

gboolean
trs_flow_is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && !trs_flow_is_string (node) && !trs_flow_is_boolean (node);
}

/* The member, or NULL: an error where it is needed. Null is as if it were not there. */
JsonNode *
trs_flow_check_get (TrsFlowCheck *check,
                    JsonObject *object,
                    const char *name,
                    gboolean is_needed,
                    const char *path)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
    return node;
  if (is_needed)
    trs_flow_check_note (check->errors, path, "must have required property '%s'", name);
  return NULL;
}

const char *
trs_flow_check_get_string (TrsFlowCheck *check,
            JsonObject *object,
            const char *name,
            gboolean is_needed,
            const char *path)
{
  JsonNode *node = trs_flow_check_get (check, object, name, is_needed, path);
  g_autofree char *member_path = NULL;

  if (node == NULL)
    return NULL;
  if (trs_flow_is_string (node))
    return json_node_get_string (node);
  member_path = g_strdup_printf ("%s/%s", path, name);
  trs_flow_check_note (check->errors, member_path, "must be string");
  return NULL;
}

JsonArray *
trs_flow_check_get_array (TrsFlowCheck *check,
                          JsonObject *object,
                          const char *name,
                          const char *path)
{
  JsonNode *node = trs_flow_check_get (check, object, name, TRUE, path);
  g_autofree char *member_path = NULL;

  if (node == NULL || JSON_NODE_HOLDS_ARRAY (node))
    return node != NULL ? json_node_get_array (node) : NULL;
  member_path = g_strdup_printf ("%s/%s", path, name);
  trs_flow_check_note (check->errors, member_path, "must be array");
  return NULL;
}

/* A text may hold Liquid: what the sandbox cannot read it will not run. */
void
trs_flow_check_liquid (TrsFlowCheck *check, const char *text, const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsLiquid) template = trs_liquid_parse (text, &error);

  if (template == NULL)
    trs_flow_check_note (check->warnings, path, "%s", error->message);
}

static void
check_pairs (TrsFlowCheck *check, JsonNode *node, const char *path)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      trs_flow_check_note (check->errors, path, "must be array");
      return;
    }
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *element_path = g_strdup_printf ("%s/%u", path, i);
      g_autofree char *value_path = g_strconcat (element_path, "/value", NULL);
      const char *value;

      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          trs_flow_check_note (check->errors, element_path, "must be object");
          continue;
        }
      trs_flow_check_get_string (check, json_node_get_object (element), "key", TRUE, element_path);
      value = trs_flow_check_get_string (check, json_node_get_object (element), "value", TRUE,
                                         element_path);
      if (value != NULL)
        trs_flow_check_liquid (check, value, value_path);
    }
}

static void
check_property (TrsFlowCheck *check,
                const TrsFlowPropertySpec *spec,
                JsonNode *node,
                const char *path)
{
  switch (spec->type)
    {
    case TRS_FLOW_TYPE_NUMBER:
      if (!trs_flow_is_number (node))
        trs_flow_check_note (check->errors, path, "must be number");
      break;
    case TRS_FLOW_TYPE_NUMBER_OR_STRING:
      if (!trs_flow_is_number (node) && !trs_flow_is_string (node))
        trs_flow_check_note (check->errors, path, "must be number");
      break;
    case TRS_FLOW_TYPE_BOOLEAN:
      if (!trs_flow_is_boolean (node))
        trs_flow_check_note (check->errors, path, "must be boolean");
      break;
    case TRS_FLOW_TYPE_PAIRS:
      check_pairs (check, node, path);
      break;
    case TRS_FLOW_TYPE_STRING:
    default:
      if (!trs_flow_is_string (node))
        trs_flow_check_note (check->errors, path, "must be string");
      else if (spec->words != NULL &&
               !trs_flow_schema_has_word (spec->words, json_node_get_string (node)))
        trs_flow_check_note (check->errors, path, "must be equal to one of the allowed values");
      else
        trs_flow_check_liquid (check, json_node_get_string (node), path);
      break;
    }
}

/* What one property says about another. */
static void
check_together (TrsFlowCheck *check,
                TrsFlowWidgetType type,
                JsonObject *properties,
                const char *path)
{
  const char *attributes;
  const char *noun;

  if (type == TRS_FLOW_WIDGET_ENQUEUE_CALL)
    {
      g_autofree char *attributes_path = g_strconcat (path, "/task_attributes", NULL);

      if (trs_flow_check_get (check, properties, "workflow_sid", FALSE, path) == NULL &&
          trs_flow_check_get (check, properties, "queue_name", FALSE, path) == NULL)
        trs_flow_check_note (check->errors, path,
                             "must have required property 'workflow_sid' or 'queue_name'");
      attributes = trs_flow_check_get_string (check, properties, "task_attributes", FALSE, path);
      if (attributes != NULL && g_utf8_strlen (attributes, -1) > 1024)
        trs_flow_check_note (check->errors, attributes_path,
                             "must NOT have more than 1024 characters");
    }
  else if (type == TRS_FLOW_WIDGET_CONNECT_CALL_TO)
    {
      noun = trs_flow_check_get_string (check, properties, "noun", FALSE, path);
      if (trs_flow_check_get (check, properties, "to", FALSE, path) == NULL &&
          !(g_strcmp0 (noun, "sip") == 0 &&
            trs_flow_check_get (check, properties, "sip_endpoint", FALSE, path) != NULL))
        trs_flow_check_note (check->errors, path, "must have required property 'to'");
    }
}

void
trs_flow_check_properties (TrsFlowCheck *check,
                  const TrsFlowWidgetSpec *spec,
                  JsonObject *properties,
                  const char *path)
{
  guint n_errors = json_array_get_length (check->errors);

  for (guint i = 0; spec->properties[i].name != NULL; i++)
    {
      const TrsFlowPropertySpec *property = &spec->properties[i];
      g_autofree char *property_path = g_strdup_printf ("%s/%s", path, property->name);
      JsonNode *node =
        trs_flow_check_get (check, properties, property->name, property->is_required, path);

      if (node != NULL)
        check_property (check, property, node, property_path);
    }
  if (json_array_get_length (check->errors) == n_errors)
    check_together (check, spec->type, properties, path);
}
