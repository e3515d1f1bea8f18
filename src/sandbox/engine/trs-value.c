/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-value.h"

#include <string.h>

/**
 * trs_value_from_node:
 * @node: (nullable): a node
 *
 * Returns: its value, which borrows from it; null for %NULL
 */
TrsValue
trs_value_from_node (JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return (TrsValue) { .type = TRS_VALUE_NULL };
  if (JSON_NODE_HOLDS_ARRAY (node))
    return (TrsValue) { .type = TRS_VALUE_ARRAY, .array = json_node_get_array (node) };
  if (JSON_NODE_HOLDS_OBJECT (node))
    return (TrsValue) { .type = TRS_VALUE_OBJECT, .object = json_node_get_object (node) };

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return trs_value_from_string (json_node_get_string (node));
    case G_TYPE_BOOLEAN:
      return (TrsValue) { .type = TRS_VALUE_BOOLEAN, .boolean = json_node_get_boolean (node) };
    case G_TYPE_INT64:
      return trs_value_from_number ((double) json_node_get_int (node));
    case G_TYPE_DOUBLE:
      return trs_value_from_number (json_node_get_double (node));
    default:
      return (TrsValue) { .type = TRS_VALUE_NULL };
    }
}

TrsValue
trs_value_from_number (double number)
{
  return (TrsValue) { .type = TRS_VALUE_NUMBER, .number = number };
}

TrsValue
trs_value_from_string (const char *string)
{
  return (TrsValue) { .type = TRS_VALUE_STRING, .string = string };
}

/**
 * trs_value_to_node:
 * @value: a value
 *
 * Returns: (transfer full): a node of its own for it
 */
JsonNode *
trs_value_to_node (TrsValue value)
{
  JsonNode *node = json_node_alloc ();

  switch (value.type)
    {
    case TRS_VALUE_BOOLEAN:
      return json_node_init_boolean (node, value.boolean);
    case TRS_VALUE_NUMBER:
      return json_node_init_double (node, value.number);
    case TRS_VALUE_STRING:
      return json_node_init_string (node, value.string);
    case TRS_VALUE_ARRAY:
      return json_node_init_array (node, value.array);
    case TRS_VALUE_OBJECT:
      return json_node_init_object (node, value.object);
    case TRS_VALUE_NULL:
    default:
      return json_node_init_null (node);
    }
}

/**
 * trs_value_get_member:
 * @value: any value
 * @name: a member's name
 *
 * Returns: the member of an object; null when there is none
 */
TrsValue
trs_value_get_member (TrsValue value, const char *name)
{
  if (value.type != TRS_VALUE_OBJECT)
    return (TrsValue) { .type = TRS_VALUE_NULL };

  return trs_value_from_node (json_object_get_member (value.object, name));
}

/**
 * trs_value_get_element:
 * @value: any value
 * @index: from 0
 *
 * Returns: the element of an array; null when there is none
 */
TrsValue
trs_value_get_element (TrsValue value, guint64 index)
{
  if (value.type != TRS_VALUE_ARRAY || index >= json_array_get_length (value.array))
    return (TrsValue) { .type = TRS_VALUE_NULL };

  return trs_value_from_node (json_array_get_element (value.array, (guint) index));
}

gboolean
trs_value_is_scalar (TrsValue value)
{
  return value.type != TRS_VALUE_ARRAY && value.type != TRS_VALUE_OBJECT;
}

/**
 * trs_value_equals:
 * @left: a value
 * @right: a value
 *
 * Returns: whether both are scalars of one type and equal: "5" is not 5, and null only equals null
 */
gboolean
trs_value_equals (TrsValue left, TrsValue right)
{
  if (left.type != right.type)
    return FALSE;

  switch (left.type)
    {
    case TRS_VALUE_NULL:
      return TRUE;
    case TRS_VALUE_BOOLEAN:
      return !left.boolean == !right.boolean;
    case TRS_VALUE_NUMBER:
      return left.number == right.number;
    case TRS_VALUE_STRING:
      return strcmp (left.string, right.string) == 0;
    case TRS_VALUE_ARRAY:
    case TRS_VALUE_OBJECT:
    default:
      return FALSE;
    }
}

/**
 * trs_value_compare:
 * @left: a value
 * @right: a value
 * @order: (out): less than, equal to or greater than 0
 *
 * Returns: whether the two have an order: numbers have, and texts
 */
gboolean
trs_value_compare (TrsValue left, TrsValue right, int *order)
{
  if (left.type != right.type)
    return FALSE;

  if (left.type == TRS_VALUE_NUMBER)
    *order = left.number < right.number ? -1 : left.number > right.number;
  else if (left.type == TRS_VALUE_STRING)
    *order = strcmp (left.string, right.string);
  else
    return FALSE;
  return TRUE;
}

/**
 * trs_value_has:
 * @array: a value
 * @element: a value
 *
 * Returns: whether @array is an array and has an element that equals @element
 */
gboolean
trs_value_has (TrsValue array, TrsValue element)
{
  if (array.type != TRS_VALUE_ARRAY)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (array.array); i++)
    {
      if (trs_value_equals (trs_value_get_element (array, i), element))
        return TRUE;
    }
  return FALSE;
}
