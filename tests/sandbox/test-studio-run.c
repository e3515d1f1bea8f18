/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-flow-run.h"

#include <string.h>

#include "test-data.h"
#include "tr-json.h"

#define FLOW_SID "FW00000000000000000000000000000001"
#define EXECUTION_SID "FN00000000000000000000000000000001"
#define SUPPORT "WW5a4db0c5000000000000000000000001"
#define SALES "WW5a4db0c5000000000000000000000002"
/* Thursday, 2026-01-15, 17:00 UTC: 09:00 in Pacific Standard Time. */
#define NOW (G_GINT64_CONSTANT (1768496400) * G_USEC_PER_SEC)

/* A host that writes down what it is asked for, one line each. */
typedef struct
{
  TrsFlowRun *run;
  TrsTwimlRun *voice; /* the document that asked last */
  GString *log;
  gint64 now;
  guint n_sids;
  gboolean answers_at_once;
  gboolean drops_run;
} Host;

static void
note (Host *host, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (host->log, format, args);
  g_string_append_c (host->log, '\n');
  va_end (args);
}

static void
set_voice (Host *host, TrsTwimlRun *voice)
{
  trs_twiml_run_ref (voice);
  g_clear_pointer (&host->voice, trs_twiml_run_unref);
  host->voice = voice;
}

static void
host_say (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  Host *host = user_data;

  set_voice (host, voice);
  note (host, "say %s", trs_twiml_element_get_text (verb));
  if (host->answers_at_once)
    trs_twiml_run_done (voice);
}

static void
host_play (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  Host *host = user_data;
  const char *digits = trs_twiml_element_get_string (verb, "digits");

  set_voice (host, voice);
  note (host, "play %s%s", trs_twiml_element_get_text (verb), digits != NULL ? digits : "");
  if (host->answers_at_once)
    trs_twiml_run_done (voice);
}

static void
host_pause (TrsTwimlRun *voice, int seconds, gpointer user_data)
{
  g_assert_not_reached ();
}

static void
host_listen (TrsTwimlRun *voice, int seconds, gpointer user_data)
{
  Host *host = user_data;

  set_voice (host, voice);
  note (host, "listen %d", seconds);
  if (host->answers_at_once)
    trs_twiml_run_done (voice);
}

static void
host_interrupt (TrsTwimlRun *voice, gpointer user_data)
{
  note (user_data, "interrupt");
}

static void
host_enqueue (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  Host *host = user_data;
  JsonObject *attributes = trs_twiml_element_get_task_attributes (verb);
  const TrsTwimlElement *task = trs_twiml_element_get_child (verb, TRS_TWIML_TASK);
  g_autofree char *text = attributes != NULL ? tr_json_object_to_string (attributes) : NULL;

  set_voice (host, voice);
  if (task == NULL)
    note (host, "enqueue %s", trs_twiml_element_get_text (verb));
  else
    note (host, "enqueue %s priority %d timeout %d %s", trs_twiml_element_get_string (verb, "workflowSid"),
          trs_twiml_element_get_int (task, "priority"), trs_twiml_element_get_int (task, "timeout"), text);
}

static void
host_dial (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  Host *host = user_data;
  GPtrArray *nouns = trs_twiml_element_get_children (verb);
  const char *caller = trs_twiml_element_get_string (verb, "callerId");

  set_voice (host, voice);
  note (host, "dial as %s timeout %d record %s", caller != NULL ? caller : "nobody",
        trs_twiml_element_get_int (verb, "timeout"), trs_twiml_element_get_string (verb, "record"));
  for (guint i = 0; i < nouns->len; i++)
    note (host, "  %s %s", trs_twiml_element_get_name (g_ptr_array_index (nouns, i)),
          trs_twiml_element_get_text (g_ptr_array_index (nouns, i)));
}

static void
host_record (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  Host *host = user_data;

  set_voice (host, voice);
  note (host, "record %d", trs_twiml_element_get_int (verb, "maxLength"));
}

static void
host_stop_recording (TrsTwimlRun *voice, gpointer user_data)
{
  note (user_data, "stop recording");
  trs_twiml_run_recorded (voice, 7, NULL);
}

static void
host_request (TrsFlowRun *run, const TrsFlowRequest *request, gpointer user_data)
{
  Host *host = user_data;

  note (host, "%s %s%s", request->method, request->url, request->add_auth ? " with credentials" : "");
  if (request->content_type != NULL)
    note (host, "  %s: %s", request->content_type, request->body);
  if (host->answers_at_once)
    trs_flow_run_requested (run, 200, "text/plain", "ok");
}

