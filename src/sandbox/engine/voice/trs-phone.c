/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-phone.h"

#include <string.h>

#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-phone-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"

static void
trs_phone_finalize (gpointer data)
{
  TrsPhone *self = data;

  g_free (self->address);
}

TrsPhone *
trs_engine_ensure_phone (TrsEngine *engine, const char *address)
{
  TrsPhone *self = g_hash_table_lookup (engine->by_address, address);

  if (self != NULL)
    return self;

  self = trs_resource_new (engine, TRS_RESOURCE_PHONE, sizeof *self, trs_phone_finalize, NULL,
                           NULL);
  self->engine = engine;
  self->address = g_strdup (address);
  self->after_seconds = TRS_PHONE_DEFAULT_AFTER_SECONDS;
  g_ptr_array_add (engine->phones, self);
  g_hash_table_insert (engine->by_address, self->address, self);
  return self;
}

/**
 * trs_engine_get_phone:
 * @self: an engine
 * @address: a number, client: or sip: address
 *
 * Every valid address has a phone, which answers after a second until told otherwise.
 *
 * Returns: (transfer none) (nullable): the phone; %NULL when @address cannot be called
 */
TrsPhone *
trs_engine_get_phone (TrsEngine *self, const char *address)
{
  return trs_address_is_valid (address) ? trs_engine_ensure_phone (self, address) : NULL;
}

/**
 * trs_engine_find_phone:
 * @self: an engine
 * @address: anything
 *
 * Returns: (transfer none) (nullable): the phone there, if it was called or spoken of, or calls
 */
TrsPhone *
trs_engine_find_phone (TrsEngine *self, const char *address)
{
  return g_hash_table_lookup (self->by_address, address);
}

/* A caller has a phone in his hand like anybody else. One that is known only by this call goes with
 * it; one that is in another call stays in that. */
void
trs_phone_take_caller (TrsCall *call)
{
  TrsEngine *engine = call->account->engine;
  TrsPhone *self = trs_engine_find_phone (engine, call->from);

  if (self == NULL && trs_address_is_valid (call->from) &&
      trs_engine_get_number_by_number (engine, call->from) == NULL)
    {
      self = trs_engine_ensure_phone (engine, call->from);
      self->is_passing = TRUE;
    }
  if (self == NULL || self->call != NULL)
    return;
  self->call = call;
  call->phone = self;
}

/* The call is over, for whoever had the phone in his hand. */
void
trs_phone_release (TrsCall *call)
{
  TrsPhone *self = g_steal_pointer (&call->phone);

  if (self == NULL)
    return;
  self->call = NULL;
  if (!self->is_passing)
    return;
  g_hash_table_remove (self->engine->by_address, self->address);
  trs_resource_remove (self->engine, self->engine->phones, self);
}

/**
 * trs_phone_set_behavior:
 * @self: a phone
 * @behavior: what it does when it is called; one that rings already may answer by it too
 * @after_seconds: how long it rings before it answers; less than 0 keeps what it was
 */
void
trs_phone_set_behavior (TrsPhone *self, TrsPhoneBehavior behavior, int after_seconds)
{
  self->is_passing = FALSE;
  self->behavior = behavior;
  if (after_seconds >= 0)
    self->after_seconds = after_seconds;
  if (trs_phone_get_state (self) == TRS_PHONE_RINGING)
    trs_call_arm_ringing (self->call);
}

static gboolean
check_state (TrsPhone *self, TrsPhoneState state, GError **error)
{
  if (trs_phone_get_state (self) == state)
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "The phone %s is not %s", self->address,
               trs_phone_state_to_string (state));
  return FALSE;
}

/**
 * trs_phone_answer:
 * @self: a phone that rings
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_phone_answer (TrsPhone *self, GError **error)
{
  if (!check_state (self, TRS_PHONE_RINGING, error))
    return FALSE;

  trs_call_answer_now (self->call);
  trs_router_run (self->engine);
  return TRUE;
}

/**
 * trs_phone_decline:
 * @self: a phone that rings
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Whoever called hears that it is busy.
 *
 * Returns: whether it was done
 */
gboolean
trs_phone_decline (TrsPhone *self, GError **error)
{
  if (!check_state (self, TRS_PHONE_RINGING, error))
    return FALSE;

  trs_call_end (self->call, TRS_CALL_BUSY);
  trs_router_run (self->engine);
  return TRUE;
}

static gboolean
is_off_hook (TrsPhone *self)
{
  TrsPhoneState state = trs_phone_get_state (self);

  return state == TRS_PHONE_IN_CALL || state == TRS_PHONE_CALLING;
}

/**
 * trs_phone_hang_up:
 * @self: a phone in a call, or one that calls
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_phone_hang_up (TrsPhone *self, GError **error)
{
  TrsEngine *engine = self->engine;

  if (!is_off_hook (self) && !check_state (self, TRS_PHONE_IN_CALL, error))
    return FALSE;

  trs_call_drop (self->call);
  trs_router_run (engine);
  return TRUE;
}

/**
 * trs_phone_press:
 * @self: a phone in a call, or one that calls
 * @digits: what the person at it presses
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_phone_press (TrsPhone *self, const char *digits, GError **error)
{
  return (is_off_hook (self) || check_state (self, TRS_PHONE_IN_CALL, error)) &&
         trs_call_press (self->call, digits, error);
}

/**
 * trs_phone_answers:
 * @self: a phone
 *
 * Returns: whether it answers by itself, after a while
 */
gboolean
trs_phone_answers (TrsPhone *self)
{
  return self->behavior == TRS_PHONE_ANSWER || self->behavior == TRS_PHONE_MACHINE;
}

/**
 * trs_phone_get_state:
 * @self: a phone
 *
 * Returns: what it does now
 */
TrsPhoneState
trs_phone_get_state (TrsPhone *self)
{
  if (self->call == NULL)
    return TRS_PHONE_IDLE;
  if (self->call->status == TRS_CALL_IN_PROGRESS)
    return TRS_PHONE_IN_CALL;
  return strcmp (self->call->direction, "inbound") == 0 ? TRS_PHONE_CALLING : TRS_PHONE_RINGING;
}

/**
 * trs_phone_state_to_string:
 * @state: a state
 *
 * Returns: "idle", "ringing", "in-call" or "calling"
 */
const char *
trs_phone_state_to_string (TrsPhoneState state)
{
  static const char *const words[] = { "idle", "ringing", "in-call", "calling" };

  return words[state];
}

static const char *const behavior_words[] = { "answer", "no-answer", "busy", "ask", "machine" };

/**
 * trs_phone_behavior_to_string:
 * @behavior: a behavior
 *
 * Returns: "answer", "no-answer", "busy", "ask" or "machine"
 */
const char *
trs_phone_behavior_to_string (TrsPhoneBehavior behavior)
{
  return behavior_words[behavior];
}

/**
 * trs_phone_behavior_from_string:
 * @word: as trs_phone_behavior_to_string() gives it
 * @behavior: (out): the behavior
 *
 * Returns: whether it is one
 */
gboolean
trs_phone_behavior_from_string (const char *word, TrsPhoneBehavior *behavior)
{
  for (guint i = 0; i < G_N_ELEMENTS (behavior_words); i++)
    {
      if (strcmp (word, behavior_words[i]) == 0)
        {
          *behavior = i;
          return TRUE;
        }
    }
  return FALSE;
}
