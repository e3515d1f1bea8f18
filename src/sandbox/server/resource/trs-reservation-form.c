/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-reservation-form.h"

#include "http/trs-refusal.h"
#include "trs-instruction-check.h"

typedef gboolean (*Apply) (TrsReservation *reservation, TrsForm *form, GError **error);

/* Phones ring for at most 999 seconds. */
#define MAX_TIMEOUT 999

static gboolean
read_timeout (TrsForm *form, const char *name, int *timeout, GError **error)
{
  const int *given = NULL;

  return trs_form_read_int (form, name, 1, MAX_TIMEOUT, timeout, &given, error);
}

/* A list of events is a repeated parameter over REST, and one text on the event bridge. */
static char *
dup_events (TrsForm *form, const char *name)
{
  const char *const *words = trs_form_get_all (form, name);

  return words != NULL ? g_strjoinv (" ", (char **) words) : NULL;
}

static gboolean
apply_call (TrsReservation *reservation, TrsForm *form, GError **error)
{
  TrsCallOptions options = {
    .to = trs_form_get_filled (form, "CallTo"),
    .accept = trs_form_get_bool (form, "CallAccept", FALSE),
    .record = trs_form_get_filled (form, "CallRecord"),
    .status_callback.url = trs_form_get_filled (form, "CallStatusCallbackUrl"),
  };

  return trs_form_expect (form, "CallFrom", &options.from, error) &&
         trs_form_expect (form, "CallUrl", &options.url, error) &&
         read_timeout (form, "CallTimeout", &options.timeout, error) &&
         trs_reservation_call (reservation, &options, error);
}

static gboolean
apply_dequeue (TrsReservation *reservation, TrsForm *form, GError **error)
{
  /* The SDK's worker says Events where REST says Event. */
  g_autofree char *event = dup_events (form, "DequeueStatusCallbackEvent");
  g_autofree char *events = dup_events (form, "DequeueStatusCallbackEvents");
  TrsDequeueOptions options = {
    .to = trs_form_get_filled (form, "DequeueTo"),
    .from = trs_form_get_filled (form, "DequeueFrom"),
    .post_work_activity_sid = trs_form_get_filled (form, "DequeuePostWorkActivitySid"),
    .record = trs_form_get_filled (form, "DequeueRecord"),
    .status_callback.url = trs_form_get_filled (form, "DequeueStatusCallbackUrl"),
    .status_callback.method = "GET",
    .status_callback.events = event != NULL ? event : events,
  };

  return read_timeout (form, "DequeueTimeout", &options.timeout, error) &&
         trs_reservation_dequeue (reservation, &options, error);
}

static gboolean
apply_redirect (TrsReservation *reservation, TrsForm *form, GError **error)
{
  TrsRedirectOptions options = {
    .accept = trs_form_get_bool (form, "RedirectAccept", FALSE),
  };

  return trs_form_expect (form, "RedirectCallSid", &options.call_sid, error) &&
         trs_form_expect (form, "RedirectUrl", &options.url, error) &&
         trs_reservation_redirect (reservation, &options, error);
}

