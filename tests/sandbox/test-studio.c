/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-flow-definition.h"

#include <string.h>

#include "test-data.h"
#include "tr-json.h"
#include "trs-flow-condition.h"

/* A definition around some states, which follow a trigger that leads to the one named a. */
#define FLOW(states) \
  "{\"initial_state\":\"T\",\"states\":[{\"name\":\"T\",\"type\":\"trigger\",\"transitions\":" \
  "[{\"event\":\"incomingCall\",\"next\":\"a\"}]}," states "]}"
#define STATE(name, type, properties, transitions) \
  "{\"name\":\"" name "\",\"type\":\"" type "\",\"properties\":{" properties "},\"transitions\":[" transitions "]}"
#define A(type, properties) FLOW (STATE ("a", type, properties, ""))
#define CONDITION(fields) \
  FLOW (STATE ("a", "split-based-on", "\"input\":\"x\"", "{\"event\":\"match\",\"conditions\":[" fields "]}"))

static guint
count (JsonObject *details, const char *list)
{
  return json_array_get_length (json_object_get_array_member (details, list));
}

static void
test_good (void)
{
  static const char *const files[] = { "studio/studio-flow.json", "../../data/seeds/writers-flow.json" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *text = test_data_text (files[i]);
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) details = NULL;
      g_autoptr(TrsFlowDefinition) definition = trs_flow_definition_parse (text, -1, &details, &error);
      g_autofree char *words = tr_json_object_to_string (details);

      g_assert_no_error (error);
      g_assert_cmpstr (words, ==, "{\"errors\":[],\"warnings\":[]}");
      g_assert_cmpint (trs_flow_widget_get_widget_type (trs_flow_definition_get_initial_widget (definition)),
                       ==, TRS_FLOW_WIDGET_TRIGGER);
      g_assert_true (trs_flow_definition_allows_concurrent_calls (definition));
    }
}

static void
test_widgets (void)
{
  g_autoptr(JsonNode) node = test_data_json ("studio/studio-flow.json");
  g_autoptr(TrsFlowDefinition) definition = trs_flow_definition_new (node, NULL, NULL);
  TrsFlowWidget *menu = trs_flow_definition_get_widget (definition, "menu");

  g_assert_null (trs_flow_definition_get_widget (definition, "nobody"));
  g_assert_cmpstr (trs_flow_widget_get_name (menu), ==, "menu");
  g_assert_cmpstr (trs_flow_widget_get_type_name (menu), ==, "gather-input-on-call");
  g_assert_cmpstr (trs_flow_widget_get_next (menu, "timeout"), ==, "no_input");
  g_assert_null (trs_flow_widget_get_next (menu, "nonsense"));
  g_assert_false (trs_flow_widget_has_event (menu, "nonsense"));
  /* The canvas and what is not known stay in it. */
  g_assert_true (json_object_has_member (trs_flow_widget_get_properties (menu), "offset"));
  g_assert_true (json_node_equal (trs_flow_definition_get_node (definition), node));
}

static void
test_loose_forms (void)
{
  static const char *const definitions[] = {
    "{\"initial_state\":\"T\",\"states\":[{\"name\":\"T\",\"type\":\"trigger\",\"transitions\":[],\"properties\":{\"offset\":{\"x\":0,\"y\":0}}}]}",
    A ("say-play", "\"say\":null,\"loop\":1,\"future\":{\"a\":[1]}"),
    A ("enqueue-call", "\"queue_name\":\"q\",\"priority\":\"{{flow.variables.p}}\",\"timeout\":3600"),
    A ("connect-call-to", "\"noun\":\"sip\",\"sip_endpoint\":\"sip:a@b\""),
    A ("set-variables", "\"variables\":[{\"key\":\"a\",\"value\":\"1\",\"index\":\"0\"}]"),
    FLOW (STATE ("a", "say-play", "", "{\"event\":\"audioComplete\",\"next\":null},{\"event\":\"x\",\"next\":\"\"},{\"event\":\"y\",\"conditions\":null}")),
  };

  for (guint i = 0; i < G_N_ELEMENTS (definitions); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) details = NULL;
      g_autoptr(TrsFlowDefinition) definition = trs_flow_definition_parse (definitions[i], -1, &details, &error);

      g_test_message ("%s", definitions[i]);
      g_assert_no_error (error);
      g_assert_cmpuint (count (details, "warnings"), ==, 0);
      g_assert_false (trs_flow_definition_allows_concurrent_calls (definition));
    }
}

