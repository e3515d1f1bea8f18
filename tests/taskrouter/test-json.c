/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-json.h"

#include <string.h>

#include "test-data.h"
#include "tr-error.h"

static void
assert_refused (const char *text, gssize length, const char *complaint)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_json_parse (text, length, &error);

  if (node != NULL)
    g_error ("“%s” was taken", text);
  test_assert_protocol_error (error, complaint);
}

static void
test_parse (void)
{
  const struct
  {
    const char *text;
    const char *again; /* NULL: the same */
  } good[] = {
    { "{}", NULL },
    { "[]", NULL },
    { " {\"a\":1}\r\n\t", "{\"a\":1}" },
    { "[ 1 , [ ] , { \"a\" : { } } ]", "[1,[],{\"a\":{}}]" },
    { "null", NULL },
    { "true", NULL },
    { "false", NULL },
    { "0", NULL },
    { "-1", NULL },
    { "9223372036854775807", NULL },
    { "-9223372036854775808", NULL },
    { "0.5", NULL },
    { "\"\"", NULL },
    { "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\"", "\"a\\\"\\\\/\\b\\f\\n\\r\\tä\"" },
    { "\"\\uD83D\\uDE00\"", "\"😀\"" },
    { "{\"a\":{\"b\":[{\"c\":null},[],true]},\"d\":\"}]\"}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = tr_json_parse (good[i].text, -1, &error);
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      again = tr_json_to_string (node);
      g_assert_cmpstr (again, ==, good[i].again != NULL ? good[i].again : good[i].text);
    }
}

static void
test_parse_bad (void)
{
  const struct
  {
    const char *text;
    const char *complaint;
  } bad[] = {
    { "", "empty" },
    { "   ", "cut off" },
    { "{", "member name expected" },
    { "[", "cut off" },
    { "{\"a\"", "':' expected" },
    { "{\"a\":", "cut off" },
    { "{\"a\":1", "cut off" },
    { "{\"a\":1,", "member name expected" },
    { "{\"a\":1,}", "member name expected" },
    { "[1,]", "value expected" },
    { "[,1]", "value expected" },
    { "[1 2]", "',' or end expected" },
    { "[1}", "',' or end expected" },
    { "{\"a\":1]", "',' or end expected" },
    { "{a:1}", "member name expected" },
    { "{'a':1}", "member name expected" },
    { "{1:1}", "member name expected" },
    { "{\"a\" 1}", "':' expected" },
    { "{}{}", "after the value" },
    { "{} x", "after the value" },
    { "nul", "value expected" },
    { "nulll", "after the value" },
    { "True", "value expected" },
    { "NaN", "value expected" },
    { "Infinity", "value expected" },
    { "-Infinity", "value expected" },
    { "undefined", "value expected" },
    { "+1", "value expected" },
    { "-", "value expected" },
    { "01", "after the value" },
    { "-01", "after the value" },
    { "0x10", "after the value" },
    { ".5", "value expected" },
    { "1.", "digit expected" },
    { "1e", "digit expected" },
    { "1e+", "digit expected" },
    { "1e999", "out of range" },
    { "9223372036854775808", "out of 64 bits" },
    { "-9223372036854775809", "out of 64 bits" },
    { "123456789012345678901234567890", "out of 64 bits" },
    { "\"", "without an end" },
    { "\"a", "without an end" },
    { "\"a\\\"", "without an end" },
    { "\"\\x\"", "bad escape" },
    { "\"\\", "bad escape" },
    { "\"\\u12\"", "bad \\u escape" },
    { "\"\\u12g4\"", "bad \\u escape" },
    { "\"\\u0000\"", "\\u0000 in a string" },
    { "{\"\\u0000\":1}", "\\u0000 in a string" },
    { "\"\\ud800\"", "surrogate" },
    { "\"\\ud800\\u0041\"", "surrogate" },
    { "\"\\udc00\"", "surrogate" },
    { "\"a\nb\"", "control character" },
    { "\"a\tb\"", "control character" },
    { "// x\n{}", "value expected" },
    { "/* x */{}", "value expected" },
    { "{}// x", "after the value" },
    { "\xef\xbb\xbf{}", "value expected" },
    { "\"\xff\"", "not UTF-8" },
    { "\"\xc0\x80\"", "not UTF-8" },
    { "\"\xed\xa0\x80\"", "not UTF-8" },
    { "<!DOCTYPE html>", "value expected" },
    { "\f{}", "value expected" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bad[i].text, -1, bad[i].complaint);
  assert_refused ("{}\0", 3, "not UTF-8");
  assert_refused ("\"a\0b\"", 5, "not UTF-8");
  assert_refused (NULL, 0, "empty");
}

static char *
nested (guint depth, const char *open, const char *inside, const char *close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, inside);
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *arrays = nested (TR_JSON_MAX_DEPTH, "[", "", "]");
  g_autofree char *objects = nested (TR_JSON_MAX_DEPTH, "{\"a\":", "1", "}");
  g_autofree char *mixed = nested (TR_JSON_MAX_DEPTH / 2, "{\"a\":[", "{}", "]}");
  g_autofree char *in_string = nested (1000, "", "\"[[[[{{{{\"", "");
  g_autofree char *deep = nested (TR_JSON_MAX_DEPTH + 1, "[", "", "]");
  g_autofree char *crash = nested (200000, "[", "", "");
  g_autofree char *crash_objects = nested (200000, "{\"a\":", "", "");
  const char *good[] = { arrays, objects, in_string };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = tr_json_parse (good[i], -1, &error);

      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
  assert_refused (mixed, -1, "nested too deep");
  assert_refused (deep, -1, "nested too deep at byte 64");
  assert_refused (crash, -1, "nested too deep");
  assert_refused (crash_objects, -1, "nested too deep");
}

static void
test_size (void)
{
  g_autofree char *blanks = g_strnfill (TR_JSON_MAX_BYTES, ' ');
  g_autofree char *exact = g_strdup (blanks);
  g_autofree char *over = g_strconcat (blanks, "1", NULL);
  g_autofree char *many = nested (TR_JSON_MAX_VALUES, "0,", "0", "");
  g_autofree char *too_many = g_strconcat ("[", many, "]", NULL);
  g_autoptr(GBytes) bytes = g_bytes_new (over, strlen (over));
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) bytes_error = NULL;
  g_autoptr(JsonNode) node = NULL;

  exact[0] = '1';
  node = tr_json_parse (exact, -1, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
  assert_refused (over, -1, "more than the");
  g_assert_null (tr_json_parse_bytes (bytes, &bytes_error));
  test_assert_protocol_error (bytes_error, "more than the");
  assert_refused (too_many, -1, "too many values");
}

/* Each door has its own limit: what has one value more is refused. */
static void
test_values (void)
{
  g_autofree char *zeros = nested (TR_JSON_MAX_NESTED_VALUES - 1, "0,", "0", "");
  g_autofree char *text = g_strconcat ("{\"a\":\"{\\\"b\\\":[", zeros, "]}\"}", NULL);
  g_autoptr(GBytes) few = g_bytes_new_static ("[0,0]", 5);
  g_autoptr(GBytes) many = g_bytes_new_static ("[0,0,0]", 7);
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(JsonNode) outer = tr_json_parse (text, -1, NULL);
  g_autoptr(JsonObject) inner = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) nested_error = NULL;
  g_autoptr(GError) text_error = NULL;
  const char *value;

  node = tr_json_parse_limited (few, 3, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
  g_assert_null (tr_json_parse_limited (many, 3, &error));
  test_assert_protocol_error (error, "too many values");

  g_assert_false (tr_json_expect_nested_object (json_node_get_object (outer), "a", &inner,
                                                &nested_error));
  test_assert_protocol_error (nested_error, "too many values");
  g_assert_false (tr_json_expect_nested_text (json_node_get_object (outer), "a", &value,
                                              &text_error));
  test_assert_protocol_error (text_error, "too many values");
}

/* Whatever happens to a good document: an error or a node, no crash and no warning; and what we
 * take can be written and read again. */
static void
test_mutated (void)
{
  g_autofree char *text = test_data_text ("protocol/ws-reservation.created.json");
  gsize length = strlen (text);

  for (guint round = 0; round < 400; round++)
    {
      g_autofree char *spoiled = g_strdup (text);
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = NULL;

      for (int i = g_test_rand_int_range (1, 4); i > 0; i--)
        {
          const char junk[] = "{}[]\",:\\0e-.ut \xff\x01";

          spoiled[g_test_rand_int_range (0, (gint32) length)] =
              junk[g_test_rand_int_range (0, sizeof junk)];
        }
      node = tr_json_parse (spoiled, (gssize) length, &error);
      g_assert_true ((node == NULL) == (error != NULL));
      if (node != NULL)
        {
          g_autofree char *again = tr_json_to_string (node);
          g_autoptr(JsonNode) second = tr_json_parse (again, -1, &error);

          g_assert_no_error (error);
          g_assert_true (json_node_equal (node, second));
        }
    }
}

static const char document[] =
    "{\"text\":\"x\",\"empty\":\"\",\"seven\":\"7\",\"int\":7,\"one\":1,\"zero\":0,\"real\":7.0,"
    "\"yes\":true,\"no\":false,\"null\":null,\"object\":{\"a\":1},\"array\":[1],"
    "\"nested\":\"{\\\"a\\\":1}\",\"nested-array\":\"[]\",\"nested-broken\":\"{\"}";

typedef struct
{
  JsonNode *root;
  JsonObject *object;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->root = test_json (document);
  fixture->object = json_node_get_object (fixture->root);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  json_node_unref (fixture->root);
}

#define ASSERT_FAILS(call, complaint) \
  G_STMT_START \
  { \
    g_autoptr(GError) error = NULL; \
    g_assert_false (call); \
    test_assert_protocol_error (error, complaint); \
  } \
  G_STMT_END

#define ASSERT_READS(call) \
  G_STMT_START \
  { \
    g_autoptr(GError) error = NULL; \
    g_assert_true (call); \
    g_assert_no_error (error); \
  } \
  G_STMT_END

static void
test_string (Fixture *fixture, gconstpointer data)
{
  JsonObject *o = fixture->object;
  const char *bad[] = { "int", "real", "yes", "object", "array" };
  const char *value = NULL;

  ASSERT_READS (tr_json_expect_string (o, "text", &value, &error));
  g_assert_cmpstr (value, ==, "x");
  ASSERT_READS (tr_json_expect_string (o, "empty", &value, &error));
  g_assert_cmpstr (value, ==, "");
  ASSERT_READS (tr_json_optional_string (o, "text", &value, &error));
  g_assert_cmpstr (value, ==, "x");
  ASSERT_READS (tr_json_optional_string (o, "null", &value, &error));
  g_assert_null (value);
  ASSERT_READS (tr_json_optional_string (o, "absent", &value, &error));
  g_assert_null (value);
  ASSERT_READS (tr_json_expect_id (o, "text", &value, &error));

  ASSERT_FAILS (tr_json_expect_string (o, "absent", &value, &error), "\"absent\" is missing");
  ASSERT_FAILS (tr_json_expect_string (o, "null", &value, &error), "\"null\" is null");
  ASSERT_FAILS (tr_json_expect_id (o, "empty", &value, &error), "\"empty\" is empty");
  ASSERT_FAILS (tr_json_expect_id (o, "int", &value, &error), "\"int\" is not a string");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      ASSERT_FAILS (tr_json_expect_string (o, bad[i], &value, &error), "is not a string");
      ASSERT_FAILS (tr_json_optional_string (o, bad[i], &value, &error), "is not a string");
    }
}

