/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-control.h"

#include <string.h>

#include "tr-error.h"
#include "tr-json.h"
#include "tr-trust.h"

/* The sandbox is on this machine: what takes longer will not come. */
#define TIMEOUT_SECONDS 10

/**
 * TraControl:
 *
 * Stands where the telephone network does in real life. The control API needs no credentials: the
 * sandbox serves it on the loopback interface only.
 */
struct _TraControl
{
  GObject parent_instance;

  char *base_url;       /* owned; no slash at the end */
  SoupSession *session; /* owned */
};

G_DEFINE_FINAL_TYPE (TraControl, tra_control, G_TYPE_OBJECT)

static void
tra_control_finalize (GObject *object)
{
  TraControl *self = TRA_CONTROL (object);

  g_free (self->base_url);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_control_parent_class)->finalize (object);
}

static void
tra_control_class_init (TraControlClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tra_control_finalize;
}

static void
tra_control_init (TraControl *self)
{
}

/**
 * tra_control_new:
 * @base_url: where the sandbox answers
 * @session: (nullable): to share; %NULL makes one of its own
 *
 * Returns: (transfer full): a client of the control API
 */
TraControl *
tra_control_new (const char *base_url, SoupSession *session)
{
  TraControl *self;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (session == NULL || SOUP_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_CONTROL, NULL);
  self->base_url = g_strdup (base_url);
  if (g_str_has_suffix (self->base_url, "/"))
    self->base_url[strlen (self->base_url) - 1] = '\0';
  self->session = session != NULL
                      ? g_object_ref (session)
                      : soup_session_new_with_options ("timeout", TIMEOUT_SECONDS, NULL);
  if (session == NULL && !tr_trust_apply (self->session, g_getenv (TR_TRUST_VARIABLE), &error))
    g_message ("%s", error->message);
  return self;
}

/* An answer that is not a success says why in "message", if it can. */
static GError *
tra_control_refusal (SoupMessage *message, JsonObject *answer)
{
  const char *text = NULL;

  if (answer == NULL || !tr_json_optional_string (answer, "message", &text, NULL) || text == NULL)
    text = soup_message_get_reason_phrase (message);

  return g_error_new (TR_ERROR,
                      soup_message_get_status (message) == SOUP_STATUS_NOT_FOUND
                          ? TR_ERROR_NOT_FOUND
                          : TR_ERROR_REFUSED,
                      "Sandbox: %u %s", soup_message_get_status (message), text);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;
  SoupMessage *message;
  JsonObject *answer = NULL;

  message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  bytes = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  if (bytes == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_autoptr(GError) cause = g_steal_pointer (&error);

          error = g_error_new (TR_ERROR, TR_ERROR_NETWORK, "Sandbox: %s", cause->message);
        }
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (g_bytes_get_size (bytes) > 0)
    node = tr_json_parse_bytes (bytes, &error);
  if (node != NULL)
    tr_json_expect_object (node, &answer, NULL);

  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
    g_task_return_error (task, tra_control_refusal (message, answer));
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&node), (GDestroyNotify) json_node_unref);
}

/* One request. @path is below /sandbox/; a @body makes it a POST. */
static void
tra_control_send (TraControl *self,
                  const char *path,
                  JsonObject *body,
                  gpointer tag,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *url = g_strdup_printf ("%s/sandbox/%s", self->base_url, path);
  g_autoptr(SoupMessage) message =
      soup_message_new (body != NULL ? SOUP_METHOD_POST : SOUP_METHOD_GET, url);

  g_task_set_source_tag (task, tag);
  if (message == NULL)
    {
      g_task_return_new_error (task, TR_ERROR, TR_ERROR_NETWORK, "Sandbox: not an address: %s",
                               self->base_url);
      return;
    }
  if (body != NULL)
    {
      g_autofree char *text = tr_json_object_to_string (body);
      g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }

  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, cancellable,
                                    answered_cb, g_steal_pointer (&task));
}

/* A phone number or SID is one segment of a path, whatever is in it. */
static char *
path_of (const char *collection, const char *id, const char *verb)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return verb != NULL ? g_strdup_printf ("%s/%s/%s", collection, escaped, verb)
                      : g_strdup_printf ("%s/%s", collection, escaped);
}