static void
test_warnings (void)
{
  static const struct
  {
    const char *text;
    const char *path;
  } cases[] = {
    { A ("send-message", "\"from\":1"), "#/states/1/type" },
    { A ("say-play", "\"say\":\"{{ x | nonsense }}\""), "#/states/1/properties/say" },
    { A ("set-variables", "\"variables\":[{\"key\":\"a\",\"value\":\"{% if %}\"}]"), "#/states/1/properties/variables/0/value" },
    { CONDITION ("{\"friendly_name\":\"\",\"arguments\":[\"{{\"],\"type\":\"regex\",\"value\":\"\"}"), "#/states/1/transitions/0/conditions/0/arguments/0" },
    { "{\"initial_state\":\"a\",\"states\":[{\"name\":\"T\",\"type\":\"trigger\",\"transitions\":[]},{\"name\":\"a\",\"type\":\"say-play\",\"properties\":{},\"transitions\":[]}]}", "#/initial_state" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) details = NULL;
      g_autoptr(TrsFlowDefinition) definition = trs_flow_definition_parse (cases[i].text, -1, &details, &error);
      JsonArray *warnings = json_object_get_array_member (details, "warnings");

      g_assert_no_error (error);
      g_assert_cmpuint (json_array_get_length (warnings), ==, 1);
      g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (warnings, 0), "property_path"),
                       ==, cases[i].path);
    }
}

