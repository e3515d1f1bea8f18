/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-twiml-run.h"

#include <string.h>

#include "tr-json.h"

/* A host that writes down what it is asked for, one line each, and answers when the test says so
 * (or at once, which is the harder case). */
typedef struct
{
  TrsTwimlRun *run;
  GString *log;
  gboolean answers_at_once;
  gboolean stops_at_problem;
  gboolean drops_run; /* at the end, while it is on the stack */
  const char *stock;  /* digits to press as soon as a Gather listens */
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
finish (Host *host)
{
  if (host->drops_run)
    g_clear_pointer (&host->run, trs_twiml_run_unref);
}

static void
host_say (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  Host *host = user_data;

  note (host, "say %s", trs_twiml_element_get_text (verb));
  if (host->answers_at_once)
    trs_twiml_run_done (run);
}

static void
host_play (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  Host *host = user_data;

  note (host, "play %s", trs_twiml_element_get_text (verb));
  if (host->answers_at_once)
    trs_twiml_run_done (run);
}

static void
host_pause (TrsTwimlRun *run, int seconds, gpointer user_data)
{
  Host *host = user_data;

  note (host, "pause %d", seconds);
  if (host->answers_at_once)
    trs_twiml_run_done (run);
}

static void
host_gather (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  Host *host = user_data;

  note (host, "gather");
  for (; host->stock != NULL && *host->stock != '\0'; host->stock++)
    {
      if (!trs_twiml_run_press (run, *host->stock))
        break;
    }
}

static void
host_listen (TrsTwimlRun *run, int seconds, gpointer user_data)
{
  Host *host = user_data;

  note (host, "listen %d", seconds);
  if (host->answers_at_once)
    trs_twiml_run_done (run);
}

static void
host_interrupt (TrsTwimlRun *run, gpointer user_data)
{
  note (user_data, "interrupt");
}

static void
host_enqueue (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  Host *host = user_data;

  note (host, "enqueue %s", trs_twiml_element_get_string (verb, "workflowSid"));
  if (host->answers_at_once)
    trs_twiml_run_left_queue (run, "leave", NULL);
}

static void
host_dial (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  Host *host = user_data;

  note (host, "dial %u", trs_twiml_element_get_children (verb)->len);
  if (host->answers_at_once)
    trs_twiml_run_dialed (run, "no-answer", NULL);
}

static void
host_record (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  Host *host = user_data;

  note (host, "record %d", trs_twiml_element_get_int (verb, "maxLength"));
  if (host->answers_at_once)
    trs_twiml_run_recorded (run, 0, NULL);
}

static void
host_stop_recording (TrsTwimlRun *run, gpointer user_data)
{
  note (user_data, "stop recording");
}

static void
host_request (TrsTwimlRun *run, const char *url, const char *method, JsonObject *parameters, gpointer user_data)
{
  g_autofree char *text = tr_json_object_to_string (parameters);

  note (user_data, "request %s '%s' %s", method, url, text);
  finish (user_data);
}

static void
host_hang_up (TrsTwimlRun *run, gpointer user_data)
{
  note (user_data, "hang up");
  finish (user_data);
}

static void
host_reject (TrsTwimlRun *run, const char *reason, gpointer user_data)
{
  note (user_data, "reject %s", reason);
  finish (user_data);
}

static void
host_leave (TrsTwimlRun *run, gpointer user_data)
{
  note (user_data, "leave");
  finish (user_data);
}

static void
host_ended (TrsTwimlRun *run, gpointer user_data)
{
  note (user_data, "ended");
  finish (user_data);
}

static void
host_problem (TrsTwimlRun *run, const TrsTwimlElement *verb, guint code, const char *message, gpointer user_data)
{
  Host *host = user_data;

  note (host, "problem %u %s", code, trs_twiml_element_get_name (verb));
  if (host->stops_at_problem)
    trs_twiml_run_stop (run);
}

static const TrsTwimlHost functions = {
  .say = host_say,
  .play = host_play,
  .pause = host_pause,
  .gather = host_gather,
  .listen = host_listen,
  .interrupt = host_interrupt,
  .enqueue = host_enqueue,
  .dial = host_dial,
  .record = host_record,
  .stop_recording = host_stop_recording,
  .request = host_request,
  .hang_up = host_hang_up,
  .reject = host_reject,
  .leave = host_leave,
  .ended = host_ended,
  .problem = host_problem,
};

static void
set_up (Host *host, gconstpointer data)
{
  host->log = g_string_new (NULL);
}

static void
tear_down (Host *host, gconstpointer data)
{
  g_clear_pointer (&host->run, trs_twiml_run_unref);
  g_string_free (host->log, TRUE);
}

static void
start (Host *host, const char *body)
{
  g_autofree char *text = g_strconcat ("<Response>", body, "</Response>", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsTwiml) document = trs_twiml_parse (text, -1, &error);

  g_assert_no_error (error);
  host->run = trs_twiml_run_new (document, &functions, host);
  trs_twiml_run_start (host->run);
}

/* What the host was asked for since the last look. */
static void
expect (Host *host, const char *lines)
{
  g_assert_cmpstr (host->log->str, ==, lines);
  g_string_truncate (host->log, 0);
}

static void
done (Host *host)
{
  trs_twiml_run_done (host->run);
}

static void
test_order (Host *host, gconstpointer data)
{
  start (host, "<Say>a</Say><Play>b</Play><Pause length=\"3\"/>");
  expect (host, "say a\n");
  done (host);
  expect (host, "play b\n");
  done (host);
  expect (host, "pause 3\n");
  done (host);
  expect (host, "ended\n");
  g_assert_true (trs_twiml_run_is_over (host->run));
  done (host);
  expect (host, "");
}

static void
test_loop (Host *host, gconstpointer data)
{
  start (host, "<Say loop=\"3\">a</Say><Hangup/><Say>never</Say>");
  expect (host, "say a\n");
  done (host);
  done (host);
  expect (host, "say a\nsay a\n");
  done (host);
  expect (host, "hang up\n");
}

static void
test_endless_loop_ends (Host *host, gconstpointer data)
{
  host->answers_at_once = TRUE;
  start (host, "<Say loop=\"0\">a</Say>");
  g_assert_cmpuint (host->log->len, ==, 1000 * strlen ("say a\n") + strlen ("ended\n"));
}

#define MENU \
  "<Gather action=\"/x\" numDigits=\"2\"><Say>one</Say><Say>two</Say></Gather><Say>nothing</Say>"

static void
test_gather_digits (Host *host, gconstpointer data)
{
  start (host, MENU);
  expect (host, "gather\nsay one\n");
  g_assert_true (trs_twiml_run_is_listening (host->run));
  done (host);
  expect (host, "say two\n");
  g_assert_true (trs_twiml_run_press (host->run, '4'));
  expect (host, "interrupt\nlisten 5\n");
  g_assert_true (trs_twiml_run_press (host->run, '2'));
  expect (host, "interrupt\nrequest POST '/x' {\"Digits\":\"42\"}\n");
  g_assert_false (trs_twiml_run_press (host->run, '1'));
}

static void
test_gather_nothing (Host *host, gconstpointer data)
{
  start (host, MENU);
  done (host);
  done (host);
  expect (host, "gather\nsay one\nsay two\nlisten 5\n");
  done (host);
  expect (host, "say nothing\n");
}

static void
test_gather_too_few_digits (Host *host, gconstpointer data)
{
  start (host, MENU);
  trs_twiml_run_press (host->run, '7');
  done (host);
  expect (host, "gather\nsay one\ninterrupt\nlisten 5\nrequest POST '/x' {\"Digits\":\"7\"}\n");
}

static void
test_gather_finish_key (Host *host, gconstpointer data)
{
  start (host, "<Gather finishOnKey=\"*\" timeout=\"9\" method=\"GET\"/>");
  expect (host, "gather\nlisten 9\n");
  trs_twiml_run_press (host->run, '1');
  trs_twiml_run_press (host->run, '#');
  trs_twiml_run_press (host->run, '*');
  expect (host, "interrupt\nlisten 9\ninterrupt\nlisten 9\ninterrupt\nrequest GET '' {\"Digits\":\"1#\"}\n");
}

static void
test_gather_only_finish_key (Host *host, gconstpointer data)
{
  start (host, "<Gather/><Say>nothing</Say>");
  trs_twiml_run_press (host->run, '#');
  expect (host, "gather\nlisten 5\ninterrupt\nsay nothing\n");
}

static void
test_gather_empty_result (Host *host, gconstpointer data)
{
  start (host, "<Gather action=\"/x\" actionOnEmptyResult=\"true\"/><Say>never</Say>");
  done (host);
  expect (host, "gather\nlisten 5\nrequest POST '/x' {\"Digits\":\"\"}\n");
}

static void
test_gather_stock (Host *host, gconstpointer data)
{
  host->stock = "12345";
  start (host, MENU);
  expect (host, "gather\nrequest POST '/x' {\"Digits\":\"12\"}\n");
  g_assert_cmpstr (host->stock, ==, "345");
}

static void
test_gather_stock_runs_out (Host *host, gconstpointer data)
{
  host->stock = "1";
  start (host, MENU);
  expect (host, "gather\nlisten 5\n");
}

static void
test_gather_speech (Host *host, gconstpointer data)
{
  start (host, "<Gather input=\"speech\" action=\"/x\"><Say>talk</Say></Gather>");
  g_assert_false (trs_twiml_run_press (host->run, '1'));
  g_assert_false (trs_twiml_run_hear (host->run, ""));
  g_assert_true (trs_twiml_run_hear (host->run, "sales"));
  expect (host, "gather\nsay talk\ninterrupt\n"
                "request POST '/x' {\"SpeechResult\":\"sales\",\"Confidence\":\"0.9\"}\n");
}

static void
test_digits_are_not_speech (Host *host, gconstpointer data)
{
  start (host, MENU);
  g_assert_false (trs_twiml_run_hear (host->run, "sales"));
  g_assert_false (trs_twiml_run_press (host->run, 'x'));
  g_assert_false (trs_twiml_run_press (host->run, '\0'));
  expect (host, "gather\nsay one\n");
}

static void
test_press_outside_gather (Host *host, gconstpointer data)
{
  start (host, "<Say>a</Say>");
  g_assert_false (trs_twiml_run_press (host->run, '1'));
  expect (host, "say a\n");
}

#define WORKFLOW "WW00000000000000000000000000000001"

static void
test_enqueue (Host *host, gconstpointer data)
{
  g_autoptr(JsonObject) parameters = json_object_new ();

  json_object_set_string_member (parameters, "QueueTime", "8");
  start (host, "<Enqueue workflowSid=\"" WORKFLOW "\" action=\"/over\"/><Say>never</Say>");
  done (host); /* of nothing */
  expect (host, "enqueue " WORKFLOW "\n");
  trs_twiml_run_left_queue (host->run, "bridged", parameters);
  expect (host, "request POST '/over' {\"QueueTime\":\"8\",\"QueueResult\":\"bridged\"}\n");
}

static void
test_enqueue_without_action (Host *host, gconstpointer data)
{
  start (host, "<Enqueue workflowSid=\"" WORKFLOW "\"/><Say>after</Say>");
  trs_twiml_run_left_queue (host->run, "leave", NULL);
  trs_twiml_run_left_queue (host->run, "leave", NULL);
  expect (host, "enqueue " WORKFLOW "\nsay after\n");
}

static void
test_enqueue_broken (Host *host, gconstpointer data)
{
  start (host, "<Enqueue workflowSid=\"WW1\" action=\"/over\"/>");
  expect (host, "problem 14220 Enqueue\nrequest POST '/over' {\"QueueResult\":\"system-error\"}\n");
}

static void
test_enqueue_broken_attributes (Host *host, gconstpointer data)
{
  start (host, "<Say x=\"1\">a</Say><Enqueue workflowSid=\"" WORKFLOW "\"><Task>{</Task></Enqueue><Say>after</Say>");
  done (host);
  expect (host, "say a\nproblem 14221 Enqueue\nsay after\n");
}

static void
test_dial (Host *host, gconstpointer data)
{
  start (host, "<Dial action=\"/over\" method=\"GET\"><Number>1</Number><Client>b</Client></Dial>");
  expect (host, "dial 2\n");
  trs_twiml_run_dialed (host->run, "completed", NULL);
  expect (host, "request GET '/over' {\"DialCallStatus\":\"completed\"}\n");
}

static void
test_dial_without_action (Host *host, gconstpointer data)
{
  start (host, "<Dial>+1650</Dial><Say>after</Say>");
  trs_twiml_run_dialed (host->run, "busy", NULL);
  expect (host, "dial 0\nsay after\n");
}

static void
test_dial_broken (Host *host, gconstpointer data)
{
  start (host, "<Dial/><Dial><Queue reservationSid=\"1\"/></Dial><Hangup/>");
  expect (host, "problem 12200 Dial\nproblem 14215 Dial\nhang up\n");
}

static void
test_stop_at_problem (Host *host, gconstpointer data)
{
  host->stops_at_problem = TRUE;
  start (host, "<Dial action=\"/x\"/><Say>never</Say>");
  expect (host, "problem 12200 Dial\n");
}

static void
test_record (Host *host, gconstpointer data)
{
  start (host, "<Record maxLength=\"30\" finishOnKey=\"#\" action=\"/r\"/>");
  g_assert_true (trs_twiml_run_is_recording (host->run));
  g_assert_false (trs_twiml_run_press (host->run, '1'));
  g_assert_true (trs_twiml_run_press (host->run, '#'));
  g_assert_false (trs_twiml_run_press (host->run, '#'));
  trs_twiml_run_recorded (host->run, 12, NULL);
  expect (host, "record 30\nstop recording\n"
                "request POST '/r' {\"RecordingDuration\":\"12\",\"Digits\":\"#\"}\n");
}

static void
test_record_silence (Host *host, gconstpointer data)
{
  start (host, "<Record/><Say>nothing</Say>");
  trs_twiml_run_recorded (host->run, 0, NULL);
  expect (host, "record 3600\nsay nothing\n");
}

static void
test_ends (Host *host, gconstpointer data)
{
  static const char *const cases[][2] = {
    { "", "ended\n" },
    { "<Hangup/>", "hang up\n" },
    { "<Leave/>", "leave\n" },
    { "<Reject/>", "reject rejected\n" },
    { "<Reject reason=\"busy\"/>", "reject busy\n" },
    { "<Redirect/>", "request POST '' {}\n" },
    { "<Redirect method=\"GET\"> /next </Redirect>", "request GET '/next' {}\n" },
  };

  host->drops_run = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      start (host, cases[i][0]);
      expect (host, cases[i][1]);
    }
}

