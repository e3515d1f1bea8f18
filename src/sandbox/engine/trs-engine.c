/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-engine.h"

#include "trs-engine-private.h"
#include "trs-resource-private.h"

/* Source: the protocol of TaskRouter, as documented by the service and seen in its SDKs. */

enum { EVENT, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TrsEngine, trs_engine, G_TYPE_OBJECT)

static void
trs_engine_finalize (GObject *object)
{
  TrsEngine *self = TRS_ENGINE (object);

  g_queue_clear_full (&self->dirty_tasks, trs_resource_unref);
  g_queue_clear_full (&self->dirty_workers, trs_resource_unref);
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->phones);
  trs_web_free (self->web);
  g_hash_table_unref (self->by_address);
  g_hash_table_unref (self->numbers);
  g_hash_table_unref (self->resources);
  g_free (self->public_url);
  g_rand_free (self->random);
  g_string_free (self->scratch, TRUE);
  g_queue_clear (&self->gone_order);
  g_hash_table_unref (self->gone);
  g_object_unref (self->clock);
  G_OBJECT_CLASS (trs_engine_parent_class)->finalize (object);
}

static void
trs_engine_class_init (TrsEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = trs_engine_finalize;

  /**
   * TrsEngine::event:
   * @engine: the engine
   * @event: (type TrsEvent): what happened
   *
   * Emitted at the moment that something happened, with the state just as it is then: snapshot
   * what you need of it there and then. Handlers must not call verbs.
   */
  signals[EVENT] = g_signal_new ("event", TRS_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
trs_engine_init (TrsEngine *self)
{
  self->accounts = trs_resource_list_new ();
  self->phones = trs_resource_list_new ();
  self->resources = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_address = g_hash_table_new (g_str_hash, g_str_equal);
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->scratch = g_string_new (NULL);
  self->gone = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->public_url = g_strdup ("http://127.0.0.1");
  self->web = trs_web_new (self);
}

/**
 * trs_engine_new:
 * @clock: where all its time comes from
 * @random_seed: where all its randomness comes from
 *
 * Returns: (transfer full): an engine with no account: see trs_engine_load_seed()
 */
TrsEngine *
trs_engine_new (TrClock *clock, guint32 random_seed)
{
  TrsEngine *self;

  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);

  self = g_object_new (TRS_TYPE_ENGINE, NULL);
  self->clock = g_object_ref (clock);
  self->random = g_rand_new_with_seed (random_seed);
  return self;
}

/* Tells the listeners. The event's log entry is the caller's. */
void
trs_engine_emit (TrsEngine *self, const TrsEvent *event)
{
  g_signal_emit (self, signals[EVENT], 0, event);
}

/* Microseconds since the epoch. */
gint64
trs_engine_now (TrsEngine *self)
{
  return tr_clock_get_real_time (self->clock);
}

guint64
trs_engine_add_timer (TrsEngine *self, gint64 seconds, TrClockFunc func, gpointer user_data)
{
  return tr_clock_add (self->clock, seconds * G_USEC_PER_SEC, func, user_data);
}

void
trs_engine_clear_timer (TrsEngine *self, guint64 *id)
{
  tr_clock_clear (self->clock, id);
}

gpointer
trs_engine_lookup (TrsEngine *self, TrsResourceType type, const char *sid)
{
  TrsResource *resource;

  if (sid == NULL)
    return NULL;

  resource = g_hash_table_lookup (self->resources, sid);
  return resource != NULL && resource->type == type ? resource : NULL;
}

/* For a seed's own SIDs; %NULL is fine. */
gboolean
trs_engine_check_free_sid (TrsEngine *self, const char *sid, const char *prefix, GError **error)
{
  if (sid == NULL)
    return TRUE;
  if (!trs_sid_is_valid (sid, prefix))
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "'%s' is no %s SID", sid, prefix);
      return FALSE;
    }
  if (g_hash_table_contains (self->resources, sid))
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "%s is used twice", sid);
      return FALSE;
    }
  return TRUE;
}

/**
 * trs_engine_get_clock:
 * @self: an engine
 *
 * Returns: the clock that it was made with
 */
TrClock *
trs_engine_get_clock (TrsEngine *self)
{
  g_return_val_if_fail (TRS_IS_ENGINE (self), NULL);

  return self->clock;
}

/**
 * trs_engine_get_accounts:
 * @self: an engine
 *
 * Returns: (transfer none) (element-type TrsAccount): the accounts, in order
 */
GPtrArray *
trs_engine_get_accounts (TrsEngine *self)
{
  g_return_val_if_fail (TRS_IS_ENGINE (self), NULL);

  return self->accounts;
}

/**
 * trs_engine_get_phones:
 * @self: an engine
 *
 * Returns: (transfer none) (element-type TrsPhone): every phone that was called or spoken of
 */
GPtrArray *
trs_engine_get_phones (TrsEngine *self)
{
  g_return_val_if_fail (TRS_IS_ENGINE (self), NULL);

  return self->phones;
}

/**
 * trs_engine_get_account:
 * @self: an engine
 * @sid: (nullable): anything
 *
 * Each lookup by SID answers %NULL for what is not there, or is something else.
 *
 * Returns: (transfer none) (nullable): the account
 */
TrsAccount *
trs_engine_get_account (TrsEngine *self, const char *sid)
{
  return trs_engine_lookup (self, TRS_RESOURCE_ACCOUNT, sid);
}

TrsWorkspace *
trs_engine_get_workspace (TrsEngine *self, const char *sid)
{
  return trs_engine_lookup (self, TRS_RESOURCE_WORKSPACE, sid);
}

TrsCall *
trs_engine_get_call (TrsEngine *self, const char *sid)
{
  return trs_engine_lookup (self, TRS_RESOURCE_CALL, sid);
}

TrsConference *
trs_engine_get_conference (TrsEngine *self, const char *sid)
{
  return trs_engine_lookup (self, TRS_RESOURCE_CONFERENCE, sid);
}

TrsVoiceQueue *
trs_engine_get_voice_queue (TrsEngine *self, const char *sid)
{
  return trs_engine_lookup (self, TRS_RESOURCE_VOICE_QUEUE, sid);
}

TrsFlow *
trs_engine_get_flow (TrsEngine *self, const char *sid)
{
  return trs_engine_lookup (self, TRS_RESOURCE_FLOW, sid);
}

TrsExecution *
trs_engine_get_execution (TrsEngine *self, const char *sid)
{
  return trs_engine_lookup (self, TRS_RESOURCE_EXECUTION, sid);
}

TrsRecording *
trs_engine_get_recording (TrsEngine *self, const char *sid)
{
  return trs_engine_lookup (self, TRS_RESOURCE_RECORDING, sid);
}

TrsNumber *
trs_engine_get_number (TrsEngine *self, const char *sid)
{
  return trs_engine_lookup (self, TRS_RESOURCE_NUMBER, sid);
}

/**
 * trs_engine_get_number_by_number:
 * @self: an engine
 * @phone_number: a phone number
 *
 * Returns: (transfer none) (nullable): the number of ours with that number, of whatever account
 */
TrsNumber *
trs_engine_get_number_by_number (TrsEngine *self, const char *phone_number)
{
  return g_hash_table_lookup (self->numbers, phone_number);
}

/**
 * trs_engine_set_public_url:
 * @self: an engine
 * @url: where programs reach its API, without a slash at the end
 *
 * For the addresses that programs are told.
 */
void
trs_engine_set_public_url (TrsEngine *self, const char *url)
{
  g_return_if_fail (TRS_IS_ENGINE (self));

  g_free (self->public_url);
  self->public_url = g_strdup (url);
}
