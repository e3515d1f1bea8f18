/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-table.h"

#include <string.h>

#include "trd-text.h"

#define GAP "  "
#define EMPTY "-"

/* ---- Cells ---- */

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
    {
      const char *text = json_node_get_string (node);

      return *text != '\0' ? trd_text_plain (text) : g_strdup (EMPTY);
    }
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

/* ---- Tables ---- */

static void
append_cell (GString *text, const char *cell, gsize width, gboolean is_right, gboolean is_last)
{
  gsize padding = width - trd_text_width (cell);

  for (gsize i = 0; is_right && i < padding; i++)
    g_string_append_c (text, ' ');
  g_string_append (text, cell);
  for (gsize i = 0; !is_right && !is_last && i < padding; i++)
    g_string_append_c (text, ' ');
  g_string_append (text, is_last ? "\n" : GAP);
}

/**
 * trd_table_to_text:
 * @columns: (array length=n_columns): what to show
 * @n_columns: how many
 * @rows: (element-type JsonObject): the things
 *
 * Returns: (transfer full): a line of titles and a line for each of @rows, in columns
 */
char *
trd_table_to_text (const TrdColumn *columns, gsize n_columns, GPtrArray *rows)
{
  g_autofree gsize *widths = g_new0 (gsize, n_columns);
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n_columns; i++)
    g_ptr_array_add (cells, g_strdup (columns[i].title));
  for (guint row = 0; row < rows->len; row++)
    for (gsize i = 0; i < n_columns; i++)
      g_ptr_array_add (cells, trd_column_dup_cell (&columns[i], g_ptr_array_index (rows, row)));

  for (guint i = 0; i < cells->len; i++)
    widths[i % n_columns] = MAX (widths[i % n_columns], trd_text_width (g_ptr_array_index (cells, i)));
  for (guint i = 0; i < cells->len; i++)
    append_cell (text, g_ptr_array_index (cells, i), widths[i % n_columns],
                 columns[i % n_columns].kind != TRD_KIND_TEXT, i % n_columns == n_columns - 1);
  return g_string_free (text, FALSE);
}

/* JSON escapes what a terminal would obey just as well. */
static void
print_node (JsonNode *node, gboolean is_pretty)
{
  g_autofree char *text = json_to_string (node, is_pretty);
  g_autofree char *plain = trd_text_escape_json (text);

  g_print ("%s\n", plain);
}

static void
print_json (GPtrArray *rows)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_sized_new (rows->len);

  for (guint i = 0; i < rows->len; i++)
    json_array_add_object_element (array, json_object_ref (g_ptr_array_index (rows, i)));
  json_node_take_array (node, array);
  print_node (node, TRUE);
}

/**
 * trd_object_print:
 * @object: a thing
 * @is_pretty: on several lines
 *
 * Prints it as JSON.
 */
void
trd_object_print (JsonObject *object, gboolean is_pretty)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, object);
  print_node (node, is_pretty);
}

/**
 * trd_table_print:
 * @columns: (array length=n_columns): what people see; programs see everything
 * @n_columns: how many
 * @rows: (element-type JsonObject): the things
 * @format: for whom
 * @nothing: what people are told on stderr when there are none
 *
 * Prints a list.
 */
void
trd_table_print (const TrdColumn *columns,
                 gsize n_columns,
                 GPtrArray *rows,
                 TrdFormat format,
                 const char *nothing)
{
  g_autofree char *text = NULL;

  switch (format)
    {
    case TRD_FORMAT_JSON:
      print_json (rows);
      return;
    case TRD_FORMAT_JSON_LINES:
      for (guint i = 0; i < rows->len; i++)
        trd_object_print (g_ptr_array_index (rows, i), FALSE);
      return;
    case TRD_FORMAT_TABLE:
    default:
      break;
    }

  if (rows->len == 0)
    {
      g_printerr ("%s\n", nothing);
      return;
    }
  text = trd_table_to_text (columns, n_columns, rows);
  g_print ("%s", text);
}

/**
 * trd_card_print:
 * @columns: (array length=n_columns): what people see of it
 * @n_columns: how many
 * @row: the thing
 * @format: for whom
 *
 * Prints one thing, a line for each of @columns.
 */
void
trd_card_print (const TrdColumn *columns, gsize n_columns, JsonObject *row, TrdFormat format)
{
  gsize width = 0;

  if (format != TRD_FORMAT_TABLE)
    {
      trd_object_print (row, format == TRD_FORMAT_JSON);
      return;
    }

  for (gsize i = 0; i < n_columns; i++)
    width = MAX (width, strlen (columns[i].title));
  for (gsize i = 0; i < n_columns; i++)
    {
      g_autofree char *cell = trd_column_dup_cell (&columns[i], row);

      g_print ("%-*s" GAP "%s\n", (int) width, columns[i].title, cell);
    }
}
