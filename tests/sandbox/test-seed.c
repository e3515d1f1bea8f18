/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "engine-fixture.h"

static void
test_writers (Fixture *fixture, gconstpointer data)
{
  TrsNumber *number = trs_engine_get_number_by_number (fixture->engine, "+16505552222");
  const TrsApiKey *key = g_ptr_array_index (fixture->account->api_keys, 0);

  g_assert_cmpstr (fixture->workspace->friendly_name, ==, "writers");
  g_assert_true (fixture->workspace->multi_task_enabled);
  g_assert_true (trs_sid_is_valid (fixture->account->base.sid, "AC"));
  g_assert_cmpuint (strlen (fixture->account->auth_token), ==, 32);
  g_assert_true (trs_account_get_api_key (fixture->account, key->sid) == key);
  g_assert_nonnull (number);
  g_assert_true (trs_account_get_number_by_number (fixture->account, "+16505552222") == number);
  g_assert_cmpuint (fixture->workspace->workers->len, ==, 3);
  g_assert_cmpuint (fixture->workspace->task_channels->len, ==, 5);
  assert_activity (fixture->dave, "Offline");
  g_assert_cmpstr (trs_worker_get_contact_uri (fixture->dave), ==, "+16505551111");
  g_assert_cmpstr (trs_worker_get_contact_uri (fixture->susan), ==, "+16505553333");
  g_assert_cmpstr (trs_worker_get_contact_uri (fixture->edith), ==, "+16505554444");
  for (guint i = 0; i < fixture->workspace->workflows->len; i++)
    {
      TrsWorkflow *workflow = g_ptr_array_index (fixture->workspace->workflows, i);

      g_assert_cmpint (workflow->task_reservation_timeout, ==, 10);
    }
}

/* What a start makes is the same at every start, but for what nobody wrote down. */
static void
test_same_each_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TrClock) clock = tr_clock_new_manual (START);
  g_autoptr(TrsEngine) other = trs_engine_new (clock, 99);

  g_assert_true (trs_engine_load_default_seed (other, NULL));
  g_assert_nonnull (trs_engine_get_account (other, fixture->account->base.sid));
  g_assert_nonnull (trs_engine_get_workspace (other, fixture->workspace->base.sid));
  g_assert_nonnull (trs_workspace_get_worker (
      trs_engine_get_workspace (other, fixture->workspace->base.sid), fixture->dave->base.sid));
}

#define KEY "{'sid':'SK00000000000000000000000000000001','secret':'s'}"
#define WORKSPACE(rest) \
  "{'accounts':[{'auth_token':'t','workspaces':[{'friendly_name':'w'," rest "}]}]}"
#define FLOW(rest) "{'accounts':[{'auth_token':'t','flows':[{" rest "}]}]}"
#define NUMBER(rest) "{'accounts':[{'auth_token':'t','numbers':[{" rest "}]}]}"

