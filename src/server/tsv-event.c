/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-event.h"

#include <string.h>

#include "tr-json.h"

#include "tsv-error.h"

#define MAX_SID 64
#define MAX_TYPE 64
#define MAX_AGE (10LL * 365 * 24 * 3600) /* of a task, in seconds */
#define MAX_TIME 253402300799LL          /* the year 9999 */

static gboolean
is_word (const char *text, gsize max_bytes, const char *besides)
{
  gsize length = strlen (text);

  if (length == 0 || length > max_bytes)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && strchr (besides, text[i]) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* NULL for what is left out or empty: FALSE for what can't be a SID. */
static gboolean
read_sid (TrsForm *form, const char *name, char **sid, GError **error)
{
  const char *text = trs_form_get_filled (form, name);

  if (text == NULL)
    return TRUE;
  if (!is_word (text, MAX_SID, ""))
    {
      g_set_error (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST, "%s is no SID", name);
      return FALSE;
    }
  *sid = g_strdup (text);
  return TRUE;
}

static gboolean
read_number (TrsForm *form, const char *name, gint64 max, gint64 *number, GError **error)
{
  const char *text = trs_form_get_filled (form, name);

  if (text == NULL ||
      g_ascii_string_to_signed (text, 10, 0, max, number, NULL))
    return TRUE;
  g_set_error (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST, "%s is no such number", name);
  return FALSE;
}

static gboolean
read_times (TsvEvent *self, TrsForm *form, GError **error)
{
  gint64 seconds = -1;
  gint64 age = 0;

  self->at_ms = -1;
  if (!read_number (form, "TimestampMs", MAX_TIME * 1000, &self->at_ms, error) ||
      !read_number (form, "Timestamp", MAX_TIME, &seconds, error) ||
      !read_number (form, "TaskAge", MAX_AGE, &age, error))
    return FALSE;
  if (self->at_ms < 0)
    self->at_ms = seconds * 1000;
  self->began_ms = MAX (0, self->at_ms - age * 1000);
  if (self->at_ms >= 0)
    return TRUE;
  g_set_error_literal (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST, "Timestamp is missing");
  return FALSE;
}

static gboolean
read_type (TsvEvent *self, TrsForm *form, GError **error)
{
  const char *type = trs_form_get_filled (form, "EventType");

  if (type != NULL && is_word (type, MAX_TYPE, ".-_"))
    {
      self->type = g_strdup (type);
      return TRUE;
    }
  g_set_error_literal (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST,
                       "EventType is missing, or no event's");
  return FALSE;
}

/* Some events come without a SID: the same one again says the same. */
static char *
make_sid (TrsForm *form)
{
  g_autofree char *text = trs_form_to_query (form);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return g_strconcat ("EV", digest, NULL);
}

static char *
form_to_json (TrsForm *form)
{
  g_autoptr(JsonObject) object = json_object_new ();
  g_auto(GStrv) names = trs_form_dup_names (form);

  for (gsize i = 0; names[i] != NULL; i++)
    json_object_set_string_member (object, names[i], trs_form_get (form, names[i]));
  return tr_json_object_to_string (object);
}

/**
 * tsv_event_new_from_form:
 * @form: that the service posted
 * @now: seconds since the epoch
 * @error: a %TSV_ERROR_BAD_REQUEST that names the parameter
 *
 * Returns: (transfer full) (nullable): the event in it
 *
 * Source: the service's "Event reference", what every event has.
 */
TsvEvent *
tsv_event_new_from_form (TrsForm *form, gint64 now, GError **error)
{
  g_autoptr(TsvEvent) self = g_new0 (TsvEvent, 1);

  self->received = now;
  if (!read_type (self, form, error) || !read_times (self, form, error) ||
      !read_sid (form, "Sid", &self->sid, error) ||
      !read_sid (form, "TaskSid", &self->task_sid, error) ||
      !read_sid (form, "WorkerSid", &self->worker_sid, error) ||
      !read_sid (form, "ReservationSid", &self->reservation_sid, error) ||
      !read_sid (form, "TaskQueueSid", &self->queue_sid, error))
    return NULL;
  if (self->sid == NULL)
    self->sid = make_sid (form);
  self->queue = g_strdup (trs_form_get_filled (form, "TaskQueueName"));
  self->channel = g_strdup (trs_form_get_filled (form, "TaskChannelUniqueName"));
  self->data = form_to_json (form);
  return g_steal_pointer (&self);
}

void
tsv_event_free (TsvEvent *self)
{
  g_free (self->sid);
  g_free (self->type);
  g_free (self->data);
  g_free (self->task_sid);
  g_free (self->worker_sid);
  g_free (self->reservation_sid);
  g_free (self->queue_sid);
  g_free (self->queue);
  g_free (self->channel);
  g_free (self);
}

static void
set_text (JsonObject *object, const char *name, TsvRow *row, int column)
{
  const char *text = tsv_row_get_text (row, column);

  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

/**
 * tsv_event_row_to_json:
 * @row: of %TSV_EVENT_COLUMNS
 *
 * Returns: (transfer full): the event as supervisors get it
 */
JsonObject *
tsv_event_row_to_json (TsvRow *row)
{
  JsonObject *object = json_object_new ();
  const char *data = tsv_row_get_text (row, 8);

  json_object_set_int_member (object, "id", tsv_row_get_int (row, 0));
  set_text (object, "sid", row, 1);
  set_text (object, "type", row, 2);
  json_object_set_int_member (object, "at_ms", tsv_row_get_int (row, 3));
  json_object_set_int_member (object, "received_at", tsv_row_get_int (row, 4));
  set_text (object, "task_sid", row, 5);
  set_text (object, "worker_sid", row, 6);
  set_text (object, "reservation_sid", row, 7);
  json_object_set_member (object, "data", tr_json_parse (data != NULL ? data : "", -1, NULL));
  return object;
}

gsize
tsv_event_row_get_size (TsvRow *row)
{
  return (gsize) sqlite3_column_bytes (row, 8);
}
