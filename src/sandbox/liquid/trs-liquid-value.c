/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-liquid-value.h"

#include <math.h>
#include <string.h>

#include "tr-json.h"

JsonNode *
trs_liquid_value_nil (void)
{
  return json_node_new (JSON_NODE_NULL);
}

JsonNode *
trs_liquid_value_from_bool (gboolean value)
{
  return json_node_init_boolean (json_node_alloc (), value);
}

JsonNode *
trs_liquid_value_from_int (gint64 value)
{
  return json_node_init_int (json_node_alloc (), value);
}

JsonNode *
trs_liquid_value_from_double (double value)
{
  return json_node_init_double (json_node_alloc (), isfinite (value) ? value : 0);
}

JsonNode *
trs_liquid_value_from_string (const char *value)
{
  return json_node_init_string (json_node_alloc (), value);
}

JsonNode *
trs_liquid_value_take_string (char *value)
{
  JsonNode *node = json_node_init_string (json_node_alloc (), value);

  g_free (value);
  return node;
}

JsonNode *
trs_liquid_value_take_array (JsonArray *value)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, value);
  return node;
}

static gboolean
holds (JsonNode *value, GType type)
{
  return JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == type;
}

gboolean
trs_liquid_value_is_nil (JsonNode *value)
{
  return JSON_NODE_HOLDS_NULL (value);
}

gboolean
trs_liquid_value_is_string (JsonNode *value)
{
  return holds (value, G_TYPE_STRING);
}

/* Only nil and false are not. */
gboolean
trs_liquid_value_is_true (JsonNode *value)
{
  return !JSON_NODE_HOLDS_NULL (value) &&
         !(holds (value, G_TYPE_BOOLEAN) && !json_node_get_boolean (value));
}

gboolean
trs_liquid_value_is_empty (JsonNode *value)
{
  if (JSON_NODE_HOLDS_ARRAY (value))
    return json_array_get_length (json_node_get_array (value)) == 0;
  if (JSON_NODE_HOLDS_OBJECT (value))
    return json_object_get_size (json_node_get_object (value)) == 0;
  return trs_liquid_value_is_string (value) && *json_node_get_string (value) == '\0';
}

gboolean
trs_liquid_value_is_blank (JsonNode *value)
{
  const char *text;

  if (!trs_liquid_value_is_string (value))
    return !trs_liquid_value_is_true (value) || trs_liquid_value_is_empty (value);

  text = json_node_get_string (value);
  while (g_ascii_isspace (*text))
    text++;
  return *text == '\0';
}

/* Reads a number, or text that is one from end to end. */
gboolean
trs_liquid_value_get_number (JsonNode *value, gboolean *is_int, gint64 *integer, double *number)
{
  const char *text;
  char *end;

  *is_int = holds (value, G_TYPE_INT64);
  if (*is_int)
    {
      *integer = json_node_get_int (value);
      *number = (double) *integer;
      return TRUE;
    }
  if (holds (value, G_TYPE_DOUBLE))
    {
      *number = json_node_get_double (value);
      return TRUE;
    }
  if (!trs_liquid_value_is_string (value))
    return FALSE;

  text = json_node_get_string (value);
  if (text[strspn (text, "+-.0123456789")] != '\0' || strpbrk (text, "0123456789") == NULL)
    return FALSE;
  if (g_ascii_string_to_signed (*text == '+' ? text + 1 : text, 10, G_MININT64, G_MAXINT64, integer,
                                NULL))
    {
      *is_int = TRUE;
      *number = (double) *integer;
      return TRUE;
    }
  *number = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (*number);
}

/* How much work it is to go through it. As deep as JSON may be. */
gsize
trs_liquid_value_get_weight (JsonNode *value)
{
  gsize weight = TRS_LIQUID_VALUE_WORK;

  if (trs_liquid_value_is_string (value))
    return weight + strlen (json_node_get_string (value));
  if (JSON_NODE_HOLDS_ARRAY (value))
    {
      JsonArray *array = json_node_get_array (value);

      for (guint i = 0; i < json_array_get_length (array); i++)
        weight += trs_liquid_value_get_weight (json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_OBJECT (value))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *node;

      json_object_iter_init (&iter, json_node_get_object (value));
      while (json_object_iter_next (&iter, &name, &node))
        weight += strlen (name) + trs_liquid_value_get_weight (node);
    }
  return weight;
}

/* The shortest decimal that reads back as the same number; whole ones end in ".0". */
static char *
print_double (double number)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, sizeof text, formats[i], number);
      if (g_ascii_strtod (text, NULL) == number)
        break;
    }
  return g_strconcat (text, strpbrk (text, ".en") == NULL ? ".0" : "", NULL);
}

