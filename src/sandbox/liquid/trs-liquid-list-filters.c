/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "tr-json.h"
#include "trs-liquid-filters.h"

#define FILTER(name)                                                                               \
  static JsonNode *name (TrsLiquidRender *render, JsonNode *input, JsonNode **arguments,           \
                         guint n_arguments)

/* The elements of a list; anything else is a list of itself, nil a list of nothing. Owned by the
 * value that they are in. */
static GPtrArray *
get_elements (JsonNode *value)
{
  GPtrArray *elements = g_ptr_array_new ();

  if (JSON_NODE_HOLDS_ARRAY (value))
    {
      JsonArray *array = json_node_get_array (value);

      for (guint i = 0; i < json_array_get_length (array); i++)
        g_ptr_array_add (elements, json_array_get_element (array, i));
    }
  else if (!trs_liquid_value_is_nil (value))
    g_ptr_array_add (elements, value);
  return elements;
}

static JsonNode *
make_list (GPtrArray *elements)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < elements->len; i++)
    json_array_add_element (array, json_node_ref (g_ptr_array_index (elements, i)));
  return trs_liquid_value_take_array (array);
}

FILTER (compact)
{
  g_autoptr(GPtrArray) elements = get_elements (input);

  for (guint i = elements->len; i > 0; i--)
    {
      if (trs_liquid_value_is_nil (g_ptr_array_index (elements, i - 1)))
        g_ptr_array_remove_index (elements, i - 1);
    }
  return make_list (elements);
}

FILTER (concat)
{
  g_autoptr(GPtrArray) elements = get_elements (input);
  g_autoptr(GPtrArray) others = get_elements (arguments[0]);

  for (guint i = 0; i < others->len; i++)
    g_ptr_array_add (elements, g_ptr_array_index (others, i));
  return make_list (elements);
}

FILTER (first)
{
  return trs_liquid_value_get_element (input, 0);
}

FILTER (last)
{
  return trs_liquid_value_get_element (input, -1);
}

FILTER (join)
{
  g_autoptr(GPtrArray) elements = get_elements (input);
  g_autofree char *separator =
    n_arguments > 0 ? trs_liquid_value_to_string (arguments[0]) : g_strdup (" ");
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < elements->len && render->error == NULL; i++)
    {
      g_autofree char *text = trs_liquid_value_to_string (g_ptr_array_index (elements, i));

      if (out->len + strlen (text) + strlen (separator) > TRS_LIQUID_MAX_BYTES)
        trs_liquid_render_fail (render, TRS_LIQUID_ERROR_LIMIT, "a text is too long");
      else
        g_string_append_printf (out, "%s%s", i > 0 ? separator : "", text);
    }
  return trs_liquid_value_take_string (g_string_free (out, FALSE));
}

FILTER (map)
{
  g_autoptr(GPtrArray) elements = get_elements (input);
  g_autofree char *name = trs_liquid_value_to_string (arguments[0]);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < elements->len; i++)
    json_array_add_element (array,
                            trs_liquid_value_get_member (g_ptr_array_index (elements, i), name));
  return trs_liquid_value_take_array (array);
}

FILTER (reverse)
{
  g_autoptr(GPtrArray) elements = get_elements (input);

  for (guint i = 0; i < elements->len / 2; i++)
    {
      gpointer swap = elements->pdata[i];

      elements->pdata[i] = elements->pdata[elements->len - 1 - i];
      elements->pdata[elements->len - 1 - i] = swap;
    }
  return make_list (elements);
}

FILTER (size)
{
  if (JSON_NODE_HOLDS_ARRAY (input))
    return trs_liquid_value_from_int (json_array_get_length (json_node_get_array (input)));
  if (JSON_NODE_HOLDS_OBJECT (input))
    return trs_liquid_value_from_int (json_object_get_size (json_node_get_object (input)));
  if (trs_liquid_value_is_string (input))
    return trs_liquid_value_from_int (g_utf8_strlen (json_node_get_string (input), -1));
  return trs_liquid_value_from_int (0);
}

