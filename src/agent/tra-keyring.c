/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-keyring.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

/* A keyring answers within some 10 ms, or something is wrong with it. A prompt waits for a person. */
#define PATIENCE (3 * G_USEC_PER_SEC)
#define PROMPT_PATIENCE (120 * G_USEC_PER_SEC)

/**
 * TraKeyring:
 *
 * libsecret tells a locked item from a missing one only to those who search for it; it waits for a
 * frozen daemon without limit; and when the daemon dies while its prompt is open the call never
 * returns, not even when cancelled. So every call here has our own deadline, after which it is
 * abandoned: what it brings later is dropped.
 */
struct _TraKeyring
{
  GObject parent_instance;

  TrClock *clock; /* owned */
};

/* One call. Outlives its task: libsecret may hold on to it for ever. */
typedef struct
{
  int ref_count;
  TraKeyring *keyring;     /* owned */
  GTask *task;             /* owned; NULL once it has returned */
  GCancellable *inner;     /* owned; libsecret's */
  GCancellable *outer;     /* owned, nullable; the caller's */
  gulong cancelled_id;     /* on outer */
  GHashTable *attributes;  /* owned, nullable; of what is cleared */
  const SecretSchema *schema; /* static; likewise */
  guint64 timer;           /* of the clock */
  TraKeyringState state;
} Request;

G_DEFINE_FINAL_TYPE (TraKeyring, tra_keyring, G_TYPE_OBJECT)

/* Not with all of the old one's attributes, or who looks for an old secret would find these:
 * libsecret's own file, which a sandboxed program has, knows no schema. */
static const SecretSchema schema = {
  APPLICATION_ID ".Worker",
  SECRET_SCHEMA_NONE,
  {
      { "service-url", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "account-sid", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "worker-name", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "worker-sid", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

/* Before there was a SID: one name in two workspaces of an account shared a secret. */
static const SecretSchema old_schema = {
  APPLICATION_ID,
  SECRET_SCHEMA_NONE,
  {
      { "service-url", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "account-sid", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "worker", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

static Request *
request_ref (Request *request)
{
  request->ref_count++;
  return request;
}

static void
request_unref (Request *request)
{
  if (--request->ref_count > 0)
    return;

  g_object_unref (request->keyring);
  g_object_unref (request->inner);
  g_clear_pointer (&request->attributes, g_hash_table_unref);
  g_free (request);
}

/* Lets go of all that could still end the task, and gives the task to whoever ends it. */
static GTask *
request_take_task (Request *request, TraKeyringState state)
{
  request->state = state;
  tr_clock_clear (request->keyring->clock, &request->timer);
  if (request->cancelled_id != 0)
    g_signal_handler_disconnect (request->outer, request->cancelled_id);
  request->cancelled_id = 0;
  g_clear_object (&request->outer);
  if (request->task != NULL)
    g_task_set_task_data (request->task, GINT_TO_POINTER (state), NULL);
  return g_steal_pointer (&request->task);
}

static void
request_fail (Request *request, TraKeyringState state, const GError *error)
{
  g_autoptr(GTask) task = request_take_task (request, state);

  if (task != NULL)
    g_task_return_error (task, g_error_copy (error));
  request_unref (request);
}

/* From whatever went wrong with the keyring to what that means here. */
static void
request_fail_from_keyring (Request *request, const GError *error)
{
  gboolean is_locked = g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED);

  if (request->task != NULL)
    g_info ("Keyring: %s", error->message);
  request_fail (request, is_locked ? TRA_KEYRING_LOCKED : TRA_KEYRING_ABSENT, error);
}

static void
patience_ended_cb (gpointer user_data)
{
  Request *request = user_data;
  g_autoptr(GError) error =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "The keyring doesn’t answer");

  request->timer = 0;
  g_info ("Keyring: no answer in time");
  /* Cancelling may end libsecret's call or not; its own reference keeps the request till then. */
  g_cancellable_cancel (request->inner);
  request_fail (request_ref (request), TRA_KEYRING_ABSENT, error);
}

static void
cancelled_cb (GCancellable *outer, gpointer user_data)
{
  Request *request = user_data;
  g_autoptr(GError) error =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");

  g_cancellable_cancel (request->inner);
  request_fail (request_ref (request), TRA_KEYRING_UNKNOWN, error);
}

static Request *
request_new (TraKeyring *self, gint64 patience, GCancellable *cancellable, GTask *task)
{
  Request *request = g_new0 (Request, 1);

  request->ref_count = 1;
  request->keyring = g_object_ref (self);
  request->task = task;
  request->inner = g_cancellable_new ();
  request->timer = tr_clock_add (self->clock, patience, patience_ended_cb, request);
  if (cancellable != NULL && !g_cancellable_is_cancelled (cancellable))
    {
      request->outer = g_object_ref (cancellable);
      request->cancelled_id =
          g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), request);
    }
  return request;
}

static const SecretSchema *
schema_of (const TraKeyringKey *key)
{
  return key->worker_sid != NULL ? &schema : &old_schema;
}

static GHashTable *
attributes_of (const TraKeyringKey *key)
{
  return secret_attributes_build (schema_of (key),
                                  "service-url", key->service_url,
                                  "account-sid", key->account_sid,
                                  key->worker_sid != NULL ? "worker-name" : "worker", key->worker,
                                  key->worker_sid != NULL ? "worker-sid" : NULL, key->worker_sid,
                                  NULL);
}

static void
secret_retrieved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GTask) task = NULL;
  SecretValue *value;
  gsize length;

  value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);
  if (error != NULL)
    {
      request_fail_from_keyring (request, error);
      return;
    }

  task = request_take_task (request, TRA_KEYRING_OPEN);
  if (task == NULL)
    g_clear_pointer (&value, secret_value_unref);
  else
    g_task_return_pointer (task, value != NULL ? secret_value_unref_to_password (value, &length) : NULL,
                           (GDestroyNotify) secret_password_free);
  request_unref (request);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  g_autoptr(GError) error = NULL;
  GList *items;
  gboolean is_locked;

  items = secret_password_search_finish (result, &error);
  if (error != NULL)
    {
      request_fail_from_keyring (request, error);
      return;
    }

  is_locked = items != NULL && SECRET_IS_ITEM (items->data) &&
              secret_item_get_locked (SECRET_ITEM (items->data));
  if (items == NULL || is_locked)
    {
      g_autoptr(GTask) task =
          request_take_task (request, is_locked ? TRA_KEYRING_LOCKED : TRA_KEYRING_OPEN);

      if (task != NULL)
        g_task_return_pointer (task, NULL, NULL);
      request_unref (request);
    }
  else
    {
      secret_retrievable_retrieve_secret (SECRET_RETRIEVABLE (items->data), request->inner,
                                          secret_retrieved_cb, request);
    }
  g_list_free_full (items, g_object_unref);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GTask) task = NULL;

  if (!secret_password_store_finish (result, &error))
    {
      request_fail_from_keyring (request, error);
      return;
    }

  task = request_take_task (request, TRA_KEYRING_OPEN);
  if (task != NULL)
    g_task_return_boolean (task, TRUE);
  request_unref (request);
}