/* As it is put out: nil is nothing, a list is its elements one after the other. */
char *
trs_liquid_value_to_string (JsonNode *value)
{
  if (JSON_NODE_HOLDS_NULL (value))
    return g_strdup ("");
  if (trs_liquid_value_is_string (value))
    return json_node_dup_string (value);
  if (holds (value, G_TYPE_BOOLEAN))
    return g_strdup (json_node_get_boolean (value) ? "true" : "false");
  if (holds (value, G_TYPE_INT64))
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (value));
  if (holds (value, G_TYPE_DOUBLE))
    return print_double (json_node_get_double (value));
  if (JSON_NODE_HOLDS_ARRAY (value))
    {
      JsonArray *array = json_node_get_array (value);
      GString *text = g_string_new (NULL);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_autofree char *part = trs_liquid_value_to_string (json_array_get_element (array, i));

          g_string_append (text, part);
        }
      return g_string_free (text, FALSE);
    }
  return tr_json_to_string (value);
}

static gint64
get_size (JsonNode *value)
{
  if (JSON_NODE_HOLDS_ARRAY (value))
    return json_array_get_length (json_node_get_array (value));
  if (JSON_NODE_HOLDS_OBJECT (value))
    return json_object_get_size (json_node_get_object (value));
  if (trs_liquid_value_is_string (value))
    return g_utf8_strlen (json_node_get_string (value), -1);
  return -1;
}

/* value.name: a member, or one of size, first and last. Nil for what is not there. */
JsonNode *
trs_liquid_value_get_member (JsonNode *value, const char *name)
{
  JsonNode *member = NULL;

  if (JSON_NODE_HOLDS_OBJECT (value))
    member = json_object_get_member (json_node_get_object (value), name);
  if (member != NULL)
    return json_node_ref (member);
  if (strcmp (name, "size") == 0 && get_size (value) >= 0)
    return trs_liquid_value_from_int (get_size (value));
  if (strcmp (name, "first") == 0)
    return trs_liquid_value_get_element (value, 0);
  if (strcmp (name, "last") == 0)
    return trs_liquid_value_get_element (value, -1);
  return trs_liquid_value_nil ();
}

/* value[index]: an element of a list, from its end for an index below 0. */
JsonNode *
trs_liquid_value_get_element (JsonNode *value, gint64 index)
{
  gint64 size = JSON_NODE_HOLDS_ARRAY (value) ? get_size (value) : 0;

  if (index < 0 && index >= -size)
    index += size;
  if (index < 0 || index >= size)
    return trs_liquid_value_nil ();
  return json_node_ref (json_array_get_element (json_node_get_array (value), (guint) index));
}

static gboolean
is_number (JsonNode *value)
{
  return holds (value, G_TYPE_INT64) || holds (value, G_TYPE_DOUBLE);
}

gboolean
trs_liquid_value_equals (JsonNode *left, JsonNode *right)
{
  int order;

  if (is_number (left) && is_number (right))
    return trs_liquid_value_compare (left, right, &order) && order == 0;
  return json_node_equal (left, right);
}

/* Orders two numbers, or two texts, or a number and a text that is one. FALSE for anything else. */
gboolean
trs_liquid_value_compare (JsonNode *left, JsonNode *right, int *order)
{
  gboolean is_int[2];
  gint64 integers[2];
  double numbers[2];

  if (trs_liquid_value_is_string (left) && trs_liquid_value_is_string (right))
    {
      *order = strcmp (json_node_get_string (left), json_node_get_string (right));
      return TRUE;
    }
  if (!trs_liquid_value_get_number (left, &is_int[0], &integers[0], &numbers[0]) ||
      !trs_liquid_value_get_number (right, &is_int[1], &integers[1], &numbers[1]))
    return FALSE;

  if (is_int[0] && is_int[1])
    *order = (integers[0] > integers[1]) - (integers[0] < integers[1]);
  else
    *order = (numbers[0] > numbers[1]) - (numbers[0] < numbers[1]);
  return TRUE;
}

gboolean
trs_liquid_value_contains (JsonNode *value, JsonNode *part)
{
  if (JSON_NODE_HOLDS_NULL (part))
    return FALSE;
  if (JSON_NODE_HOLDS_ARRAY (value))
    {
      JsonArray *array = json_node_get_array (value);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (trs_liquid_value_equals (json_array_get_element (array, i), part))
            return TRUE;
        }
      return FALSE;
    }
  if (JSON_NODE_HOLDS_OBJECT (value))
    return trs_liquid_value_is_string (part) &&
           json_object_has_member (json_node_get_object (value), json_node_get_string (part));
  if (trs_liquid_value_is_string (value))
    {
      g_autofree char *text = trs_liquid_value_to_string (part);

      return strstr (json_node_get_string (value), text) != NULL;
    }
  return FALSE;
}
