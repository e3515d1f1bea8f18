/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-task-document.h"

#include "tr-json.h"
#include "tr-model.h"

static TrTaskStatus
status_from_string (const char *word)
{
  g_autoptr(GEnumClass) statuses = g_type_class_ref (TR_TYPE_TASK_STATUS);
  GEnumValue *value = g_enum_get_value_by_nick (statuses, word);

  return value != NULL ? (TrTaskStatus) value->value : TR_TASK_UNKNOWN;
}

gboolean
tr_task_document_read (TrTaskDocument *document,
                       JsonNode *node,
                       const char *known_sid,
                       GError **error)
{
  JsonObject *object;
  const char *status;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &document->sid, error) ||
      !tr_model_check_sid (known_sid, document->sid, error) ||
      !tr_json_expect_string (object, "assignment_status", &status, error) ||
      !tr_json_expect_string (object, "queue_name", &document->queue_name, error) ||
      !tr_json_expect_id (object, "queue_sid", &document->queue_sid, error) ||
      !tr_json_expect_string (object, "workflow_name", &document->workflow_name, error) ||
      !tr_json_expect_id (object, "task_channel_unique_name", &document->channel, error) ||
      !tr_json_optional_string (object, "reason", &document->reason, error) ||
      !tr_json_expect_int (object, "priority", 0, G_MAXINT, &document->priority, error) ||
      !tr_json_expect_int (object, "age", 0, G_MAXINT, &document->age, error) ||
      !tr_json_expect_int (object, "date_created", 0, TR_MODEL_MAX_DATE, &document->date_created,
                           error) ||
      !tr_json_expect_int (object, "version", 0, G_MAXINT64, &document->version, error) ||
      !tr_json_expect_nested_text (object, "attributes", &document->attributes_text, error))
    {
      g_prefix_error_literal (error, "Task: ");
      return FALSE;
    }

  document->status = status_from_string (status);
  return TRUE;
}