/* The stack stays flat, and the run lives until it is off the stack. */
static void
test_host_that_answers_at_once (Host *host, gconstpointer data)
{
  g_autoptr(GString) body = g_string_new (NULL);

  host->answers_at_once = TRUE;
  host->drops_run = TRUE;
  for (guint i = 0; i < 2000; i++)
    g_string_append (body, "<Pause length=\"0\"/>");
  g_string_append (body, "<Gather><Say>a</Say></Gather><Enqueue>q</Enqueue><Dial>1</Dial><Record/><Redirect>/x</Redirect>");
  host->run = NULL;
  {
    g_autofree char *text = g_strconcat ("<Response>", body->str, "</Response>", NULL);
    g_autoptr(TrsTwiml) document = trs_twiml_parse (text, -1, NULL);
    TrsTwimlRun *run = trs_twiml_run_new (document, &functions, host);

    host->run = run;
    trs_twiml_run_start (run);
  }
  g_assert_null (host->run);
  g_assert_true (g_str_has_suffix (host->log->str,
                                   "pause 0\ngather\nsay a\nlisten 5\nenqueue (null)\ndial 0\n"
                                   "record 3600\nrequest POST '/x' {}\n"));
}

static void
test_stop (Host *host, gconstpointer data)
{
  start (host, MENU);
  trs_twiml_run_stop (host->run);
  done (host);
  g_assert_false (trs_twiml_run_press (host->run, '1'));
  g_assert_false (trs_twiml_run_is_listening (host->run));
  expect (host, "gather\nsay one\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/twiml/run/" path, Host, NULL, set_up, function, tear_down)
  ADD ("order", test_order);
  ADD ("loop", test_loop);
  ADD ("endless-loop", test_endless_loop_ends);
  ADD ("gather/digits", test_gather_digits);
  ADD ("gather/nothing", test_gather_nothing);
  ADD ("gather/too-few-digits", test_gather_too_few_digits);
  ADD ("gather/finish-key", test_gather_finish_key);
  ADD ("gather/only-finish-key", test_gather_only_finish_key);
  ADD ("gather/empty-result", test_gather_empty_result);
  ADD ("gather/stock", test_gather_stock);
  ADD ("gather/stock-runs-out", test_gather_stock_runs_out);
  ADD ("gather/speech", test_gather_speech);
  ADD ("gather/digits-are-not-speech", test_digits_are_not_speech);
  ADD ("gather/press-outside", test_press_outside_gather);
  ADD ("enqueue/action", test_enqueue);
  ADD ("enqueue/no-action", test_enqueue_without_action);
  ADD ("enqueue/broken", test_enqueue_broken);
  ADD ("enqueue/broken-attributes", test_enqueue_broken_attributes);
  ADD ("dial/action", test_dial);
  ADD ("dial/no-action", test_dial_without_action);
  ADD ("dial/broken", test_dial_broken);
  ADD ("dial/stop-at-problem", test_stop_at_problem);
  ADD ("record/key", test_record);
  ADD ("record/silence", test_record_silence);
  ADD ("ends", test_ends);
  ADD ("answers-at-once", test_host_that_answers_at_once);
  ADD ("stop", test_stop);

  return g_test_run ();
}
