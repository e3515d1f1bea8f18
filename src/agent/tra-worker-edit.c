/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-worker-edit.h"

#include "tr-client-change.h"
#include "tr-json.h"
#include "tra-attributes.h"
#include "tra-messages.h"

#define MAX_QUEUES 1000
/* Somebody else may be quicker; hardly that often. */
#define MAX_TRIES 4

/**
 * TraWorkerEdit:
 *
 * What is written is what is there at that moment with the supervisor's own changes, and only if it is
 * there still: so nobody's change is lost by another one's.
 */
struct _TraWorkerEdit
{
  GObject parent_instance;

  TraSession *session;       /* owned */
  char *worker_sid;          /* owned */
  GCancellable *cancellable; /* owned; of all requests */
  JsonObject *worker;        /* owned, nullable: as it was read last */
  JsonObject *base;          /* owned, nullable: the attributes that the edit began with */
  JsonObject *attributes;    /* owned, nullable: those of the editor */
  GPtrArray *rules;          /* owned, of TraQueueRule */
  guint n_tries;             /* of saving; 0: it is not being saved */
  gboolean is_loading;
};

enum { LOADED, SAVED, FAILED, CONFLICTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraWorkerEdit, tra_worker_edit, G_TYPE_OBJECT)

static char *
dup_path (TraWorkerEdit *self, const char *what, const char *sid)
{
  TrWorker *own = tra_session_get_worker (self->session);
  g_autofree char *workspace = g_uri_escape_string (tr_worker_get_workspace_sid (own), NULL, FALSE);
  g_autofree char *escaped = g_uri_escape_string (sid, NULL, FALSE);

  return g_strdup_printf ("Workspaces/%s/%s%s%s", workspace, what, *escaped != '\0' ? "/" : "",
                          escaped);
}

static void
fail (TraWorkerEdit *self, const char *verb, const GError *error)
{
  g_autofree char *text = tra_messages_for_request (verb, error);

  g_info ("A worker’s attributes: %s", error->message);
  self->is_loading = FALSE;
  self->n_tries = 0;
  g_signal_emit (self, signals[FAILED], 0, text);
}

/* Signed out, or no supervisor any more, while an answer was on its way. */
static TrClient *
get_client (TraWorkerEdit *self, const char *verb)
{
  TrClient *client = tra_session_get_supervisor_client (self->session);
  g_autoptr(GError) error = NULL;

  if (client != NULL)
    return client;

  error = g_error_new_literal (TR_ERROR, TR_ERROR_FORBIDDEN, "No supervisor");
  fail (self, verb, error);
  return NULL;
}

static gboolean
read_worker (TraWorkerEdit *self, JsonNode *node, JsonObject **attributes, GError **error)
{
  JsonObject *object;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_nested_object (object, "attributes", attributes, error))
    {
      g_prefix_error_literal (error, "Worker: ");
      return FALSE;
    }

  g_clear_pointer (&self->worker, json_object_unref);
  self->worker = json_object_ref (object);
  return TRUE;
}

/* ---- Loading ---- */

static void
queues_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraWorkerEdit *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) list = tr_client_list_finish (TR_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Without the queues one can edit all the same. */
  for (guint i = 0; list != NULL && i < json_array_get_length (list) && error == NULL; i++)
    {
      TraQueueRule *rule = tra_queue_rule_new_from_json (json_array_get_element (list, i), &error);

      if (rule != NULL)
        g_ptr_array_add (self->rules, rule);
    }
  if (error != NULL)
    g_info ("Queues: %s", error->message);
  self->is_loading = FALSE;
  g_signal_emit (self, signals[LOADED], 0);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraWorkerEdit *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  g_autofree char *path = NULL;
  JsonObject *attributes = NULL;
  TrClient *client;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (node == NULL || !read_worker (self, node, &attributes, &error))
    {
      fail (self, "read-attributes", error);
      return;
    }

  self->attributes = attributes;
  self->base = json_object_ref (attributes);
  client = get_client (self, "read-attributes");
  if (client == NULL)
    return;
  path = dup_path (self, "TaskQueues", "");
  tr_client_list_async (client, TR_SERVICE_TASKROUTER, path, NULL, MAX_QUEUES, self->cancellable,
                        queues_cb, self);
}

/**
 * tra_worker_edit_load:
 * @self: an edit of which nothing is known
 *
 * Reads the worker, and the rules of all queues.
 */
void
tra_worker_edit_load (TraWorkerEdit *self)
{
  g_autofree char *path = NULL;
  TrClient *client;

  g_return_if_fail (TRA_IS_WORKER_EDIT (self));
  g_return_if_fail (self->attributes == NULL && !self->is_loading);

  client = get_client (self, "read-attributes");
  if (client == NULL)
    return;

  self->is_loading = TRUE;
  path = dup_path (self, "Workers", self->worker_sid);
  tr_client_request_async (client, TR_SERVICE_TASKROUTER, "GET", path, NULL, self->cancellable,
                           read_cb, self);
}

/* ---- Saving ---- */

static void read_again (TraWorkerEdit *self);

static void
take (TraWorkerEdit *self, JsonObject *base, JsonObject *attributes)
{
  g_clear_pointer (&self->base, json_object_unref);
  self->base = json_object_ref (base);
  g_clear_pointer (&self->attributes, json_object_unref);
  self->attributes = json_object_ref (attributes);
}

static void
end (TraWorkerEdit *self, JsonObject *attributes)
{
  take (self, attributes, attributes);
  self->n_tries = 0;
  g_signal_emit (self, signals[SAVED], 0);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraWorkerEdit *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  g_autoptr(JsonObject) attributes = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, TR_ERROR, TR_ERROR_CONFLICT) && self->n_tries < MAX_TRIES)
    read_again (self);
  else if (node == NULL || !read_worker (self, node, &attributes, &error))
    fail (self, "edit-attributes", error);
  else
    end (self, attributes);
}

