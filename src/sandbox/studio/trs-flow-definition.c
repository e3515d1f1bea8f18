/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-flow-definition.h"

#include <string.h>

#include "tr-json.h"
#include "trs-flow-check.h"

struct _TrsFlowWidget
{
  const char *name; /* borrowed, as all that follows */
  const char *type_name;
  TrsFlowWidgetType type;
  JsonObject *properties; /* owned */
  JsonArray *transitions;
};

struct _TrsFlowDefinition
{
  gatomicrefcount ref_count;
  JsonNode *node;
  GHashTable *widgets; /* name, borrowed, to TrsFlowWidget */
  TrsFlowWidget *initial_widget;
};

G_DEFINE_QUARK (trs-flow-error-quark, trs_flow_error)

static void
widget_free (TrsFlowWidget *widget)
{
  json_object_unref (widget->properties);
  g_free (widget);
}

/* Of a state that was found good. */
static TrsFlowWidget *
widget_new (JsonObject *state)
{
  TrsFlowWidget *widget = g_new0 (TrsFlowWidget, 1);
  JsonNode *properties = json_object_get_member (state, "properties");
  const TrsFlowWidgetSpec *spec;

  widget->name = json_object_get_string_member (state, "name");
  widget->type_name = json_object_get_string_member (state, "type");
  spec = trs_flow_schema_find (widget->type_name);
  widget->type = spec != NULL ? spec->type : TRS_FLOW_WIDGET_OTHER;
  widget->properties = properties != NULL && JSON_NODE_HOLDS_OBJECT (properties)
                         ? json_node_dup_object (properties)
                         : json_object_new ();
  widget->transitions = json_object_get_array_member (state, "transitions");
  return widget;
}

/**
 * trs_flow_definition_new:
 * @node: a definition; the caller does not change it any more
 * @details: (out) (optional) (transfer full): what is wrong and what is odd, as the service
 *   answers it: {"errors": [{"message", "property_path"}], "warnings": [the same]}. Also set when
 *   all is well
 * @error: return location
 *
 * Checks a definition against the service's schema, and that names are unique and transitions lead
 * somewhere. Properties that are not known are kept. A widget of a type that is not known, and
 * Liquid that cannot be read, are warnings: the flow runs up to there.
 *
 * Returns: (transfer full): the definition, or %NULL with %TRS_FLOW_ERROR_INVALID
 *
 * Source: the service's pages of the flow definition and of flow validation.
 */
TrsFlowDefinition *
trs_flow_definition_new (JsonNode *node, JsonObject **details, GError **error)
{
  g_autoptr(JsonObject) found = NULL;
  TrsFlowDefinition *self;
  JsonObject *object;
  JsonArray *states;
  gboolean is_valid;

  g_return_val_if_fail (node != NULL, NULL);

  is_valid = trs_flow_check (node, &found);
  if (details != NULL)
    *details = g_steal_pointer (&found);
  if (!is_valid)
    {
      g_set_error_literal (error, TRS_FLOW_ERROR, TRS_FLOW_ERROR_INVALID,
                           "Flow definition validation failed");
      return NULL;
    }

  self = g_new0 (TrsFlowDefinition, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->node = json_node_ref (node);
  self->widgets =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)widget_free);
  object = json_node_get_object (node);
  states = json_object_get_array_member (object, "states");
  for (guint i = 0; i < json_array_get_length (states); i++)
    {
      TrsFlowWidget *widget = widget_new (json_array_get_object_element (states, i));

      g_hash_table_insert (self->widgets, (gpointer) widget->name, widget);
    }
  self->initial_widget =
    g_hash_table_lookup (self->widgets, json_object_get_string_member (object, "initial_state"));
  return self;
}

/**
 * trs_flow_definition_parse:
 * @text: JSON text from anywhere
 * @length: how many bytes, or -1 when @text ends with a NUL
 * @details: (out) (optional) (transfer full): as of trs_flow_definition_new()
 * @error: return location
 *
 * Returns: (transfer full): the definition, or %NULL with %TRS_FLOW_ERROR_INVALID
 */
TrsFlowDefinition *
trs_flow_definition_parse (const char *text, gssize length, JsonObject **details, GError **error)
{
  g_autoptr(JsonNode) node = NULL;
  gsize size;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  size = length < 0 ? strlen (text) : (gsize) length;
  if (size <= TRS_FLOW_MAX_BYTES)
    node = tr_json_parse (text, (gssize) size, NULL);
  if (node == NULL)
    {
      if (details != NULL)
        *details = trs_flow_check_details (
          size > TRS_FLOW_MAX_BYTES ? "must NOT be larger than 1 MiB" : "must be valid JSON");
      g_set_error_literal (error, TRS_FLOW_ERROR, TRS_FLOW_ERROR_INVALID,
                           "Flow definition validation failed");
      return NULL;
    }
  return trs_flow_definition_new (node, details, error);
}

