/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-twiml-run.h"

#include <string.h>

#include "trs-twiml-run-private.h"

/**
 * trs_twiml_run_new:
 * @document: what to walk through
 * @host: copied
 * @user_data: for @host; not owned
 *
 * Returns: (transfer full): a run that has not begun
 */
TrsTwimlRun *
trs_twiml_run_new (TrsTwiml *document, const TrsTwimlHost *host, gpointer user_data)
{
  TrsTwimlRun *self;

  g_return_val_if_fail (document != NULL && host != NULL, NULL);

  self = g_new0 (TrsTwimlRun, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->document = trs_twiml_ref (document);
  self->host = *host;
  self->user_data = user_data;
  self->digits = g_string_new (NULL);
  return self;
}

/**
 * trs_twiml_run_ref:
 * @self: a run
 *
 * Returns: (transfer full): @self
 */
TrsTwimlRun *
trs_twiml_run_ref (TrsTwimlRun *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * trs_twiml_run_unref:
 * @self: (transfer full): a run
 */
void
trs_twiml_run_unref (TrsTwimlRun *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  trs_twiml_unref (self->document);
  g_string_free (self->digits, TRUE);
  g_free (self);
}

static JsonObject *
copy_parameters (JsonObject *parameters)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (parameters == NULL)
    return copy;

  json_object_iter_init_ordered (&iter, parameters);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (copy, name, json_node_copy (node));
  return copy;
}

/**
 * trs_twiml_run_start:
 * @self: a run that has not begun
 */
void
trs_twiml_run_start (TrsTwimlRun *self)
{
  g_return_if_fail (self != NULL && self->next == 0);

  trs_twiml_run_ref (self);
  trs_twiml_run_go_on (self);
  trs_twiml_run_unref (self);
}

/**
 * trs_twiml_run_stop:
 * @self: a run
 *
 * Ends it without a word to the host: the call is over or goes on elsewhere.
 */
void
trs_twiml_run_stop (TrsTwimlRun *self)
{
  g_return_if_fail (self != NULL);

  self->state = TRS_TWIML_RUN_OVER;
  self->gather = NULL;
  self->playing = NULL;
}

/**
 * trs_twiml_run_done:
 * @self: a run
 *
 * The host has said, played or waited what it was asked to. Not heard when nothing of the kind is
 * under way.
 */
void
trs_twiml_run_done (TrsTwimlRun *self)
{
  g_return_if_fail (self != NULL);

  if (self->state != TRS_TWIML_RUN_PLAYING && self->state != TRS_TWIML_RUN_LISTENING)
    return;

  trs_twiml_run_ref (self);
  if (self->state == TRS_TWIML_RUN_LISTENING)
    {
      g_autofree char *digits = g_strdup (self->digits->str);

      trs_twiml_run_end_gather (self, digits, NULL);
    }
  else
    self->state = TRS_TWIML_RUN_READY;
  trs_twiml_run_go_on (self);
  trs_twiml_run_unref (self);
}

static void
interrupt (TrsTwimlRun *self)
{
  if (self->state == TRS_TWIML_RUN_PLAYING || self->state == TRS_TWIML_RUN_LISTENING)
    self->host.interrupt (self, self->user_data);
  if (self->state == TRS_TWIML_RUN_OVER) /* the host has stopped us */
    return;

  self->state = TRS_TWIML_RUN_READY;
  self->playing = NULL;
  self->prompt = G_MAXUINT; /* who has pressed a key hears no more prompts */
}

static void
take_digit (TrsTwimlRun *self, char digit)
{
  const char *finish = trs_twiml_element_get_string (self->gather, "finishOnKey");
  guint limit = (guint) trs_twiml_element_get_int (self->gather, "numDigits");
  gboolean is_last = strchr (finish, digit) != NULL;

  interrupt (self);
  if (self->state == TRS_TWIML_RUN_OVER)
    return;
  if (!is_last)
    g_string_append_c (self->digits, digit);
  /* The service's own limit where the document has none: nobody types for ever. */
  if (is_last || self->digits->len >= (limit > 0 ? limit : 1000))
    {
      g_autofree char *digits = g_strdup (self->digits->str);

      trs_twiml_run_end_gather (self, digits, NULL);
    }
}

/**
 * trs_twiml_run_press:
 * @self: a run
 * @digit: 0 to 9, * or #
 *
 * The caller presses a key.
 *
 * Returns: whether the run had use for it
 */
gboolean
trs_twiml_run_press (TrsTwimlRun *self, char digit)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (digit == '\0' || strchr ("0123456789*#", digit) == NULL || self->state == TRS_TWIML_RUN_OVER)
    return FALSE;

  if (self->state == TRS_TWIML_RUN_RECORDING)
    {
      if (self->key != 0 ||
          strchr (trs_twiml_element_get_string (self->verb, "finishOnKey"), digit) == NULL)
        return FALSE;
      self->key = digit;
      self->host.stop_recording (self, self->user_data);
      return TRUE;
    }
  if (self->gather == NULL ||
      strstr (trs_twiml_element_get_string (self->gather, "input"), "dtmf") == NULL)
    return FALSE;

  trs_twiml_run_ref (self);
  take_digit (self, digit);
  trs_twiml_run_go_on (self);
  trs_twiml_run_unref (self);
  return TRUE;
}

