/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-token-source.h"

#include "test-bridge.h"

#define TEST_KEY "SK00000000000000000000000000000001"
#define TEST_SECRET "made-up-api-key-secret-32-bytes!"

struct _TestTokenSource
{
  GObject parent_instance;

  TrClock *clock;
  TrCredentials *credentials;
  guint n_fetches;
  int ttl;
  GError *error; /* nullable */
  gboolean is_silent;
  gboolean is_capability;
};

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;

  g_task_return_error_if_cancelled (task);
}

static void
test_token_source_fetch_async (TrTokenSource *source,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  TestTokenSource *self = TEST_TOKEN_SOURCE (source);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  gint64 now = tr_clock_get_real_time (self->clock) / G_TIME_SPAN_SECOND;

  self->n_fetches++;
  if (self->is_silent)
    g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb),
                      g_steal_pointer (&task));
  else if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else if (self->is_capability)
    g_task_return_pointer (task,
                           tr_token_new_capability (self->credentials, TEST_WORKSPACE, TEST_WORKER,
                                                    now + self->n_fetches, self->ttl),
                           g_object_unref);
  else
    g_task_return_pointer (task,
                           tr_token_new_access (self->credentials, "dave", TEST_WORKSPACE,
                                                TEST_WORKER, "worker", now + self->n_fetches,
                                                self->ttl),
                           g_object_unref);
}

static TrToken *
test_token_source_fetch_finish (TrTokenSource *source, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
token_source_init (TrTokenSourceInterface *iface)
{
  iface->fetch_async = test_token_source_fetch_async;
  iface->fetch_finish = test_token_source_fetch_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestTokenSource,
                               test_token_source,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TR_TYPE_TOKEN_SOURCE, token_source_init))

static void
test_token_source_finalize (GObject *object)
{
  TestTokenSource *self = TEST_TOKEN_SOURCE (object);

  g_clear_error (&self->error);
  g_object_unref (self->clock);
  g_object_unref (self->credentials);
  G_OBJECT_CLASS (test_token_source_parent_class)->finalize (object);
}

static void
test_token_source_class_init (TestTokenSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_token_source_finalize;
}

static void
test_token_source_init (TestTokenSource *self)
{
  self->ttl = 3600;
}

TestTokenSource *
test_token_source_new (TrClock *clock)
{
  TestTokenSource *self = g_object_new (TEST_TYPE_TOKEN_SOURCE, NULL);

  self->clock = g_object_ref (clock);
  self->credentials = tr_credentials_new (TEST_ACCOUNT, TEST_KEY, TEST_SECRET);
  return self;
}

guint
test_token_source_get_n_fetches (TestTokenSource *self)
{
  return self->n_fetches;
}

void
test_token_source_set_ttl (TestTokenSource *self, int seconds)
{
  self->ttl = seconds;
}

void
test_token_source_set_error (TestTokenSource *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
}

void
test_token_source_set_silent (TestTokenSource *self, gboolean is_silent)
{
  self->is_silent = is_silent;
}

void
test_token_source_set_capability (TestTokenSource *self, gboolean is_capability)
{
  self->is_capability = is_capability;
  g_object_unref (self->credentials);
  self->credentials = tr_credentials_new (TEST_ACCOUNT, is_capability ? NULL : TEST_KEY,
                                          TEST_SECRET);
}