static gint64
host_now (gpointer user_data)
{
  Host *host = user_data;

  return host->now;
}

static char *
host_new_sid (const char *prefix, gpointer user_data)
{
  Host *host = user_data;

  return g_strdup_printf ("%s%032x", prefix, ++host->n_sids);
}

static void
host_problem (TrsFlowRun *run, const char *widget, const char *message, gpointer user_data)
{
  note (user_data, "problem in %s: %s", widget, message);
}

static void
host_ended (TrsFlowRun *run, gpointer user_data)
{
  Host *host = user_data;

  note (host, "ended");
  if (host->drops_run)
    g_clear_pointer (&host->run, trs_flow_run_unref);
}

static const TrsFlowHost functions = {
  .voice = {
    .say = host_say,
    .play = host_play,
    .pause = host_pause,
    .listen = host_listen,
    .interrupt = host_interrupt,
    .enqueue = host_enqueue,
    .dial = host_dial,
    .record = host_record,
    .stop_recording = host_stop_recording,
  },
  .request = host_request,
  .now = host_now,
  .new_sid = host_new_sid,
  .problem = host_problem,
  .ended = host_ended,
};

static void
set_up (Host *host, gconstpointer data)
{
  host->log = g_string_new (NULL);
  host->now = NOW;
}

static void
tear_down (Host *host, gconstpointer data)
{
  g_clear_pointer (&host->run, trs_flow_run_unref);
  g_clear_pointer (&host->voice, trs_twiml_run_unref);
  g_string_free (host->log, TRUE);
}

static JsonObject *
make_call (void)
{
  g_autoptr(JsonNode) node = test_json ("{\"CallSid\":\"CA00000000000000000000000000000001\",\"From\":\"+16505550101\","
                                        "\"To\":\"+16505550100\",\"CallStatus\":\"ringing\"}");

  return json_node_dup_object (node);
}

static void
load (Host *host, JsonNode *node)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsFlowDefinition) definition = trs_flow_definition_new (node, NULL, &error);

  g_assert_no_error (error);
  g_clear_pointer (&host->run, trs_flow_run_unref);
  host->run = trs_flow_run_new (definition, FLOW_SID, EXECUTION_SID, &functions, host);
}

static void
start (Host *host)
{
  g_autoptr(JsonObject) call = make_call ();

  trs_flow_run_start_call (host->run, call);
}

static void
start_file (Host *host, const char *path)
{
  g_autoptr(JsonNode) node = test_data_json (path);

  load (host, node);
  start (host);
}

/* A flow of these states, after a trigger that leads to the one named a. */
static void
load_states (Host *host, const char *states)
{
  g_autofree char *text = g_strdup_printf (
    "{\"initial_state\":\"T\",\"states\":[{\"name\":\"T\",\"type\":\"trigger\",\"transitions\":"
    "[{\"event\":\"incomingCall\",\"next\":\"a\"},{\"event\":\"incomingRequest\",\"next\":\"a\"}]},%s]}",
    states);
  g_autoptr(JsonNode) node = test_json (text);

  load (host, node);
}

static void
start_states (Host *host, const char *states)
{
  load_states (host, states);
  start (host);
}

#define STATE(name, type, properties, transitions) \
  "{\"name\":\"" name "\",\"type\":\"" type "\",\"properties\":{" properties "},\"transitions\":[" transitions "]}"
#define TO(event, next) "{\"event\":\"" event "\",\"next\":\"" next "\"}"
#define SAY(name, words) STATE (name, "say-play", "\"say\":\"" words "\"", "")

static void
expect (Host *host, const char *lines)
{
  g_assert_cmpstr (host->log->str, ==, lines);
  g_string_truncate (host->log, 0);
}

static void
done (Host *host)
{
  trs_twiml_run_done (host->voice);
}

static void
press (Host *host, char digit)
{
  g_assert_true (trs_twiml_run_press (host->voice, digit));
}

/* Steps as "from event to", one a line. */
static void
expect_steps (Host *host, const char *lines)
{
  GPtrArray *steps = trs_flow_run_get_steps (host->run);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++)
    {
      const TrsFlowStep *step = g_ptr_array_index (steps, i);

      g_string_append_printf (text, "%s %s %s\n", step->transitioned_from, step->name, step->transitioned_to);
    }
  g_assert_cmpstr (text->str, ==, lines);
}