/* (transfer full): the answer, which has to be an object; @answer is borrowed from it. */
static JsonNode *
tra_control_take_answer (TraControl *self,
                         GAsyncResult *result,
                         gpointer tag,
                         JsonObject **answer,
                         GError **error)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  node = g_task_propagate_pointer (G_TASK (result), &local_error);
  if (local_error == NULL && node == NULL)
    local_error = g_error_new_literal (TR_ERROR, TR_ERROR_PROTOCOL, "Sandbox: an empty answer");
  if (local_error == NULL)
    tr_json_expect_object (node, answer, &local_error);
  if (local_error == NULL)
    return g_steal_pointer (&node);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/**
 * tra_control_start_call_async:
 * @self: a control
 * @from: the caller's number
 * @to: (nullable): the number called; %NULL is the sandbox's own
 * @digits: (nullable): the keys that the caller presses in the menu
 * @cancellable: (nullable): a cancellable
 * @callback: called when the call is placed
 * @user_data: for @callback
 *
 * Places a call to the sandbox.
 */
void
tra_control_start_call_async (TraControl *self,
                              const char *from,
                              const char *to,
                              const char *digits,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr(JsonObject) body = json_object_new ();

  g_return_if_fail (TRA_IS_CONTROL (self));
  g_return_if_fail (from != NULL);

  json_object_set_string_member (body, "From", from);
  if (to != NULL && *to != '\0')
    json_object_set_string_member (body, "To", to);
  if (digits != NULL && *digits != '\0')
    json_object_set_string_member (body, "Digits", digits);
  tra_control_send (self, "calls", body, tra_control_start_call_async, cancellable, callback,
                    user_data);
}

/**
 * tra_control_start_call_finish:
 * @self: a control
 * @result: from the callback
 * @error: a #TrError or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the call's SID
 */
char *
tra_control_start_call_finish (TraControl *self, GAsyncResult *result, GError **error)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *answer;
  const char *sid;

  node = tra_control_take_answer (self, result, tra_control_start_call_async, &answer, error);
  if (node == NULL || !tr_json_expect_string (answer, "sid", &sid, error))
    return NULL;

  return g_strdup (sid);
}

/**
 * tra_control_hang_up_call_async:
 * @self: a control
 * @call_sid: from tra_control_start_call_finish()
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * The caller hangs up. Ends with tra_control_finish().
 */
void
tra_control_hang_up_call_async (TraControl *self,
                                const char *call_sid,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr(JsonObject) body = json_object_new ();
  g_autofree char *path = NULL;

  g_return_if_fail (TRA_IS_CONTROL (self));
  g_return_if_fail (call_sid != NULL);

  path = path_of ("calls", call_sid, "hangup");
  tra_control_send (self, path, body, tra_control_finish, cancellable, callback, user_data);
}

/**
 * tra_control_get_phone_async:
 * @self: a control
 * @number: an agent's phone
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks what a phone is doing.
 */
void
tra_control_get_phone_async (TraControl *self,
                             const char *number,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (TRA_IS_CONTROL (self));
  g_return_if_fail (number != NULL);

  path = path_of ("phones", number, NULL);
  tra_control_send (self, path, NULL, tra_control_get_phone_async, cancellable, callback,
                    user_data);
}

/**
 * tra_control_get_phone_finish:
 * @self: a control
 * @result: from the callback
 * @error: a #TrError or %G_IO_ERROR_CANCELLED
 *
 * Returns: the phone's state; %TRA_PHONE_UNKNOWN with @error set, or for a word not known
 */
TraPhoneState
tra_control_get_phone_finish (TraControl *self, GAsyncResult *result, GError **error)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *answer;
  const char *state;

  node = tra_control_take_answer (self, result, tra_control_get_phone_async, &answer, error);
  if (node == NULL || !tr_json_expect_string (answer, "state", &state, error))
    return TRA_PHONE_UNKNOWN;

  if (g_str_equal (state, "idle"))
    return TRA_PHONE_IDLE;
  if (g_str_equal (state, "ringing"))
    return TRA_PHONE_RINGING;
  if (g_str_equal (state, "in-call"))
    return TRA_PHONE_IN_CALL;
  return TRA_PHONE_UNKNOWN;
}

