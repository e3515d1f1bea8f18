/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "tr-json.h"
#include "trs-flow-run.h"

/* Checks a definition, and executes it with a host that answers at once, as the bytes say. */

typedef struct
{
  const uint8_t *data;
  size_t size;
  size_t next;
  guint n_asked;
  guint n_ended;
} Host;

static uint8_t
next_byte (Host *host)
{
  return host->data[host->next++ % host->size];
}

static void
answer (TrsTwimlRun *voice, Host *host)
{
  uint8_t byte = next_byte (host);

  host->n_asked++;
  if (byte % 2 == 0 && host->n_asked < 2000 && trs_twiml_run_is_listening (voice))
    trs_twiml_run_press (voice, "0123456789*#"[byte / 2 % 12]);
  else
    trs_twiml_run_done (voice);
}

static void
say_cb (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  answer (voice, user_data);
}

static void
wait_cb (TrsTwimlRun *voice, int seconds, gpointer user_data)
{
  answer (voice, user_data);
}

static void
interrupt_cb (TrsTwimlRun *voice, gpointer user_data)
{
}

static void
enqueue_cb (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  static const char *const results[] = { "bridged", "queue-full", "system-error", "hangup" };

  trs_twiml_run_left_queue (voice, results[next_byte (user_data) % G_N_ELEMENTS (results)], NULL);
}

static void
dial_cb (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  trs_twiml_run_dialed (voice, "completed", NULL);
}

static void
record_cb (TrsTwimlRun *voice, const TrsTwimlElement *verb, gpointer user_data)
{
  trs_twiml_run_recorded (voice, next_byte (user_data) % 3, NULL);
}

static void
stop_recording_cb (TrsTwimlRun *voice, gpointer user_data)
{
}

static void
request_cb (TrsFlowRun *run, const TrsFlowRequest *request, gpointer user_data)
{
  uint8_t byte = next_byte (user_data);

  g_assert (request->url != NULL && request->method != NULL);
  if (byte % 5 == 0)
    trs_flow_run_hang_up (run, NULL);
  trs_flow_run_requested (run, byte % 2 == 0 ? 200 : 500, "application/json", "{\"a\":[1,{\"b\":null}]}");
}

static gint64
now_cb (gpointer user_data)
{
  return G_GINT64_CONSTANT (1768496400) * G_USEC_PER_SEC;
}

static char *
new_sid_cb (const char *prefix, gpointer user_data)
{
  return g_strconcat (prefix, "00000000000000000000000000000001", NULL);
}

static void
ended_cb (TrsFlowRun *run, gpointer user_data)
{
  Host *host = user_data;

  host->n_ended++;
}

static const TrsFlowHost functions = {
  .voice = {
    .say = say_cb,
    .play = say_cb,
    .pause = wait_cb,
    .listen = wait_cb,
    .interrupt = interrupt_cb,
    .enqueue = enqueue_cb,
    .dial = dial_cb,
    .record = record_cb,
    .stop_recording = stop_recording_cb,
  },
  .request = request_cb,
  .now = now_cb,
  .new_sid = new_sid_cb,
  .ended = ended_cb,
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(JsonObject) details = NULL;
  g_autoptr(JsonNode) call = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsFlowDefinition) definition = NULL;
  g_autoptr(TrsFlowRun) run = NULL;
  Host host = { data, size };
  guint n_errors;

  definition = trs_flow_definition_parse ((const char *) data, (gssize) size, &details, &error);
  n_errors = json_array_get_length (json_object_get_array_member (details, "errors"));
  g_assert ((definition == NULL) == (n_errors > 0));
  g_assert ((definition == NULL) == (error != NULL));
  if (definition == NULL)
    return 0;

  call = tr_json_parse ("{\"CallSid\":\"CA1\",\"From\":\"+16505550101\",\"To\":\"+16505550100\"}", -1, NULL);
  run = trs_flow_run_new (definition, "FW1", "FN1", &functions, &host);
  trs_flow_run_start_call (run, json_node_get_object (call));
  g_assert (trs_flow_run_is_over (run));
  g_assert (host.n_ended == 1);
  g_assert (trs_flow_run_get_steps (run)->len <= TRS_FLOW_MAX_STEPS);
  return 0;
}
