/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-call.h"

#include <string.h>

#include "trs-address.h"
#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-recording-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-script.h"

static gboolean
check_from (const char *from, GError **error)
{
  if (from != NULL && trs_address_is_valid (from))
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_CALLER_NUMBER,
               "The source phone number provided, %s, is not valid%s", from != NULL ? from : "",
               trs_address_get_hint (from));
  return FALSE;
}

static gboolean
check_digits (const char *digits, GError **error)
{
  if (digits == NULL || digits[strspn (digits, "0123456789*#wW")] == '\0')
    return TRUE;

  g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                       "Digits must be of 0 to 9, *, # and w");
  return FALSE;
}

/* The number of ours that @to names; without one the first that there is. */
static TrsNumber *
find_number (TrsEngine *engine, const char *to, GError **error)
{
  TrsNumber *number = NULL;

  if (to != NULL)
    number = trs_engine_get_number_by_number (engine, to);
  for (guint i = 0; to == NULL && number == NULL && i < engine->accounts->len; i++)
    {
      TrsAccount *account = g_ptr_array_index (engine->accounts, i);

      if (account->numbers->len > 0)
        number = g_ptr_array_index (account->numbers, 0);
    }
  if (number == NULL)
    g_set_error (error, TRS_ERROR, TRS_ERROR_CALLED_NUMBER,
                 "The destination phone number provided, %s, is not one of the sandbox's%s",
                 to != NULL ? to : "none", trs_address_get_hint (to));
  return number;
}

/**
 * trs_call_place:
 * @engine: the engine
 * @from: the caller's address
 * @to: (nullable): one of the seeded numbers; %NULL is the first
 * @digits: (nullable): what the caller presses, as soon as it is asked
 * @error: return location for a %TRS_ERROR_CALLER_NUMBER, %TRS_ERROR_CALLED_NUMBER or
 *   %TRS_ERROR_INVALID
 *
 * Somebody out there calls one of our numbers, which answers at once.
 *
 * Returns: (transfer none): the call, or %NULL with @error set
 */
TrsCall *
trs_call_place (TrsEngine *engine,
                const char *from,
                const char *to,
                const char *digits,
                GError **error)
{
  TrsNumber *number;
  TrsCall *self;

  if (!check_from (from, error) || !check_digits (digits, error))
    return NULL;
  number = find_number (engine, to, error);
  if (number == NULL)
    return NULL;

  self = trs_call_new (number->account, from, number->phone_number, "inbound");
  g_strlcpy (self->phone_number_sid, number->base.sid, sizeof self->phone_number_sid);
  if (digits != NULL)
    g_string_append (self->typed, digits);
  trs_call_arrive (self, number);
  trs_router_run (engine);
  return self;
}

static gboolean
check_to (const char *to, GError **error)
{
  if (to == NULL || *to == '\0')
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_NO_CALLED_NUMBER,
                           "No 'To' number is specified");
      return FALSE;
    }
  if (!trs_address_is_valid (to))
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_CALLED_NUMBER,
                   "The phone number you are attempting to call, %s, is not valid.%s", to,
                   trs_address_get_hint (to));
      return FALSE;
    }
  return TRUE;
}

/**
 * trs_call_create:
 * @account: whose call it is
 * @request: whom to call, and what for
 * @error: return location for a %TRS_ERROR_CALLER_NUMBER, %TRS_ERROR_CALLED_NUMBER or
 *   %TRS_ERROR_NO_CALLED_NUMBER
 *
 * Calls somebody out there, or one of our own numbers.
 *
 * Returns: (transfer none): the call, or %NULL with @error set
 *
 * Source: the service's Call resource.
 */
TrsCall *
trs_call_create (TrsAccount *account, const TrsCallRequest *request, GError **error)
{
  TrsCall *self;

  if (!check_to (request->to, error) || !check_from (request->from, error))
    return NULL;

  self = trs_call_new (account, request->from, request->to, "outbound-api");
  self->time_limit = request->time_limit;
  self->send_digits = g_strdup (request->send_digits);
  if (request->program != NULL)
    self->program = trs_voice_program_copy (request->program);
  if (request->recording != NULL)
    self->recording_options = trs_recording_options_copy (request->recording);
  trs_call_set_detection (self, request->detection);
  trs_voice_callback_set (&self->callback, &request->callback, trs_call_callback_words,
                          "completed");
  trs_call_tell (self);
  trs_call_dial (self, request->timeout);
  return self;
}

/**
 * trs_call_check_active:
 * @self: a call
 * @error: return location for a %TRS_ERROR_CALL_NOT_ACTIVE
 *
 * Returns: whether it is not over
 */
