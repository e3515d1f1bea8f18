/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-table.h"

static const TrdColumn columns[] = {
  { "name", "NAME", TRD_KIND_TEXT },
  { "size", "SIZE", TRD_KIND_NUMBER },
  { "age", "AGE", TRD_KIND_DURATION },
  { "open", "OPEN", TRD_KIND_TEXT },
};

static GPtrArray *
parse_rows (const char *json)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr(JsonNode) node = json_from_string (json, NULL);
  JsonArray *array = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (rows, json_object_ref (json_array_get_object_element (array, i)));
  return rows;
}

static void
test_columns_line_up (void)
{
  g_autoptr(GPtrArray) rows = parse_rows (
      "[{\"name\":\"東京\",\"size\":5,\"age\":61,\"open\":true},"
      " {\"name\":\"a long name\",\"size\":1000,\"age\":1,\"open\":false}]");
  g_autofree char *text = trd_table_to_text (columns, G_N_ELEMENTS (columns), rows);

  g_assert_cmpstr (text, ==,
                   "NAME         SIZE     AGE  OPEN\n"
                   "東京            5  1m 01s  yes\n"
                   "a long name  1000      1s  no\n");
}

static void
test_what_is_missing_is_a_dash (void)
{
  g_autoptr(GPtrArray) rows = parse_rows ("[{\"name\":\"\",\"size\":null}]");
  g_autofree char *text = trd_table_to_text (columns, G_N_ELEMENTS (columns), rows);

  g_assert_cmpstr (text, ==,
                   "NAME  SIZE  AGE  OPEN\n"
                   "-        -    -  -\n");
}

static void
test_strangers_text_obeys (void)
{
  g_autoptr(GPtrArray) rows = parse_rows ("[{\"name\":\"\\u001b[2Jx\\ny\",\"size\":{\"a\":[1]}}]");
  g_autofree char *text = trd_table_to_text (columns, 2, rows);

  g_assert_cmpstr (text, ==,
                   "NAME          SIZE\n"
                   " [2Jx y  {\"a\":[1]}\n");
}

static void
test_a_path_leads_into_objects (void)
{
  static const TrdColumn column = { "a.b", "B", TRD_KIND_TEXT };
  g_autoptr(GPtrArray) rows = parse_rows ("[{\"a\":{\"b\":\"deep\"}},{\"a\":3},{}]");
  const char *const wanted[] = { "deep", "-", "-" };

  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *cell = trd_column_dup_cell (&column, g_ptr_array_index (rows, i));

      g_assert_cmpstr (cell, ==, wanted[i]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/columns-line-up", test_columns_line_up);
  g_test_add_func ("/table/missing", test_what_is_missing_is_a_dash);
  g_test_add_func ("/table/strangers-text", test_strangers_text_obeys);
  g_test_add_func ("/table/path", test_a_path_leads_into_objects);
  return g_test_run ();
}