static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    const char *path;
    const char *message;
  } cases[] = {
    { "", "#", "must be valid JSON" },
    { "{", "#", "must be valid JSON" },
    { "[]", "#", "must be object" },
    { "{}", "#", "must have required property 'states'" },
    { "{\"initial_state\":\"T\",\"states\":null}", "#", "must have required property 'states'" },
    { "{\"initial_state\":\"T\",\"states\":{}}", "#/states", "must be array" },
    { "{\"initial_state\":\"T\",\"states\":[]}", "#/states", "must contain a trigger widget" },
    { "{\"initial_state\":\"T\",\"states\":[1]}", "#/states/0", "must be object" },
    { "{\"initial_state\":\"test\",\"states\":[{\"name\":\"T\",\"type\":\"trigger\",\"transitions\":[]}]}", "#/initial_state", "must match a widget name" },
    { "{\"states\":[{\"name\":\"T\",\"type\":\"trigger\",\"transitions\":[]}]}", "#", "must have required property 'initial_state'" },
    { "{\"initial_state\":1,\"states\":[{\"name\":\"T\",\"type\":\"trigger\",\"transitions\":[]}]}", "#/initial_state", "must be string" },
    { "{\"initial_state\":\"T\",\"description\":1,\"states\":[{\"name\":\"T\",\"type\":\"trigger\",\"transitions\":[]}]}", "#/description", "must be string" },
    { "{\"initial_state\":\"T\",\"flags\":[],\"states\":[{\"name\":\"T\",\"type\":\"trigger\",\"transitions\":[]}]}", "#/flags", "must be object" },
    { "{\"initial_state\":\"T\",\"flags\":{\"allow_concurrent_calls\":\"true\"},\"states\":[{\"name\":\"T\",\"type\":\"trigger\",\"transitions\":[]}]}", "#/flags/allow_concurrent_calls", "must be boolean" },
    { FLOW (STATE ("b", "say-play", "", "")), "#/states/0/transitions/0/next", "must match a widget name" },
    { FLOW (STATE ("a", "say-play", "", "") "," STATE ("a", "say-play", "", "")), "#/states/2/name", "must be unique" },
    { FLOW (STATE ("a", "say-play", "", "") "," STATE ("", "say-play", "", "")), "#/states/2/name", "must NOT have fewer than 1 characters" },
    { FLOW ("{\"name\":\"a\",\"properties\":{},\"transitions\":[]}"), "#/states/1", "must have required property 'type'" },
    { FLOW (STATE ("a", "say-play", "", "") ",{\"type\":\"say-play\",\"properties\":{},\"transitions\":[]}"), "#/states/2", "must have required property 'name'" },
    { FLOW ("{\"name\":\"a\",\"type\":\"say-play\",\"transitions\":[]}"), "#/states/1", "must have required property 'properties'" },
    { FLOW ("{\"name\":\"a\",\"type\":\"say-play\",\"properties\":[],\"transitions\":[]}"), "#/states/1/properties", "must be object" },
    { FLOW ("{\"name\":\"a\",\"type\":\"say-play\",\"properties\":{}}"), "#/states/1", "must have required property 'transitions'" },
    { FLOW ("{\"name\":\"a\",\"type\":7,\"properties\":{},\"transitions\":[]}"), "#/states/1/type", "must be string" },
    { FLOW (STATE ("a", "say-play", "", "7")), "#/states/1/transitions/0", "must be object" },
    { FLOW (STATE ("a", "say-play", "", "{}")), "#/states/1/transitions/0", "must have required property 'event'" },
    { FLOW (STATE ("a", "say-play", "", "{\"event\":\"x\",\"next\":1}")), "#/states/1/transitions/0/next", "must be string" },
    { FLOW (STATE ("a", "say-play", "", "{\"event\":\"x\",\"conditions\":1}")), "#/states/1/transitions/0/conditions", "must be array" },
    { A ("say-play", "\"loop\":\"1\""), "#/states/1/properties/loop", "must be number" },
    { A ("say-play", "\"say\":1"), "#/states/1/properties/say", "must be string" },
    { A ("gather-input-on-call", "\"stop_gather\":\"true\""), "#/states/1/properties/stop_gather", "must be boolean" },
    { A ("gather-input-on-call", "\"profanity_filter\":true"), "#/states/1/properties/profanity_filter", "must be string" },
    { A ("record-voicemail", "\"play_beep\":true"), "#/states/1/properties/play_beep", "must be string" },
    { A ("record-voicemail", "\"trim\":\"all\""), "#/states/1/properties/trim", "must be equal to one of the allowed values" },
    { A ("split-based-on", ""), "#/states/1/properties", "must have required property 'input'" },
    { A ("make-http-request", "\"method\":\"GET\""), "#/states/1/properties", "must have required property 'url'" },
    { A ("make-http-request", "\"url\":\"x\",\"method\":\"PUT\""), "#/states/1/properties/method", "must be equal to one of the allowed values" },
    { A ("make-http-request", "\"url\":\"x\",\"parameters\":{}"), "#/states/1/properties/parameters", "must be array" },
    { A ("make-http-request", "\"url\":\"x\",\"parameters\":[1]"), "#/states/1/properties/parameters/0", "must be object" },
    { A ("make-http-request", "\"url\":\"x\",\"parameters\":[{\"key\":\"a\"}]"), "#/states/1/properties/parameters/0", "must have required property 'value'" },
    { A ("run-function", ""), "#/states/1/properties", "must have required property 'url'" },
    { A ("enqueue-call", ""), "#/states/1/properties", "must have required property 'workflow_sid' or 'queue_name'" },
    { A ("enqueue-call", "\"queue_name\":\"q\",\"priority\":true"), "#/states/1/properties/priority", "must be number" },
    { A ("connect-call-to", "\"noun\":\"number\""), "#/states/1/properties", "must have required property 'to'" },
    { A ("connect-call-to", "\"to\":\"1\""), "#/states/1/properties", "must have required property 'noun'" },
    { A ("connect-call-to", "\"noun\":\"pigeon\",\"to\":\"1\""), "#/states/1/properties/noun", "must be equal to one of the allowed values" },
    { A ("connect-call-to", "\"noun\":\"number\",\"to\":\"1\",\"time_limit\":5"), "#/states/1/properties/time_limit", "must be string" },
    { A ("send-to-flex", "\"workflow\":\"WW\""), "#/states/1/properties", "must have required property 'channel'" },
    { CONDITION ("1"), "#/states/1/transitions/0/conditions/0", "must be object" },
    { CONDITION ("{\"arguments\":[],\"type\":\"regex\",\"value\":\"\"}"), "#/states/1/transitions/0/conditions/0", "must have required property 'friendly_name'" },
    { CONDITION ("{\"friendly_name\":\"\",\"type\":\"regex\",\"value\":\"\"}"), "#/states/1/transitions/0/conditions/0", "must have required property 'arguments'" },
    { CONDITION ("{\"friendly_name\":\"\",\"arguments\":[1],\"type\":\"regex\",\"value\":\"\"}"), "#/states/1/transitions/0/conditions/0/arguments/0", "must be string" },
    { CONDITION ("{\"friendly_name\":\"\",\"arguments\":[],\"type\":\"is_near\",\"value\":\"\"}"), "#/states/1/transitions/0/conditions/0/type", "must be equal to one of the allowed values" },
    { CONDITION ("{\"friendly_name\":\"\",\"arguments\":[],\"type\":\"regex\"}"), "#/states/1/transitions/0/conditions/0", "must have required property 'value'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) details = NULL;
      JsonObject *problem;

      g_test_message ("%s", cases[i].text);
      g_assert_null (trs_flow_definition_parse (cases[i].text, -1, &details, &error));
      g_assert_error (error, TRS_FLOW_ERROR, TRS_FLOW_ERROR_INVALID);
      g_assert_cmpuint (count (details, "errors"), >=, 1);
      problem = json_array_get_object_element (json_object_get_array_member (details, "errors"), 0);
      g_assert_cmpstr (json_object_get_string_member (problem, "message"), ==, cases[i].message);
      g_assert_cmpstr (json_object_get_string_member (problem, "property_path"), ==, cases[i].path);
    }
}