static const char *
find (JsonNode *context, const char *expression)
{
  g_autoptr(JsonNode) found = json_path_query (expression, context, NULL);
  JsonArray *array = found != NULL ? json_node_get_array (found) : NULL;

  if (array == NULL || json_array_get_length (array) == 0)
    return NULL;
  return g_intern_string (json_array_get_string_element (array, 0));
}

#define WRITERS "../../data/seeds/writers-flow.json"
#define GREETING "say Welcome to the writers. For support press 1, for sales press 2.\n"
#define MENU "say For support press 1, for sales press 2.\n"

static void
test_writers_support (Host *host, gconstpointer data)
{
  JsonNode *context;

  start_file (host, WRITERS);
  expect (host, GREETING);
  press (host, '1');
  expect (host, "interrupt\nenqueue " SUPPORT " priority 0 timeout 3600 {\"selected_product\":\"support\",\"digits\":\"1\"}\n");
  g_assert_cmpstr (trs_flow_run_get_status (host->run), ==, "active");

  context = trs_flow_run_get_context (host->run);
  g_assert_cmpstr (find (context, "$.widgets.menu.Digits"), ==, "1");
  g_assert_cmpstr (find (context, "$.widgets.menu.CallStatus"), ==, "in-progress");
  g_assert_cmpstr (find (context, "$.widgets.menu.From"), ==, "+16505550101");
  g_assert_cmpstr (find (context, "$.contact.channel.address"), ==, "+16505550101");
  g_assert_cmpstr (find (context, "$.flow.channel.address"), ==, "+16505550100");
  g_assert_cmpstr (find (context, "$.flow.sid"), ==, EXECUTION_SID);
  g_assert_cmpstr (find (context, "$.flow.flow_sid"), ==, FLOW_SID);
  g_assert_cmpstr (find (context, "$.trigger.call.CallStatus"), ==, "ringing");

  /* The conference takes the caller away: the execution ends with the call. */
  trs_flow_run_hang_up (host->run, NULL);
  expect (host, "ended\n");
  g_assert_cmpstr (trs_flow_run_get_status (host->run), ==, "ended");
  expect_steps (host, "Trigger incomingCall hours\nhours next is_open\nis_open match menu\n"
                      "menu keypress choice\nchoice match support\n");
}

static void
test_writers_sales (Host *host, gconstpointer data)
{
  start_file (host, WRITERS);
  g_assert_true (trs_twiml_run_hear (host->voice, "Sales, please"));
  expect (host, GREETING "interrupt\nenqueue " SALES " priority 0 timeout 3600 {\"selected_product\":\"sales\",\"digits\":\"\"}\n");
}

static void
test_writers_silence (Host *host, gconstpointer data)
{
  start_file (host, WRITERS);
  expect (host, GREETING);
  for (guint i = 0; i < 2; i++)
    {
      done (host);
      expect (host, "listen 10\n");
      done (host);
      expect (host, MENU);
    }
  done (host);
  done (host);
  expect (host, "listen 10\nsay We did not get that. Goodbye.\n");
  done (host);
  expect (host, "ended\n");
}

/* The flow and the seed are two files that must name the same workflows. */
static void
test_writers_workflows (Host *host, gconstpointer data)
{
  g_autofree char *flow = test_data_text (WRITERS);
  g_autofree char *seed = test_data_text ("../../data/seeds/writers.json");

  g_assert_nonnull (strstr (flow, "\"workflow_sid\": \"" SUPPORT "\""));
  g_assert_nonnull (strstr (flow, "\"workflow_sid\": \"" SALES "\""));
  g_assert_nonnull (strstr (seed, "\"" SUPPORT "\""));
  g_assert_nonnull (strstr (seed, "\"" SALES "\""));
}

static void
test_writers_other_digit (Host *host, gconstpointer data)
{
  start_file (host, WRITERS);
  press (host, '9');
  done (host);
  expect (host, GREETING "interrupt\nsay Sorry, that is not one of the choices.\n" MENU);
}

static void
test_writers_queue_full (Host *host, gconstpointer data)
{
  start_file (host, WRITERS);
  press (host, '2');
  g_string_truncate (host->log, 0);
  trs_twiml_run_left_queue (host->voice, "queue-full", NULL);
  done (host);
  press (host, '#');
  done (host);
  expect (host, "say Please leave a message after the tone, then hang up or press the hash key.\n"
                "record 120\nstop recording\nsay Thank you. We will call you back.\nended\n");
  g_assert_cmpstr (find (trs_flow_run_get_context (host->run), "$.widgets.voicemail.RecordingDuration"), ==, "7");
  g_assert_cmpstr (find (trs_flow_run_get_context (host->run), "$.widgets.voicemail.Digits"), ==, "#");
}