static void
test_int (Fixture *fixture, gconstpointer data)
{
  JsonObject *o = fixture->object;
  const char *bad[] = { "text", "seven", "real", "yes", "object", "array" };
  gint64 value = 0;

  ASSERT_READS (tr_json_expect_int (o, "int", 7, 7, &value, &error));
  g_assert_cmpint (value, ==, 7);
  ASSERT_READS (tr_json_optional_int (o, "int", 0, 9, -1, &value, &error));
  g_assert_cmpint (value, ==, 7);
  ASSERT_READS (tr_json_optional_int (o, "null", 0, 9, -1, &value, &error));
  g_assert_cmpint (value, ==, -1);
  ASSERT_READS (tr_json_optional_int (o, "absent", 0, 9, -2, &value, &error));
  g_assert_cmpint (value, ==, -2);

  ASSERT_FAILS (tr_json_expect_int (o, "absent", 0, 9, &value, &error), "is missing");
  ASSERT_FAILS (tr_json_expect_int (o, "null", 0, 9, &value, &error), "is null");
  ASSERT_FAILS (tr_json_expect_int (o, "int", 8, 9, &value, &error), "\"int\" is 7, out of range");
  ASSERT_FAILS (tr_json_optional_int (o, "int", 0, 6, 0, &value, &error), "out of range");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      ASSERT_FAILS (tr_json_expect_int (o, bad[i], 0, 9, &value, &error), "is not an integer");
      ASSERT_FAILS (tr_json_optional_int (o, bad[i], 0, 9, 0, &value, &error), "not an integer");
    }
}

