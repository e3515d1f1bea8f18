/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-cell.h"

#include <libsoup/soup.h>

#include "trd-text.h"

#define EMPTY "-"

static JsonNode *
get_member (JsonObject *object, const char *name)
{
  return json_object_has_member (object, name) ? json_object_get_member (object, name) : NULL;
}

/**
 * trd_member_text:
 * @object: an object
 * @member: the name of a string of it
 *
 * Returns: (nullable): the string; %NULL if there is none, or it is something else
 */
const char *
trd_member_text (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gint64
node_to_int (JsonNode *node)
{
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                                            : G_TYPE_NONE;

  if (type == G_TYPE_INT64)
    return json_node_get_int (node);
  if (type == G_TYPE_DOUBLE && ABS (json_node_get_double (node)) < 9e15)
    return (gint64) json_node_get_double (node);
  return 0;
}

/**
 * trd_member_int:
 * @object: an object
 * @member: the name of a number of it
 *
 * Returns: the number, without a fraction; 0 if there is none
 */
gint64
trd_member_int (JsonObject *object, const char *member)
{
  return node_to_int (get_member (object, member));
}

/**
 * trd_member_is_true:
 * @object: an object
 * @member: the name of a boolean of it
 *
 * Returns: whether it is there, and true
 */
gboolean
trd_member_is_true (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
         json_node_get_boolean (node);
}

/**
 * trd_member_objects:
 * @object: an object
 * @member: (nullable): the name of an object of it; %NULL is @object itself
 * @list: the name of an array of that
 *
 * Returns: (transfer full) (element-type JsonObject): the objects in the array; none if it is not there
 */
GPtrArray *
trd_member_objects (JsonObject *object, const char *member, const char *list)
{
  GPtrArray *objects = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  JsonNode *node = member != NULL ? get_member (object, member) : NULL;
  JsonObject *inner = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *array;

  if (member == NULL)
    inner = object;
  node = inner != NULL ? get_member (inner, list) : NULL;
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return objects;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
      g_ptr_array_add (objects, json_object_ref (json_array_get_object_element (array, i)));
  return objects;
}

/* A time that nobody knows how to read stays as it is.
 * Source: TaskRouter's API writes ISO 8601, the voice API RFC 2822. */
static char *
time_to_text (const char *text)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (text, utc);
  g_autoptr(GDateTime) here = NULL;

  if (time == NULL)
    time = soup_date_time_new_from_http_string (text);
  here = time != NULL ? g_date_time_to_local (time) : NULL;
  return here != NULL ? g_date_time_format (here, "%Y-%m-%d %H:%M:%S") : trd_text_plain (text);
}

static char *
string_to_text (const char *text, TrdKind kind)
{
  gint64 seconds;

  if (*text == '\0')
    return g_strdup (EMPTY);
  if (kind == TRD_KIND_TIME)
    return time_to_text (text);
  if (kind == TRD_KIND_DURATION && g_ascii_string_to_signed (text, 10, 0, G_MAXINT32, &seconds, NULL))
    return trd_text_duration (seconds);
  return trd_text_plain (text);
}

static char *
node_to_text (JsonNode *node, TrdKind kind)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup (EMPTY);
  if (!JSON_NODE_HOLDS_VALUE (node))
    {
      g_autofree char *text = json_to_string (node, FALSE);

      return trd_text_plain (text);
    }

  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return string_to_text (json_node_get_string (node), kind);
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "yes" : "no");
  if (kind == TRD_KIND_DURATION)
    return trd_text_duration (node_to_int (node));
  return json_to_string (node, FALSE);
}

/**
 * trd_column_dup_cell:
 * @column: a column
 * @row: an object
 *
 * Returns: (transfer full): what is in that column: one line of plain text, never empty
 */
char *
trd_column_dup_cell (const TrdColumn *column, JsonObject *row)
{
  g_auto(GStrv) path = g_strsplit (column->member, ".", -1);
  JsonNode *node = get_member (row, path[0]);

  for (int i = 1; path[i] != NULL && node != NULL; i++)
    node = JSON_NODE_HOLDS_OBJECT (node) ? get_member (json_node_get_object (node), path[i]) : NULL;
  return node_to_text (node, column->kind);
}