/**
 * trs_flow_definition_ref:
 * @self: a definition
 *
 * Returns: (transfer full): @self
 */
TrsFlowDefinition *
trs_flow_definition_ref (TrsFlowDefinition *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * trs_flow_definition_unref:
 * @self: (transfer full): a definition
 */
void
trs_flow_definition_unref (TrsFlowDefinition *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->widgets);
  json_node_unref (self->node);
  g_free (self);
}

/**
 * trs_flow_definition_get_node:
 * @self: a definition
 *
 * Returns: what it was made from, with all that is not known
 */
JsonNode *
trs_flow_definition_get_node (TrsFlowDefinition *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->node;
}

/**
 * trs_flow_definition_get_initial_widget:
 * @self: a definition
 *
 * Returns: the widget where executions begin, normally the trigger
 */
TrsFlowWidget *
trs_flow_definition_get_initial_widget (TrsFlowDefinition *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->initial_widget;
}

/**
 * trs_flow_definition_get_widget:
 * @self: a definition
 * @name: of a widget
 *
 * Returns: (nullable): the widget
 */
TrsFlowWidget *
trs_flow_definition_get_widget (TrsFlowDefinition *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return g_hash_table_lookup (self->widgets, name);
}

/**
 * trs_flow_definition_allows_concurrent_calls:
 * @self: a definition
 *
 * Returns: whether one contact may be in several executions at once; not unless it says so
 */
gboolean
trs_flow_definition_allows_concurrent_calls (TrsFlowDefinition *self)
{
  JsonNode *flags;

  g_return_val_if_fail (self != NULL, FALSE);

  flags = json_object_get_member (json_node_get_object (self->node), "flags");
  return flags != NULL && JSON_NODE_HOLDS_OBJECT (flags) &&
         json_object_get_boolean_member_with_default (json_node_get_object (flags),
                                                      "allow_concurrent_calls", FALSE);
}

const char *
trs_flow_widget_get_name (TrsFlowWidget *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * trs_flow_widget_get_type_name:
 * @self: a widget
 *
 * Returns: as it is written, such as "say-play"
 */
const char *
trs_flow_widget_get_type_name (TrsFlowWidget *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->type_name;
}

TrsFlowWidgetType
trs_flow_widget_get_widget_type (TrsFlowWidget *self)
{
  g_return_val_if_fail (self != NULL, TRS_FLOW_WIDGET_OTHER);

  return self->type;
}

/**
 * trs_flow_widget_get_properties:
 * @self: a widget
 *
 * Returns: its properties, checked as far as they are known; texts are still Liquid
 */
JsonObject *
trs_flow_widget_get_properties (TrsFlowWidget *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->properties;
}

JsonArray *
trs_flow_widget_get_transitions (TrsFlowWidget *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->transitions;
}

static const char *
get_next (JsonObject *transition)
{
  JsonNode *next = json_object_get_member (transition, "next");

  if (next == NULL || JSON_NODE_HOLDS_NULL (next) || *json_node_get_string (next) == '\0')
    return NULL;
  return json_node_get_string (next);
}

/**
 * trs_flow_widget_has_event:
 * @self: a widget
 * @event: such as "keypress"
 *
 * Returns: whether it has a transition for it, even one that leads nowhere
 */
gboolean
trs_flow_widget_has_event (TrsFlowWidget *self, const char *event)
{
  g_return_val_if_fail (self != NULL && event != NULL, FALSE);

  for (guint i = 0; i < json_array_get_length (self->transitions); i++)
    {
      JsonObject *transition = json_array_get_object_element (self->transitions, i);

      if (strcmp (json_object_get_string_member (transition, "event"), event) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * trs_flow_widget_get_next:
 * @self: a widget
 * @event: such as "keypress"
 *
 * Returns: (nullable): the name of the widget that the first transition for it leads to, %NULL
 *   where the branch ends
 */
const char *
trs_flow_widget_get_next (TrsFlowWidget *self, const char *event)
{
  g_return_val_if_fail (self != NULL && event != NULL, NULL);

  for (guint i = 0; i < json_array_get_length (self->transitions); i++)
    {
      JsonObject *transition = json_array_get_object_element (self->transitions, i);

      if (strcmp (json_object_get_string_member (transition, "event"), event) == 0)
        return get_next (transition);
    }
  return NULL;
}
