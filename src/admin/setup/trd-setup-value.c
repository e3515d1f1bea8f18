/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-value.h"

#include "tr-json.h"

#include "trd-text.h"

static gboolean
is_null (JsonNode *node)
{
  return node == NULL || JSON_NODE_HOLDS_NULL (node);
}

JsonNode *
trd_value_get (JsonObject *object, const char *member)
{
  return object != NULL && json_object_has_member (object, member)
             ? json_object_get_member (object, member)
             : NULL;
}

const char *
trd_value_get_text (JsonObject *object, const char *member)
{
  JsonNode *node = trd_value_get (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node)
                                                                         : NULL;
}

JsonNode *
trd_value_new_text (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

JsonNode *
trd_value_new_object (JsonObject *object)
{
  g_autoptr(JsonObject) empty = json_object_new ();

  return json_node_init_object (json_node_alloc (), object != NULL ? object : empty);
}

/**
 * trd_value_copy:
 * @node: a value
 *
 * Returns: (transfer full): the same, which shares nothing with @node
 */
JsonNode *
trd_value_copy (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr(JsonObject) object = json_object_new ();
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        json_object_set_member (object, name, trd_value_copy (member));
      return trd_value_new_object (object);
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *from = json_node_get_array (node);
      g_autoptr(JsonArray) array = json_array_new ();

      for (guint i = 0; i < json_array_get_length (from); i++)
        json_array_add_element (array, trd_value_copy (json_array_get_element (from, i)));
      return json_node_init_array (json_node_alloc (), array);
    }
  return json_node_copy (node);
}

gboolean
trd_value_is_empty (JsonNode *node)
{
  return is_null (node) ||
         (json_node_get_value_type (node) == G_TYPE_STRING && *json_node_get_string (node) == '\0');
}

static gboolean
is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && (json_node_get_value_type (node) == G_TYPE_INT64 ||
                                          json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

static gboolean
objects_are_equal (JsonObject *left, JsonObject *right)
{
  g_autoptr(GList) names = json_object_get_members (left);
  g_autoptr(GList) others = json_object_get_members (right);

  for (GList *l = names; l != NULL; l = l->next)
    if (!trd_value_equals (trd_value_get (left, l->data), trd_value_get (right, l->data)))
      return FALSE;
  for (GList *l = others; l != NULL; l = l->next)
    if (!json_object_has_member (left, l->data) &&
        !is_null (trd_value_get (right, l->data)))
      return FALSE;
  return TRUE;
}

static gboolean
arrays_are_equal (JsonArray *left, JsonArray *right)
{
  if (json_array_get_length (left) != json_array_get_length (right))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (left); i++)
    if (!trd_value_equals (json_array_get_element (left, i), json_array_get_element (right, i)))
      return FALSE;
  return TRUE;
}

/**
 * trd_value_equals:
 * @left: (nullable): a value
 * @right: (nullable): another
 *
 * Returns: whether they mean the same
 */
gboolean
trd_value_equals (JsonNode *left, JsonNode *right)
{
  if (is_null (left) || is_null (right))
    return is_null (left) && is_null (right);
  if (json_node_get_node_type (left) != json_node_get_node_type (right))
    return FALSE;
  if (JSON_NODE_HOLDS_OBJECT (left))
    return objects_are_equal (json_node_get_object (left), json_node_get_object (right));
  if (JSON_NODE_HOLDS_ARRAY (left))
    return arrays_are_equal (json_node_get_array (left), json_node_get_array (right));
  if (json_node_get_value_type (left) == G_TYPE_INT64 &&
      json_node_get_value_type (right) == G_TYPE_INT64)
    return json_node_get_int (left) == json_node_get_int (right);
  if (is_number (left) && is_number (right))
    return json_node_get_double (left) == json_node_get_double (right);
  return json_node_equal (left, right);
}

/**
 * trd_value_to_text:
 * @node: (nullable): a value
 *
 * Returns: (transfer full) (nullable): it on one line, for people; %NULL for what is absent
 */
char *
trd_value_to_text (JsonNode *node)
{
  g_autofree char *text = NULL;

  if (is_null (node))
    return NULL;
  if (trd_value_is_empty (node))
    return g_strdup ("\"\"");
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "yes" : "no");
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return trd_text_plain (json_node_get_string (node));
  text = tr_json_to_string (node);
  return trd_text_plain (text);
}

/* ---- Differences ---- */

void
trd_difference_free (TrdDifference *self)
{
  g_free (self->path);
  g_free (self->old);
  g_free (self->new);
  g_free (self);
}

static void
compare_objects (JsonObject *old, JsonObject *new, const char *path, GPtrArray *differences)
{
  g_autoptr(GList) olds = json_object_get_members (old);
  g_autoptr(GList) news = json_object_get_members (new);
  const char *dot = *path != '\0' ? "." : "";

  for (GList *l = news; l != NULL; l = l->next)
    {
      g_autofree char *member = g_strconcat (path, dot, l->data, NULL);

      trd_value_compare (trd_value_get (old, l->data), trd_value_get (new, l->data), member,
                         differences);
    }
  for (GList *l = olds; l != NULL; l = l->next)
    if (!json_object_has_member (new, l->data))
      {
        g_autofree char *member = g_strconcat (path, dot, l->data, NULL);

        trd_value_compare (trd_value_get (old, l->data), NULL, member, differences);
      }
}

static void
compare_arrays (JsonArray *old, JsonArray *new, const char *path, GPtrArray *differences)
{
  guint n_old = json_array_get_length (old);
  guint n_new = json_array_get_length (new);

  for (guint i = 0; i < MAX (n_old, n_new); i++)
    {
      g_autofree char *item = g_strdup_printf ("%s[%u]", path, i);

      trd_value_compare (i < n_old ? json_array_get_element (old, i) : NULL,
                         i < n_new ? json_array_get_element (new, i) : NULL, item, differences);
    }
}

/* Lists of plain values are read as one. */
static gboolean
has_structure (JsonNode *node)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return JSON_NODE_HOLDS_OBJECT (node);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!JSON_NODE_HOLDS_VALUE (json_array_get_element (array, i)))
      return TRUE;
  return FALSE;
}

/**
 * trd_value_compare:
 * @old: (nullable): a value
 * @new: (nullable): what it shall be
 * @path: what it is called
 * @differences: (element-type TrdDifference): where what differs is added
 *
 * Goes down to the members that differ.
 */
void
trd_value_compare (JsonNode *old, JsonNode *new, const char *path, GPtrArray *differences)
{
  TrdDifference *difference;

  if (trd_value_equals (old, new))
    return;
  if (!is_null (old) && !is_null (new) &&
      json_node_get_node_type (old) == json_node_get_node_type (new) &&
      (has_structure (old) || has_structure (new)))
    {
      if (JSON_NODE_HOLDS_OBJECT (old))
        compare_objects (json_node_get_object (old), json_node_get_object (new), path, differences);
      else
        compare_arrays (json_node_get_array (old), json_node_get_array (new), path, differences);
      return;
    }

  difference = g_new0 (TrdDifference, 1);
  difference->path = g_strdup (path);
  difference->old = trd_value_to_text (old);
  difference->new = trd_value_to_text (new);
  g_ptr_array_add (differences, difference);
}