static gboolean
apply_supervise (TrsReservation *reservation, TrsForm *form, GError **error)
{
  static const char *const modes[] = { "monitor", "whisper", "barge" };
  const char *mode = trs_form_get_filled (form, "SupervisorMode");
  TrsSuperviseOptions options = { .mode = TRS_SUPERVISE_MONITOR };

  if (!trs_form_expect (form, "Supervisor", &options.supervisor, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      if (mode == NULL || g_str_equal (mode, modes[i]))
        {
          options.mode = (TrsSuperviseMode) i;
          return trs_reservation_supervise (reservation, &options, error);
        }
    }
  g_set_error (error, TRS_REFUSAL, 20001, "SupervisorMode '%s' is not valid", mode);
  return FALSE;
}

static gboolean
apply_conference (TrsReservation *reservation, TrsForm *form, GError **error)
{
  g_autofree char *events = dup_events (form, "StatusCallbackEvent");
  g_autofree char *conference_events = dup_events (form, "ConferenceStatusCallbackEvent");
  const int *given = NULL;
  TrsConferenceOptions options;

  trs_conference_options_init (&options);
  options.to = trs_form_get_filled (form, "To");
  options.from = trs_form_get_filled (form, "From");
  options.post_work_activity_sid = trs_form_get_filled (form, "PostWorkActivitySid");
  options.muted = trs_form_get_bool (form, "Muted", options.muted);
  options.start_conference_on_enter =
    trs_form_get_bool (form, "StartConferenceOnEnter", options.start_conference_on_enter);
  options.end_conference_on_exit =
    trs_form_get_bool (form, "EndConferenceOnExit", options.end_conference_on_exit);
  options.end_conference_on_customer_exit = trs_form_get_bool (
    form, "EndConferenceOnCustomerExit", options.end_conference_on_customer_exit);
  if (trs_form_get_filled (form, "Beep") != NULL)
    options.beep = trs_form_get_filled (form, "Beep");
  options.wait_url = trs_form_get_filled (form, "WaitUrl");
  options.record = trs_form_get_bool (form, "Record", options.record);
  options.conference_record = trs_form_get_filled (form, "ConferenceRecord");
  options.status_callback = (TrsCallback) { trs_form_get_filled (form, "StatusCallback"),
                                            trs_form_get_filled (form, "StatusCallbackMethod"),
                                            events };
  options.conference_status_callback =
    (TrsCallback) { trs_form_get_filled (form, "ConferenceStatusCallback"),
                    trs_form_get_filled (form, "ConferenceStatusCallbackMethod"),
                    conference_events };
  return read_timeout (form, "Timeout", &options.timeout, error) &&
         trs_form_read_int (form, "MaxParticipants", 2, 250, &options.max_participants, &given,
                            error) &&
         trs_reservation_conference (reservation, &options, error);
}

static gboolean
apply_instruction (TrsReservation *reservation, TrsForm *form, const char *word, GError **error)
{
  static const struct
  {
    const char *word;
    Apply apply;
  } instructions[] = {
    { "call", apply_call },           { "conference", apply_conference },
    { "dequeue", apply_dequeue },     { "redirect", apply_redirect },
    { "supervise", apply_supervise },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (instructions); i++)
    {
      if (g_str_equal (word, instructions[i].word))
        return trs_instruction_check (form, word, error) &&
               instructions[i].apply (reservation, form, error);
    }
  g_set_error (error, TRS_REFUSAL, 20001, "Instruction '%s' is not valid", word);
  return FALSE;
}

static gboolean
apply_status (TrsReservation *reservation,
              TrsForm *form,
              const char *word,
              int if_match,
              GError **error)
{
  if (g_str_equal (word, "accepted"))
    return trs_reservation_accept (reservation, if_match, error);
  if (g_str_equal (word, "rejected"))
    return trs_reservation_reject (reservation, if_match,
                                   trs_form_get_filled (form, "WorkerActivitySid"), error);
  if (g_str_equal (word, "wrapping"))
    return trs_reservation_wrap (reservation, if_match, error);
  if (g_str_equal (word, "completed"))
    return trs_reservation_complete (reservation, if_match, error);

  g_set_error (error, TRS_REFUSAL, 20001, "ReservationStatus '%s' is not valid", word);
  return FALSE;
}

/**
 * trs_reservation_form_apply:
 * @reservation: the reservation
 * @form: ReservationStatus with WorkerActivitySid, or Instruction with its parameters
 * @if_match: the version that a status is meant for, or %TRS_ANY_VERSION
 * @error: a %TRS_REFUSAL or a %TRS_ERROR
 *
 * Source: the service's Reservation resource, "Update a Reservation"; twilio-taskrouter's
 * Reservation for the event bridge, which names them alike.
 */
gboolean
trs_reservation_form_apply (TrsReservation *reservation,
                            TrsForm *form,
                            int if_match,
                            GError **error)
{
  const char *instruction = trs_form_get_filled (form, "Instruction");
  const char *status = trs_form_get_filled (form, "ReservationStatus");

  if (instruction != NULL && status != NULL)
    {
      g_set_error_literal (error, TRS_REFUSAL, 20001,
                           "Give either ReservationStatus or Instruction, not both");
      return FALSE;
    }
  if (instruction != NULL)
    return apply_instruction (reservation, form, instruction, error);
  if (status != NULL)
    return apply_status (reservation, form, status, if_match, error);

  g_set_error_literal (error, TRS_REFUSAL, 20001,
                       "Missing required parameter ReservationStatus in the post body");
  return FALSE;
}
