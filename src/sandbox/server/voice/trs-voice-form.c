/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice-form.h"

#include <string.h>

#include "http/trs-form-url.h"
#include "http/trs-refusal.h"

#define MAX_TWIML 4000
#define MAX_TIMEOUT 600
#define MAX_TIME_LIMIT (24 * 60 * 60)

/* The service's codes of what is wrong with a call. Source: its error dictionary. */
#define CODE_NO_CALLED_NUMBER 21201
#define CODE_URL 21205
#define CODE_SEND_DIGITS 21206
#define CODE_METHOD 21209
#define CODE_NOT_YOUR_NUMBER 21210
#define CODE_NO_CALLER_NUMBER 21213
#define CODE_APPLICATION 21218
#define CODE_STATUS_CALLBACK 21609

void
trs_voice_form_init (TrsVoiceForm *self, TrsForm *form)
{
  self->form = form;
  self->events = g_ptr_array_new_with_free_func (g_free);
}

void
trs_voice_form_clear (TrsVoiceForm *self)
{
  g_clear_pointer (&self->events, g_ptr_array_unref);
}

static gboolean
check_method (TrsForm *form, const char *name, GError **error)
{
  const char *method = trs_form_get_filled (form, name);

  if (method == NULL || g_ascii_strcasecmp (method, "GET") == 0 ||
      g_ascii_strcasecmp (method, "POST") == 0)
    return TRUE;

  g_set_error (error, TRS_REFUSAL, CODE_METHOD, "%s is not valid: %s", name, method);
  return FALSE;
}

/**
 * trs_voice_form_read_address:
 * @self: a form
 * @url_name: the parameter of the address
 * @method_name: the parameter of how to ask
 * @url: (out) (nullable): the address
 * @method: (out) (nullable): "GET" or "POST"
 * @error: return location for a %TRS_REFUSAL
 */
gboolean
trs_voice_form_read_address (TrsVoiceForm *self,
                             const char *url_name,
                             const char *method_name,
                             const char **url,
                             const char **method,
                             GError **error)
{
  *url = trs_form_get_filled (self->form, url_name);
  *method = trs_form_get_filled (self->form, method_name);
  return trs_form_check_url (self->form, url_name, CODE_URL, error) &&
         check_method (self->form, method_name, error);
}

/**
 * trs_voice_form_read_program:
 * @self: a form
 * @program: (out): its Url, Method, FallbackUrl, FallbackMethod or Twiml; may be empty
 * @error: return location for a %TRS_REFUSAL
 */
gboolean
trs_voice_form_read_program (TrsVoiceForm *self, TrsVoiceProgram *program, GError **error)
{
  const char *text = trs_form_get_filled (self->form, "Twiml");

  *program = (TrsVoiceProgram) { .text = (char *) text };
  if (trs_form_get_filled (self->form, "ApplicationSid") != NULL)
    {
      g_set_error_literal (error, TRS_REFUSAL, CODE_APPLICATION,
                           "ApplicationSid is not valid: the sandbox has no applications");
      return FALSE;
    }
  if (text != NULL && g_utf8_strlen (text, -1) > MAX_TWIML)
    {
      g_set_error (error, TRS_REFUSAL, 20001, "Twiml is longer than %d characters", MAX_TWIML);
      return FALSE;
    }
  return trs_voice_form_read_address (self, "Url", "Method", (const char **) &program->url,
                                      (const char **) &program->method, error) &&
         trs_voice_form_read_address (self, "FallbackUrl", "FallbackMethod",
                                      (const char **) &program->fallback_url,
                                      (const char **) &program->fallback_method, error);
}

/**
 * trs_voice_form_read_callback:
 * @self: a form
 * @name: the parameter of the address; those of the method and the events begin with it
 * @callback: (out): what was asked for
 * @error: return location for a %TRS_REFUSAL
 */
gboolean
trs_voice_form_read_callback (TrsVoiceForm *self,
                              const char *name,
                              TrsCallback *callback,
                              GError **error)
{
  g_autofree char *method_name = g_strconcat (name, "Method", NULL);
  g_autofree char *event_name = g_strconcat (name, "Event", NULL);
  const char *const *events = trs_form_get_all (self->form, event_name);
  char *joined = events != NULL ? g_strjoinv (" ", (char **) events) : NULL;

  if (joined != NULL)
    g_ptr_array_add (self->events, joined);
  *callback = (TrsCallback) { trs_form_get_filled (self->form, name),
                              trs_form_get_filled (self->form, method_name), joined };
  return trs_form_check_url (self->form, name, CODE_STATUS_CALLBACK, error) &&
         check_method (self->form, method_name, error);
}