static void
test_bad (void)
{
  static const char *const cases[][2] = {
    { "[]", "The seed is not an object" },
    { "{}", "accounts: is missing" },
    { "{'accounts':7}", "accounts: is not a list" },
    { "{'accounts':[7]}", "accounts[0]: is not an object" },
    { "{'accounts':[{}]}", "accounts[0].auth_token: is missing" },
    { "{'accounts':[{'auth_token':'t','sid':'AC1'}]}", "accounts[0].sid: 'AC1' is no AC SID" },
    { "{'accounts':[{'auth_token':'t','api_keys':[{'sid':'SK1','secret':'s'}]}]}",
      "accounts[0].api_keys[0].sid: is no SK SID" },
    { "{'accounts':[{'auth_token':'t','api_keys':[" KEY "]},{'auth_token':'u','api_keys':[" KEY "]}]}",
      "accounts[1].api_keys[0].sid: is used twice" },
    { "{'accounts':[{'auth_token':'t','workspaces':[{}]}]}",
      "accounts[0].workspaces[0].friendly_name: is missing" },
    { WORKSPACE ("'activities':[{'friendly_name':'a'},{'friendly_name':'a'}]"),
      "accounts[0].workspaces[0].activities[1]: Activity with the same friendly name" },
    { WORKSPACE ("'default_activity':'Gone'"),
      "accounts[0].workspaces[0].default_activity: is no activity" },
    { WORKSPACE ("'multi_task_enabled':'yes'"),
      "accounts[0].workspaces[0].multi_task_enabled: is not true or false" },
    { WORKSPACE ("'task_queues':[{'friendly_name':'q','target_workers':'a b'}]"),
      "accounts[0].workspaces[0].task_queues[0]: Invalid TargetWorkers: Invalid expression" },
    { WORKSPACE ("'task_queues':[{'friendly_name':'q','task_order':'FILO'}]"),
      "accounts[0].workspaces[0].task_queues[0].task_order: is neither" },
    { WORKSPACE ("'workflows':[{'friendly_name':'f'}]"),
      "accounts[0].workspaces[0].workflows[0].configuration: is missing" },
    { WORKSPACE ("'workflows':[{'friendly_name':'f','configuration':{'task_routing':{"
                 "'default_filter':{'queue':'q'}}}}]"),
      "accounts[0].workspaces[0].workflows[0]: Invalid Configuration: 'q' is not a TaskQueue" },
    { WORKSPACE ("'workers':[{'friendly_name':'x','activity':'Asleep'}]"),
      "accounts[0].workspaces[0].workers[0].activity: is no activity" },
    { WORKSPACE ("'workers':[{'friendly_name':'x','channels':[{'task_channel':'fax'}]}]"),
      "accounts[0].workspaces[0].workers[0].channels[0].task_channel: is no task channel" },
    { WORKSPACE ("'workers':[{'friendly_name':'x','channels':[{'task_channel':'chat',"
                 "'capacity':-1}]}]"),
      "accounts[0].workspaces[0].workers[0].channels[0].capacity: is not from 0 to 1000" },
    { NUMBER ("'phone_number':'555'"), "accounts[0].numbers[0].phone_number: is not of the form" },
    { NUMBER ("'phone_number':'+16505550100','flow':'Gone'"),
      "accounts[0].numbers[0].flow: is no flow" },
    { FLOW ("'friendly_name':'f'"), "accounts[0].flows[0].definition: is missing" },
    { FLOW ("'friendly_name':'f','built_in':'gone.json'"),
      "accounts[0].flows[0].built_in: is no flow of the sandbox's own" },
    { FLOW ("'friendly_name':'f','definition':{'states':[]}"),
      "accounts[0].flows[0].definition: " },
    { "{'accounts':[{'auth_token':'t'}],'phones':[{'address':'x'}]}",
      "phones[0].address: cannot be called" },
    { "{'accounts':[{'auth_token':'t'}],'phones':[{'address':'client:x','behavior':'eat'}]}",
      "phones[0].behavior: is none of" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TrClock) clock = tr_clock_new_manual (START);
      g_autoptr(TrsEngine) engine = trs_engine_new (clock, 1);
      g_autoptr(GString) text = g_string_new (cases[i][0]);
      g_autoptr(JsonNode) seed = NULL;
      g_autoptr(GError) error = NULL;

      g_string_replace (text, "'", "\"", 0);
      /* The message may quote names, which were quoted with ' there as here. */
      seed = json_from_string (text->str, NULL);
      g_assert_nonnull (seed);
      g_assert_false (trs_engine_load_seed (engine, seed, &error));
      g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);
      if (!g_str_has_prefix (error->message, cases[i][1]) &&
          strstr (error->message, cases[i][1]) == NULL)
        g_error ("%s: %s", cases[i][0], error->message);
    }
}

/* Whoever wrote the file goes to that line. */
static void
test_place (void)
{
  static const char *const cases[][2] = {
    { "", "s.json:1:1: not JSON: empty" },
    { "{\n  'accounts': [\n", "s.json:3:1: not JSON: cut off" },
    { "{\n  'accounts': [,]\n}", "s.json:2:16: not JSON: value expected" },
    { "\n[]", "s.json:2:1: The seed is not an object" },
    { "{\n  'accounts': []\n}", "s.json:2:3: accounts: is missing or empty" },
    { "{'accounts': [\n  {'auth_token':'t'},\n  {}\n]}",
      "s.json:3:3: accounts[1].auth_token: is missing" },
    { "{'accounts': [{\n  'friendly_name': '[\\'{', 'auth_token': 't',\n"
      "  'workspaces': [[], 7]}]}",
      "s.json:3:18: accounts[0].workspaces[0]: is not an object" },
    { "{'accounts': [{'auth_token':'t', 'auth_token':\n  't', 'numbres': 1}]}",
      "s.json:2:8: accounts[0].numbres: is not known here" },
    { "{'phones':[{'address':'x'}], 'accounts': [{'auth_token':'t'}],\n'phones':[{\n "
      "'address':'y'}]}", "s.json:3:2: phones[0].address: cannot be called" },
    { "{'accounts':[{'friendly_name':'\303\244\303\244','auth_token':7}]}",
      "s.json:1:36: accounts[0].auth_token: is not a text" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TrClock) clock = tr_clock_new_manual (START);
      g_autoptr(TrsEngine) engine = trs_engine_new (clock, 1);
      g_autoptr(GString) text = g_string_new (cases[i][0]);
      g_autoptr(GError) error = NULL;

      g_string_replace (text, "'", "\"", 0);
      g_assert_false (trs_engine_load_seed_text (engine, text->str, text->len, "s.json", &error));
      if (!g_str_has_prefix (error->message, cases[i][1]))
        g_error ("%s: %s", cases[i][0], error->message);
    }
}

