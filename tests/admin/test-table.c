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
  g_autofree char *text = trd_table_to_text (columns, G_N_ELEMENTS (columns), rows, 0);

  g_assert_cmpstr (text, ==,
                   "NAME         SIZE     AGE  OPEN\n"
                   "東京            5  1m 01s  yes\n"
                   "a long name  1000      1s  no\n");
}

static void
test_what_is_missing_is_a_dash (void)
{
  g_autoptr(GPtrArray) rows = parse_rows ("[{\"name\":\"\",\"size\":null}]");
  g_autofree char *text = trd_table_to_text (columns, G_N_ELEMENTS (columns), rows, 0);

  g_assert_cmpstr (text, ==,
                   "NAME  SIZE  AGE  OPEN\n"
                   "-        -    -  -\n");
}

static void
test_strangers_text_obeys (void)
{
  g_autoptr(GPtrArray) rows = parse_rows ("[{\"name\":\"\\u001b[2Jx\\ny\",\"size\":{\"a\":[1]}}]");
  g_autofree char *text = trd_table_to_text (columns, 2, rows, 0);

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

static void
test_times_are_read (void)
{
  static const TrdColumn column = { "t", "TIME", TRD_KIND_TIME };
  static const TrdColumn length = { "t", "LASTED", TRD_KIND_DURATION };
  g_autoptr(GPtrArray) rows = parse_rows (
      "[{\"t\":\"2026-01-05T09:00:05Z\"},{\"t\":\"Mon, 05 Jan 2026 10:00:05 +0100\"},{\"t\":\"soon\"},"
      " {\"t\":null},{\"t\":\"61\"}]");
  const char *const wanted[] = { "2026-01-05 09:00:05", "2026-01-05 09:00:05", "soon", "-", "61" };
  g_autofree char *lasted = trd_column_dup_cell (&length, g_ptr_array_index (rows, 4));

  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *cell = trd_column_dup_cell (&column, g_ptr_array_index (rows, i));

      g_assert_cmpstr (cell, ==, wanted[i]);
    }
  g_assert_cmpstr (lasted, ==, "1m 01s");
}

static void
test_a_narrow_terminal (void)
{
  static const TrdColumn wide[] = {
    { "name", "NAME", TRD_KIND_TEXT },
    { "why", "WHY", TRD_KIND_PROSE },
    { "sid", "SID", TRD_KIND_TEXT },
  };
  g_autoptr(GPtrArray) rows = parse_rows (
      "[{\"name\":\"東京東京東京東京東京\",\"why\":\"it has to be\","
      "  \"sid\":\"WK5a4db0c5000000000000000000000001\"}]");
  g_autofree char *text = trd_table_to_text (wide, G_N_ELEMENTS (wide), rows, 60);
  g_autofree char *narrow = trd_table_to_text (wide, G_N_ELEMENTS (wide), rows, 20);

  g_assert_cmpstr (text, ==,
                   "NAME        WHY           SID\n"
                   "東京東京…   it has to be  WK5a4db0c5000000000000000000000001\n");
  g_assert_cmpstr (narrow, ==,
                   "NAME      WHY           SID\n"
                   "東京東…   it has to be  WK5a4db0c5000000000000000000000001\n");
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/columns-line-up", test_columns_line_up);
  g_test_add_func ("/table/missing", test_what_is_missing_is_a_dash);
  g_test_add_func ("/table/strangers-text", test_strangers_text_obeys);
  g_test_add_func ("/table/times", test_times_are_read);
  g_test_add_func ("/table/narrow", test_a_narrow_terminal);
  g_test_add_func ("/table/path", test_a_path_leads_into_objects);
  return g_test_run ();
}