gboolean
trs_call_check_active (TrsCall *self, GError **error)
{
  if (!trs_call_is_over (self))
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_CALL_NOT_ACTIVE,
               "Call %s is not in-progress. Cannot redirect.", self->base.sid);
  return FALSE;
}

/* For the people at its ends, whose words are ours. */
static gboolean
check_not_over (TrsCall *self, GError **error)
{
  if (!trs_call_is_over (self))
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_CALL_NOT_ACTIVE,
               "Call %s is over already (%s): nobody is on the line", self->base.sid,
               trs_call_status_to_string (self->status));
  return FALSE;
}

/**
 * trs_call_press:
 * @self: a call
 * @digits: what the caller presses
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_CALL_NOT_ACTIVE
 *
 * Returns: whether it was done
 */
gboolean
trs_call_press (TrsCall *self, const char *digits, GError **error)
{
  if (!check_digits (digits, error) || !check_not_over (self, error))
    return FALSE;

  g_string_append (self->typed, digits);
  trs_call_read (self);
  trs_router_run (self->account->engine);
  return TRUE;
}

/**
 * trs_call_hang_up:
 * @self: a call
 * @error: return location for a %TRS_ERROR_CALL_NOT_ACTIVE when it is over
 *
 * Whoever is at the other end puts down the phone.
 *
 * Returns: whether it was done
 */
gboolean
trs_call_hang_up (TrsCall *self, GError **error)
{
  TrsEngine *engine = self->account->engine;

  if (!check_not_over (self, error))
    return FALSE;

  trs_call_drop (self);
  trs_router_run (engine);
  return TRUE;
}

/**
 * trs_call_update_status:
 * @self: a call
 * @status: %TRS_CALL_CANCELED while it is queued or rings, or %TRS_CALL_COMPLETED
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_CALL_NOT_ACTIVE
 *
 * Returns: whether it was done
 */
gboolean
trs_call_update_status (TrsCall *self, TrsCallStatus status, GError **error)
{
  TrsEngine *engine = self->account->engine;

  if (status != TRS_CALL_CANCELED && status != TRS_CALL_COMPLETED)
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                           "Status must be canceled or completed");
      return FALSE;
    }
  if (!trs_call_check_active (self, error))
    return FALSE;
  /* The service leaves a call alone that is answered already. */
  if (status == TRS_CALL_CANCELED && self->status == TRS_CALL_IN_PROGRESS)
    return TRUE;

  trs_call_end (self, status);
  trs_router_run (engine);
  return TRUE;
}

/**
 * trs_call_redirect:
 * @self: a call in progress, or one that rings
 * @program: what it runs instead of what it runs now; not empty
 * @error: return location for a %TRS_ERROR_CALL_NOT_ACTIVE
 *
 * Takes it out of its queue or conference, and away from whom it talks to.
 *
 * Returns: whether it was done
 *
 * Source: the service's guide "Modifying live calls".
 */
gboolean
trs_call_redirect (TrsCall *self, const TrsVoiceProgram *program, GError **error)
{
  if (!trs_call_check_active (self, error))
    return FALSE;

  if (self->status != TRS_CALL_IN_PROGRESS && g_strcmp0 (self->direction, "inbound") != 0)
    {
      g_clear_pointer (&self->program, trs_voice_program_free);
      self->program = trs_voice_program_copy (program);
      return TRUE;
    }
  trs_call_note (self, "redirected%s%s", program->url != NULL ? " to " : "",
                 program->url != NULL ? program->url : "");
  trs_call_give_up_task (self, "redirected");
  trs_call_go_elsewhere (self, program);
  trs_router_run (self->account->engine);
  return TRUE;
}

/**
 * trs_call_update:
 * @self: a call
 * @change: what to set
 * @error: return location for a %TRS_ERROR_INVALID or %TRS_ERROR_CALL_NOT_ACTIVE
 *
 * Returns: whether it was done
 *
 * Source: the service's Call resource.
 */
gboolean
trs_call_update (TrsCall *self, const TrsCallChange *change, GError **error)
{
  if (!trs_call_check_active (self, error))
    return FALSE;

  trs_voice_callback_set (&self->callback, &change->callback, trs_call_callback_words,
                          "completed");
  if (change->time_limit != NULL)
    trs_call_set_time_limit (self, *change->time_limit);
  if (change->status != TRS_CALL_QUEUED)
    return trs_call_update_status (self, change->status, error);
  return change->program == NULL || trs_call_redirect (self, change->program, error);
}

/**
 * trs_call_delete:
 * @self: a call that is over
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_call_delete (TrsCall *self, GError **error)
{
  if (!trs_call_is_over (self))
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "Call %s is in progress", self->base.sid);
      return FALSE;
    }
  trs_resource_remove (self->account->engine, self->account->calls, self);
  return TRUE;
}