static void
test_several_accounts (void)
{
  static const char text[] =
    "{\"accounts\":[{\"auth_token\":\"a\",\"workspaces\":[{\"friendly_name\":\"one\"}],"
    "\"numbers\":[{\"phone_number\":\"+16505550101\"}]},"
    "{\"auth_token\":\"b\",\"workspaces\":[{\"friendly_name\":\"one\"},"
    "{\"friendly_name\":\"two\"}]}]}";
  g_autoptr(TrClock) clock = tr_clock_new_manual (START);
  g_autoptr(TrsEngine) engine = trs_engine_new (clock, 1);
  GPtrArray *accounts = trs_engine_get_accounts (engine);
  g_autoptr(GError) error = NULL;
  TrsAccount *second;

  trs_engine_load_seed_text (engine, text, strlen (text), "s.json", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 2);
  second = g_ptr_array_index (accounts, 1);
  g_assert_cmpstr (second->auth_token, ==, "b");
  g_assert_cmpuint (second->workspaces->len, ==, 2);
  g_assert_null (trs_account_get_number_by_number (second, "+16505550101"));
}

static void
test_callbacks (void)
{
  static const char text[] =
    "{\"accounts\":[{\"auth_token\":\"a\",\"workspaces\":[{\"friendly_name\":\"one\","
    "\"event_callback_url\":\"http://a/\",\"events_filter\":\"task.created\","
    "\"task_queues\":[{\"friendly_name\":\"q\"}],\"workflows\":[{\"friendly_name\":\"f\","
    "\"assignment_callback_url\":\"http://b/\",\"fallback_assignment_callback_url\":"
    "\"http://c/\",\"configuration\":{\"task_routing\":{\"default_filter\":"
    "{\"queue\":\"q\"}}}}]}]}]}";
  g_autoptr(TrClock) clock = tr_clock_new_manual (START);
  g_autoptr(TrsEngine) engine = trs_engine_new (clock, 1);
  g_autoptr(GError) error = NULL;
  TrsAccount *account;
  TrsWorkspace *workspace;
  TrsWorkflow *workflow;

  trs_engine_load_seed_text (engine, text, strlen (text), "s.json", &error);
  g_assert_no_error (error);
  account = g_ptr_array_index (trs_engine_get_accounts (engine), 0);
  workspace = g_ptr_array_index (account->workspaces, 0);
  workflow = g_ptr_array_index (workspace->workflows, 0);
  g_assert_cmpstr (workspace->event_callback_url, ==, "http://a/");
  g_assert_cmpstr (workspace->events_filter, ==, "task.created");
  g_assert_cmpstr (workflow->assignment_callback_url, ==, "http://b/");
  g_assert_cmpstr (workflow->fallback_assignment_callback_url, ==, "http://c/");
}

static void
test_new_workspace (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  TrsWorkspace *workspace = trs_workspace_create (
      fixture->account, &(TrsWorkspaceChange) { .friendly_name = "new", .template = "FIFO" },
      &error);
  g_autofree char *sid = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (workspace->activities->len, ==, 3);
  g_assert_cmpuint (workspace->task_channels->len, ==, 5);
  g_assert_cmpstr (workspace->default_activity->friendly_name, ==, "Offline");
  g_assert_nonnull (trs_workspace_get_task_queue_by_name (workspace, "Sample Queue"));
  g_assert_nonnull (trs_workspace_get_workflow_by_name (workspace, "Default Fifo Workflow"));
  g_assert_null (trs_workspace_create (
      fixture->account, &(TrsWorkspaceChange) { .friendly_name = "bad", .template = "LIFO" },
      &error));
  g_assert_error (error, TRS_ERROR, TRS_ERROR_INVALID);

  /* The only workflow needs no naming. */
  trs_worker_create (workspace, &(TrsWorkerChange) { .friendly_name = "dave" }, NULL);
  g_assert_nonnull (trs_task_create (workspace, &(TrsTaskChange) { 0 }, NULL));
  sid = g_strdup (workspace->base.sid);
  g_assert_true (trs_workspace_delete (workspace, NULL));
  g_assert_null (trs_engine_get_workspace (fixture->engine, sid));
  g_assert_cmpuint (fixture->account->workspaces->len, ==, 1);
}

static void
test_task_channels (Fixture *fixture, gconstpointer data)
{
  TrsTaskChannel *fax = trs_task_channel_create (
      fixture->workspace,
      &(TrsTaskChannelChange) { .friendly_name = "Fax", .unique_name = "fax" }, NULL);
  static const char *const bad[] = { "", "fax", "a-b", "1a", "a b" };
  gboolean yes = TRUE;

  g_assert_nonnull (trs_worker_get_channel (fixture->dave, "fax"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (trs_task_channel_create (
        fixture->workspace,
        &(TrsTaskChannelChange) { .friendly_name = "Bad", .unique_name = bad[i] }, NULL));
  g_assert_true (trs_task_channel_update (
      fax, &(TrsTaskChannelChange) { .channel_optimized_routing = &yes }, NULL));
  g_assert_true (trs_task_channel_delete (fax, NULL));
  g_assert_null (trs_worker_get_channel (fixture->dave, "fax"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/seed/writers", test_writers);
  ADD ("/seed/same-each-time", test_same_each_time);
  g_test_add_func ("/seed/bad", test_bad);
  g_test_add_func ("/seed/place", test_place);
  g_test_add_func ("/seed/several-accounts", test_several_accounts);
  g_test_add_func ("/seed/callbacks", test_callbacks);
  ADD ("/workspace/new", test_new_workspace);
  ADD ("/workspace/task-channels", test_task_channels);

  return g_test_run ();
}