/**
 * trs_twiml_run_hear:
 * @self: a run
 * @speech: what the caller says
 *
 * Returns: whether the run had use for it
 */
gboolean
trs_twiml_run_hear (TrsTwimlRun *self, const char *speech)
{
  g_return_val_if_fail (self != NULL && speech != NULL, FALSE);

  if (self->state == TRS_TWIML_RUN_OVER || self->gather == NULL || *speech == '\0' ||
      strstr (trs_twiml_element_get_string (self->gather, "input"), "speech") == NULL)
    return FALSE;

  trs_twiml_run_ref (self);
  interrupt (self);
  if (self->state != TRS_TWIML_RUN_OVER)
    trs_twiml_run_end_gather (self, NULL, speech);
  trs_twiml_run_go_on (self);
  trs_twiml_run_unref (self);
  return TRUE;
}

/**
 * trs_twiml_run_left_queue:
 * @self: a run
 * @result: the service's word: "bridged", "leave", "redirected", "queue-full", "error" …
 * @parameters: (nullable): more for the action, such as QueueSid and QueueTime
 *
 * The caller is out of the queue and still there.
 *
 * Source: the service's page of the Enqueue verb.
 */
void
trs_twiml_run_left_queue (TrsTwimlRun *self, const char *result, JsonObject *parameters)
{
  g_autoptr(JsonObject) all = NULL;

  g_return_if_fail (self != NULL && result != NULL);

  if (self->state != TRS_TWIML_RUN_ENQUEUED)
    return;

  trs_twiml_run_ref (self);
  all = copy_parameters (parameters);
  json_object_set_string_member (all, "QueueResult", result);
  trs_twiml_run_go_to_action (self, all);
  trs_twiml_run_go_on (self);
  trs_twiml_run_unref (self);
}

/**
 * trs_twiml_run_dialed:
 * @self: a run
 * @status: "completed", "answered", "busy", "no-answer", "failed" or "canceled"
 * @parameters: (nullable): more for the action, such as DialCallSid and DialCallDuration
 *
 * What was dialled has ended, and the caller is still there.
 */
void
trs_twiml_run_dialed (TrsTwimlRun *self, const char *status, JsonObject *parameters)
{
  g_autoptr(JsonObject) all = NULL;

  g_return_if_fail (self != NULL && status != NULL);

  if (self->state != TRS_TWIML_RUN_DIALING)
    return;

  trs_twiml_run_ref (self);
  all = copy_parameters (parameters);
  json_object_set_string_member (all, "DialCallStatus", status);
  trs_twiml_run_go_to_action (self, all);
  trs_twiml_run_go_on (self);
  trs_twiml_run_unref (self);
}

/**
 * trs_twiml_run_recorded:
 * @self: a run
 * @seconds: how long the recording is; 0 for nothing heard, which goes on with the next verb
 * @parameters: (nullable): more for the action, such as RecordingUrl and RecordingSid
 *
 * The recording has ended: by silence, at its length, or by the key that the run told of.
 */
void
trs_twiml_run_recorded (TrsTwimlRun *self, int seconds, JsonObject *parameters)
{
  g_return_if_fail (self != NULL && seconds >= 0);

  if (self->state != TRS_TWIML_RUN_RECORDING)
    return;

  trs_twiml_run_ref (self);
  self->state = TRS_TWIML_RUN_READY;
  if (seconds > 0)
    {
      g_autoptr(JsonObject) all = copy_parameters (parameters);
      g_autofree char *duration = g_strdup_printf ("%d", seconds);
      const char key[] = { self->key, '\0' };

      json_object_set_string_member (all, "RecordingDuration", duration);
      if (!json_object_has_member (all, "Digits"))
        json_object_set_string_member (all, "Digits", key);
      trs_twiml_run_request (self, trs_twiml_element_get_string (self->verb, "action"),
               trs_twiml_element_get_string (self->verb, "method"), all);
    }
  trs_twiml_run_go_on (self);
  trs_twiml_run_unref (self);
}

gboolean
trs_twiml_run_is_over (TrsTwimlRun *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->state == TRS_TWIML_RUN_OVER;
}

/**
 * trs_twiml_run_is_listening:
 * @self: a run
 *
 * Returns: whether a key that is pressed now is heard by a Gather
 */
gboolean
trs_twiml_run_is_listening (TrsTwimlRun *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state != TRS_TWIML_RUN_OVER && self->gather != NULL;
}

gboolean
trs_twiml_run_is_recording (TrsTwimlRun *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state == TRS_TWIML_RUN_RECORDING;
}

/**
 * trs_twiml_run_get_verb:
 * @self: a run
 *
 * Returns: (nullable): the verb that it is at, %NULL before the first and after the last
 */
const TrsTwimlElement *
trs_twiml_run_get_verb (TrsTwimlRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->verb;
}
