/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-attributes.h"

#include <stdlib.h>
#include <string.h>

#include "tr-json.h"

#define SKILLS "skills"
#define ROUTING "routing"

/* How the parser says where it stopped. */
#define PLACE " at byte "

/* ---- Text ---- */

static guint
find_line (const char *text, const GError *error)
{
  const char *place = g_strrstr (error->message, PLACE);
  gsize offset = place != NULL ? strtoul (place + strlen (PLACE), NULL, 10) : 0;
  guint line = 1;

  for (gsize i = 0; i < offset && text[i] != '\0'; i++)
    line += text[i] == '\n';
  return line;
}

/**
 * tra_attributes_parse:
 * @text: what somebody typed
 * @line: (out): the line that it stops to be JSON at, if it does: from 1 on
 * @error: return location for a %TR_ERROR_PROTOCOL
 *
 * Returns: (transfer full) (nullable): the attributes; %NULL if it is no object, or none that the
 *   service would take
 */
JsonObject *
tra_attributes_parse (const char *text, guint *line, GError **error)
{
  g_autoptr(GError) wrong = NULL;
  g_autoptr(JsonNode) node = tr_json_parse (text, -1, &wrong);
  JsonObject *object = NULL;

  *line = wrong != NULL ? find_line (text, wrong) : 1;
  if (node != NULL && tr_json_expect_object (node, &object, &wrong))
    return json_object_ref (object);

  g_propagate_error (error, g_steal_pointer (&wrong));
  return NULL;
}

/**
 * tra_attributes_print:
 * @attributes: what is to be edited
 *
 * Returns: (transfer full): JSON for people, a member a line
 */
char *
tra_attributes_print (JsonObject *attributes)
{
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr(JsonNode) again = NULL;
  g_autofree char *text = NULL;

  json_node_set_object (root, attributes);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  /* json-glib writes some numbers so that nobody can read them. */
  again = tr_json_parse (text, -1, NULL);
  return again != NULL ? g_steal_pointer (&text) : tr_json_object_to_string (attributes);
}

/* ---- Merging ---- */

static gboolean
are_equal (JsonNode *a, JsonNode *b)
{
  return a == b || (a != NULL && b != NULL && json_node_equal (a, b));
}

static JsonObject *
object_of (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
merge_member (JsonObject *result,
              const char *name,
              JsonNode *base,
              JsonNode *edited,
              JsonNode *fresh,
              GPtrArray *conflicts)
{
  if (are_equal (base, edited) || are_equal (edited, fresh))
    return;

  if (object_of (base) != NULL && object_of (edited) != NULL && object_of (fresh) != NULL)
    {
      json_object_set_object_member (result, name,
                                     tra_attributes_merge (object_of (base), object_of (edited),
                                                           object_of (fresh), conflicts));
      return;
    }
  if (!are_equal (base, fresh))
    g_ptr_array_add (conflicts, g_strdup (name));
  if (edited != NULL)
    json_object_set_member (result, name, json_node_copy (edited));
  else
    json_object_remove_member (result, name);
}

/**
 * tra_attributes_merge:
 * @base: what the edit began with
 * @edited: what became of it
 * @fresh: what is there now
 * @conflicts: (element-type utf8): gets the names of what both have changed, each to something else
 *
 * Returns: (transfer full): @fresh with what was edited, and nothing else; of what both have changed,
 *   the edited one
 */
JsonObject *
tra_attributes_merge (JsonObject *base, JsonObject *edited, JsonObject *fresh, GPtrArray *conflicts)
{
  JsonObject *result = json_object_new ();
  g_autoptr(GList) kept = json_object_get_members (fresh);
  g_autoptr(GList) wanted = json_object_get_members (edited);
  g_autoptr(GList) known = json_object_get_members (base);

  for (GList *l = kept; l != NULL; l = l->next)
    json_object_set_member (result, l->data,
                            json_node_copy (json_object_get_member (fresh, l->data)));
  for (GList *l = wanted; l != NULL; l = l->next)
    merge_member (result, l->data, json_object_get_member (base, l->data),
                  json_object_get_member (edited, l->data),
                  json_object_get_member (fresh, l->data), conflicts);
  for (GList *l = known; l != NULL; l = l->next)
    if (!json_object_has_member (edited, l->data))
      merge_member (result, l->data, json_object_get_member (base, l->data), NULL,
                    json_object_get_member (fresh, l->data), conflicts);
  return result;
}

/**
 * tra_attributes_equal:
 * @a: attributes
 * @b: others
 *
 * Returns: whether they say the same, in whatever order
 */
gboolean
tra_attributes_equal (JsonObject *a, JsonObject *b)
{
  return json_object_equal (a, b);
}

/* ---- Skills ---- */

/* Flex keeps them in "routing", with levels beside them; others in "skills". */
static JsonObject *
get_holder (JsonObject *attributes)
{
  JsonObject *routing = object_of (json_object_get_member (attributes, ROUTING));

  return routing != NULL && json_object_has_member (routing, SKILLS) ? routing : attributes;
}

/**
 * tra_attributes_dup_skills:
 * @attributes: a worker's
 *
 * Returns: (transfer full) (nullable): "sales, support"; "" if there are none; %NULL if there is
 *   something else than a list of words, or a word with a comma in it
 */
char *
tra_attributes_dup_skills (JsonObject *attributes)
{
  JsonNode *node = json_object_get_member (get_holder (attributes), SKILLS);
  g_autoptr(GString) text = g_string_new (NULL);
  JsonArray *array;

  if (node == NULL)
    return g_strdup ("");
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *word = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (word) || json_node_get_value_type (word) != G_TYPE_STRING ||
          strchr (json_node_get_string (word), ',') != NULL)
        return NULL;
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", json_node_get_string (word));
    }
  return g_strdup (text->str);
}

/**
 * tra_attributes_set_skills:
 * @attributes: a worker's
 * @text: words with commas between them
 *
 * Changes the list of skills, and nothing else.
 */
void
tra_attributes_set_skills (JsonObject *attributes, const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, ",", -1);
  JsonArray *array = json_array_new ();

  for (char **word = words; *word != NULL; word++)
    {
      g_strstrip (*word);
      if (**word != '\0')
        json_array_add_string_element (array, *word);
    }
  json_object_set_array_member (get_holder (attributes), SKILLS, array);
}