static void
test_bool (Fixture *fixture, gconstpointer data)
{
  JsonObject *o = fixture->object;
  const char *bad[] = { "text", "seven", "int", "real", "object", "array" };
  gboolean value = 2;

  ASSERT_READS (tr_json_expect_bool (o, "yes", &value, &error));
  g_assert_cmpint (value, ==, TRUE);
  ASSERT_READS (tr_json_expect_bool (o, "no", &value, &error));
  g_assert_cmpint (value, ==, FALSE);
  ASSERT_READS (tr_json_expect_bool (o, "one", &value, &error));
  g_assert_cmpint (value, ==, TRUE);
  ASSERT_READS (tr_json_expect_bool (o, "zero", &value, &error));
  g_assert_cmpint (value, ==, FALSE);
  ASSERT_FAILS (tr_json_expect_bool (o, "absent", &value, &error), "is missing");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    ASSERT_FAILS (tr_json_expect_bool (o, bad[i], &value, &error), "is not a boolean");
}

static void
test_containers (Fixture *fixture, gconstpointer data)
{
  JsonObject *o = fixture->object;
  JsonObject *object = NULL;
  JsonArray *array = NULL;

  ASSERT_READS (tr_json_expect_object (fixture->root, &object, &error));
  g_assert_true (object == o);
  ASSERT_READS (tr_json_expect_member_object (o, "object", &object, &error));
  ASSERT_READS (tr_json_optional_member_object (o, "object", &object, &error));
  g_assert_nonnull (object);
  ASSERT_READS (tr_json_optional_member_object (o, "null", &object, &error));
  g_assert_null (object);
  ASSERT_READS (tr_json_expect_array (o, "array", &array, &error));
  g_assert_cmpuint (json_array_get_length (array), ==, 1);

  ASSERT_FAILS (tr_json_expect_object (NULL, &object, &error), "not a JSON object");
  ASSERT_FAILS (tr_json_expect_object (json_object_get_member (o, "array"), &object, &error),
                "not a JSON object");
  ASSERT_FAILS (tr_json_expect_member_object (o, "absent", &object, &error), "is missing");
  ASSERT_FAILS (tr_json_expect_member_object (o, "array", &object, &error), "is not an object");
  ASSERT_FAILS (tr_json_optional_member_object (o, "nested", &object, &error), "not an object");
  ASSERT_FAILS (tr_json_expect_array (o, "null", &array, &error), "is null");
  ASSERT_FAILS (tr_json_expect_array (o, "object", &array, &error), "is not an array");
}