static void
remainder_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GTask) task = NULL;
  GList *items = secret_password_search_finish (result, &error);

  for (GList *l = items; l != NULL && error == NULL; l = l->next)
    if (SECRET_IS_ITEM (l->data) && secret_item_get_locked (SECRET_ITEM (l->data)))
      error = g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "The keyring is locked");
  g_list_free_full (items, g_object_unref);
  if (error != NULL)
    {
      request_fail_from_keyring (request, error);
      return;
    }

  task = request_take_task (request, TRA_KEYRING_OPEN);
  if (task != NULL)
    g_task_return_boolean (task, TRUE);
  request_unref (request);
}

/* What is locked is left where it is, without an error; so it is looked for what is left. */
static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  g_autoptr(GError) error = NULL;

  /* FALSE without an error: there was nothing to clear, which is what was wished. */
  secret_password_clear_finish (result, &error);
  if (error != NULL)
    request_fail_from_keyring (request, error);
  else
    secret_password_searchv (request->schema, request->attributes, SECRET_SEARCH_ALL,
                             request->inner, remainder_found_cb, request);
}

static void
tra_keyring_finalize (GObject *object)
{
  TraKeyring *self = TRA_KEYRING (object);

  g_clear_object (&self->clock);
  G_OBJECT_CLASS (tra_keyring_parent_class)->finalize (object);
}

static void
tra_keyring_class_init (TraKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tra_keyring_finalize;
}

static void
tra_keyring_init (TraKeyring *self)
{
}

/**
 * tra_keyring_new:
 * @clock: for the deadlines
 *
 * Returns: (transfer full): a way to the system's keyring
 */