/* What is listened for has no effect where there is no sound, but must be sound. */
static gboolean
check_thresholds (TrsForm *form, GError **error)
{
  static const struct
  {
    const char *name;
    int least;
    int most;
  } thresholds[] = {
    { "MachineDetectionSpeechThreshold", 1000, 6000 },
    { "MachineDetectionSpeechEndThreshold", 500, 5000 },
    { "MachineDetectionSilenceTimeout", 2000, 10000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (thresholds); i++)
    {
      const int *given = NULL;
      int value = 0;

      if (!trs_form_read_int (form, thresholds[i].name, thresholds[i].least, thresholds[i].most,
                              &value, &given, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * trs_voice_form_read_detection:
 * @self: a form
 * @callback_name: the parameter of where to tell who answered
 * @wish: storage
 * @given: (out) (nullable): @wish, or %NULL where nobody asks who answers
 * @error: return location for a %TRS_REFUSAL
 *
 * Source: the service's guide "Answering machine detection".
 */
gboolean
trs_voice_form_read_detection (TrsVoiceForm *self,
                               const char *callback_name,
                               TrsDetectionWish *wish,
                               const TrsDetectionWish **given,
                               GError **error)
{
  const char *word = trs_form_get_filled (self->form, "MachineDetection");
  const int *timeout = NULL;

  *given = NULL;
  *wish = (TrsDetectionWish) { 0 };
  if (!trs_form_read_int (self->form, "MachineDetectionTimeout", 3, 59, &wish->timeout, &timeout,
                          error) ||
      !check_thresholds (self->form, error) ||
      !trs_voice_form_read_callback (self, callback_name, &wish->callback, error))
    return FALSE;
  if (word == NULL || g_ascii_strcasecmp (word, "none") == 0)
    return TRUE;
  wish->waits_for_end = g_ascii_strcasecmp (word, "DetectMessageEnd") == 0;
  wish->is_async = trs_form_get_bool (self->form, "AsyncAmd", FALSE);
  if (!wish->waits_for_end && g_ascii_strcasecmp (word, "Enable") != 0)
    {
      g_set_error (error, TRS_REFUSAL, 20001,
                   "Invalid parameter MachineDetection: %s is neither Enable nor DetectMessageEnd",
                   word);
      return FALSE;
    }
  *given = wish;
  return TRUE;
}

/**
 * trs_voice_form_read_recording:
 * @self: a form
 * @callback_name: the parameter of where to tell of it
 * @options: (out): what was asked for
 * @error: return location for a %TRS_REFUSAL
 */
gboolean
trs_voice_form_read_recording (TrsVoiceForm *self,
                               const char *callback_name,
                               TrsRecordingOptions *options,
                               GError **error)
{
  const char *channels = trs_form_get_filled (self->form, "RecordingChannels");
  const char *track = trs_form_get_filled (self->form, "RecordingTrack");
  static const char *const tracks[] = { "both", "inbound", "outbound", NULL };

  *options = (TrsRecordingOptions) { .channels = g_strcmp0 (channels, "dual") == 0 ? 2 : 1,
                                     .track = track };
  if ((channels != NULL && !g_str_equal (channels, "mono") && !g_str_equal (channels, "dual")) ||
      (track != NULL && !g_strv_contains (tracks, track)))
    {
      g_set_error (error, TRS_REFUSAL, 20001, "Invalid parameter %s",
                   track != NULL && !g_strv_contains (tracks, track) ? "RecordingTrack"
                                                                     : "RecordingChannels");
      return FALSE;
    }
  return trs_voice_form_read_callback (self, callback_name, &options->callback, error);
}

/* People may call from a number that is theirs; a client or SIP address is its own proof. */
static gboolean
check_numbers (TrsAccount *account, const TrsCallRequest *request, GError **error)
{
  if (request->to == NULL)
    g_set_error_literal (error, TRS_REFUSAL, CODE_NO_CALLED_NUMBER, "No 'To' number is specified");
  else if (request->from == NULL)
    g_set_error_literal (error, TRS_REFUSAL, CODE_NO_CALLER_NUMBER,
                         "No 'From' number is specified");
  else if (trs_address_is_valid (request->from) && request->from[0] == '+' &&
           trs_account_get_number_by_number (account, request->from) == NULL)
    g_set_error (error, TRS_REFUSAL, CODE_NOT_YOUR_NUMBER,
                 "The source phone number provided, %s, is not yet verified for your account. You "
                 "may only make calls from phone numbers that you've verified or purchased.",
                 request->from);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_send_digits (const char *digits, GError **error)
{
  if (digits == NULL || (strlen (digits) <= 32 && strspn (digits, "0123456789*#wW") == strlen (digits)))
    return TRUE;

  g_set_error (error, TRS_REFUSAL, CODE_SEND_DIGITS, "SendDigits is not valid: %s", digits);
  return FALSE;
}

/**
 * trs_voice_form_read_call:
 * @self: a form
 * @account: who calls
 * @request: (out): whom, and how; neither its program nor its recording
 * @error: return location for a %TRS_REFUSAL
 */
gboolean
trs_voice_form_read_call (TrsVoiceForm *self,
                          TrsAccount *account,
                          TrsCallRequest *request,
                          GError **error)
{
  TrsForm *form = self->form;
  const char *caller_id = trs_form_get_filled (form, "CallerId");
  const int *given = NULL;

  *request = (TrsCallRequest) { .to = trs_form_get_filled (form, "To"),
                                .from = trs_form_get_filled (form, "From"),
                                .send_digits = trs_form_get_filled (form, "SendDigits") };
  if (!check_numbers (account, request, error) ||
      !check_send_digits (request->send_digits, error))
    return FALSE;
  if (caller_id != NULL)
    request->from = caller_id;
  return trs_form_read_int (form, "Timeout", 1, MAX_TIMEOUT, &request->timeout, &given, error) &&
         trs_form_read_int (form, "TimeLimit", 1, MAX_TIME_LIMIT, &request->time_limit, &given,
                            error) &&
         trs_voice_form_read_callback (self, "StatusCallback", &request->callback, error);
}