static void
test_nested (Fixture *fixture, gconstpointer data)
{
  JsonObject *o = fixture->object;
  g_autoptr(JsonObject) value = NULL;
  JsonObject *none = NULL;

  ASSERT_READS (tr_json_expect_nested_object (o, "nested", &value, &error));
  g_assert_cmpint (json_object_get_int_member (value, "a"), ==, 1);

  ASSERT_FAILS (tr_json_expect_nested_object (o, "absent", &none, &error), "is missing");
  ASSERT_FAILS (tr_json_expect_nested_object (o, "object", &none, &error), "is not a string");
  ASSERT_FAILS (tr_json_expect_nested_object (o, "empty", &none, &error),
                "\"empty\" is not JSON: empty");
  ASSERT_FAILS (tr_json_expect_nested_object (o, "nested-broken", &none, &error),
                "\"nested-broken\" is not JSON");
  ASSERT_FAILS (tr_json_expect_nested_object (o, "nested-array", &none, &error),
                "\"nested-array\" is not the text of a JSON object");
  g_assert_null (none);
}

/* json-glib writes 3e32 as "3e+32.0", which nobody can read. */
static void
test_exponents (void)
{
  static const char *const texts[][2] = {
    { "3e32", "3e+32" },
    { "[3e32,-4E30,1.5e300,2e-7,\"3e+32.0\",\"\\\"5e+1.0\"]",
      "[3e+32,-4.0000000000000001e+30,1.5000000000000001e+300,1.9999999999999999e-07,\"3e+32.0\",\"\\\"5e+1.0\"]" },
    { "{\"1e5\":1.0,\"a\":7}", "{\"1e5\":1.0,\"a\":7}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(JsonNode) node = tr_json_parse (texts[i][0], -1, NULL);
      g_autofree char *text = tr_json_to_string (node);
      g_autoptr(JsonNode) again = tr_json_parse (text, -1, NULL);

      g_assert_cmpstr (text, ==, texts[i][1]);
      g_assert_nonnull (again);
      if (JSON_NODE_HOLDS_OBJECT (node))
        {
          g_autofree char *object = tr_json_object_to_string (json_node_get_object (node));

          g_assert_cmpstr (object, ==, texts[i][1]);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/json/" path, Fixture, NULL, set_up, test, tear_down)
  g_test_add_func ("/json/parse", test_parse);
  g_test_add_func ("/json/parse/bad", test_parse_bad);
  g_test_add_func ("/json/parse/depth", test_depth);
  g_test_add_func ("/json/parse/size", test_size);
  g_test_add_func ("/json/parse/values", test_values);
  g_test_add_func ("/json/parse/mutated", test_mutated);
  ADD ("member/string", test_string);
  ADD ("member/int", test_int);
  ADD ("member/bool", test_bool);
  ADD ("member/containers", test_containers);
  ADD ("member/nested", test_nested);
  g_test_add_func ("/json/to-string/exponents", test_exponents);
  return g_test_run ();
}
