/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-messages.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tr-error.h"

#define SID_LENGTH 34

static gboolean
is_sid (const char *text, const char *prefix)
{
  if (strlen (text) != SID_LENGTH || !g_str_has_prefix (text, prefix))
    return FALSE;

  for (const char *c = text + strlen (prefix); *c != '\0'; c++)
    if (!g_ascii_isxdigit (*c))
      return FALSE;

  return TRUE;
}

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

/**
 * tra_messages_check_form:
 * @form: what was typed, without spaces around it
 * @field: (out): the field that is wrong, as TraSession::sign-in-failed names it
 *
 * Finds what can be seen to be wrong without asking the service.
 *
 * Returns: (transfer full) (nullable): a sentence, or %NULL if nothing is
 */
char *
tra_messages_check_form (const TraSignInForm *form, const char **field)
{
  *field = "account-sid";
  if (is_empty (form->account_sid))
    return g_strdup (_("Enter the account SID."));
  if (!is_sid (form->account_sid, "AC"))
    return g_strdup (_("An account SID is AC and 32 digits and letters from a to f."));

  *field = "api-key-sid";
  if (!is_empty (form->api_key_sid) && !is_sid (form->api_key_sid, "SK"))
    return g_strdup (_("An API key SID is SK and 32 digits and letters from a to f."));

  *field = "secret";
  if (is_empty (form->secret))
    return g_strdup (is_empty (form->api_key_sid) ? _("Enter the auth token.")
                                                  : _("Enter the API key’s secret."));

  *field = "workspace";
  if (is_empty (form->workspace))
    return g_strdup (_("Enter a workspace."));

  *field = "worker";
  if (is_empty (form->worker_name))
    return g_strdup (_("Enter a worker name."));

  *field = NULL;
  return NULL;
}

static char *
for_refused_credentials (const TraSignInForm *form, const char **field)
{
  *field = "secret";
  return g_strdup (is_empty (form->api_key_sid) ? _("Wrong account SID or auth token.")
                                                : _("Wrong API key SID or secret."));
}

static char *
for_not_found (TraSignInStep step, const TraSignInForm *form, const char **field)
{
  if (step == TRA_SIGN_IN_WORKSPACE)
    {
      *field = "workspace";
      /* Translators: the workspace's name or SID as it was typed */
      return g_strdup_printf (_("No workspace named “%s” in this account."), form->workspace);
    }
  if (step == TRA_SIGN_IN_WORKER)
    {
      *field = "worker";
      /* Translators: the worker's name as it was typed */
      return g_strdup_printf (_("No worker named “%s” in this workspace."), form->worker_name);
    }

  *field = "service";
  return g_strdup (_("This address doesn’t answer as TaskRouter does. Check it, or ask your "
                     "administrator."));
}

static char *
for_service (const GError *error, gboolean is_official)
{
  TrError code = error->domain == TR_ERROR ? (TrError) error->code : TR_ERROR_NETWORK;

  /* TaskRouter's own troubles have a code; a page with "502 Bad Gateway" is someone else's. */
  if (code == TR_ERROR_SERVICE && !is_official && tr_error_get_service_code (error) == 0)
    code = TR_ERROR_PROTOCOL;

  switch (code)
    {
    case TR_ERROR_RATE_LIMIT:
      return g_strdup (_("Too many requests. Wait a minute, then try again."));
    case TR_ERROR_SERVICE:
      return g_strdup (_("The service is in trouble. Try again in a minute."));
    case TR_ERROR_TLS:
      return g_strdup (_("The server’s certificate isn’t trusted."));
    case TR_ERROR_PROTOCOL:
      return g_strdup (_("This address doesn’t answer as TaskRouter does. Check it, or ask your "
                         "administrator."));
    case TR_ERROR_NETWORK:
    case TR_ERROR_TIMEOUT:
      return g_strdup (is_official ? _("The service doesn’t answer. Check the network.")
                                   : _("This address doesn’t answer. Check it, or ask your "
                                       "administrator."));
    case TR_ERROR_AUTH:
    case TR_ERROR_FORBIDDEN:
    case TR_ERROR_NOT_FOUND:
    case TR_ERROR_REFUSED:
    case TR_ERROR_CONFLICT:
    case TR_ERROR_DISPLACED:
    default:
      return g_strdup (_("The service refused to sign you in. Ask your administrator."));
    }
}

/**
 * tra_messages_for_sign_in:
 * @error: what went wrong
 * @step: when
 * @form: what was typed
 * @is_official: whether the service is the official one, whose address nobody typed
 * @field: (out): the field that is wrong, as TraSession::sign-in-failed names it, or %NULL
 *
 * Returns: (transfer full): what happened and what to do next
 */