static char *
join (GPtrArray *names)
{
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

static void
write_into (TraWorkerEdit *self, TrClient *client, JsonObject *fresh, const char *version)
{
  g_autoptr(GPtrArray) conflicts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonObject) merged =
      tra_attributes_merge (self->base, self->attributes, fresh, conflicts);
  g_autofree char *text = tr_json_object_to_string (merged);
  g_autofree char *path = dup_path (self, "Workers", self->worker_sid);
  const char *const form[] = { "Attributes", text, NULL };

  if (conflicts->len > 0)
    {
      g_autofree char *names = join (conflicts);

      take (self, fresh, merged);
      self->n_tries = 0;
      g_signal_emit (self, signals[CONFLICTED], 0, names);
    }
  else if (tra_attributes_equal (merged, fresh))
    {
      end (self, fresh);
    }
  else
    {
      tr_client_change_async (client, TR_SERVICE_TASKROUTER, path, version, form,
                              self->cancellable, written_cb, self);
    }
}

static void
read_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraWorkerEdit *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  g_autoptr(JsonObject) fresh = NULL;
  g_autofree char *version = NULL;
  TrClient *client;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (node == NULL || !read_worker (self, node, &fresh, &error))
    {
      fail (self, "edit-attributes", error);
      return;
    }

  client = get_client (self, "edit-attributes");
  if (client == NULL)
    return;
  version = tr_client_request_dup_version (TR_CLIENT (source), result);
  write_into (self, client, fresh, version);
}

static void
read_again (TraWorkerEdit *self)
{
  TrClient *client = get_client (self, "edit-attributes");
  g_autofree char *path = NULL;

  if (client == NULL)
    return;

  self->n_tries++;
  path = dup_path (self, "Workers", self->worker_sid);
  tr_client_request_async (client, TR_SERVICE_TASKROUTER, "GET", path, NULL, self->cancellable,
                           read_again_cb, self);
}

/**
 * tra_worker_edit_save:
 * @self: an edit that is loaded
 * @attributes: what they are to be
 *
 * Reads the worker again, and writes what was edited into what is there. Ends with TraWorkerEdit::saved,
 * ::failed or ::conflicted; saving after the last replaces what others wrote.
 */
void
tra_worker_edit_save (TraWorkerEdit *self, JsonObject *attributes)
{
  g_return_if_fail (TRA_IS_WORKER_EDIT (self));
  g_return_if_fail (attributes != NULL);

  if (self->base == NULL || self->n_tries > 0)
    return;

  json_object_ref (attributes);
  g_clear_pointer (&self->attributes, json_object_unref);
  self->attributes = attributes;
  read_again (self);
}

/* ---- The object ---- */

static void
tra_worker_edit_dispose (GObject *object)
{
  TraWorkerEdit *self = TRA_WORKER_EDIT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tra_worker_edit_parent_class)->dispose (object);
}

static void
tra_worker_edit_finalize (GObject *object)
{
  TraWorkerEdit *self = TRA_WORKER_EDIT (object);

  g_object_unref (self->cancellable);
  g_free (self->worker_sid);
  g_clear_pointer (&self->worker, json_object_unref);
  g_clear_pointer (&self->base, json_object_unref);
  g_clear_pointer (&self->attributes, json_object_unref);
  g_ptr_array_unref (self->rules);
  G_OBJECT_CLASS (tra_worker_edit_parent_class)->finalize (object);
}

static void
tra_worker_edit_class_init (TraWorkerEditClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tra_worker_edit_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_worker_edit_finalize;
  signals[LOADED] = g_signal_new ("loaded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[SAVED] = g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CONFLICTED] = g_signal_new ("conflicted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tra_worker_edit_init (TraWorkerEdit *self)
{
  self->cancellable = g_cancellable_new ();
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) tra_queue_rule_free);
}

/**
 * tra_worker_edit_new:
 * @session: of a supervisor
 * @worker_sid: whose attributes
 *
 * Returns: (transfer full): an edit of which nothing is known
 */
TraWorkerEdit *
tra_worker_edit_new (TraSession *session, const char *worker_sid)
{
  TraWorkerEdit *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);
  g_return_val_if_fail (worker_sid != NULL && *worker_sid != '\0', NULL);

  self = g_object_new (TRA_TYPE_WORKER_EDIT, NULL);
  self->session = g_object_ref (session);
  self->worker_sid = g_strdup (worker_sid);
  return self;
}

gboolean
tra_worker_edit_is_busy (TraWorkerEdit *self)
{
  g_return_val_if_fail (TRA_IS_WORKER_EDIT (self), FALSE);

  return self->is_loading || self->n_tries > 0;
}

JsonObject *
tra_worker_edit_get_attributes (TraWorkerEdit *self)
{
  g_return_val_if_fail (TRA_IS_WORKER_EDIT (self), NULL);

  return self->attributes;
}

GPtrArray *
tra_worker_edit_get_rules (TraWorkerEdit *self)
{
  g_return_val_if_fail (TRA_IS_WORKER_EDIT (self), NULL);

  return self->rules;
}

/**
 * tra_worker_edit_ask:
 * @self: an edit that is loaded
 * @rule: a queue's
 * @attributes: what the worker's would be
 *
 * Returns: whether the queue's tasks would go to the worker
 */
TraQueueRuleAnswer
tra_worker_edit_ask (TraWorkerEdit *self, TraQueueRule *rule, JsonObject *attributes)
{
  g_return_val_if_fail (TRA_IS_WORKER_EDIT (self), TRA_QUEUE_RULE_UNKNOWN);

  return tra_queue_rule_takes (rule, self->worker, attributes);
}
