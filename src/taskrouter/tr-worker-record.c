/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-record.h"

#include "tr-json.h"
#include "tr-model.h"

/**
 * tr_worker_record_new_from_json:
 * @node: a Worker of the protocol
 * @error: return location
 *
 * Returns: (transfer full): a record; NULL with %TR_ERROR_PROTOCOL that names the field
 *
 * Source: the protocol's payload shapes, "Worker".
 */
TrWorkerRecord *
tr_worker_record_new_from_json (JsonNode *node, GError **error)
{
  g_autoptr(TrWorkerRecord) self = g_new0 (TrWorkerRecord, 1);
  JsonObject *object;
  const char *sid, *friendly_name, *activity_sid, *attributes_text;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &sid, error) ||
      !tr_json_expect_string (object, "friendly_name", &friendly_name, error) ||
      !tr_json_expect_id (object, "activity_sid", &activity_sid, error) ||
      !tr_json_expect_bool (object, "available", &self->is_available, error) ||
      !tr_json_expect_int (object, "date_status_changed", 0, TR_MODEL_MAX_DATE,
                           &self->date_status_changed, error) ||
      !tr_json_expect_int (object, "version", 0, G_MAXINT64, &self->version, error) ||
      !tr_json_expect_string (object, "attributes", &attributes_text, error) ||
      !tr_json_expect_nested_rounded (object, "attributes", &self->attributes, error))
    {
      g_prefix_error_literal (error, "Worker: ");
      return NULL;
    }

  self->sid = g_strdup (sid);
  self->friendly_name = g_strdup (friendly_name);
  self->activity_sid = g_strdup (activity_sid);
  self->attributes_text = g_strdup (attributes_text);
  return g_steal_pointer (&self);
}

/**
 * tr_worker_record_free:
 * @self: (transfer full): a record
 */
void
tr_worker_record_free (TrWorkerRecord *self)
{
  g_free (self->sid);
  g_free (self->friendly_name);
  g_free (self->activity_sid);
  g_free (self->attributes_text);
  g_clear_pointer (&self->attributes, json_object_unref);
  g_free (self);
}
