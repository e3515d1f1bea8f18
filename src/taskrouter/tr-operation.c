/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-operation.h"

#include "tr-error.h"

/*
 * What a worker asks for is one POST; its answer is the new state of what was asked about.
 *
 * When no answer came, or none that can be read, or one of a service in trouble (as of a gateway
 * that lost what is behind it), the request may have been done all the same. Then
 * the thing is read again before the caller is told: if it is as the caller wanted it, the
 * operation was a success.
 */

/* Takes @path. */
TrOperation *
tr_operation_new (char *path, TrOperationTakeFunc take, TrOperationIsDoneFunc is_done)
{
  TrOperation *self = g_new0 (TrOperation, 1);

  self->path = path;
  self->parameters = json_object_new ();
  self->take = take;
  self->is_done = is_done;
  return self;
}

static void
tr_operation_free (gpointer data)
{
  TrOperation *self = data;

  g_free (self->path);
  json_object_unref (self->parameters);
  g_free (self->activity_sid);
  g_clear_pointer (&self->attributes, json_object_unref);
  g_clear_error (&self->error);
  g_free (self);
}

void
tr_operation_set (TrOperation *self, const char *name, const char *value)
{
  json_object_set_string_member (self->parameters, name, value);
}

void
tr_operation_set_attributes (TrOperation *self, JsonObject *attributes)
{
  self->attributes = json_object_ref (attributes);
  json_object_set_object_member (self->parameters, "Attributes", json_object_ref (attributes));
}

static gboolean
is_uncertain (const GError *error)
{
  return g_error_matches (error, TR_ERROR, TR_ERROR_TIMEOUT) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_NETWORK) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_SERVICE) ||
         g_error_matches (error, TR_ERROR, TR_ERROR_PROTOCOL);
}

/* While a snapshot is read, it and the events after it are the truth: an answer that crosses it
 * could be older. */
static gboolean
tr_operation_take (TrOperation *self, TrWorker *worker, JsonNode *payload, GError **error)
{
  return worker->phase == TR_WORKER_PHASE_SYNCING || self->take (worker, payload, error);
}

static void
read_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  TrOperation *self = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) payload = tr_bridge_request_finish (TR_BRIDGE (source), result, &error);

  if (payload != NULL &&
      tr_operation_take (self, g_task_get_source_object (task), payload, &error) &&
      self->is_done (self, payload))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      if (error != NULL)
        tr_error_set_unclear (self->error);
      g_task_return_error (task, g_steal_pointer (&self->error));
    }
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  TrOperation *self = g_task_get_task_data (task);
  TrBridge *bridge = TR_BRIDGE (source);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) payload = tr_bridge_request_finish (bridge, result, &error);

  if (payload != NULL &&
      tr_operation_take (self, g_task_get_source_object (task), payload, &error))
    g_task_return_boolean (task, TRUE);
  else if (!is_uncertain (error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      g_info ("Reading again what may have changed: %s", error->message);
      self->error = g_steal_pointer (&error);
      tr_bridge_request_async (bridge, "GET", self->path, "v1", NULL, cancellable, read_again_cb,
                               g_steal_pointer (&task));
    }
}

/* Takes @self. To be finished by tr_worker_operation_finish(). */
void
tr_operation_run (TrOperation *self,
                  TrWorker *worker,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (worker, cancellable, callback, user_data);

  g_task_set_source_tag (task, tr_worker_operation_finish);
  g_task_set_task_data (task, self, tr_operation_free);
  if (self->path == NULL)
    g_task_return_new_error (task, TR_ERROR, TR_ERROR_NETWORK, "Not connected yet");
  else
    tr_bridge_request_async (worker->bridge, "POST", self->path, "v1", self->parameters,
                             cancellable, answered_cb, g_steal_pointer (&task));
}
