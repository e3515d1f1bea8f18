/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-json.h"
#include "tra-phone-number.h"
#include "tra-plain-text.h"
#include "tra-team-date.h"
#include "tra-team-member.h"

#define MAX_NAME 64

static void
task_clear (gpointer data)
{
  TraTeamTask *self = data;

  g_free (self->sid);
  g_free (self->key);
  g_free (self->status);
  g_free (self->caller);
  g_free (self->queue);
  g_free (self->worker_sid);
  g_free (self->reservation_sid);
}

TraTeamTask *
tra_team_task_ref (TraTeamTask *self)
{
  return g_rc_box_acquire (self);
}

void
tra_team_task_unref (TraTeamTask *self)
{
  g_rc_box_release_full (self, task_clear);
}

/* Attributes are strangers': what is no text is not there. */
static const char *
text_of (JsonObject *attributes, const char *name)
{
  const char *text = NULL;

  return tr_json_optional_string (attributes, name, &text, NULL) && text != NULL && *text != '\0'
             ? text
             : NULL;
}

static char *
caller_of (JsonObject *attributes)
{
  static const char *const numbers[] = { "from", "caller", "outbound_to" };
  static const char *const titles[] = { "title", "name", "subject" };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (text_of (attributes, numbers[i]) != NULL)
      return tra_phone_number_isolate (text_of (attributes, numbers[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (text_of (attributes, titles[i]) != NULL)
      return tra_plain_text (text_of (attributes, titles[i]), MAX_NAME);

  return g_strdup ("");
}

/**
 * tra_team_task_new_from_json:
 * @node: a task, as the service's REST API tells of one
 * @error: return location for a %TR_ERROR_PROTOCOL
 *
 * Returns: (transfer full) (nullable): the task, nobody's yet
 */
TraTeamTask *
tra_team_task_new_from_json (JsonNode *node, GError **error)
{
  g_autoptr(TraTeamTask) self = g_rc_box_new0 (TraTeamTask);
  g_autoptr(JsonObject) attributes = NULL;
  const char *sid, *status, *date, *queue = NULL;
  JsonObject *object;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &sid, error) ||
      !tr_json_expect_id (object, "assignment_status", &status, error) ||
      !tr_json_expect_string (object, "date_updated", &date, error) ||
      !tr_json_optional_string (object, "task_queue_friendly_name", &queue, error) ||
      !tr_json_expect_nested_rounded (object, "attributes", &attributes, error))
    {
      g_prefix_error_literal (error, "Task: ");
      return NULL;
    }

  self->sid = g_strdup (sid);
  self->key = g_strconcat (status, " ", date, NULL);
  self->status = g_strdup (status);
  self->since = tra_team_date_read (date);
  self->queue = tra_plain_text (queue, MAX_NAME);
  self->caller = caller_of (attributes);
  self->is_call = text_of (attributes, "call_sid") != NULL;
  return g_steal_pointer (&self);
}

/**
 * tra_team_task_take_reservation:
 * @self: a task
 * @node: one of its reservations, as the REST API tells of one
 * @error: return location for a %TR_ERROR_PROTOCOL
 *
 * Takes over whose it is, if that reservation is an open one.
 *
 * Returns: whether it could be read
 */
gboolean
tra_team_task_take_reservation (TraTeamTask *self, JsonNode *node, GError **error)
{
  static const char *const open[] = { "pending", "accepted", "wrapping", NULL };
  const char *sid, *worker, *status;
  JsonObject *object;

  if (!tr_json_expect_object (node, &object, error) ||
      !tr_json_expect_id (object, "sid", &sid, error) ||
      !tr_json_expect_id (object, "worker_sid", &worker, error) ||
      !tr_json_expect_string (object, "reservation_status", &status, error))
    {
      g_prefix_error_literal (error, "Reservation: ");
      return FALSE;
    }
  if (!g_strv_contains (open, status))
    return TRUE;

  g_free (self->worker_sid);
  self->worker_sid = g_strdup (worker);
  g_free (self->reservation_sid);
  self->reservation_sid = g_strdup (sid);
  return TRUE;
}