TraKeyring *
tra_keyring_new (TrClock *clock)
{
  TraKeyring *self;

  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);

  self = g_object_new (TRA_TYPE_KEYRING, NULL);
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * tra_keyring_lookup_async:
 * @self: a keyring
 * @key: what the secret is found by; copied
 * @unlock: ask the agent to unlock it if need be, and wait for that for up to two minutes; else
 *   the answer comes within three seconds, whatever the keyring does
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Looks for a secret.
 */
void
tra_keyring_lookup_async (TraKeyring *self,
                          const TraKeyringKey *key,
                          gboolean unlock,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr(GHashTable) attributes = NULL;
  GTask *task;
  Request *request;

  g_return_if_fail (TRA_IS_KEYRING (self));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tra_keyring_lookup_async);
  request = request_new (self, unlock ? PROMPT_PATIENCE : PATIENCE, cancellable, task);
  attributes = attributes_of (key);
  secret_password_searchv (schema_of (key), attributes,
                           unlock ? SECRET_SEARCH_UNLOCK : SECRET_SEARCH_NONE, request->inner,
                           searched_cb, request);
}

/**
 * tra_keyring_lookup_finish:
 * @self: a keyring
 * @result: from the callback
 * @state: (out): how the keyring was found
 * @error: set if the keyring is absent, silent or broken
 *
 * Returns: (transfer full) (nullable): the secret, for tra_keyring_free_secret(); %NULL without an
 *   error if there is none or @state is %TRA_KEYRING_LOCKED
 */
char *
tra_keyring_lookup_finish (TraKeyring *self,
                           GAsyncResult *result,
                           TraKeyringState *state,
                           GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tra_keyring_lookup_async), NULL);

  *state = GPOINTER_TO_INT (g_task_get_task_data (G_TASK (result)));
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * tra_keyring_store_async:
 * @self: a keyring
 * @key: what the secret is to be found by; copied
 * @secret: the secret; copied
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Keeps a secret. Ends with tra_keyring_finish().
 */
void
tra_keyring_store_async (TraKeyring *self,
                         const TraKeyringKey *key,
                         const char *secret,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr(GHashTable) attributes = NULL;
  g_autofree char *label = NULL;
  GTask *task;
  Request *request;

  g_return_if_fail (TRA_IS_KEYRING (self));
  g_return_if_fail (key != NULL && secret != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tra_keyring_finish);
  /* A locked keyring asks the agent, who may be busy elsewhere. Nothing waits for this. */
  request = request_new (self, PROMPT_PATIENCE, cancellable, task);
  attributes = attributes_of (key);
  /* Translators: how the secret is called in the keyring; the worker's name. */
  label = g_strdup_printf (_("Task Router Agent: %s"), key->worker);
  secret_password_storev (schema_of (key), attributes, SECRET_COLLECTION_DEFAULT, label, secret,
                          request->inner, stored_cb, request);
}

/**
 * tra_keyring_clear_async:
 * @self: a keyring
 * @key: what the secret is found by; copied
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Forgets a secret. Ends with tra_keyring_finish(): not done, and the state is
 * %TRA_KEYRING_LOCKED, if a locked keyring still holds it. Nobody is asked to unlock it.
 */
void
tra_keyring_clear_async (TraKeyring *self,
                         const TraKeyringKey *key,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;
  Request *request;

  g_return_if_fail (TRA_IS_KEYRING (self));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tra_keyring_finish);
  request = request_new (self, PATIENCE, cancellable, task);
  request->attributes = attributes_of (key);
  request->schema = schema_of (key);
  secret_password_clearv (request->schema, request->attributes, request->inner, cleared_cb,
                          request);
}

/**
 * tra_keyring_finish:
 * @self: a keyring
 * @result: from the callback of store or clear
 * @state: (out): how the keyring was found
 * @error: set if it was not done
 *
 * Returns: whether it was done
 */
gboolean
tra_keyring_finish (TraKeyring *self,
                    GAsyncResult *result,
                    TraKeyringState *state,
                    GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tra_keyring_finish), FALSE);

  *state = GPOINTER_TO_INT (g_task_get_task_data (G_TASK (result)));
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * tra_keyring_free_secret:
 * @secret: (transfer full) (nullable): from tra_keyring_lookup_finish()
 *
 * Wipes and frees a secret.
 */
void
tra_keyring_free_secret (char *secret)
{
  secret_password_free (secret);
}
