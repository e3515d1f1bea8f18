/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-transfer-private.h"

#include "tr-json.h"
#include "tr-model.h"

/**
 * TrTransfer:
 *
 * A task on its way from one worker to another worker or to a queue.
 */

struct _TrTransfer
{
  GObject parent_instance;

  char *sid; /* owned; set once, never NULL after construction from JSON */
  char *task_sid; /* owned */
  char *reservation_sid; /* owned; the initiating one */
  char *worker_sid; /* owned; the initiating one */
  char *to; /* owned */
  char *failed_reason; /* owned, nullable */
  TrTransferStatus status;
  gboolean is_warm;
  gint64 date_updated;
};

enum { PROP_0, PROP_SID, PROP_STATUS, PROP_FAILED_REASON, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (TrTransferStatus, tr_transfer_status,
                    G_DEFINE_ENUM_VALUE (TR_TRANSFER_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (TR_TRANSFER_INITIATED, "initiated"),
                    G_DEFINE_ENUM_VALUE (TR_TRANSFER_COMPLETE, "complete"),
                    G_DEFINE_ENUM_VALUE (TR_TRANSFER_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (TR_TRANSFER_CANCELED, "canceled"))

G_DEFINE_FINAL_TYPE (TrTransfer, tr_transfer, G_TYPE_OBJECT)

static void
tr_transfer_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrTransfer *self = TR_TRANSFER (object);

  switch (prop_id)
    {
    case PROP_SID:
      g_value_set_string (value, self->sid);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_FAILED_REASON:
      g_value_set_string (value, self->failed_reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tr_transfer_finalize (GObject *object)
{
  TrTransfer *self = TR_TRANSFER (object);

  g_free (self->sid);
  g_free (self->task_sid);
  g_free (self->reservation_sid);
  g_free (self->worker_sid);
  g_free (self->to);
  g_free (self->failed_reason);
  G_OBJECT_CLASS (tr_transfer_parent_class)->finalize (object);
}

static void
tr_transfer_class_init (TrTransferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tr_transfer_get_property;
  object_class->finalize = tr_transfer_finalize;

  properties[PROP_SID] = g_param_spec_string ("sid", NULL, NULL, NULL,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, TR_TYPE_TRANSFER_STATUS,
                                               TR_TRANSFER_UNKNOWN,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FAILED_REASON] = g_param_spec_string (
      "failed-reason", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tr_transfer_init (TrTransfer *self)
{
}

typedef struct
{
  const char *sid;
  const char *task_sid;
  const char *reservation_sid;
  const char *worker_sid;
  const char *to;
  const char *failed_reason;
  TrTransferStatus status;
  gboolean is_warm;
  gint64 date_updated;
} Document;

static gboolean
document_read (Document *document, JsonNode *node, const char *known_sid, GError **error)
{
  JsonObject *object;
  const char *mode, *status;
  GEnumValue *value;
  g_autoptr(GEnumClass) statuses = g_type_class_ref (TR_TYPE_TRANSFER_STATUS);

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &document->sid, error) ||
      !tr_model_check_sid (known_sid, document->sid, error) ||
      !tr_json_optional_string (object, "task_sid", &document->task_sid, error) ||
      !tr_json_expect_id (object, "initiating_reservation_sid", &document->reservation_sid,
                          error) ||
      !tr_json_expect_id (object, "initiating_worker_sid", &document->worker_sid, error) ||
      !tr_json_expect_id (object, "transfer_to", &document->to, error) ||
      !tr_json_expect_string (object, "transfer_mode", &mode, error) ||
      !tr_json_expect_string (object, "transfer_status", &status, error) ||
      !tr_json_optional_string (object, "transfer_failed_reason", &document->failed_reason,
                                error) ||
      !tr_json_expect_int (object, "date_updated", 0, TR_MODEL_MAX_DATE, &document->date_updated,
                           error))
    return FALSE;

  value = g_enum_get_value_by_nick (statuses, status);
  document->status = value != NULL ? (TrTransferStatus) value->value : TR_TRANSFER_UNKNOWN;
  document->is_warm = g_str_equal (mode, "WARM");
  return TRUE;
}

static gboolean
is_over (TrTransferStatus status)
{
  return status == TR_TRANSFER_COMPLETE || status == TR_TRANSFER_FAILED ||
         status == TR_TRANSFER_CANCELED;
}

/* Transfers have no version, and dates count whole seconds: an end is never undone. */
static gboolean
document_is_older (const Document *document, TrTransfer *self)
{
  return document->date_updated < self->date_updated ||
         (is_over (self->status) && !is_over (document->status));
}

static void
tr_transfer_apply (TrTransfer *self, const Document *document)
{
  g_object_freeze_notify (G_OBJECT (self));
  self->date_updated = document->date_updated;
  self->is_warm = document->is_warm;
  if (document->task_sid != NULL)
    tr_model_set_string (&self->task_sid, document->task_sid);
  tr_model_set_string (&self->reservation_sid, document->reservation_sid);
  tr_model_set_string (&self->worker_sid, document->worker_sid);
  tr_model_set_string (&self->to, document->to);
  tr_model_notify (self, properties[PROP_SID], tr_model_set_string (&self->sid, document->sid));
  tr_model_notify (self, properties[PROP_FAILED_REASON],
                   tr_model_set_string (&self->failed_reason, document->failed_reason));
  tr_model_notify (self, properties[PROP_STATUS], self->status != document->status);
  self->status = document->status;
  g_object_thaw_notify (G_OBJECT (self));
}

/* Private: see the header. @task_sid: (nullable): for a document that has none. */
TrTransfer *
tr_transfer_new_for_task (JsonNode *node, const char *task_sid, GError **error)
{
  TrTransfer *self;
  Document document = { NULL };

  if (!document_read (&document, node, NULL, error))
    {
      g_prefix_error_literal (error, "Transfer: ");
      return NULL;
    }
  if (document.task_sid == NULL)
    document.task_sid = task_sid;

  self = g_object_new (TR_TYPE_TRANSFER, NULL);
  tr_transfer_apply (self, &document);
  return self;
}

/**
 * tr_transfer_new_from_json:
 * @node: a Transfer of the protocol, as in events and answers
 * @error: return location
 *
 * Returns: (transfer full): a transfer; NULL with %TR_ERROR_PROTOCOL that names the field
 */
TrTransfer *
tr_transfer_new_from_json (JsonNode *node, GError **error)
{
  JsonObject *object;
  const char *task_sid;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "task_sid", &task_sid, error))
    {
      g_prefix_error_literal (error, "Transfer: ");
      return NULL;
    }
  return tr_transfer_new_for_task (node, NULL, error);
}

/**
 * tr_transfer_update_from_json:
 * @self: a transfer
 * @node: a Transfer of the protocol, with the same sid
 * @error: return location
 *
 * A document with an earlier date, or one that says *initiated* of a transfer that is over, is
 * older and changes nothing.
 *
 * Returns: whether @node could be read; if not, nothing changed and @error names the field
 *
 * Source: the protocol's payload shapes, "Transfer".
 */
gboolean
tr_transfer_update_from_json (TrTransfer *self, JsonNode *node, GError **error)
{
  Document document = { NULL };

  g_return_val_if_fail (TR_IS_TRANSFER (self), FALSE);

  if (!document_read (&document, node, self->sid, error))
    {
      g_prefix_error_literal (error, "Transfer: ");
      return FALSE;
    }
  if (!document_is_older (&document, self))
    tr_transfer_apply (self, &document);
  return TRUE;
}

/* Private: see the header. */
void
tr_transfer_update_from (TrTransfer *self, TrTransfer *newer)
{
  const Document document = {
    .sid = newer->sid,
    .task_sid = newer->task_sid,
    .reservation_sid = newer->reservation_sid,
    .worker_sid = newer->worker_sid,
    .to = newer->to,
    .failed_reason = newer->failed_reason,
    .status = newer->status,
    .is_warm = newer->is_warm,
    .date_updated = newer->date_updated,
  };

  g_return_if_fail (g_str_equal (self->sid, newer->sid));

  if (!document_is_older (&document, self))
    tr_transfer_apply (self, &document);
}

/**
 * tr_transfer_get_sid:
 * @self: a transfer
 *
 * Returns: its sid (TT…)
 */
const char *
tr_transfer_get_sid (TrTransfer *self)
{
  g_return_val_if_fail (TR_IS_TRANSFER (self), NULL);

  return self->sid;
}

/**
 * tr_transfer_get_task_sid:
 * @self: a transfer
 *
 * Returns: the sid of the task that is transferred
 */
const char *
tr_transfer_get_task_sid (TrTransfer *self)
{
  g_return_val_if_fail (TR_IS_TRANSFER (self), NULL);

  return self->task_sid;
}

/**
 * tr_transfer_get_initiating_reservation_sid:
 * @self: a transfer
 *
 * Returns: the sid of the reservation that the task is transferred from
 */
const char *
tr_transfer_get_initiating_reservation_sid (TrTransfer *self)
{
  g_return_val_if_fail (TR_IS_TRANSFER (self), NULL);

  return self->reservation_sid;
}

/**
 * tr_transfer_get_initiating_worker_sid:
 * @self: a transfer
 *
 * Returns: the sid of the worker who transfers
 */
const char *
tr_transfer_get_initiating_worker_sid (TrTransfer *self)
{
  g_return_val_if_fail (TR_IS_TRANSFER (self), NULL);

  return self->worker_sid;
}

/**
 * tr_transfer_get_to:
 * @self: a transfer
 *
 * Returns: the sid of the worker (WK…) or the queue (WQ…) that is to have the task
 */
const char *
tr_transfer_get_to (TrTransfer *self)
{
  g_return_val_if_fail (TR_IS_TRANSFER (self), NULL);

  return self->to;
}

/**
 * tr_transfer_get_status:
 * @self: a transfer
 *
 * Returns: how far it is; %TR_TRANSFER_UNKNOWN for a word that we do not know
 */
TrTransferStatus
tr_transfer_get_status (TrTransfer *self)
{
  g_return_val_if_fail (TR_IS_TRANSFER (self), TR_TRANSFER_UNKNOWN);

  return self->status;
}

/**
 * tr_transfer_is_warm:
 * @self: a transfer
 *
 * Returns: whether the first worker stays on the call until the other one is there
 */
gboolean
tr_transfer_is_warm (TrTransfer *self)
{
  g_return_val_if_fail (TR_IS_TRANSFER (self), FALSE);

  return self->is_warm;
}

/**
 * tr_transfer_get_failed_reason:
 * @self: a transfer
 *
 * Returns: (nullable): the service's words, in English; NULL unless it failed
 */
const char *
tr_transfer_get_failed_reason (TrTransfer *self)
{
  g_return_val_if_fail (TR_IS_TRANSFER (self), NULL);

  return self->failed_reason;
}