/* What has no order stays where it is among its like, and nil goes last. */
static int
order (gconstpointer a, gconstpointer b, gpointer name)
{
  g_autoptr(JsonNode) left = NULL;
  g_autoptr(JsonNode) right = NULL;
  int result;

  left = name != NULL ? trs_liquid_value_get_member (*(JsonNode **)a, name)
                      : json_node_ref (*(JsonNode **)a);
  right = name != NULL ? trs_liquid_value_get_member (*(JsonNode **)b, name)
                       : json_node_ref (*(JsonNode **)b);
  if (trs_liquid_value_is_nil (left) || trs_liquid_value_is_nil (right))
    return trs_liquid_value_is_nil (left) - trs_liquid_value_is_nil (right);
  return trs_liquid_value_compare (left, right, &result) ? result : 0;
}

FILTER (sort)
{
  g_autoptr(GPtrArray) elements = get_elements (input);
  g_autofree char *name = n_arguments > 0 ? trs_liquid_value_to_string (arguments[0]) : NULL;

  if (!trs_liquid_render_charge (render, 16 * trs_liquid_value_get_weight (input)))
    return NULL;
  g_ptr_array_sort_with_data (elements, order, name);
  return make_list (elements);
}

FILTER (uniq)
{
  g_autoptr(GPtrArray) elements = get_elements (input);
  g_autoptr(GPtrArray) unique = g_ptr_array_new ();

  for (guint i = 0; i < elements->len; i++)
    {
      JsonNode *element = g_ptr_array_index (elements, i);
      gsize weight = trs_liquid_value_get_weight (element);
      gboolean is_new = TRUE;

      for (guint j = 0; j < unique->len && is_new; j++)
        {
          if (!trs_liquid_render_charge (render, weight))
            return NULL;
          is_new = !trs_liquid_value_equals (g_ptr_array_index (unique, j), element);
        }
      if (is_new)
        g_ptr_array_add (unique, element);
    }
  return make_list (unique);
}

/* For nil, false, and what is empty. */
FILTER (default_to)
{
  gboolean is_missing = !trs_liquid_value_is_true (input) || trs_liquid_value_is_empty (input);

  return json_node_ref (is_missing ? arguments[0] : input);
}

FILTER (json)
{
  g_autofree char *text = tr_json_to_string (input);

  if (strlen (text) > TRS_LIQUID_MAX_BYTES)
    {
      trs_liquid_render_fail (render, TRS_LIQUID_ERROR_LIMIT, "a text is too long");
      return NULL;
    }
  return trs_liquid_value_take_string (g_steal_pointer (&text));
}

const TrsLiquidFilterSpec trs_liquid_list_filters[] = {
  { "compact", compact, 0, 0 },
  { "concat", concat, 1, 1 },
  { "date", trs_liquid_filter_date, 0, 1 },
  { "default", default_to, 1, 1 },
  { "first", first, 0, 0 },
  { "join", join, 0, 1 },
  { "json", json, 0, 0 },
  { "last", last, 0, 0 },
  { "map", map, 1, 1 },
  { "reverse", reverse, 0, 0 },
  { "size", size, 0, 0 },
  { "sort", sort, 0, 1 },
  { "to_json", json, 0, 0 },
  { "uniq", uniq, 0, 0 },
  { NULL },
};

static const TrsLiquidFilterSpec *
find_in (const TrsLiquidFilterSpec *filters, const char *name)
{
  for (guint i = 0; filters[i].name != NULL; i++)
    {
      if (strcmp (filters[i].name, name) == 0)
        return &filters[i];
    }
  return NULL;
}

/* Returns NULL for a name that is not in the subset. */
const TrsLiquidFilterSpec *
trs_liquid_filter_find (const char *name)
{
  const TrsLiquidFilterSpec *spec = find_in (trs_liquid_text_filters, name);

  if (spec == NULL)
    spec = find_in (trs_liquid_list_filters, name);
  if (spec == NULL)
    spec = find_in (trs_liquid_number_filters, name);
  return spec;
}
