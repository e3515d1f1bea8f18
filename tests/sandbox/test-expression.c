/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-fixture.h"

#define ATTRIBUTES                                                                             \
  "{\"name\":\"dave\",\"level\":3,\"rate\":1.5,\"vip\":true,\"gone\":false,\"nothing\":null,"   \
  "\"skills\":[\"support\",\"sales\"],\"numbers\":[1,2],\"empty\":[],"                          \
  "\"team\":{\"lead\":true,\"name\":\"red\",\"members\":[{\"id\":7},{\"id\":9}]},"              \
  "\"language\":\"en\",\"to\":\"+16505550100\",\"in\":\"a\",\"task\":{\"x\":1},\"five\":\"5\"}"

static JsonObject *
parse (const char *text)
{
  g_autoptr(JsonNode) node = json_from_string (text, NULL);

  return json_node_dup_object (node);
}

static void
check (JsonObject *attributes, const char *text, gboolean expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsExpression) expression = trs_expression_new (text, NULL, &error);

  g_assert_no_error (error);
  if (trs_expression_matches_object (expression, attributes) != expected)
    g_error ("%s is not %s", text, expected ? "true" : "false");
}

static void
test_holds (void)
{
  static const char *const texts[] = {
    "1==1",
    "name == 'dave'",
    "name = \"dave\"",
    "name != 'susan'",
    "level == 3",
    "level == 3.0",
    "level >= 3 AND level <= 3",
    "rate > 1 and rate < 2",
    "level > -1",
    "vip",
    "vip == true",
    "vip == TRUE",
    "gone == false",
    "nothing == null",
    "missing == null",
    "missing.deeper == null",
    "missing != 'x'",
    "skills HAS 'support'",
    "skills has \"sales\"",
    "numbers HAS 2",
    "name IN ['dave', 'susan']",
    "name in ['dave']",
    "language IN [\"en\",\"es\"]",
    "'support' IN skills",
    "name NOT IN ['susan']",
    "name NOT IN empty",
    "name NOT IN []",
    "name IN [team.name, name]",
    "to CONTAINS '0100'",
    "team.lead == true",
    "team.members[1].id == 9",
    "team.members[7].id == null",
    "team.in == null",
    "NOT gone",
    "NOT NOT vip",
    "NOT name == 'susan'",
    "gone OR vip",
    "gone OR vip AND vip",
    "vip OR vip AND gone",
    "(vip OR vip) AND NOT gone",
    "((((1==1))))",
    "language == 'en' AND (level >= 5 OR team.lead == true)",
    "name < 'susan'",
    "'it\\'s' == \"it's\"",
    "'b\\\\c' CONTAINS '\\\\'",
    "\"\xc3\xa9\" == '\xc3\xa9'",
    "$x == null",
    "_y == null",
  };
  g_autoptr(JsonObject) attributes = parse (ATTRIBUTES);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check (attributes, texts[i], TRUE);
}

static void
test_does_not_hold (void)
{
  static const char *const texts[] = {
    "1==2",
    "name == 'Dave'",
    "five == 5",
    "level == '3'",
    "level == true",
    "name > 3",
    "skills == 'support'",
    "skills != 'support'",
    "skills > 'a'",
    "name HAS 'dave'",
    "name IN 'dave'",
    "name NOT IN 'susan'",
    "skills IN ['support']",
    "skills CONTAINS 'support'",
    "skills HAS 'Support'",
    "name CONTAINS 3",
    "level CONTAINS '3'",
    "name",
    "level",
    "null",
    "team == team",
    "missing == 'x'",
    "missing > 1",
    "gone AND vip OR gone",
    "NOT (vip OR gone)",
    "[1] == 1",
    "'a' IN [['a']]",
  };
  g_autoptr(JsonObject) attributes = parse (ATTRIBUTES);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check (attributes, texts[i], FALSE);
}

