/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-entry.h"

#include "trd-setup-value.h"

void
trd_entry_clear (TrdEntry *self)
{
  g_clear_pointer (&self->path, g_free);
}

char *
trd_entry_dup_path (const TrdEntry *self, const char *member)
{
  return g_strconcat (self->path, *self->path != '\0' ? "." : "", member, NULL);
}

G_GNUC_PRINTF (4, 5)
static gboolean
refuse (const TrdEntry *self, const char *member, GError **error, const char *format, ...)
{
  g_autofree char *path = trd_entry_dup_path (self, member);
  g_autofree char *complaint = NULL;
  va_list arguments;

  va_start (arguments, format);
  complaint = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return trd_source_refuse (self->source, path, error, "%s", complaint);
}

/* Nullable: absent, or null. */
static JsonNode *
get (const TrdEntry *self, const char *member)
{
  JsonNode *node = trd_value_get (self->object, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

gboolean
trd_entry_has (const TrdEntry *self, const char *member)
{
  return get (self, member) != NULL;
}

/**
 * trd_entry_check_members:
 * @self: an entry
 * @members: (array zero-terminated=1): those that it may have
 *
 * Returns: whether it has no other: a name that is misspelt must not look as if it did something
 */
gboolean
trd_entry_check_members (const TrdEntry *self, const char *const *members, GError **error)
{
  g_autoptr(GList) names = json_object_get_members (self->object);
  g_autofree char *known = g_strjoinv (", ", (char **) members);

  for (GList *l = names; l != NULL; l = l->next)
    {
      GError *cause = NULL;

      if (!g_strv_contains (members, l->data) &&
          !refuse (self, l->data, &cause, "is not known here; known are %s", known) &&
          !trd_source_forgives (self->source, cause, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
trd_entry_get_text (const TrdEntry *self, const char *member, const char **value, GError **error)
{
  JsonNode *node = get (self, member);

  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (self, member, error, "is no text (put it in quotes)");
  *value = json_node_get_string (node);
  return TRUE;
}

gboolean
trd_entry_expect_text (const TrdEntry *self, const char *member, const char **value, GError **error)
{
  *value = NULL;
  if (!trd_entry_get_text (self, member, value, error))
    return FALSE;
  return (*value != NULL && **value != '\0') || refuse (self, member, error, "is missing");
}

gboolean
trd_entry_get_word (const TrdEntry *self,
                    const char *member,
                    const char *const *words,
                    const char **value,
                    GError **error)
{
  const char *word = NULL;
  g_autofree char *known = NULL;

  if (!trd_entry_get_text (self, member, &word, error))
    return FALSE;
  if (word == NULL)
    return TRUE;
  *value = word;
  if (g_strv_contains (words, word))
    return TRUE;
  known = g_strjoinv (", ", (char **) words);
  return refuse (self, member, error, "is none of %s", known);
}

gboolean
trd_entry_get_flag (const TrdEntry *self, const char *member, gboolean *value, GError **error)
{
  JsonNode *node = get (self, member);

  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return refuse (self, member, error, "is neither true nor false");
  *value = json_node_get_boolean (node);
  return TRUE;
}

gboolean
trd_entry_get_int (const TrdEntry *self,
                   const char *member,
                   gint64 min,
                   gint64 max,
                   gint64 *value,
                   GError **error)
{
  JsonNode *node = get (self, member);

  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < min ||
      json_node_get_int (node) > max)
    return refuse (self, member, error,
                   "is no whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);
  *value = json_node_get_int (node);
  return TRUE;
}

/**
 * trd_entry_get_object:
 * @self: an entry
 * @member: an object of it
 * @value: (out): the entry; its object is %NULL where it is absent
 *
 * Returns: whether it is one, or absent
 */
gboolean
trd_entry_get_object (const TrdEntry *self, const char *member, TrdEntry *value, GError **error)
{
  JsonNode *node = get (self, member);

  value->source = self->source;
  value->object = NULL;
  value->path = trd_entry_dup_path (self, member);
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (self, member, error, "is no mapping (name: value)");
  value->object = json_node_get_object (node);
  return TRUE;
}

gboolean
trd_entry_get_texts (const TrdEntry *self, const char *member, JsonArray **value, GError **error)
{
  JsonNode *node = get (self, member);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (self, member, error, "is no list");
  *value = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (*value); i++)
    {
      g_autofree char *item = g_strdup_printf ("%s[%u]", member, i);

      if (json_node_get_value_type (json_array_get_element (*value, i)) != G_TYPE_STRING)
        return refuse (self, item, error, "is no text (put it in quotes)");
    }
  return TRUE;
}

static gboolean
read_element (const TrdEntry *self,
              const char *member,
              guint index,
              JsonNode *item,
              TrdEntryFunc func,
              gpointer user_data,
              GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s[%u]", member, index);
  g_auto(TrdEntry) element = { self->source, NULL, trd_entry_dup_path (self, name) };

  if (!JSON_NODE_HOLDS_OBJECT (item))
    return refuse (self, name, error, "is no mapping (name: value)");
  element.object = json_node_get_object (item);
  return func (&element, user_data, error);
}

gboolean
trd_entry_foreach (const TrdEntry *self,
                   const char *member,
                   TrdEntryFunc func,
                   gpointer user_data,
                   GError **error)
{
  JsonNode *node = get (self, member);
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (self, member, error, "is no list (each item begins with '-')");
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      GError *cause = NULL;

      if (!read_element (self, member, i, json_array_get_element (array, i), func, user_data, &cause) &&
          !trd_source_forgives (self->source, cause, error))
        return FALSE;
    }
  return TRUE;
}
