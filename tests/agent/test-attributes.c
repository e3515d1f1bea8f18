/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-error.h"
#include "tr-json.h"
#include "tra-attributes.h"
#include "tra-queue-rule.h"

static JsonObject *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonObject *object;
  guint line;

  object = tra_attributes_parse (text, &line, &error);
  g_assert_no_error (error);
  return object;
}

/* What is no object is refused, with the line that people are to look at. */
static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    guint line;
  } bad[] = {
    { "", 1 }, { "[]", 1 }, { "7", 1 }, { "{\n  \"a\": 1,\n}", 3 }, { "{\n\"a\" 1\n}", 2 },
    { "{\"a\": \"\n\"}", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      guint line = 0;

      g_assert_null (tra_attributes_parse (bad[i].text, &line, &error));
      g_assert_error (error, TR_ERROR, TR_ERROR_PROTOCOL);
      g_assert_cmpuint (line, ==, bad[i].line);
    }
}

/* What is printed for people says the same. */
static void
test_printed (void)
{
  g_autoptr(JsonObject) object = parse ("{\"a\":[1,2.5,3e32],\"b\":{\"c\":null,\"d\":\"ü\\n\"}}");
  g_autofree char *text = tra_attributes_print (object);
  g_autoptr(JsonObject) again = parse (text);

  g_assert_true (tra_attributes_equal (object, again));
}

static const struct
{
  const char *name, *base, *edited, *fresh, *merged, *conflicts;
} merges[] = {
  { "nothing", "{\"a\":1}", "{\"a\":1}", "{\"a\":2,\"b\":3}", "{\"a\":2,\"b\":3}", "" },
  { "own", "{\"a\":1}", "{\"a\":2}", "{\"a\":1,\"b\":3}", "{\"a\":2,\"b\":3}", "" },
  { "added", "{}", "{\"a\":2}", "{\"b\":3}", "{\"a\":2,\"b\":3}", "" },
  { "removed", "{\"a\":1,\"b\":2}", "{\"b\":2}", "{\"a\":1,\"b\":3}", "{\"b\":3}", "" },
  { "nested", "{\"r\":{\"x\":1,\"y\":1}}", "{\"r\":{\"x\":2,\"y\":1}}", "{\"r\":{\"x\":1,\"y\":5}}",
    "{\"r\":{\"x\":2,\"y\":5}}", "" },
  { "same", "{\"a\":1}", "{\"a\":2}", "{\"a\":2}", "{\"a\":2}", "" },
  { "both", "{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":1}", "{\"a\":3,\"b\":4}", "{\"a\":2,\"b\":4}", "a" },
  { "both-removed", "{\"a\":1}", "{}", "{}", "{}", "" },
  { "changed-and-removed", "{\"a\":1}", "{}", "{\"a\":2}", "{}", "a" },
};

static void
test_merged (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(JsonObject) base = parse (merges[i].base);
  g_autoptr(JsonObject) edited = parse (merges[i].edited);
  g_autoptr(JsonObject) fresh = parse (merges[i].fresh);
  g_autoptr(JsonObject) expected = parse (merges[i].merged);
  g_autoptr(GPtrArray) conflicts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonObject) merged = tra_attributes_merge (base, edited, fresh, conflicts);
  g_autofree char *names = NULL;

  g_assert_true (tra_attributes_equal (merged, expected));
  g_ptr_array_add (conflicts, NULL);
  names = g_strjoinv (",", (char **) conflicts->pdata);
  g_assert_cmpstr (names, ==, merges[i].conflicts);
}

/* Words for people, from and to the list where it is; what is no list of words is for the text. */
static void
test_skills (void)
{
  static const struct
  {
    const char *attributes, *skills, *typed, *becomes;
  } all[] = {
    { "{}", "", " sales ,, support", "{\"skills\":[\"sales\",\"support\"]}" },
    { "{\"skills\":[\"a\",\"b\"],\"x\":1}", "a, b", "", "{\"skills\":[],\"x\":1}" },
    { "{\"routing\":{\"skills\":[\"a\"],\"levels\":{\"a\":2}}}", "a", "a,b",
      "{\"routing\":{\"skills\":[\"a\",\"b\"],\"levels\":{\"a\":2}}}" },
    { "{\"skills\":\"a\"}", NULL, NULL, NULL },
    { "{\"skills\":[\"a\",7]}", NULL, NULL, NULL },
    { "{\"skills\":[\"a,b\"]}", NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr(JsonObject) object = parse (all[i].attributes);
      g_autofree char *skills = tra_attributes_dup_skills (object);
      g_autoptr(JsonObject) expected = NULL;

      g_assert_cmpstr (skills, ==, all[i].skills);
      if (all[i].typed == NULL)
        continue;
      tra_attributes_set_skills (object, all[i].typed);
      expected = parse (all[i].becomes);
      g_assert_true (tra_attributes_equal (object, expected));
    }
}

/* As the service judges. */
static void
test_rules (void)
{
  static const struct
  {
    const char *queue;
    TraQueueRuleAnswer answer;
  } all[] = {
    { "{\"friendly_name\":\"Q\",\"target_workers\":\"skills HAS 'sales'\"}", TRA_QUEUE_RULE_YES },
    { "{\"friendly_name\":\"Q\",\"target_workers\":\"skills HAS 'billing'\"}", TRA_QUEUE_RULE_NO },
    { "{\"friendly_name\":\"Q\",\"target_workers\":\"friendly_name == 'dave'\"}",
      TRA_QUEUE_RULE_YES },
    { "{\"friendly_name\":\"Q\",\"target_workers\":\"1==1\"}", TRA_QUEUE_RULE_YES },
    { "{\"friendly_name\":\"Q\",\"target_workers\":\"skills HAS\"}", TRA_QUEUE_RULE_NO },
    { "{\"friendly_name\":\"Q\",\"target_workers\":null}", TRA_QUEUE_RULE_YES },
    { "{\"friendly_name\":\"Q\",\"target_workers\":\"channel.voice.assigned_tasks == 0\"}",
      TRA_QUEUE_RULE_UNKNOWN },
  };
  g_autoptr(JsonObject) worker = parse ("{\"friendly_name\":\"dave\",\"sid\":\"WK1\"}");
  g_autoptr(JsonObject) attributes = parse ("{\"skills\":[\"sales\"]}");

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = tr_json_parse (all[i].queue, -1, &error);
      g_autoptr(TraQueueRule) rule = tra_queue_rule_new_from_json (node, &error);

      g_assert_no_error (error);
      g_assert_cmpint (tra_queue_rule_takes (rule, worker, attributes), ==, all[i].answer);
    }
}

static void
test_bad_rule (void)
{
  static const char *const texts[] = { "[]", "{}", "{\"friendly_name\":7}",
                                       "{\"friendly_name\":\"Q\",\"target_workers\":[]}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = tr_json_parse (texts[i], -1, NULL);

      g_assert_null (tra_queue_rule_new_from_json (node, &error));
      g_assert_error (error, TR_ERROR, TR_ERROR_PROTOCOL);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attributes/refused", test_refused);
  g_test_add_func ("/attributes/printed", test_printed);
  for (guint i = 0; i < G_N_ELEMENTS (merges); i++)
    {
      g_autofree char *path = g_strconcat ("/attributes/merged/", merges[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_merged);
    }
  g_test_add_func ("/attributes/skills", test_skills);
  g_test_add_func ("/attributes/rules", test_rules);
  g_test_add_func ("/attributes/bad-rule", test_bad_rule);

  return g_test_run ();
}