/* The hours as a person would change them, in the file. */
static void
set_hours (JsonNode *flow, const char *opens, const char *closes, const char *days)
{
  const char *const values[] = { opens, closes, days };
  JsonArray *states = json_object_get_array_member (json_node_get_object (flow), "states");
  JsonArray *variables = NULL;

  for (guint i = 0; i < json_array_get_length (states); i++)
    {
      JsonObject *state = json_array_get_object_element (states, i);

      if (strcmp (json_object_get_string_member (state, "name"), "hours") == 0)
        variables = json_object_get_array_member (json_object_get_object_member (state, "properties"), "variables");
    }
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    json_object_set_string_member (json_array_get_object_element (variables, i), "value", values[i]);
}

static void
test_writers_hours (Host *host, gconstpointer data)
{
  static const struct
  {
    const char *opens;
    const char *closes;
    const char *days;
    gboolean is_open;
  } cases[] = {
    { "09:00", "17:00", "Mon Tue Wed Thu Fri", TRUE },
    { "09:01", "17:00", "Mon Tue Wed Thu Fri", FALSE },
    { "08:00", "09:00", "Mon Tue Wed Thu Fri", FALSE },
    { "00:00", "24:00", "Sat Sun", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonNode) flow = test_data_json (WRITERS);

      set_hours (flow, cases[i].opens, cases[i].closes, cases[i].days);
      load (host, flow);
      start (host);
      if (cases[i].is_open)
        expect (host, GREETING);
      else
        {
          g_assert_true (g_str_has_prefix (host->log->str, "say Welcome to the writers. We are open from "));
          done (host);
          done (host);
          g_assert_true (g_str_has_suffix (host->log->str, "record 120\n"));
          g_string_truncate (host->log, 0);
        }
    }
}

static void
test_time_zone (Host *host, gconstpointer data)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();

  load_states (host, SAY ("a", "{{ 'now' | date: '%H:%M' }}"));
  trs_flow_run_set_time_zone (host->run, utc);
  start (host);
  expect (host, "say 17:00\n");
}

static void
test_sample (Host *host, gconstpointer data)
{
  g_autoptr(JsonObject) queue = json_object_new ();
  JsonNode *context;
  const TrsFlowStep *first;

  json_object_set_string_member (queue, "QueueTime", "8");
  start_file (host, "studio/studio-flow.json");
  press (host, '1');
  done (host);
  g_string_truncate (host->log, 0);
  host->now += 8 * G_USEC_PER_SEC;
  trs_twiml_run_left_queue (host->voice, "bridged", queue);
  expect (host, "POST http://127.0.0.1:8080/echo\n  application/x-www-form-urlencoded;charset=utf-8: "
                "call=CA00000000000000000000000000000001&result=bridged\n");
  trs_flow_run_requested (host->run, 200, "text/plain", "ok");
  expect (host, "ended\n");

  context = trs_flow_run_get_context (host->run);
  g_assert_cmpstr (find (context, "$.widgets.queue_support.QueueResult"), ==, "bridged");
  g_assert_cmpstr (find (context, "$.widgets.queue_support.QueueTime"), ==, "8");
  g_assert_cmpstr (find (context, "$.widgets.log_support.body"), ==, "ok");
  expect_steps (host, "Trigger incomingCall menu\nmenu keypress choice\nchoice match to_support\n"
                      "to_support audioComplete queue_support\nqueue_support callComplete log_support\n"
                      "log_support success Ended\n");

  /* A step keeps what was known then. */
  first = g_ptr_array_index (trs_flow_run_get_steps (host->run), 0);
  g_assert_null (find (first->context, "$.widgets.menu.Digits"));
  g_assert_cmpstr (find (first->context, "$.trigger.call.From"), ==, "+16505550101");
  g_assert_cmpstr (first->sid, ==, "FT00000000000000000000000000000001");
  g_assert_cmpstr (first->type, ==, "trigger");
  g_assert_cmpint (first->time, ==, NOW);
}

static void
test_sample_backup_agent (Host *host, gconstpointer data)
{
  start_file (host, "studio/studio-flow.json");
  press (host, '2');
  done (host);
  g_string_truncate (host->log, 0);
  trs_twiml_run_left_queue (host->voice, "system-error", NULL);
  expect (host, "dial as +16505550101 timeout 20 record do-not-record\n  Number +16505550111\n");
  trs_twiml_run_dialed (host->voice, "busy", NULL);
  expect (host, "ended\n");
  g_assert_cmpstr (find (trs_flow_run_get_context (host->run), "$.widgets.backup_agent.DialCallStatus"), ==, "busy");
}

