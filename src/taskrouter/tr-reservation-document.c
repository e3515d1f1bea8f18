/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-reservation-document.h"

#include "tr-json.h"
#include "tr-model.h"
#include "tr-transfer-private.h"

void
tr_reservation_document_clear (TrReservationDocument *document)
{
  g_clear_object (&document->task);
  g_clear_object (&document->incoming);
  g_clear_object (&document->outgoing);
}

static TrReservationStatus
status_from_string (const char *word)
{
  g_autoptr(GEnumClass) statuses = g_type_class_ref (TR_TYPE_RESERVATION_STATUS);
  GEnumValue *value = g_enum_get_value_by_nick (statuses, word);

  return value != NULL ? (TrReservationStatus) value->value : TR_RESERVATION_UNKNOWN;
}

static gboolean
read_transfer (JsonObject *object,
               const char *name,
               TrTask *task,
               TrTransfer **transfer,
               GError **error)
{
  JsonObject *member;

  if (!tr_json_optional_member_object (object, name, &member, error))
    return FALSE;
  if (member == NULL)
    return TRUE;

  *transfer = tr_transfer_new_for_task (json_object_get_member (object, name),
                                        tr_task_get_sid (task), error);
  if (*transfer == NULL)
    g_prefix_error (error, "\"%s\": ", name);
  return *transfer != NULL;
}

/* What only the full form has. */
static gboolean
read_full (TrReservationDocument *document, JsonObject *object, TrTask *known, GError **error)
{
  JsonObject *task;

  if (!tr_json_expect_int (object, "version", 0, G_MAXINT64, &document->version, error) ||
      !tr_json_expect_int (object, "reservation_timeout", 0, G_MAXINT, &document->timeout,
                           error) ||
      !tr_json_optional_int (object, "canceled_reason_code", 0, G_MAXINT, 0,
                             &document->canceled_reason_code, error) ||
      !tr_json_expect_member_object (object, "task", &task, error))
    return FALSE;

  document->task = tr_task_new_from_json (json_object_get_member (object, "task"), error);
  if (document->task == NULL)
    return FALSE;
  if (known != NULL &&
      !tr_model_check_sid (tr_task_get_sid (known), tr_task_get_sid (document->task), error))
    {
      g_prefix_error_literal (error, "Task: ");
      return FALSE;
    }
  return read_transfer (object, "task_transfer", document->task, &document->incoming, error) &&
         read_transfer (object, "active_outgoing_task_transfer", document->task,
                        &document->outgoing, error);
}

/* Private: see the header. */
gboolean
tr_reservation_document_read (TrReservationDocument *document,
                              JsonNode *node,
                              TrReservation *known,
                              GError **error)
{
  const char *known_sid = tr_reservation_get_sid (known);
  JsonObject *object;
  const char *status;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &document->sid, error) ||
      !tr_model_check_sid (known_sid, document->sid, error) ||
      !tr_json_expect_string (object, "reservation_status", &status, error) ||
      !tr_json_expect_id (object, "worker_sid", &document->worker_sid, error) ||
      !tr_json_expect_int (object, "date_created", 0, TR_MODEL_MAX_DATE, &document->date_created,
                           error) ||
      !tr_json_expect_int (object, "date_updated", 0, TR_MODEL_MAX_DATE, &document->date_updated,
                           error) ||
      !tr_json_optional_int (object, "version", 0, G_MAXINT64, TR_MODEL_NO_VERSION,
                             &document->version, error))
    return FALSE;

  document->status = status_from_string (status);
  document->is_short = known_sid != NULL && !json_object_has_member (object, "task");
  return document->is_short ||
         read_full (document, object, tr_reservation_get_task (known), error);
}
