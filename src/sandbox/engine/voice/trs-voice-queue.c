/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice-queue.h"

#include <string.h>

#include "trs-call-private.h"
#include "trs-engine-private.h"
#include "trs-resource-private.h"
#include "trs-script.h"

#define DEFAULT_MAX_SIZE 100
#define LARGEST_MAX_SIZE 5000

static void
trs_voice_queue_finalize (gpointer data)
{
  TrsVoiceQueue *self = data;

  for (guint i = 0; i < self->dialers->len; i++)
    trs_dial_forget_queue (g_ptr_array_index (self->dialers, i));
  g_ptr_array_unref (self->dialers);
  g_ptr_array_unref (self->members);
  g_free (self->friendly_name);
}

TrsVoiceQueue *
trs_voice_queue_new (TrsAccount *account, const char *friendly_name)
{
  TrsVoiceQueue *self = trs_resource_new (account->engine, TRS_RESOURCE_VOICE_QUEUE, sizeof *self,
                                          trs_voice_queue_finalize, "QU", NULL);

  self->account = account;
  self->friendly_name = g_strdup (friendly_name);
  self->max_size = DEFAULT_MAX_SIZE;
  self->members = trs_resource_list_new ();
  self->dialers = g_ptr_array_new ();
  g_ptr_array_add (account->voice_queues, self);
  return self;
}

static gboolean
check_change (TrsAccount *account,
              TrsVoiceQueue *self,
              const char *name,
              const int *max_size,
              GError **error)
{
  TrsVoiceQueue *other = name != NULL ? trs_account_get_voice_queue_by_name (account, name) : NULL;

  if (other != NULL && other != self)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "A queue named %s already exists", name);
      return FALSE;
    }
  if (max_size != NULL && (*max_size < 1 || *max_size > LARGEST_MAX_SIZE))
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "MaxSize must be from 1 to %d",
                   LARGEST_MAX_SIZE);
      return FALSE;
    }
  return TRUE;
}

/**
 * trs_voice_queue_create:
 * @account: an account
 * @friendly_name: unique in it
 * @max_size: (nullable): how many callers it holds
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: (transfer none): the queue, or %NULL with @error set
 */
TrsVoiceQueue *
trs_voice_queue_create (TrsAccount *account,
                        const char *friendly_name,
                        const int *max_size,
                        GError **error)
{
  TrsVoiceQueue *self;

  if (!trs_friendly_name_check (friendly_name, "FriendlyName", error) ||
      !check_change (account, NULL, friendly_name, max_size, error))
    return NULL;

  self = trs_voice_queue_new (account, friendly_name);
  if (max_size != NULL)
    self->max_size = *max_size;
  return self;
}

/**
 * trs_voice_queue_update:
 * @self: a queue
 * @friendly_name: (nullable): its new name
 * @max_size: (nullable): how many callers it holds; those who are in stay
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_voice_queue_update (TrsVoiceQueue *self,
                        const char *friendly_name,
                        const int *max_size,
                        GError **error)
{
  if (!check_change (self->account, self, friendly_name, max_size, error))
    return FALSE;

  if (friendly_name != NULL)
    {
      g_free (self->friendly_name);
      self->friendly_name = g_strdup (friendly_name);
    }
  if (max_size != NULL)
    self->max_size = *max_size;
  trs_resource_touch (self->account->engine, self);
  return TRUE;
}

/**
 * trs_voice_queue_delete:
 * @self: an empty queue
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_voice_queue_delete (TrsVoiceQueue *self, GError **error)
{
  if (self->members->len > 0)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID, "Queue %s is not empty", self->base.sid);
      return FALSE;
    }
  trs_resource_remove (self->account->engine, self->account->voice_queues, self);
  return TRUE;
}

/**
 * trs_voice_queue_get_average_wait_seconds:
 * @self: a queue
 *
 * Returns: how long those who left it had waited
 */
gint64
trs_voice_queue_get_average_wait_seconds (TrsVoiceQueue *self)
{
  return self->n_left > 0 ? self->total_wait / self->n_left / G_USEC_PER_SEC : 0;
}

/**
 * trs_voice_queue_get_member:
 * @self: a queue
 * @call_sid_or_front: CA SID, or "Front"
 *
 * Returns: (transfer none) (nullable): the member
 */
TrsQueueMember *
trs_voice_queue_get_member (TrsVoiceQueue *self, const char *call_sid_or_front)
{
  TrsCall *call;

  if (strcmp (call_sid_or_front, "Front") == 0)
    return self->members->len > 0 ? g_ptr_array_index (self->members, 0) : NULL;

  call = trs_engine_get_call (self->account->engine, call_sid_or_front);
  return call != NULL && call->queue_member != NULL && call->queue_member->queue == self
             ? call->queue_member
             : NULL;
}
