/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-flow-context.h"
#include "trs-flow-run-private.h"

/* How an execution talks to the caller: the document of its widget runs on the host's functions,
 * but where it ends, the flow goes on. Functions of the host get the host's data. */

static void
say_cb (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsFlowRun *run = user_data;

  run->host.voice.say (voice, verb, run->user_data);
}

static void
play_cb (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsFlowRun *run = user_data;

  run->host.voice.play (voice, verb, run->user_data);
}

static void
pause_cb (TrsTwimlRun *voice, int seconds, gpointer user_data)
{
  TrsFlowRun *run = user_data;

  run->host.voice.pause (voice, seconds, run->user_data);
}

static void
gather_cb (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsFlowRun *run = user_data;

  if (run->host.voice.gather != NULL)
    run->host.voice.gather (voice, verb, run->user_data);
}

static void
listen_cb (TrsTwimlRun *voice, int seconds, gpointer user_data)
{
  TrsFlowRun *run = user_data;

  run->host.voice.listen (voice, seconds, run->user_data);
}

static void
interrupt_cb (TrsTwimlRun *voice, gpointer user_data)
{
  TrsFlowRun *run = user_data;

  run->host.voice.interrupt (voice, run->user_data);
}

static void
enqueue_cb (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsFlowRun *run = user_data;

  run->host.voice.enqueue (voice, verb, run->user_data);
}

static void
dial_cb (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsFlowRun *run = user_data;

  run->host.voice.dial (voice, verb, run->user_data);
}

static void
record_cb (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  TrsFlowRun *run = user_data;

  run->host.voice.record (voice, verb, run->user_data);
}

static void
stop_recording_cb (TrsTwimlRun *voice, gpointer user_data)
{
  TrsFlowRun *run = user_data;

  run->host.voice.stop_recording (voice, run->user_data);
}

static void
problem_cb (TrsTwimlRun *voice,
            const TrsTwimlElement *verb,
            guint code,
            const char *message,
            gpointer user_data)
{
  TrsFlowRun *run = user_data;
  g_autofree char *text = g_strdup_printf ("%u: %s", code, message);

  trs_flow_run_report (run, text);
}

/* What the end of a queue is to a flow. */
static const char *
get_queue_event (JsonObject *parameters)
{
  const char *result = json_object_get_string_member_with_default (parameters, "QueueResult", "");

  if (strcmp (result, "queue-full") == 0)
    return "failedToEnqueue";
  if (strcmp (result, "system-error") == 0 || strcmp (result, "error") == 0)
    return "callFailure";
  return "callComplete";
}

static const char *
get_event (TrsFlowRun *run, JsonObject *parameters)
{
  switch (trs_flow_widget_get_widget_type (run->widget))
    {
    case TRS_FLOW_WIDGET_GATHER_INPUT_ON_CALL:
      return json_object_has_member (parameters, "SpeechResult") ? "speech" : "keypress";
    case TRS_FLOW_WIDGET_ENQUEUE_CALL:
    case TRS_FLOW_WIDGET_SEND_TO_FLEX:
      return get_queue_event (parameters);
    case TRS_FLOW_WIDGET_CONNECT_CALL_TO:
      return "callCompleted";
    default:
      return "recordingComplete";
    }
}

/* A verb's action: where the service would ask the flow's address for more TwiML. */
static void
request_cb (TrsTwimlRun *voice,
            const char *url,
            const char *method,
            JsonObject *parameters,
            gpointer user_data)
{
  g_autoptr(TrsFlowRun) run = trs_flow_run_ref (user_data);
  const char *result = json_object_get_string_member_with_default (parameters, "QueueResult", "");

  g_clear_pointer (&run->voice, trs_twiml_run_unref);
  if (strcmp (result, "hangup") == 0)
    {
      trs_flow_run_hang_up (run, parameters);
      return;
    }
  trs_flow_run_set_widget_values (run, parameters);
  trs_flow_run_take_event (run, get_event (run, parameters));
}

/* The document's end, without an action. */
static void
ended_cb (TrsTwimlRun *voice, gpointer user_data)
{
  g_autoptr(TrsFlowRun) run = trs_flow_run_ref (user_data);
  TrsFlowWidgetType type = trs_flow_widget_get_widget_type (run->widget);

  g_clear_pointer (&run->voice, trs_twiml_run_unref);
  trs_flow_run_set_widget_values (run, NULL);
  trs_flow_run_take_event (run, type == TRS_FLOW_WIDGET_GATHER_INPUT_ON_CALL ? "timeout"
                                : type == TRS_FLOW_WIDGET_RECORD_VOICEMAIL   ? "noAudio"
                                                                             : "audioComplete");
}

/* Hangup, Leave and Reject are in no document of a flow. */
static const TrsTwimlHost functions = {
  .say = say_cb,
  .play = play_cb,
  .pause = pause_cb,
  .gather = gather_cb,
  .listen = listen_cb,
  .interrupt = interrupt_cb,
  .enqueue = enqueue_cb,
  .dial = dial_cb,
  .record = record_cb,
  .stop_recording = stop_recording_cb,
  .request = request_cb,
  .ended = ended_cb,
  .problem = problem_cb,
};

static void
report_warnings (TrsFlowRun *self, TrsTwiml *document)
{
  GPtrArray *warnings = trs_twiml_get_warnings (document);

  for (guint i = 0; i < warnings->len; i++)
    {
      const TrsTwimlWarning *warning = g_ptr_array_index (warnings, i);
      g_autofree char *text = g_strdup_printf ("%u: %s", warning->code, warning->message);

      trs_flow_run_report (self, text);
    }
}

/**
 * trs_flow_run_enter_voice:
 * @self: an execution at a widget that speaks
 *
 * Asks the host to play it. Without a caller the execution ends.
 */
void
trs_flow_run_enter_voice (TrsFlowRun *self)
{
  g_autoptr(TrsTwiml) document = NULL;
  g_autoptr(TrsTwimlRun) voice = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (self->call == NULL)
    {
      trs_flow_run_report (self, "there is no call to talk to");
      trs_flow_run_end (self);
      return;
    }

  text = trs_flow_voice_make_document (self);
  if (self->is_over) /* the host heard of bad Liquid, and stopped us */
    return;
  document = trs_twiml_parse (text, -1, &error);
  if (document == NULL)
    {
      trs_flow_run_report (self, error->message);
      trs_flow_run_end (self);
      return;
    }

  report_warnings (self, document);
  if (self->is_over)
    return;
  voice = trs_twiml_run_new (document, &functions, self);
  self->voice = trs_twiml_run_ref (voice);
  trs_twiml_run_start (voice);
}