static void
test_malformed (void)
{
  static const struct
  {
    const char *text;
    guint column;
  } cases[] = {
    { "", 1 },
    { "   ", 4 },
    { "skill-level > 1", 6 },
    { "l-evel > 1", 2 },
    { "a 1", 3 },
    { "a -1", 3 },
    { "a ==", 5 },
    { "a == == b", 6 },
    { "== b", 1 },
    { "(a == 1", 8 },
    { "a == 1)", 7 },
    { "a == 1 b == 2", 8 },
    { "a AND", 6 },
    { "AND a", 1 },
    { "a HAS", 6 },
    { "a NOT b", 7 },
    { "NOT", 4 },
    { "a IN ['x'", 10 },
    { "a IN ['x' 'y']", 11 },
    { "a IN [,]", 7 },
    { "a == 'x", 6 },
    { "a == \"x'", 6 },
    { "a.", 3 },
    { "a.1", 3 },
    { "a[x] == 1", 3 },
    { "a[-1] == 1", 3 },
    { "a[1.5] == 1", 3 },
    { "a[1 == 1", 5 },
    { "a ! b", 3 },
    { "a & b", 3 },
    { "a == {}", 6 },
    { "a == `b`", 6 },
    { "'\xc3\xa9' == ?", 8 },
    { "a == 1 OR OR b", 11 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *words = g_strdup_printf ("at column %u", cases[i].column);
      guint column = 0;

      g_assert_null (trs_expression_new (cases[i].text, &column, &error));
      g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
      if (column != cases[i].column || strstr (error->message, words) == NULL)
        g_error ("%s: %s, not %s", cases[i].text, error->message, words);
    }
}

static char *
repeat (const char *part, guint count, const char *end)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append (text, part);
  g_string_append (text, end);
  return g_string_free (text, FALSE);
}

static void
test_too_much (void)
{
  g_autofree char *parentheses = repeat ("(", 10000, "1==1");
  g_autofree char *lists = repeat ("[", 10000, "");
  g_autofree char *long_text = repeat ("a==1 AND ", 5000, "a==1");
  g_autofree char *nots = repeat ("NOT ", 4000, "1==1");
  const char *const bad[] = { parentheses, lists, long_text, "a == '\xff'" };
  g_autoptr(TrsExpression) expression = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (trs_expression_new (bad[i], NULL, &error));
      g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
    }
  expression = trs_expression_new (nots, NULL, NULL);
  g_assert_nonnull (expression);
}

/* As the program that this project replaces sends it. */
static void
test_lenient (void)
{
  g_autoptr(JsonObject) attributes = parse (ATTRIBUTES);
  g_autoptr(TrsExpression) expression =
      trs_expression_new_lenient ("`name IN ['dave']}`", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (expression);
  g_assert_true (trs_expression_matches_object (expression, attributes));
  g_assert_null (trs_expression_new_lenient ("``", &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
}

static void
check_worker (TrsWorker *worker, const char *text, gboolean expected)
{
  g_autoptr(TrsExpression) expression = trs_expression_new (text, NULL, NULL);

  g_assert_nonnull (expression);
  if (trs_expression_matches_worker (expression, worker) != expected)
    g_error ("%s is not %s", text, expected ? "true" : "false");
}

static void
test_worker_names (Fixture *fixture, gconstpointer data)
{
  g_autofree char *sid = g_strdup_printf ("sid == '%s'", fixture->dave->base.sid);
  g_autofree char *activity =
      g_strdup_printf ("worker.activity_sid == '%s'", fixture->offline->base.sid);

  check_worker (fixture->dave, sid, TRUE);
  check_worker (fixture->susan, sid, FALSE);
  check_worker (fixture->dave, activity, TRUE);
  check_worker (fixture->dave, "friendly_name == 'dave'", TRUE);
  check_worker (fixture->dave, "activity_name == 'Offline'", TRUE);
  check_worker (fixture->dave, "skills HAS 'support'", TRUE);
  check_worker (fixture->dave, "worker.skills HAS 'support'", TRUE);
  check_worker (fixture->dave, "channel.voice.configured_capacity == 1", TRUE);
  check_worker (fixture->dave, "worker.channel.voice.assigned_tasks == 0", TRUE);
  check_worker (fixture->dave, "channel.chat.available_capacity_percentage == 100", TRUE);
  check_worker (fixture->dave, "channel.fax.assigned_tasks == null", TRUE);
  check_worker (fixture->dave, "channel.voice.other == null", TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/expression/holds", test_holds);
  g_test_add_func ("/expression/does-not-hold", test_does_not_hold);
  g_test_add_func ("/expression/malformed", test_malformed);
  g_test_add_func ("/expression/too-much", test_too_much);
  g_test_add_func ("/expression/lenient", test_lenient);
  ADD ("/expression/worker-names", test_worker_names);

  return g_test_run ();
}