/**
 * tra_control_explain_async:
 * @self: a control
 * @worker_sid: a worker
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks why nobody calls a worker.
 */
void
tra_control_explain_async (TraControl *self,
                           const char *worker_sid,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (TRA_IS_CONTROL (self));
  g_return_if_fail (worker_sid != NULL);

  escaped = g_uri_escape_string (worker_sid, NULL, FALSE);
  path = g_strdup_printf ("explain?Worker=%s", escaped);
  tra_control_send (self, path, NULL, tra_control_explain_async, cancellable, callback, user_data);
}

/**
 * tra_control_explain_finish:
 * @self: a control
 * @result: from the callback
 * @error: a #TrError or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): one sentence in English; %NULL with @error set
 */
char *
tra_control_explain_finish (TraControl *self, GAsyncResult *result, GError **error)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *answer;
  const char *sentence;

  node = tra_control_take_answer (self, result, tra_control_explain_async, &answer, error);
  if (node == NULL || !tr_json_expect_string (answer, "explanation", &sentence, error))
    return NULL;
  return g_strdup (sentence);
}

/**
 * tra_control_set_phone_async:
 * @self: a control
 * @number: an agent's phone
 * @behavior: "answer", "no-answer", "busy" or "ask"
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Says what a phone does when it rings. Ends with tra_control_finish().
 */
void
tra_control_set_phone_async (TraControl *self,
                             const char *number,
                             const char *behavior,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr(JsonObject) body = json_object_new ();
  g_autofree char *path = NULL;

  g_return_if_fail (TRA_IS_CONTROL (self));
  g_return_if_fail (number != NULL && behavior != NULL);

  json_object_set_string_member (body, "Behavior", behavior);
  path = path_of ("phones", number, NULL);
  tra_control_send (self, path, body, tra_control_finish, cancellable, callback, user_data);
}

/**
 * tra_control_use_phone_async:
 * @self: a control
 * @number: an agent's phone
 * @verb: "answer", "decline" or "hangup"
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Picks a phone up, or puts it down. Ends with tra_control_finish().
 */
void
tra_control_use_phone_async (TraControl *self,
                             const char *number,
                             const char *verb,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr(JsonObject) body = json_object_new ();
  g_autofree char *path = NULL;

  g_return_if_fail (TRA_IS_CONTROL (self));
  g_return_if_fail (number != NULL && verb != NULL);

  path = path_of ("phones", number, verb);
  tra_control_send (self, path, body, tra_control_finish, cancellable, callback, user_data);
}

static void
tra_control_order_fault (TraControl *self,
                         const char *fault,
                         const char *worker_sid,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr(JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "Fault", fault);
  json_object_set_string_member (body, "Worker", worker_sid);
  tra_control_send (self, "faults", body, tra_control_finish, cancellable, callback, user_data);
}

/**
 * tra_control_drop_connection_async:
 * @self: a control
 * @worker_sid: whose sockets are cut
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Cuts a worker's connection. Ends with tra_control_finish().
 */
void
tra_control_drop_connection_async (TraControl *self,
                                   const char *worker_sid,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (TRA_IS_CONTROL (self));
  g_return_if_fail (worker_sid != NULL);

  tra_control_order_fault (self, "drop", worker_sid, cancellable, callback, user_data);
}

/**
 * tra_control_expire_sign_in_async:
 * @self: a control
 * @worker_sid: whose tokens are no longer taken
 * @cancellable: (nullable): a cancellable
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Lets a worker's sign-in run out. Ends with tra_control_finish().
 */
void
tra_control_expire_sign_in_async (TraControl *self,
                                  const char *worker_sid,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (TRA_IS_CONTROL (self));
  g_return_if_fail (worker_sid != NULL);

  tra_control_order_fault (self, "expire-token", worker_sid, cancellable, callback, user_data);
}

/**
 * tra_control_finish:
 * @self: a control
 * @result: from the callback
 * @error: a #TrError or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the sandbox did it
 */
gboolean
tra_control_finish (TraControl *self, GAsyncResult *result, GError **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(JsonNode) node = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tra_control_finish), FALSE);

  /* An empty body is an answer, too. */
  node = g_task_propagate_pointer (G_TASK (result), &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