static void
test_all_errors_are_told (void)
{
  g_autoptr(JsonObject) details = NULL;

  g_assert_null (trs_flow_definition_parse (FLOW (STATE ("b", "say-play", "\"say\":1,\"loop\":\"x\"", "{\"event\":\"x\",\"next\":\"c\"}")),
                                            -1, &details, NULL));
  g_assert_cmpuint (count (details, "errors"), ==, 4);
}

static void
test_huge (void)
{
  g_autofree char *blanks = g_strnfill (TRS_FLOW_MAX_BYTES, ' ');
  g_autoptr(GString) many = g_string_new ("{\"initial_state\":\"x\",\"states\":[0");
  g_autoptr(GString) deep = g_string_new ("{\"states\":");
  g_autoptr(JsonObject) details = NULL;
  g_autofree char *attributes = g_strnfill (1025, 'a');
  g_autofree char *long_attributes = g_strdup_printf (A ("enqueue-call", "\"queue_name\":\"q\",\"task_attributes\":\"%s\""), attributes);

  for (guint i = 0; i < 3000; i++)
    g_string_append (many, ",{}");
  g_string_append (many, "]}");
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');

  g_assert_null (trs_flow_definition_parse (blanks, -1, NULL, NULL));
  g_assert_null (trs_flow_definition_parse (blanks, TRS_FLOW_MAX_BYTES + 1, NULL, NULL));
  g_assert_null (trs_flow_definition_parse (deep->str, -1, NULL, NULL));
  g_assert_null (trs_flow_definition_parse (long_attributes, -1, NULL, NULL));
  g_assert_null (trs_flow_definition_parse (many->str, -1, &details, NULL));
  g_assert_cmpuint (count (details, "errors"), <=, TRS_FLOW_MAX_PROBLEMS);
}

static void
test_conditions (void)
{
  static const struct
  {
    const char *type;
    const char *argument;
    const char *value;
    gboolean holds;
  } cases[] = {
    { "equal_to", " YES ", "yes", TRUE },
    { "equal_to", "1", "2", FALSE },
    { "not_equal_to", "1", "2", TRUE },
    { "not_equal_to", "a", "A", FALSE },
    { "matches_any_of", "two", "One, Two ,three", TRUE },
    { "matches_any_of", "four", "one,two", FALSE },
    { "does_not_match_any_of", "four", "one,two", TRUE },
    { "contains", "I want Sales please", "sales", TRUE },
    { "contains", "", "sales", FALSE },
    { "does_not_contain", "support", "sales", TRUE },
    { "starts_with", "+16505550100", "+1650", TRUE },
    { "does_not_start_with", "+16505550100", "+44", TRUE },
    { "less_than", "2", "10", TRUE },
    { "less_than", "10", "2", FALSE },
    { "less_than", "x", "2", FALSE },
    { "less_than", "", "2", FALSE },
    { "greater_than", "2.5", "2", TRUE },
    { "greater_than", "2", "2", FALSE },
    { "is_blank", "  ", "", TRUE },
    { "is_blank", "x", "", FALSE },
    { "is_not_blank", "x", "", TRUE },
    { "regex", "ABC123", "[a-z]+[0-9]+", TRUE },
    { "regex", "xABC123x", "b.*2", FALSE },
    { "regex", "x|y", "x|y", FALSE },
    { "regex", "y", "x|y", TRUE },
    { "regex", "abc", "\\D+", TRUE },
    { "regex", "abc", "(", FALSE },
    { "regex", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+", FALSE },
    { "is_before_time", "09:05", "17:00", TRUE },
    { "is_before_time", "17:00", "17:00", FALSE },
    { "is_before_time", "2026-01-15T09:05:00Z", "09:06", TRUE },
    { "is_before_time", "soon", "17:00", FALSE },
    { "is_after_time", "17:01", "17:00", TRUE },
    { "is_after_time", "99:99", "17:00", FALSE },
    { "is_before_date", "2026-01-15", "2026-02-01", TRUE },
    { "is_after_date", "2026-01-15T10:00:00Z", "2025-12-31", TRUE },
    { "is_after_date", "2026-13-15", "2025-12-31", FALSE },
    { "nonsense", "1", "1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s %s", cases[i].argument, cases[i].type, cases[i].value);
      g_assert_cmpint (trs_flow_condition_holds (cases[i].type, cases[i].argument, cases[i].value), ==, cases[i].holds);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/studio/definition/good", test_good);
  g_test_add_func ("/studio/definition/widgets", test_widgets);
  g_test_add_func ("/studio/definition/loose-forms", test_loose_forms);
  g_test_add_func ("/studio/definition/warnings", test_warnings);
  g_test_add_func ("/studio/definition/bad", test_bad);
  g_test_add_func ("/studio/definition/all-errors", test_all_errors_are_told);
  g_test_add_func ("/studio/definition/huge", test_huge);
  g_test_add_func ("/studio/conditions", test_conditions);

  return g_test_run ();
}
