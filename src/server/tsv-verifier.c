/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-verifier.h"

#include "tr-secret.h"

#include "tsv-password.h"

/* Each takes a core and 16 MiB for tens of milliseconds; who comes when so many wait is sent away. */
#define MAX_WAITING 64

struct _TsvVerifier
{
  GObject parent_instance;

  GThreadPool *pool; /* owned */
  char *nobody;      /* owned: the hash of a password that nobody has */
};

G_DEFINE_FINAL_TYPE (TsvVerifier, tsv_verifier, G_TYPE_OBJECT)

typedef struct
{
  TrSecret *password;
  char *hash;
  gboolean is_of_nobody;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  tr_secret_free (check->password);
  g_free (check->hash);
  g_free (check);
}

static void
check_cb (gpointer data, gpointer user_data)
{
  g_autoptr(GTask) task = data;
  Check *check = g_task_get_task_data (task);
  gboolean is_right = tsv_password_verify (check->password, check->hash);

  g_task_return_boolean (task, is_right && !check->is_of_nobody);
}

/* Each check holds us, so none is under way when we come here; but the last one may hold us. */
static void
tsv_verifier_finalize (GObject *object)
{
  TsvVerifier *self = TSV_VERIFIER (object);

  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, FALSE);
  g_free (self->nobody);
  G_OBJECT_CLASS (tsv_verifier_parent_class)->finalize (object);
}

static void
tsv_verifier_class_init (TsvVerifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tsv_verifier_finalize;
}

static void
tsv_verifier_init (TsvVerifier *self)
{
  self->pool = g_thread_pool_new (check_cb, NULL, (int) g_get_num_processors (), FALSE, NULL);
}

/**
 * tsv_verifier_new:
 * @cost: of the passwords' hashes, see tsv_password_hash()
 * @error: a %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): a verifier
 */
TsvVerifier *
tsv_verifier_new (int cost, GError **error)
{
  g_autofree char *words = g_uuid_string_random ();
  g_autofree char *nobody = tsv_password_hash (words, cost, error);
  TsvVerifier *self;

  if (nobody == NULL)
    return NULL;
  self = g_object_new (TSV_TYPE_VERIFIER, NULL);
  self->nobody = g_steal_pointer (&nobody);
  return self;
}

/**
 * tsv_verifier_check_async:
 * @self: a verifier
 * @password: what somebody typed, at most #TSV_PASSWORD_MAX bytes
 * @hash: (nullable): what it should be; %NULL is never right, and takes as long
 * @cancellable: (nullable): to stop waiting
 * @callback: called once
 * @user_data: for @callback
 */
void
tsv_verifier_check_async (TsvVerifier *self,
                          const char *password,
                          const char *hash,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  Check *check;

  g_return_if_fail (TSV_IS_VERIFIER (self));
  g_return_if_fail (password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tsv_verifier_check_async);
  g_task_set_name (task, "TsvVerifier");
  if (g_thread_pool_unprocessed (self->pool) >= MAX_WAITING)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "Too many sign in at once");
      return;
    }
  check = g_new0 (Check, 1);
  check->password = g_strdup (password);
  check->hash = g_strdup (hash != NULL ? hash : self->nobody);
  check->is_of_nobody = hash == NULL;
  g_task_set_task_data (task, check, check_free);
  g_thread_pool_push (self->pool, g_steal_pointer (&task), NULL);
}

/**
 * tsv_verifier_check_finish:
 * @self: a verifier
 * @result: from the callback
 * @error: %G_IO_ERROR_BUSY when too many wait, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the password is right; %FALSE without an error when it is wrong
 */
gboolean
tsv_verifier_check_finish (TsvVerifier *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tsv_verifier_check_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