static void
test_hang_up_while_dialing (Host *host, gconstpointer data)
{
  start_states (host, STATE ("a", "connect-call-to", "\"noun\":\"number\",\"to\":\"1\"", TO ("callCompleted", "c") "," TO ("hangup", "b")) ","
                      STATE ("b", "make-http-request", "\"url\":\"http://b\"", TO ("success", "c")) ","
                      SAY ("c", "gone"));
  trs_flow_run_hang_up (host->run, NULL);
  trs_twiml_run_dialed (host->voice, "completed", NULL); /* too late */
  expect (host, "dial as nobody timeout 30 record do-not-record\n  Number 1\nGET http://b\n");
  g_assert_cmpstr (find (trs_flow_run_get_context (host->run), "$.widgets.a.CallStatus"), ==, "completed");
  trs_flow_run_requested (host->run, 204, NULL, NULL);
  expect (host, "problem in c: there is no call to talk to\nended\n");
}

static void
test_hang_up_elsewhere (Host *host, gconstpointer data)
{
  start_states (host, STATE ("a", "say-play", "\"say\":\"x\"", TO ("audioComplete", "a") "," TO ("hangup", "a")));
  trs_flow_run_hang_up (host->run, NULL);
  trs_flow_run_hang_up (host->run, NULL);
  done (host);
  expect (host, "say x\nended\n");
}

static void
test_queue_says_hangup (Host *host, gconstpointer data)
{
  start_states (host, STATE ("a", "enqueue-call", "\"queue_name\":\"q & a\"", TO ("callComplete", "b")) "," SAY ("b", "x"));
  trs_twiml_run_left_queue (host->voice, "hangup", NULL);
  expect (host, "enqueue q & a\nended\n");
}

static void
test_enqueue_broken_attributes (Host *host, gconstpointer data)
{
  start_states (host, STATE ("a", "enqueue-call", "\"workflow_sid\":\"" SALES "\",\"task_attributes\":\"{x\"",
                             TO ("callComplete", "") "," TO ("callFailure", "b")) "," SAY ("b", "sorry"));
  g_assert_true (g_str_has_suffix (host->log->str, "say sorry\n"));
  g_assert_nonnull (strstr (host->log->str, "problem in a: 14221: "));
}

static void
test_send_to_flex (Host *host, gconstpointer data)
{
  start_states (host, STATE ("a", "send-to-flex", "\"workflow\":\"" SALES "\",\"channel\":\"TC1\",\"attributes\":\"{\\\"a\\\":\\\"{{contact.channel.address}}\\\"}\",\"priority\":\"3\"", ""));
  expect (host, "enqueue " SALES " priority 3 timeout 86400 {\"a\":\"+16505550101\"}\n");
}

