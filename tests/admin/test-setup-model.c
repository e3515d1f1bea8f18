/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-json.h"

#include "trd-setup-check.h"
#include "trd-setup-flow.h"
#include "trd-setup-ivr.h"
#include "trd-setup-plan.h"
#include "trd-setup-scenario.h"
#include "trd-setup-value.h"

/* Values, routings, flows and plans, where the service itself can't be made to say so. */

static JsonNode *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = tr_json_parse (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static TrdCentre *
load (const char *text)
{
  g_autoptr(GError) error = NULL;
  TrdSource *source = trd_source_new ("centre.yaml", text, strlen (text), &error);
  TrdCentre *centre;

  g_assert_no_error (error);
  centre = trd_centre_load_source (source, &error);
  g_assert_no_error (error);
  return centre;
}

static void
test_equal (void)
{
  static const struct
  {
    const char *left;
    const char *right;
    gboolean is_same;
  } cases[] = {
    { "30", "30.0", TRUE },
    { "30", "\"30\"", FALSE },
    { "1", "true", FALSE },
    { "9007199254740993", "9007199254740992", FALSE },
    { "{\"a\":1,\"b\":[1,2]}", "{\"b\":[1.0,2],\"a\":1}", TRUE },
    { "{\"a\":null}", "{}", TRUE },
    { "{\"a\":\"\"}", "{}", FALSE },
    { "[1,2]", "[2,1]", FALSE },
    { "[]", "{}", FALSE },
    { "{}", "null", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) left = parse (cases[i].left);
      g_autoptr(JsonNode) right = parse (cases[i].right);

      g_assert_cmpint (trd_value_equals (left, right), ==, cases[i].is_same);
      g_assert_cmpint (trd_value_equals (right, left), ==, cases[i].is_same);
    }
}

static void
test_differences (void)
{
  g_autoptr(JsonNode) old = parse ("{\"a\":[{\"t\":30},{\"t\":1}],\"s\":[1,2],\"gone\":true}");
  g_autoptr(JsonNode) new = parse ("{\"a\":[{\"t\":60}],\"s\":[2],\"come\":\"x\"}");
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) trd_difference_free);
  g_autoptr(GString) text = g_string_new (NULL);

  trd_value_compare (old, new, "", found);
  for (guint i = 0; i < found->len; i++)
    {
      TrdDifference *difference = g_ptr_array_index (found, i);

      g_string_append_printf (text, "%s: %s → %s\n", difference->path,
                              difference->old != NULL ? difference->old : "-",
                              difference->new != NULL ? difference->new : "-");
    }
  g_assert_cmpstr (text->str, ==,
                   "a[0].t: 30 → 60\na[1]: {\"t\":1} → -\ns: [1,2] → [2]\ncome: - → x\ngone: yes → -\n");
}

/* ---- Files ---- */

typedef struct
{
  const char *text;
  const char *words;
} Refusal;

