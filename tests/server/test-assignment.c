/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "events-fixture.h"

#include <string.h>

/* The assignment callback, answered by rule. */

#define RULES                                                                                    \
  "[assignment vip]\ntask=level == 'gold' AND amount > 100\nanswer={\"instruction\":\"accept\"}\n" \
  "[assignment far]\nworker=location == \"far\"\nanswer={\"instruction\":\"reject\"}\n"          \
  "[assignment chat]\nchannel=chat\nanswer={}\n"                                                 \
  "[assignment support]\nqueue=Support\ntask=call_sid != ''\n"                                   \
  "answer={\"instruction\":\"redirect\",\"call_sid\":\"{task.call_sid}\",\"url\":\"http://x/\","  \
  "\"accept\":true}\n"                                                                           \
  "[assignment queue]\nqueue=WQ77\n"                                                             \
  "answer={\"instruction\":\"conference\",\"from\":\"+16505550100\",\"timeout\":20}\n"

static char *
ask (EventsFixture *fixture, const char *form)
{
  g_autoptr(JsonObject) answer = events_fixture_post (fixture, "/v1/assignment", form, NULL);
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), answer);

  g_assert_cmpuint (fixture->base.status, ==, 200);
  return json_to_string (node, FALSE);
}

static void
assert_answer (EventsFixture *fixture, const char *form, const char *wanted)
{
  g_autofree char *text = ask (fixture, form);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_rules (EventsFixture *fixture, gconstpointer data)
{
  TrsTaskQueue *support = g_ptr_array_index (fixture->base.workspace->task_queues, 0);
  g_autofree char *form = NULL;

  events_fixture_configure (fixture, RULES);
  assert_answer (fixture, "TaskAttributes={\"level\":\"gold\",\"amount\":101}",
                 "{\"instruction\":\"accept\"}");
  assert_answer (fixture, "TaskAttributes={\"level\":\"gold\",\"amount\":100}", "{}");
  assert_answer (fixture, "WorkerAttributes={\"location\":\"far\"}", "{\"instruction\":\"reject\"}");
  assert_answer (fixture, "TaskQueueSid=WQ77",
                 "{\"instruction\":\"conference\",\"from\":\"+16505550100\",\"timeout\":20}");
  assert_answer (fixture, "TaskAttributes=nonsense&WorkerAttributes=[1]", "{}");
  assert_answer (fixture, "", "{}");

  /* By the channel that the task's events told. */
  events_fixture_tell (fixture, "1", "task.created", 0, "TaskSid=WTchat&TaskChannelUniqueName=chat");
  assert_answer (fixture, "TaskSid=WTchat&TaskQueueSid=WQ77", "{}");
  assert_answer (fixture, "TaskSid=WTother&TaskQueueSid=WQ77",
                 "{\"instruction\":\"conference\",\"from\":\"+16505550100\",\"timeout\":20}");

  /* By a queue's name, and with a place that is filled, or can't be. */
  g_assert_cmpstr (support->friendly_name, ==, "Support");
  json_object_unref (events_fixture_get (fixture, "/v1/queues"));
  form = g_strdup_printf ("TaskQueueSid=%s&TaskAttributes={\"call_sid\":\"CA1\"}", support->base.sid);
  assert_answer (fixture, form,
                 "{\"instruction\":\"redirect\",\"call_sid\":\"CA1\",\"url\":\"http://x/\",\"accept\":true}");
  g_free (form);
  form = g_strdup_printf ("TaskQueueSid=%s&TaskAttributes={\"call_sid\":7}", support->base.sid);
  assert_answer (fixture, form, "{}");
}

static void
test_forged (EventsFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) none = events_fixture_post (fixture, "/v1/assignment", "TaskSid=WT1", "");
  g_autoptr(JsonObject) wrong = NULL;

  company_assert_refused (fixture, none, 403, "bad-signature");
  wrong = events_fixture_post (fixture, "/v1/assignment", "TaskSid=WT1", "AAAA");
  company_assert_refused (fixture, wrong, 403, "bad-signature");
}

static gboolean
is_accepted (gpointer data)
{
  return ((TrsReservation *) data)->status == TRS_RESERVATION_ACCEPTED;
}

/* The service asks, and does as it is told. */
static void
test_obeyed (EventsFixture *fixture, gconstpointer data)
{
  ServerFixture *base = &fixture->base;
  TrsActivity *available = trs_workspace_get_activity_by_name (base->workspace, "Available");
  TrsWorkflow *workflow = g_ptr_array_index (base->workspace->workflows, 0);
  g_autofree char *url = NULL;

  events_fixture_configure (
    fixture, "[assignment all]\ntask=from == '+16505550101'\nanswer={\"instruction\":\"accept\"}\n");
  url = g_strconcat (tsv_server_get_url (fixture->server), "/v1/assignment", NULL);
  g_assert_true (trs_workflow_update (
    workflow, &(TrsWorkflowChange) { .assignment_callback_url = url }, NULL));
  trs_worker_update (base->dave, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = available->base.sid }, NULL);
  g_assert_nonnull (trs_call_place (base->engine, "+16505550101", "+16505552222", "1", NULL));
  server_fixture_advance (base, 3);
  server_fixture_wait (base, is_accepted, g_ptr_array_index (base->dave->reservations, 0));
}

static void
assert_bad (const char *rule, const char *words)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("[assignment x]\n%s\n", rule);
  TsvPolicy *policy;

  g_assert_true (g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, NULL));
  policy = tsv_policy_new (file, TRUE, &error);
  g_assert_null (policy);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_bad_rules (void)
{
  assert_bad ("queue=x", "[assignment x] answer");
  assert_bad ("answer=accept", "[assignment x] answer");
  assert_bad ("answer={\"instruction\":\"dance\"}", "is one of");
  assert_bad ("answer={\"instruction\":\"call\",\"from\":\"+1\"}", "\"url\"");
  assert_bad ("answer={\"instruction\":\"redirect\",\"url\":\"http://x\"}", "\"call_sid\"");
  assert_bad ("answer={}\ntask=level = = 1", "[assignment x] task: column");
  assert_bad ("answer={}\nworker=level ==", "[assignment x] worker: column");
  assert_bad ("answer={}\nwhatever=1", "whatever: there is no such key");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/assignment/bad-rules", test_bad_rules);
  EVENTS_TEST ("/assignment/rules", test_rules);
  EVENTS_TEST ("/assignment/forged", test_forged);
  EVENTS_TEST ("/assignment/obeyed", test_obeyed);
  return g_test_run ();
}
