/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-table.h"

#include <string.h>

#include "trd-reader.h"
#include "trd-screen.h"
#include "trd-text.h"

#define GAP "  "
#define CUT "…"
#define MIN_WIDTH 8   /* of a column that is cut */
#define MIN_PROSE 24
#define SID_LENGTH 34

static gboolean
is_right (TrdKind kind)
{
  return kind == TRD_KIND_NUMBER || kind == TRD_KIND_DURATION;
}

static void
append_cell (GString *text, const char *cell, gsize width, gboolean to_right, gboolean is_last)
{
  gsize padding = width - trd_text_width (cell);

  for (gsize i = 0; to_right && i < padding; i++)
    g_string_append_c (text, ' ');
  g_string_append (text, cell);
  for (gsize i = 0; !to_right && !is_last && i < padding; i++)
    g_string_append_c (text, ' ');
  g_string_append (text, is_last ? "\n" : GAP);
}

/* Half a SID is of no use to anybody. */
static gboolean
is_sid (const char *cell)
{
  return strlen (cell) == SID_LENGTH && g_ascii_isupper (cell[0]) && g_ascii_isupper (cell[1]) &&
         strspn (cell + 2, "0123456789abcdef") == SID_LENGTH - 2;
}

static gboolean
may_be_cut (const TrdColumn *columns, gsize n_columns, GPtrArray *cells, gsize column)
{
  if (columns[column].kind != TRD_KIND_TEXT)
    return FALSE;
  for (guint i = column; i < cells->len; i += n_columns)
    if (is_sid (g_ptr_array_index (cells, i)))
      return FALSE;
  return TRUE;
}

/* The widest column gives way first. Where that does not do, the terminal breaks the lines. */
static void
fit (const TrdColumn *columns, gsize n_columns, GPtrArray *cells, gsize *widths, gsize width)
{
  gsize total = (n_columns - 1) * strlen (GAP);
  g_autofree gboolean *is_soft = g_new0 (gboolean, n_columns);

  for (gsize i = 0; i < n_columns; i++)
    {
      /* Sentences are broken by the terminal, and stand last. */
      total += columns[i].kind == TRD_KIND_PROSE ? MIN (widths[i], MIN_PROSE) : widths[i];
      is_soft[i] = may_be_cut (columns, n_columns, cells, i);
    }
  for (; total > width; total--)
    {
      gsize widest = n_columns;

      for (gsize i = 0; i < n_columns; i++)
        if (is_soft[i] && widths[i] > MAX (MIN_WIDTH, trd_text_width (columns[i].title)) &&
            (widest == n_columns || widths[i] > widths[widest]))
          widest = i;
      if (widest == n_columns)
        return;
      widths[widest]--;
    }
}

static void
cut_cells (GPtrArray *cells, gsize n_columns, const gsize *widths)
{
  for (guint i = 0; i < cells->len; i++)
    {
      char **cell = (char **) &cells->pdata[i];
      g_autofree char *short_text = NULL;

      if (trd_text_width (*cell) <= widths[i % n_columns])
        continue;
      short_text = trd_text_cut (*cell, widths[i % n_columns] - 1);
      g_free (*cell);
      *cell = g_strconcat (short_text, CUT, NULL);
    }
}

/**
 * trd_table_to_text:
 * @columns: (array length=n_columns): what to show
 * @n_columns: how many
 * @rows: (element-type JsonObject): the things
 * @width: columns of a terminal to keep to where SIDs and numbers leave the room; 0: no limit
 *
 * Returns: (transfer full): a line of titles and a line for each of @rows, in columns
 */
char *
trd_table_to_text (const TrdColumn *columns, gsize n_columns, GPtrArray *rows, gsize width)
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
  if (width > 0)
    fit (columns, n_columns, cells, widths, width);
  cut_cells (cells, n_columns, widths);
  for (guint i = 0; i < cells->len; i++)
    append_cell (text, g_ptr_array_index (cells, i), widths[i % n_columns],
                 is_right (columns[i % n_columns].kind), i % n_columns == n_columns - 1);
  return g_string_free (text, FALSE);
}

/**
 * trd_node_print:
 * @node: anything
 * @is_pretty: on several lines
 *
 * Prints it as JSON, which escapes what a terminal would obey just as well.
 */
void
trd_node_print (JsonNode *node, gboolean is_pretty)
{
  g_autofree char *text = json_to_string (node, is_pretty);
  g_autofree char *plain = trd_text_escape_json (text);
  g_autofree char *line = g_strconcat (plain, "\n", NULL);

  trd_reader_print (line);
}

static void
print_json (GPtrArray *rows)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_sized_new (rows->len);

  for (guint i = 0; i < rows->len; i++)
    json_array_add_object_element (array, json_object_ref (g_ptr_array_index (rows, i)));
  json_node_take_array (node, array);
  trd_node_print (node, TRUE);
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
  trd_node_print (node, is_pretty);
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
  text = trd_table_to_text (columns, n_columns, rows, trd_screen_find_width ());
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