/* Each is told with line, column and field. */
static void
test_hostile (void)
{
  static const Refusal cases[] = {
    { "a: [",
      "file.yaml:2:1: not YAML" },
    { "",
      "file.yaml:1:1: " },
    { "just words",
      "no mapping" },
    { "- a",
      "no mapping" },
    { "queues:\n  - nmae: x\n",
      "file.yaml:2:5: queues[0].nmae: is not known here" },
    { "queues:\n  - name: 7\n",
      "file.yaml:2:5: queues[0].name: is no text" },
    { "queues:\n  - task_order: FIFO\n",
      "queues[0].name: is missing" },
    { "queues:\n  name: x\n",
      "file.yaml:1:1: queues: is no list" },
    { "queues:\n  - name: x\n    max_reserved_workers: 51\n",
      "file.yaml:3:5: queues[0].max_reserved_workers" },
    { "queues:\n  - name: x\n    task_order: fifo\n",
      "is none of FIFO, LIFO" },
    { "queues:\n  - name: x\n    name: y\n",
      "file.yaml:3:5: 'name' is there twice" },
    { "workflows:\n  - name: x\n    filters: []\n",
      "neither filters nor a default_queue" },
    { "workflows:\n  - name: x\n    filters:\n"
      "      - expression: a == 1\n        targets:\n          - timeout: 3\n",
      "file.yaml:6:13: workflows[0].filters[0].targets[0].queue: is missing" },
    { "workers:\n  - name: x\n    channels: {voice: -1}\n",
      "workers[0].channels.voice" },
    { "ivr:\n  - name: x\n    welcome: hello\n    keys: {12: Support}\n",
      "ivr[0].keys.12: is no key" },
    { "ivr:\n  - name: x\n    welcome: hello\n",
      "ivr[0].keys: is missing" },
    { "ivr:\n  - name: x\n    welcome: hello\n"
      "    keys: {1: S}\n    hours: {opens: 8, closes: 9}\n",
      "ivr[0].hours.opens: is no text" },
    { "ivr:\n  - name: x\n    welcome: hello\n"
      "    keys: {1: S}\n    hours: {opens: \"9:00\", closes: \"18:00\"}\n",
      "is no time as 08:30" },
    { "ivr:\n  - name: x\n    welcome: hello\n"
      "    keys: {1: S}\n    hours: {opens: \"18:00\", closes: \"09:00\"}\n",
      "is not after opens" },
    { "prune: [cats]\n",
      "prune[0]: is none of" },
    { "prune: [workers]\n",
      "does not have" },
    { "a: &x [1]\nb: *x\n",
      "aliases" },
    { "a: !!binary aGk=\n",
      "tags" },
    { "a: 1\n---\nb: 1\n",
      "second document" },
    { "? [a]\n: b\n",
      "member's name" },
    { "a: 99999999999999999999\n",
      "too large" },
    { "a: \"\\0\"\n",
      "NUL" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      TrdSource *source = trd_source_new ("file.yaml", cases[i].text, strlen (cases[i].text), &error);
      g_autoptr(TrdCentre) centre = source != NULL ? trd_centre_load_source (source, &error) : NULL;

      g_assert_null (centre);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_true (g_str_has_prefix (error->message, "file.yaml:"));
      if (strstr (error->message, cases[i].words) == NULL)
        g_error ("%s: %s", cases[i].text, error->message);
    }
}

static void
test_hostile_tests (void)
{
  static const char head[] = "queues: [{name: Sales}]\n"
                             "workflows: [{name: W, default_queue: Sales}]\n"
                             "workers: [{name: dave}]\n"
                             "tests:\n  ";
  static const Refusal cases[] = {
    { "- name: x\n    call: {}\n",
      "tests[0].expect" },
    { "- name: x\n    expect: {waits: Sales}\n",
      "tests[0].call" },
    { "- name: x\n    call: {}\n    expect: {waits: Nowhere}\n",
      "is no queue of the file" },
    { "- name: x\n    call: {}\n    expect: {ended: false}\n",
      "expects nothing" },
    { "- name: x\n    call: {}\n    at: soon\n    expect: {ended: true}\n",
      "is no time" },
    { "- name: x\n    call: {}\n    after: -1\n    expect: {ended: true}\n",
      "tests[0].after" },
    { "- name: x\n    call: {}\n    activities: {nobody: Available}\n    expect: {ended: true}\n",
      "tests[0].activities.nobody: is no worker" },
    { "- name: x\n    task: {workflow: Nothing}\n    expect: {ended: true}\n",
      "is no workflow" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (head, cases[i].text, NULL);
      g_autoptr(TrdCentre) centre = load (text);
      g_autoptr(GError) error = NULL;

      g_assert_null (trd_scenario_load (centre, "/nonexistent/file.yaml", &error));
      if (strstr (error->message, cases[i].words) == NULL)
        g_error ("%s: %s", cases[i].text, error->message);
    }
}

/* What only shows when it begins. */
static void
test_impossible_tests (void)
{
  static const char *const texts[] = {
    "workers: [{name: dave}]\nqueues: [{name: Q}]\nworkflows: [{name: W, default_queue: Q}]\n"
    "tests: [{name: x, task: {workflow: W}, activities: {dave: Asleep}, expect: {ended: true}}]",
    "queues: [{name: Q}]\nworkflows: [{name: W, default_queue: Q}]\n"
    "tests: [{name: x, task: {workflow: W, channel: fax}, expect: {ended: true}}]",
    "tests: [{name: x, call: {number: \"+1\"}, expect: {ended: true}}]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(TrdCentre) centre = load (texts[i]);
      g_autoptr(GPtrArray) scenarios = trd_scenario_load (centre, "/nonexistent/file.yaml", NULL);
      g_autoptr(GError) error = NULL;

      g_assert_null (trd_scenario_run (g_ptr_array_index (scenarios, 0), centre, &error));
      g_assert_true (g_str_has_prefix (error->message, "test 'x': "));
    }
}

/* ---- Routings ---- */

static const char *
name_of (const char *sid, gpointer user_data)
{
  return g_str_equal (sid, "WQ1") ? "Sales" : NULL;
}

static void
test_routing (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) routing = trd_setup_routing_from_configuration (
    "{\"task_routing\":{\"filters\":[{\"friendly_name\":\"old\",\"expression\":\"a==1\",\"targets\":["
    "{\"queue\":\"WQ1\",\"timeout\":\"30\",\"priority\":\"7\",\"more\":1},{\"timeout\":0},7]},\"odd\"],"
    "\"default_filter\":{\"queue\":\"WQ9\"}}}",
    name_of, NULL, &error);
  g_autoptr(JsonNode) expected = parse (
    "{\"filters\":[{\"name\":\"old\",\"expression\":\"a==1\",\"targets\":["
    "{\"queue\":\"Sales\",\"timeout\":30,\"priority\":7},{\"queue\":\"Sales\"}]}],"
    "\"default_queue\":\"WQ9\"}");

  g_assert_no_error (error);
  g_assert_true (trd_value_equals (routing, expected));
}

static void
test_routing_hostile (void)
{
  static const char *const texts[] = { "", "[", "null", "[]", "{}", "{\"task_routing\":7}" };
  static const char *const odd[] = {
    "{\"task_routing\":{}}",
    "{\"task_routing\":{\"filters\":7,\"default_filter\":[]}}",
    "{\"task_routing\":{\"filters\":[{\"expression\":7,\"targets\":{\"queue\":1}}],"
    "\"default_filter\":{\"queue\":7}}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (trd_setup_routing_from_configuration (texts[i], name_of, NULL, &error));
      g_assert_nonnull (error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr(JsonNode) routing = trd_setup_routing_from_configuration (odd[i], name_of, NULL, NULL);

      g_assert_nonnull (routing);
    }
}

/* ---- Flows ---- */

static const char ivr_text[] = "ivr:\n"
                               "  - name: I\n"
                               "    welcome: \"Hello {{contact.channel.address}}\"\n"
                               "    menu: Well?\n"
                               "    keys: {2: Sales, \"*\": {workflow: Support, words: help}}\n"
                               "    hours: {opens: \"08:00\", closes: \"24:00\", days: [Sun, Mon]}\n"
                               "    voicemail: {}\n";

static TrdThing *
get_flow (TrdCentre *centre)
{
  return g_ptr_array_index (centre->things[TRD_SETUP_FLOW], 0);
}

/* What was made from an IVR is read as that IVR, wherever its widgets stand; what was changed is not. */
static void
test_ivr (void)
{
  g_autoptr(TrdCentre) centre = load (ivr_text);
  JsonNode *definition = json_object_get_member (get_flow (centre)->fields, "definition");
  g_autoptr(JsonNode) copy = trd_value_copy (definition);
  JsonObject *state =
    json_array_get_object_element (json_object_get_array_member (json_node_get_object (copy), "states"), 3);
  JsonObject *properties = json_object_get_object_member (state, "properties");
  g_autoptr(JsonObject) ivr = NULL;
  g_autoptr(JsonObject) moved = NULL;
  g_autoptr(JsonNode) one = trd_value_new_object (get_flow (centre)->short_form);
  g_autoptr(JsonNode) other = NULL;

  json_object_set_int_member (json_object_get_object_member (properties, "offset"), "x", 700);
  ivr = trd_ivr_from_definition (copy);
  g_assert_nonnull (ivr);
  other = trd_value_new_object (ivr);
  g_assert_true (trd_value_equals (one, other));

  g_assert_true (json_object_has_member (properties, "say"));
  json_object_set_string_member (properties, "say", "something else");
  moved = trd_ivr_from_definition (copy);
  g_assert_null (moved);
  g_assert_false (trd_flow_equals (copy, definition));
}

static void
test_ivr_hostile (void)
{
  static const char *const texts[] = {
    "{}",
    "{\"description\":7}",
    "{\"description\":\"Made by task-router-admin setup from \"}",
    "{\"description\":\"Made by task-router-admin setup from [\"}",
    "{\"description\":\"Made by task-router-admin setup from {\\\"welcome\\\":7}\"}",
    "{\"description\":\"Made by task-router-admin setup from {\\\"welcome\\\":\\\"x\\\","
    "\\\"keys\\\":{\\\"1\\\":\\\"a\\\"}}\",\"states\":[7,{\"properties\":[],\"transitions\":[7]}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(JsonNode) node = parse (texts[i]);
      g_autoptr(JsonNode) by_name = trd_flow_dup_by_name (node);

      g_assert_null (trd_ivr_from_definition (node));
      g_assert_nonnull (by_name);
    }
}

/* What has no name here keeps its SID, and an exported file says so. */
static void
test_foreign (void)
{
  g_autoptr(TrdCentre) centre = load (
    "workflows: [{name: W, default_queue: WQ0123456789abcdef0123456789abcdef}]\n"
    "flows:\n  - name: F\n    definition:\n      initial_state: Trigger\n      states:\n"
    "        - {name: Trigger, type: trigger, properties: {}, transitions: [{event: incomingCall, next: q}]}\n"
    "        - {name: q, type: enqueue-call, transitions: [], properties: {workflow_sid: "
    "WW0123456789abcdef0123456789abcdef}}\n");
  g_autoptr(GPtrArray) problems = trd_setup_check (centre, NULL);

  if (problems->len > 0)
    g_error ("%s", ((TrdProblem *) g_ptr_array_index (problems, 0))->complaint);
}

/* ---- Plans ---- */

/* Two of a name: nobody knows which one the file means. */
static void
test_ambiguous (void)
{
  g_autoptr(TrdCentre) wanted = load ("queues: [{name: Q, task_order: LIFO}]");
  g_autoptr(TrdCentre) present = load ("queues: [{name: Q}, {name: Q}, {name: R}, {name: R}]");
  g_autoptr(TrdCentre) other = load ("queues: [{name: S}]");
  g_autoptr(GError) error = NULL;
  g_autoptr(TrdPlan) plan = NULL;

  g_assert_null (trd_plan_new (wanted, present, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "'Q'"));
  plan = trd_plan_new (other, present, NULL); /* it speaks of neither */
  g_assert_cmpuint (plan->changes->len, ==, 1);
}

/* A terminal obeys nothing of what a stranger has put into a name. */
static void
test_plain (void)
{
  g_autoptr(TrdCentre) wanted = load ("workers: [{name: \"a\\e[2J\", attributes: {\"\\e[31m\": \"\\e]0;x\\a\"}}]");
  g_autoptr(TrdCentre) present = load ("workers: [{name: \"a\\e[2J\", attributes: {\"\\e[31m\": 1}}]");
  g_autoptr(TrdPlan) plan = trd_plan_new (wanted, present, NULL);
  g_autofree char *text = trd_plan_to_text (plan);

  g_assert_cmpuint (plan->changes->len, ==, 1);
  g_assert_null (strchr (text, '\033'));
  g_assert_null (strchr (text, '\a'));
}

/* What the file does not say is left alone; "" and null clear. */
static void
test_silence (void)
{
  g_autoptr(TrdCentre) present = load ("workflows: [{name: W, default_queue: Q, reservation_timeout: 9, "
                                       "assignment_callback_url: \"http://x.test/\"}]");
  g_autoptr(TrdCentre) silent = load ("workflows: [{name: W}]");
  g_autoptr(TrdCentre) clearing = load ("workflows: [{name: W, assignment_callback_url: null, "
                                        "fallback_assignment_callback_url: \"\"}]");
  g_autoptr(TrdPlan) nothing = trd_plan_new (silent, present, NULL);
  g_autoptr(TrdPlan) plan = trd_plan_new (clearing, present, NULL);
  g_autofree char *text = trd_plan_to_text (plan);

  g_assert_cmpuint (nothing->changes->len, ==, 0);
  g_assert_cmpstr (text, ==,
                   "~ workflow W\n    assignment_callback_url: http://x.test/ → \"\"\n"
                   "0 to add, 1 to change, 0 to delete.\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/value/equal", test_equal);
  g_test_add_func ("/setup/value/differences", test_differences);
  g_test_add_func ("/setup/file/hostile", test_hostile);
  g_test_add_func ("/setup/tests/hostile", test_hostile_tests);
  g_test_add_func ("/setup/tests/impossible", test_impossible_tests);
  g_test_add_func ("/setup/routing", test_routing);
  g_test_add_func ("/setup/routing/hostile", test_routing_hostile);
  g_test_add_func ("/setup/ivr", test_ivr);
  g_test_add_func ("/setup/ivr/hostile", test_ivr_hostile);
  g_test_add_func ("/setup/check/foreign", test_foreign);
  g_test_add_func ("/setup/plan/ambiguous", test_ambiguous);
  g_test_add_func ("/setup/plan/plain", test_plain);
  g_test_add_func ("/setup/plan/silence", test_silence);
  return g_test_run ();
}