static void
test_connect_forms (Host *host, gconstpointer data)
{
  static const struct
  {
    const char *properties;
    const char *lines;
  } cases[] = {
    { "\"noun\":\"number-multi\",\"to\":\"+1, +2,,\",\"record\":true,\"timeout\":9", "dial as nobody timeout 9 record record-from-answer\n  Number +1\n  Number +2\n" },
    { "\"noun\":\"client\",\"to\":\"dave\",\"time_limit\":\"60\"", "dial as nobody timeout 30 record do-not-record\n  Client dave\n" },
    { "\"noun\":\"conference\",\"to\":\"Room & {{flow.sid}}\"", "dial as nobody timeout 30 record do-not-record\n  Conference Room & " EXECUTION_SID "\n" },
    { "\"noun\":\"sip\",\"sip_endpoint\":\"sip:a@b\",\"sip_username\":\"u\"", "dial as nobody timeout 30 record do-not-record\n  Sip sip:a@b\n" },
    { "\"noun\":\"number\",\"to\":\"{{nobody}}\"", "problem in a: 12200: <Dial> names nobody to dial.\nended\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *state = g_strdup_printf (STATE ("a", "connect-call-to", "%s", ""), cases[i].properties);

      start_states (host, state);
      expect (host, cases[i].lines);
    }
}

static void
test_say_forms (Host *host, gconstpointer data)
{
  start_states (host, STATE ("a", "say-play", "\"play\":\"http://x/?a=1&b=\\\"2\\\"\",\"loop\":2", TO ("audioComplete", "b")) ","
                      STATE ("b", "say-play", "\"digits\":\"w1\"", TO ("audioComplete", "c")) ","
                      STATE ("c", "say-play", "", TO ("audioComplete", "d")) ","
                      SAY ("d", "a\\u0001<b> & \\\"c\\\""));
  done (host);
  done (host);
  done (host);
  expect (host, "play http://x/?a=1&b=\"2\"\nplay http://x/?a=1&b=\"2\"\nplay w1\nsay a <b> & \"c\"\n");
}

static void
test_gather_forms (Host *host, gconstpointer data)
{
  start_states (host, STATE ("a", "gather-input-on-call", "\"timeout\":3,\"finish_on_key\":\"\",\"stop_gather\":false,\"number_of_digits\":1", TO ("keypress", "b")) ","
                      SAY ("b", "{{widgets.a.Digits}}"));
  press (host, '1');
  press (host, '#');
  done (host);
  expect (host, "listen 3\ninterrupt\nlisten 3\ninterrupt\nlisten 3\nsay 1#\n");
}

static void
test_request_forms (Host *host, gconstpointer data)
{
  static const struct
  {
    const char *properties;
    const char *lines;
  } cases[] = {
    { "\"url\":\" http://x/{{flow.sid}} \"", "GET http://x/" EXECUTION_SID "\n" },
    { "\"url\":\"http://x\",\"method\":\"GET\",\"parameters\":[{\"key\":\"a b\",\"value\":\"{{contact.channel.address}}\"},{\"key\":\"c\",\"value\":\"\"}]", "GET http://x?a%20b=%2B16505550101&c=\n" },
    { "\"url\":\"http://x?y=1\",\"parameters\":[{\"key\":\"a\",\"value\":\"b\"}],\"add_twilio_auth\":true", "GET http://x?y=1&a=b with credentials\n" },
    { "\"url\":\"http://x\",\"method\":\"POST\",\"content_type\":\"application/json;charset=utf-8\",\"body\":\"{\\\"a\\\":\\\"{{flow.sid}}\\\"}\"", "POST http://x\n  application/json;charset=utf-8: {\"a\":\"" EXECUTION_SID "\"}\n" },
    { "\"url\":\"http://x\",\"method\":\"POST\",\"body\":\"raw\"", "POST http://x\n  application/x-www-form-urlencoded;charset=utf-8: raw\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *state = g_strdup_printf (STATE ("a", "make-http-request", "%s", ""), cases[i].properties);

      start_states (host, state);
      expect (host, cases[i].lines);
    }
}

#define REQUEST \
  STATE ("a", "make-http-request", "\"url\":\"http://x\"", TO ("success", "b") "," TO ("failed", "c")) "," \
  SAY ("b", "{{widgets.a.status_code}} {{widgets.a.parsed.names[1]}}") "," \
  SAY ("c", "failed {{widgets.a.status_code}}{{widgets.a.body}}")

static void
test_request_answers (Host *host, gconstpointer data)
{
  g_autofree char *large = g_strnfill (TRS_FLOW_MAX_ANSWER + 1, 'a');
  const struct
  {
    guint status;
    const char *type;
    const char *body;
    const char *lines;
  } cases[] = {
    { 200, "application/json", "{\"names\":[\"ann\",\"bob\"]}", "GET http://x\nsay 200 bob\n" },
    { 201, "application/json", "{broken", "GET http://x\nsay 201\n" },
    { 404, "text/plain", "no", "GET http://x\nsay failed 404no\n" },
    { 302, NULL, NULL, "GET http://x\nsay failed 302\n" },
    { 0, NULL, NULL, "GET http://x\nsay failed\n" },
    { 200, "text/plain", large, "GET http://x\nproblem in a: the answer is larger than 64 KiB, or no text\nsay failed\n" },
    { 200, "text/plain", "\xFF", "GET http://x\nproblem in a: the answer is larger than 64 KiB, or no text\nsay failed\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      start_states (host, REQUEST);
      trs_flow_run_requested (host->run, cases[i].status, cases[i].type, cases[i].body);
      trs_flow_run_requested (host->run, 200, NULL, NULL); /* of nothing */
      expect (host, cases[i].lines);
    }
}

static void
test_run_function (Host *host, gconstpointer data)
{
  static const char *const failures[] = { "fail", "failed" };

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *states = g_strdup_printf (
        STATE ("a", "run-function", "\"url\":\"http://x\",\"parameters\":[{\"key\":\"a\",\"value\":\"b\"}]", TO ("success", "b") "," TO ("%s", "c")) ","
        SAY ("b", "good") "," SAY ("c", "bad"), failures[i]);

      start_states (host, states);
      trs_flow_run_requested (host->run, 500, NULL, NULL);
      expect (host, "POST http://x\n  application/x-www-form-urlencoded;charset=utf-8: a=b\nsay bad\n");
    }
}

static void
test_variables (Host *host, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) variables = NULL;

  start_states (host, STATE ("a", "set-variables",
                             "\"variables\":[{\"key\":\"n\",\"value\":\"1\"},{\"key\":\"n\",\"value\":\"{{flow.variables.n | plus: 1}}\"},"
                             "{\"key\":\"tel\",\"value\":\"{{contact.channel.address}}\"},{\"key\":\"zip\",\"value\":\"007\"},"
                             "{\"key\":\"x\",\"value\":\"1.5\"},{\"key\":\"none\",\"value\":\"\"},{\"key\":\"true\",\"value\":\"true\"}]", ""));
  expect (host, "ended\n");
  variables = json_path_query ("$.flow.variables", trs_flow_run_get_context (host->run), NULL);
  text = tr_json_to_string (variables);
  g_assert_cmpstr (text, ==, "[{\"n\":2,\"tel\":\"+16505550101\",\"zip\":\"007\",\"x\":1.5,\"none\":\"\",\"true\":\"true\"}]");
}

#define CONDITION(type, argument, value) \
  "{\"friendly_name\":\"\",\"type\":\"" type "\",\"arguments\":[" argument "],\"value\":\"" value "\"}"
#define MATCH(next, conditions) "{\"event\":\"match\",\"next\":\"" next "\",\"conditions\":[" conditions "]}"

static void
test_split (Host *host, gconstpointer data)
{
  start_states (host, STATE ("a", "split-based-on", "\"input\":\"{{contact.channel.address}}\"",
                             TO ("noMatch", "b") ","
                             MATCH ("b", "") ","
                             MATCH ("b", CONDITION ("starts_with", "", "+1650") "," CONDITION ("equal_to", "\"x\"", "y")) ","
                             MATCH ("c", CONDITION ("equal_to", "\"{{contact.channel.address}}\"", "{{trigger.call.From}}")) ","
                             MATCH ("b", CONDITION ("is_blank", "\"\"", ""))) ","
                      SAY ("b", "wrong") "," SAY ("c", "right"));
  expect (host, "say right\n");
  start_states (host, STATE ("a", "split-based-on", "\"input\":\"\"", MATCH ("b", CONDITION ("equal_to", "", "x"))) "," SAY ("b", "wrong"));
  expect (host, "ended\n");
  expect_steps (host, "T incomingCall a\na noMatch Ended\n");
}

static void
test_unknown_widget (Host *host, gconstpointer data)
{
  start_states (host, STATE ("a", "send-message", "", TO ("sent", "b")) "," SAY ("b", "x"));
  expect (host, "problem in a: a widget of the type send-message is not run by the sandbox\nended\n");
  expect_steps (host, "T incomingCall a\n");
}

static void
test_bad_liquid (Host *host, gconstpointer data)
{
  start_states (host, SAY ("a", "{{ x | nonsense }}"));
  expect (host, "problem in a: Liquid error (line 1, column 8): there is no filter \"nonsense\" in the subset\nended\n");
}

static void
test_same_widget_ten_times (Host *host, gconstpointer data)
{
  host->answers_at_once = TRUE;
  start_states (host, STATE ("a", "say-play", "\"say\":\"x\"", TO ("audioComplete", "a")));
  expect (host, "say x\nsay x\nsay x\nsay x\nsay x\nsay x\nsay x\nsay x\nsay x\nsay x\n"
                "problem in a: an execution ends when one widget is run 10 times in a row\nended\n");
}

/* Also: the stack stays flat when everything is answered at once. */
static void
test_thousand_steps (Host *host, gconstpointer data)
{
  host->answers_at_once = TRUE;
  start_states (host, STATE ("a", "say-play", "\"say\":\"x\"", TO ("audioComplete", "b")) ","
                      STATE ("b", "make-http-request", "\"url\":\"x\"", TO ("success", "c")) ","
                      STATE ("c", "split-based-on", "\"input\":\"\"", TO ("noMatch", "d")) ","
                      STATE ("d", "gather-input-on-call", "\"say\":\"y\"", TO ("timeout", "a")));
  g_assert_true (g_str_has_suffix (host->log->str, "an execution ends after 1000 steps\nended\n"));
  g_assert_cmpuint (trs_flow_run_get_steps (host->run)->len, ==, TRS_FLOW_MAX_STEPS);
}

/* A flow that a stranger sent, made to keep us busy. */
static void
test_too_much_work (Host *host, gconstpointer data)
{
  g_autoptr(GString) states = g_string_new ("{\"name\":\"a\",\"type\":\"set-variables\",\"transitions\":[],\"properties\":{\"variables\":[");

  for (guint i = 0; i < 900; i++)
    g_string_append_printf (states, "%s{\"key\":\"k%u\",\"value\":\"{%% assign x = (1..999) %%}{{ x | sort | size }}{{ x | sort | size }}{{ x | sort | size }}\"}",
                            i > 0 ? "," : "", i);
  g_string_append (states, "]}}");
  start_states (host, states->str);
  g_assert_nonnull (strstr (host->log->str, "the flow does too much at once\nended\n"));
}

static void
test_rest_request (Host *host, gconstpointer data)
{
  g_autoptr(JsonNode) parameters = test_json ("{\"name\":\"Ann\"}");

  load_states (host, STATE ("a", "make-http-request", "\"url\":\"http://{{flow.data.name}}/{{trigger.request.parameters.name}}/{{trigger.request.to}}/{{flow.channel.address}}\"", TO ("success", "b")) "," SAY ("b", "x"));
  trs_flow_run_start_request (host->run, "+1", "+2", json_node_get_object (parameters));
  expect (host, "GET http://Ann/Ann/+1/+2\n");
  trs_flow_run_hang_up (host->run, NULL); /* there is nobody who could */
  trs_flow_run_requested (host->run, 200, NULL, NULL);
  expect (host, "problem in b: there is no call to talk to\nended\n");
  g_assert_cmpstr (find (trs_flow_run_get_context (host->run), "$.contact.channel.address"), ==, "+1");
}

static void
test_no_next (Host *host, gconstpointer data)
{
  load_states (host, SAY ("a", "x"));
  trs_flow_run_start_request (host->run, "+1", "+2", NULL);
  expect (host, "problem in a: there is no call to talk to\nended\n");
}

static void
test_stop (Host *host, gconstpointer data)
{
  start_states (host, SAY ("a", "x"));
  trs_flow_run_stop (host->run);
  done (host);
  g_assert_false (trs_twiml_run_press (host->voice, '1'));
  expect (host, "say x\n");
  g_assert_true (trs_flow_run_is_over (host->run));
}

/* The document's run outlives the execution in the host's hands. */
static void
test_host_drops_run (Host *host, gconstpointer data)
{
  host->drops_run = TRUE;
  start_states (host, SAY ("a", "x"));
  done (host);
  expect (host, "say x\nended\n");
  g_assert_null (host->run);
  done (host);

  host->drops_run = FALSE;
  start_states (host, SAY ("a", "x"));
  g_clear_pointer (&host->run, trs_flow_run_unref);
  done (host);
  expect (host, "say x\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/studio/run/" path, Host, NULL, set_up, function, tear_down)
  ADD ("writers/support", test_writers_support);
  ADD ("writers/sales", test_writers_sales);
  ADD ("writers/silence", test_writers_silence);
  ADD ("writers/workflows", test_writers_workflows);
  ADD ("writers/other-digit", test_writers_other_digit);
  ADD ("writers/queue-full", test_writers_queue_full);
  ADD ("writers/hours", test_writers_hours);
  ADD ("time-zone", test_time_zone);
  ADD ("sample/support", test_sample);
  ADD ("sample/backup-agent", test_sample_backup_agent);
  ADD ("hang-up/dialing", test_hang_up_while_dialing);
  ADD ("hang-up/elsewhere", test_hang_up_elsewhere);
  ADD ("hang-up/queue", test_queue_says_hangup);
  ADD ("enqueue/broken-attributes", test_enqueue_broken_attributes);
  ADD ("enqueue/flex", test_send_to_flex);
  ADD ("connect", test_connect_forms);
  ADD ("say", test_say_forms);
  ADD ("gather", test_gather_forms);
  ADD ("request/forms", test_request_forms);
  ADD ("request/answers", test_request_answers);
  ADD ("run-function", test_run_function);
  ADD ("variables", test_variables);
  ADD ("split", test_split);
  ADD ("unknown-widget", test_unknown_widget);
  ADD ("bad-liquid", test_bad_liquid);
  ADD ("limits/repeats", test_same_widget_ten_times);
  ADD ("limits/steps", test_thousand_steps);
  ADD ("limits/work", test_too_much_work);
  ADD ("rest-request/http", test_rest_request);
  ADD ("rest-request/voice", test_no_next);
  ADD ("stop", test_stop);
  ADD ("host-drops-run", test_host_drops_run);

  return g_test_run ();
}
