/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "trs-twiml-run.h"

/* Parses a document and walks through it with a host that answers at once, as the bytes say. */

typedef struct
{
  const uint8_t *data;
  size_t size;
  size_t next;
  guint n_asked;
} Host;

static uint8_t
next_byte (Host *host)
{
  return host->size > 0 ? host->data[host->next++ % host->size] : 0;
}

/* Goes on, presses a key, says a word, or stops. A host that has been asked often goes on. */
static void
answer (TrsTwimlRun *run, Host *host)
{
  uint8_t byte = next_byte (host);

  host->n_asked++;
  if (host->n_asked > 200)
    trs_twiml_run_stop (run);
  else if (byte % 4 == 0 && trs_twiml_run_is_listening (run))
    trs_twiml_run_press (run, "0123456789*#"[byte / 4 % 12]);
  else if (byte % 16 == 1 && trs_twiml_run_is_listening (run))
    trs_twiml_run_hear (run, "sales");
  else if (byte == 2)
    trs_twiml_run_stop (run);
  else
    trs_twiml_run_done (run);
}

static void
say_cb (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  g_assert (trs_twiml_element_get_text (verb) != NULL);
  answer (run, user_data);
}

static void
wait_cb (TrsTwimlRun *run, int seconds, gpointer user_data)
{
  g_assert (seconds >= 0);
  answer (run, user_data);
}

static void
gather_cb (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  Host *host = user_data;

  if (next_byte (host) % 2 == 0)
    trs_twiml_run_press (run, '1');
}

static void
interrupt_cb (TrsTwimlRun *run, gpointer user_data)
{
}

static void
enqueue_cb (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  g_assert (trs_twiml_element_get_problem (verb, NULL) == NULL);
  trs_twiml_run_left_queue (run, "leave", trs_twiml_element_get_task_attributes (verb));
}

static void
dial_cb (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  trs_twiml_run_dialed (run, "busy", NULL);
}

static void
record_cb (TrsTwimlRun *run, const TrsTwimlElement *verb, gpointer user_data)
{
  if (!trs_twiml_run_press (run, '#'))
    trs_twiml_run_recorded (run, next_byte (user_data) % 2, NULL);
}

static void
stop_recording_cb (TrsTwimlRun *run, gpointer user_data)
{
  trs_twiml_run_recorded (run, 1, NULL);
}

static void
request_cb (TrsTwimlRun *run,
            const char *url,
            const char *method,
            JsonObject *parameters,
            gpointer user_data)
{
  g_assert (trs_twiml_run_is_over (run));
  g_assert (strcmp (method, "GET") == 0 || strcmp (method, "POST") == 0);
}

static void
end_cb (TrsTwimlRun *run, gpointer user_data)
{
  g_assert (trs_twiml_run_is_over (run));
}

static void
reject_cb (TrsTwimlRun *run, const char *reason, gpointer user_data)
{
  g_assert (trs_twiml_run_is_over (run));
}

static const TrsTwimlHost functions = {
  .say = say_cb,
  .play = say_cb,
  .pause = wait_cb,
  .gather = gather_cb,
  .listen = wait_cb,
  .interrupt = interrupt_cb,
  .enqueue = enqueue_cb,
  .dial = dial_cb,
  .record = record_cb,
  .stop_recording = stop_recording_cb,
  .request = request_cb,
  .hang_up = end_cb,
  .reject = reject_cb,
  .leave = end_cb,
  .ended = end_cb,
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsTwiml) document = trs_twiml_parse ((const char *) data, (gssize) size, &error);
  g_autoptr(TrsTwimlRun) run = NULL;
  Host host = { data, size };

  g_assert ((document == NULL) == (error != NULL));
  if (document == NULL)
    {
      g_assert (strchr (error->message, '\n') == NULL);
      return 0;
    }
  run = trs_twiml_run_new (document, &functions, &host);
  trs_twiml_run_start (run);
  g_assert (trs_twiml_run_is_over (run));
  return 0;
}
