/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-unknown.h"

#include "tr-json.h"

#include "trd-setup-value.h"

static const char *const of_root[] = { "task_routing", NULL };
static const char *const of_routing[] = { "filters", "default_filter", NULL };
static const char *const of_default[] = { "queue", NULL };
/* "friendly_name" is an older word for "filter_friendly_name". */
static const char *const of_filter[] = { "filter_friendly_name", "friendly_name", "expression", "targets", NULL };
static const char *const of_target[] = { "queue", "expression", "order_by", "skip_if", "known_worker_sid",
                                         "known_worker_friendly_name", "priority", "timeout", NULL };

/* ---- Finding ---- */

static JsonObject *
get_object (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? trd_value_get (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Nullable. What is no object in the list is passed over. */
static GPtrArray *
get_objects (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? trd_value_get (object, member) : NULL;
  GPtrArray *objects = g_ptr_array_new ();

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      {
        JsonNode *item = json_array_get_element (json_node_get_array (node), i);

        if (JSON_NODE_HOLDS_OBJECT (item))
          g_ptr_array_add (objects, json_node_get_object (item));
      }
  return objects;
}

static const char *
name_of (JsonObject *filter)
{
  const char *name = trd_value_get_text (filter, "filter_friendly_name");

  return name != NULL ? name : trd_value_get_text (filter, "friendly_name");
}

static gboolean
says_the_same (JsonObject *one, JsonObject *other, const char *member)
{
  return g_strcmp0 (trd_value_get_text (one, member), trd_value_get_text (other, member)) == 0;
}

/* How surely @old is what has become @new; 0: it is another. */
static guint
likeness (JsonObject *old, JsonObject *new, gboolean is_filter)
{
  gboolean has_same_expression = says_the_same (old, new, "expression");
  gboolean has_same_name = is_filter ? g_strcmp0 (name_of (old), name_of (new)) == 0
                                     : says_the_same (old, new, "queue");

  if (!has_same_name && !(is_filter && has_same_expression))
    return 0;
  if (is_filter && name_of (old) == NULL && !has_same_expression)
    return 0;
  return has_same_name + has_same_expression;
}

/* Takes it out of @olds: nothing becomes two things. Nullable. */
static JsonObject *
take_likest (GPtrArray *olds, JsonObject *new, gboolean is_filter)
{
  guint best = olds->len;

  for (guint i = 0; i < olds->len; i++)
    {
      guint found = likeness (g_ptr_array_index (olds, i), new, is_filter);

      if (found > (best < olds->len ? likeness (g_ptr_array_index (olds, best), new, is_filter) : 0))
        best = i;
    }
  return best < olds->len ? g_ptr_array_steal_index (olds, best) : NULL;
}

/* ---- Keeping ---- */

static void
copy_unknown (JsonObject *old, JsonObject *new, const char *const *known)
{
  g_autoptr(GList) names = old != NULL && new != NULL ? json_object_get_members (old) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data) && !json_object_has_member (new, l->data))
      json_object_set_member (new, l->data, trd_value_copy (json_object_get_member (old, l->data)));
}

static void
copy_list (JsonObject *old, JsonObject *new, const char *member)
{
  gboolean is_filter = g_str_equal (member, "filters");
  g_autoptr(GPtrArray) olds = get_objects (old, member);
  g_autoptr(GPtrArray) news = get_objects (new, member);

  for (guint i = 0; i < news->len; i++)
    {
      JsonObject *item = g_ptr_array_index (news, i);
      JsonObject *before = take_likest (olds, item, is_filter);

      if (before == NULL)
        continue;
      copy_unknown (before, item, is_filter ? of_filter : of_target);
      if (is_filter)
        copy_list (before, item, "targets");
    }
}

/**
 * trd_setup_unknown_keep:
 * @new_text: a Configuration that is going to be the workflow's
 * @old_text: (nullable): the one that it has
 *
 * Filters are known again by their name or expression, targets by their queue.
 *
 * Returns: (transfer full): the new one, with what no file can say of the old one's filters and targets
 */
char *
trd_setup_unknown_keep (const char *new_text, const char *old_text)
{
  g_autoptr(JsonNode) new = tr_json_parse (new_text, -1, NULL);
  g_autoptr(JsonNode) old = old_text != NULL ? tr_json_parse (old_text, -1, NULL) : NULL;
  JsonObject *roots[2], *routings[2];

  if (new == NULL || old == NULL || !JSON_NODE_HOLDS_OBJECT (new) || !JSON_NODE_HOLDS_OBJECT (old))
    return g_strdup (new_text);
  roots[0] = json_node_get_object (old);
  roots[1] = json_node_get_object (new);
  copy_unknown (roots[0], roots[1], of_root);
  for (int i = 0; i < 2; i++)
    routings[i] = get_object (roots[i], "task_routing");
  copy_unknown (routings[0], routings[1], of_routing);
  copy_unknown (get_object (routings[0], "default_filter"), get_object (routings[1], "default_filter"),
                of_default);
  copy_list (routings[0], routings[1], "filters");
  return tr_json_to_string (new);
}

/* ---- Telling ---- */

static void
add_unknown (GPtrArray *paths, JsonObject *object, const char *const *known, const char *path)
{
  g_autoptr(GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      g_ptr_array_add (paths, g_strconcat (path, l->data, NULL));
}

/**
 * trd_setup_unknown_list:
 * @text: a Configuration
 *
 * Returns: (transfer full): the paths of what no file can say: "filters[0].targets[1].mood"
 */
GStrv
trd_setup_unknown_list (const char *text)
{
  g_autoptr(JsonNode) root = tr_json_parse (text, -1, NULL);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonObject *routing = get_object (object, "task_routing");
  g_autoptr(GPtrArray) filters = get_objects (routing, "filters");
  GPtrArray *paths = g_ptr_array_new ();

  add_unknown (paths, object, of_root, "");
  add_unknown (paths, routing, of_routing, "");
  add_unknown (paths, get_object (routing, "default_filter"), of_default, "default_filter.");
  for (guint i = 0; i < filters->len; i++)
    {
      g_autoptr(GPtrArray) targets = get_objects (g_ptr_array_index (filters, i), "targets");
      g_autofree char *path = g_strdup_printf ("filters[%u].", i);

      add_unknown (paths, g_ptr_array_index (filters, i), of_filter, path);
      for (guint j = 0; j < targets->len; j++)
        {
          g_autofree char *below = g_strdup_printf ("%stargets[%u].", path, j);

          add_unknown (paths, g_ptr_array_index (targets, j), of_target, below);
        }
    }
  g_ptr_array_add (paths, NULL);
  return (GStrv) g_ptr_array_free (paths, FALSE);
}