char *
tra_messages_for_sign_in (const GError *error,
                          TraSignInStep step,
                          const TraSignInForm *form,
                          gboolean is_official,
                          const char **field)
{
  g_return_val_if_fail (error != NULL, NULL);

  *field = NULL;
  if (step == TRA_SIGN_IN_DEMO)
    return g_strdup (_("The demo could not be started: the program task-router-sandbox is missing "
                       "or broken."));

  *field = "service";
  if (step == TRA_SIGN_IN_ADDRESS)
    return g_strdup (_("Use an address that starts with https://."));
  if (error->domain != TR_ERROR)
    return for_service (error, is_official);
  if (error->code == TR_ERROR_AUTH)
    return for_refused_credentials (form, field);
  if (error->code == TR_ERROR_FORBIDDEN)
    {
      *field = is_empty (form->api_key_sid) ? "account-sid" : "api-key-sid";
      return g_strdup (_("This account or key isn’t allowed to use TaskRouter."));
    }
  if (error->code == TR_ERROR_NOT_FOUND)
    return for_not_found (step, form, field);

  return for_service (error, is_official);
}

static const char *
what_failed (const char *verb)
{
  if (g_str_equal (verb, "accept"))
    return _("Couldn’t accept");
  if (g_str_equal (verb, "reject"))
    return _("Couldn’t reject");
  if (g_str_equal (verb, "stop-ringing"))
    return _("Couldn’t stop the ringing");
  if (g_str_equal (verb, "end-conference"))
    return _("Couldn’t end the conference");
  if (g_str_equal (verb, "complete"))
    return _("Couldn’t complete");
  if (g_str_equal (verb, "mute"))
    return _("Couldn’t mute");
  if (g_str_equal (verb, "unmute"))
    return _("Couldn’t unmute");
  if (g_str_equal (verb, "hold"))
    return _("Couldn’t put on hold");
  if (g_str_equal (verb, "resume"))
    return _("Couldn’t resume");
  if (g_str_equal (verb, "pause-recording"))
    return _("Couldn’t pause the recording");
  if (g_str_equal (verb, "resume-recording"))
    return _("Couldn’t record again");
  if (g_str_equal (verb, "wrap-up"))
    return _("Couldn’t begin the wrap-up");
  if (g_str_equal (verb, "save-notes"))
    return _("Couldn’t save the notes");
  if (g_str_equal (verb, "edit-attributes"))
    return _("Couldn’t save the attributes");
  if (g_str_equal (verb, "read-attributes"))
    return _("Couldn’t read the attributes");
  if (g_str_equal (verb, "monitor"))
    return _("Couldn’t listen in");
  if (g_str_equal (verb, "call-out"))
    return _("Couldn’t call");
  if (g_str_equal (verb, "transfer"))
    return _("Couldn’t transfer");
  if (g_str_equal (verb, "cancel-transfer"))
    return _("Couldn’t take the call back");
  if (g_str_equal (verb, "hand-over"))
    return _("Couldn’t hand over");
  if (g_str_equal (verb, "leave-call"))
    return _("Couldn’t leave the call");
  if (g_str_equal (verb, "remove"))
    return _("Couldn’t remove");
  return _("Couldn’t change the status");
}

static const char *
why_it_failed (const GError *error)
{
  if (error->domain != TR_ERROR)
    return _("something went wrong");

  switch ((TrError) error->code)
    {
    case TR_ERROR_NETWORK:
      return _("the service can’t be reached");
    case TR_ERROR_TIMEOUT:
      return _("the service didn’t answer in time");
    case TR_ERROR_AUTH:
      return _("your sign-in isn’t valid any more");
    case TR_ERROR_FORBIDDEN:
      return _("you aren’t allowed to");
    case TR_ERROR_NOT_FOUND:
      return _("it isn’t there any more");
    case TR_ERROR_CONFLICT:
      return _("someone changed it first");
    case TR_ERROR_RATE_LIMIT:
      return _("too many requests; try again in a moment");
    case TR_ERROR_SERVICE:
      return _("the service is in trouble");
    case TR_ERROR_TLS:
      return _("the server’s certificate isn’t trusted");
    case TR_ERROR_PROTOCOL:
      return _("the service gave no clear answer");
    case TR_ERROR_REFUSED:
    case TR_ERROR_DISPLACED:
    default:
      return _("the service refused");
    }
}

/**
 * tra_messages_for_request:
 * @verb: one of those of tra_session_get_busy()
 * @error: what went wrong
 *
 * Returns: (transfer full): a short sentence for a toast
 */
