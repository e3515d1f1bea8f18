/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-account.h"
#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-phone.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-voice-callback.h"
#include "trs-web-private.h"

/* Whether a person or a machine answered. There is no sound to listen to: the phone's behavior says
 * it, after about the time that the service takes.
 *
 * Source: the service's guide "Answering machine detection". */

#define HUMAN_SECONDS 2
#define MACHINE_SECONDS 4
#define GREETING_SECONDS 10 /* until the beep */
#define SILENCE_SECONDS 5   /* of a number of ours, which is neither */
#define DEFAULT_TIMEOUT 30

struct _TrsDetection
{
  gboolean waits_for_end;
  gboolean is_async;
  int timeout;
  TrsVoiceCallback callback;
  guint64 timer;
  gint64 began_at;
  const char *word; /* what it will be found to be */
};

void
trs_detection_free (TrsDetection *self)
{
  trs_voice_callback_clear (&self->callback);
  g_free (self);
}

/* For a new call; @wish is nullable. */
void
trs_call_set_detection (TrsCall *self, const TrsDetectionWish *wish)
{
  if (wish == NULL)
    return;
  self->detection = g_new0 (TrsDetection, 1);
  self->detection->waits_for_end = wish->waits_for_end;
  self->detection->is_async = wish->is_async;
  self->detection->timeout = wish->timeout > 0 ? wish->timeout : DEFAULT_TIMEOUT;
  trs_voice_callback_set (&self->detection->callback, &wish->callback, trs_call_callback_words,
                          "completed");
}

static void
tell (TrsCall *self)
{
  TrsDetection *detection = self->detection;
  gint64 took = trs_engine_now (self->account->engine) - detection->began_at;
  g_autoptr(JsonObject) parameters = json_object_new ();

  if (detection->callback.url == NULL)
    return;
  json_object_set_string_member (parameters, "CallSid", self->base.sid);
  json_object_set_string_member (parameters, "AccountSid", self->account->base.sid);
  json_object_set_string_member (parameters, "AnsweredBy", self->answered_by);
  trs_json_set_format (parameters, "MachineDetectionDuration", "%" G_GINT64_FORMAT, took / 1000);
  trs_web_send (self->account->engine,
                &(TrsWebRequest) { .account = self->account,
                                   .method = detection->callback.method,
                                   .url = detection->callback.url,
                                   .parameters = parameters,
                                   .is_signed = TRUE },
                NULL, NULL);
}

static void
detected_cb (gpointer user_data)
{
  TrsCall *self = user_data;
  G_GNUC_UNUSED g_autoptr(TrsResource) held = trs_resource_ref (self);
  TrsDetection *detection = self->detection;
  TrsEngine *engine = self->account->engine;

  detection->timer = 0;
  self->answered_by = detection->word;
  trs_resource_touch (engine, self);
  trs_call_note (self, "was answered by: %s", self->answered_by);
  tell (self);
  /* What it was for waited; it may have been given something else to do. */
  if (!detection->is_async && self->script == NULL)
    trs_call_begin (self);
  trs_router_run (engine);
}

static int
foresee (TrsCall *self, const char **word)
{
  if (self->phone == NULL)
    *word = "unknown";
  else if (self->phone->behavior != TRS_PHONE_MACHINE)
    *word = "human";
  else
    *word = self->detection->waits_for_end ? "machine_end_beep" : "machine_start";
  if (self->phone == NULL)
    return SILENCE_SECONDS;
  if (self->phone->behavior != TRS_PHONE_MACHINE)
    return HUMAN_SECONDS;
  return self->detection->waits_for_end ? GREETING_SECONDS : MACHINE_SECONDS;
}

/* The call was just answered. Returns whether what it is for has to wait. */
gboolean
trs_call_detect (TrsCall *self)
{
  TrsDetection *detection = self->detection;
  int seconds;

  if (detection == NULL)
    return FALSE;
  seconds = foresee (self, &detection->word);
  if (seconds > detection->timeout)
    detection->word = "unknown";
  detection->began_at = trs_engine_now (self->account->engine);
  detection->timer = trs_engine_add_timer (self->account->engine,
                                           MIN (seconds, detection->timeout), detected_cb, self);
  return !detection->is_async;
}

/* It is over, or somebody took it elsewhere. */
void
trs_call_stop_detection (TrsCall *self)
{
  if (self->detection != NULL)
    trs_engine_clear_timer (self->account->engine, &self->detection->timer);
}
