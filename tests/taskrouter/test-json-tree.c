/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-json.h"

#include "test-data.h"

/* What tr-json takes must be what json-glib would have read. */
static void
assert_same (const char *text)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) ours = tr_json_parse (text, -1, &error);

  g_assert_no_error (error);
  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  if (!json_node_equal (ours, json_parser_get_root (parser)))
    g_error ("read otherwise: %s", text);
}

static void
test_documents (void)
{
  g_autofree char *folder = test_data_path ("protocol");
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &error);
  guint n_files = 0;
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("protocol", name, NULL);
      g_autofree char *text = test_data_text (path);

      assert_same (text);
      n_files++;
    }
  g_assert_cmpuint (n_files, >, 30);
}

static void
test_values (void)
{
  static const char *const texts[] = {
    "[]",
    "{}",
    "[[],{},[{}],{\"a\":[]}]",
    "[0,-0,1,-1,9223372036854775807,-9223372036854775808]",
    "[0.5,-1.25,1e3,1E-3,2.5e+10,1e308]",
    "[true,false,null]",
    "\"\"",
    "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
    "[\"\\u0041\\u00e9\\u20ac\\ud83d\\ude00\"]",
    "{\"\\u0061 \\\"name\\\"\":1}",
    "{\"a\":1,\"b\":{\"a\":2},\"c\":[{\"a\":3}]}",
    "{\"a\":1,\"a\":{\"b\":2},\"a\":[3]}",
    " { \"a\" : [ 1 , 2 ] , \"b\" : \"c\" } ",
    "[\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_same (texts[i]);
}

/* A tree outlives its text, and its parts the tree. */
static void
test_ownership (void)
{
  g_autofree char *text = g_strdup ("{\"a\":{\"b\":[\"c\"]}}");
  JsonNode *root = tr_json_parse (text, -1, NULL);
  g_autoptr(JsonObject) inner = NULL;

  text[9] = 'x';
  inner = json_object_ref (
      json_object_get_object_member (json_node_get_object (root), "a"));
  json_node_unref (root);
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (inner, "b"), 0), ==,
                   "c");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-tree/documents", test_documents);
  g_test_add_func ("/json-tree/values", test_values);
  g_test_add_func ("/json-tree/ownership", test_ownership);
  return g_test_run ();
}