char *
tra_messages_for_request (const char *verb, const GError *error)
{
  g_return_val_if_fail (verb != NULL, NULL);
  g_return_val_if_fail (error != NULL, NULL);

  if (tr_error_is_unclear (error))
    return g_strdup (_("No clear answer from the service: what happened will be shown here"));

  /* Translators: what failed, and why: "Couldn’t accept: the service can’t be reached" */
  return g_strdup_printf (_("%s: %s"), what_failed (verb), why_it_failed (error));
}

/**
 * tra_messages_not_accepted:
 * @status: what became of the reservation instead
 *
 * Returns: (transfer full): a short sentence for a toast
 */
char *
tra_messages_not_accepted (TrReservationStatus status)
{
  switch (status)
    {
    case TR_RESERVATION_TIMEOUT:
      return g_strdup (_("Couldn’t accept: the time was up"));
    case TR_RESERVATION_CANCELED:
      return g_strdup (_("Couldn’t accept: the caller hung up"));
    case TR_RESERVATION_REJECTED:
      return g_strdup (_("Couldn’t accept: the call was rejected"));
    case TR_RESERVATION_ACCEPTED:
    case TR_RESERVATION_RESCINDED:
    case TR_RESERVATION_WRAPPING:
    case TR_RESERVATION_COMPLETED:
      return g_strdup (_("Couldn’t accept: the call was already taken"));
    case TR_RESERVATION_PENDING:
    case TR_RESERVATION_UNKNOWN:
    default:
      return g_strdup (_("Couldn’t accept: the service refused"));
    }
}

/* What becomes of the status, as far as that can be known beforehand. */
static char *
status_after (const char *activity, gboolean is_connected)
{
  if (activity == NULL)
    return g_strdup (_("Your status can’t be changed now."));
  if (is_connected)
    /* Translators: the name of a status */
    return g_strdup_printf (_("You’ll be set %s."), activity);
  /* Translators: the name of a status */
  return g_strdup_printf (_("You’ll be set %s if the service can be reached without the connection "
                            "that was lost. If not, your status stays, and calls may be offered to "
                            "you."),
                          activity);
}

/**
 * tra_messages_sign_out:
 * @activity: (nullable): the name of the status that will be asked for; %NULL if there is none
 * @is_connected: whether the event bridge is there
 * @is_in_call: whether a call goes on
 *
 * Returns: (transfer full): what signing out does, for the question whether one means it
 */
char *
tra_messages_sign_out (const char *activity, gboolean is_connected, gboolean is_in_call)
{
  g_autofree char *status = status_after (activity, is_connected);

  if (!is_in_call)
    return g_steal_pointer (&status);
  /* Translators: a sentence before this one: "You’ll be set Offline." */
  return g_strdup_printf (
      _("%s The call goes on on your phone, but you can’t control it from here."), status);
}

/**
 * tra_messages_away:
 * @cause: why nobody sat at the desk
 * @activity: the name of the status that was set
 *
 * Returns: (transfer full): a sentence for the agent who is back
 */
char *
tra_messages_away (TraAwayCause cause, const char *activity)
{
  g_return_val_if_fail (activity != NULL, NULL);

  switch (cause)
    {
    case TRA_AWAY_LOCK:
      /* Translators: the name of a status; so in the next three */
      return g_strdup_printf (_("You were set to %s when the screen was locked."), activity);
    case TRA_AWAY_LID:
      return g_strdup_printf (_("You were set to %s when the lid was closed."), activity);
    case TRA_AWAY_NETWORK:
      return g_strdup_printf (_("You were set to %s because the network was gone."), activity);
    case TRA_AWAY_SLEEP:
    default:
      return g_strdup_printf (_("You were set to %s when the computer went to sleep."), activity);
    }
}

/**
 * tra_messages_for_number:
 * @verdict: what is thought of what was typed
 *
 * Returns: what to do about it; "" if it is a number, or nothing was typed
 */
const char *
tra_messages_for_number (TraPhoneVerdict verdict)
{
  switch (verdict)
    {
    case TRA_PHONE_NO_COUNTRY:
      return _("Begin with + and the country’s code.");
    case TRA_PHONE_TOO_SHORT:
      return _("This number is too short.");
    case TRA_PHONE_TOO_LONG:
      return _("This number is too long.");
    case TRA_PHONE_INVALID:
      return _("There is no such number.");
    case TRA_PHONE_NOT_A_NUMBER:
      return _("This is not a phone number.");
    case TRA_PHONE_VALID:
    case TRA_PHONE_EMPTY:
    default:
      return "";
    }
}
