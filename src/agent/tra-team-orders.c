/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-messages.h"
#include "tra-team-private.h"

/* What a supervisor asks for others. That it was done is seen when the team is read anew. */

typedef struct
{
  TraTeam *team; /* not owned: gone if we were cancelled */
  const char *verb;
} Order;

static void
ordered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Order *order = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) answer = tr_client_request_finish (TR_CLIENT (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    {
      g_info ("The team: %s", error->message);
      text = tra_messages_for_request (order->verb, error);
      tra_team_tell (order->team, text);
    }
  tra_team_refresh (order->team);
}

static void
post (TraTeam *self, const char *verb, const char *below, const char *const *form)
{
  TrClient *client = tra_session_get_supervisor_client (self->session);
  g_autofree char *path = NULL;
  Order *order;

  if (client == NULL)
    return;

  order = g_new (Order, 1);
  order->team = self;
  order->verb = verb;
  path = tra_team_dup_path (self, below);
  tr_client_request_async (client, TR_SERVICE_TASKROUTER, "POST", path, form, self->cancellable,
                           ordered_cb, order);
}

static gboolean
has_pending (TraTeamMember *member)
{
  GPtrArray *tasks = tra_team_member_get_tasks (member);

  for (guint i = 0; i < tasks->len; i++)
    if (g_str_equal (((TraTeamTask *) g_ptr_array_index (tasks, i))->status, "reserved"))
      return TRUE;

  return FALSE;
}

/**
 * tra_team_set_activity:
 * @self: a team
 * @member: whose status
 * @activity: which
 *
 * What waits for his answer is rejected with it, where no calls come with the status: the service
 * takes that only then.
 *
 * Source: the service's Workers resource, RejectPendingReservations.
 */
void
tra_team_set_activity (TraTeam *self, TraTeamMember *member, TrActivity *activity)
{
  g_autofree char *escaped = NULL;
  g_autofree char *below = NULL;

  g_return_if_fail (TRA_IS_TEAM (self));
  g_return_if_fail (TRA_IS_TEAM_MEMBER (member));
  g_return_if_fail (TR_IS_ACTIVITY (activity));

  {
    gboolean rejects = has_pending (member) && !tr_activity_is_available (activity);
    const char *form[] = {
      "ActivitySid", tr_activity_get_sid (activity),
      rejects ? "RejectPendingReservations" : NULL, "true", NULL,
    };

    escaped = g_uri_escape_string (tra_team_member_get_sid (member), NULL, FALSE);
    below = g_strconcat ("Workers/", escaped, NULL);
    post (self, "set-activity", below, form);
  }
}

/**
 * tra_team_complete:
 * @self: a team
 * @task: of somebody who is in wrap-up, or away from a task that nobody ended
 */
void
tra_team_complete (TraTeam *self, TraTeamTask *task)
{
  static const char *const form[] = {
    "AssignmentStatus", "completed", "Reason", "completed by a supervisor", NULL,
  };
  g_autofree char *escaped = NULL;
  g_autofree char *below = NULL;

  g_return_if_fail (TRA_IS_TEAM (self));
  g_return_if_fail (task != NULL);

  escaped = g_uri_escape_string (task->sid, NULL, FALSE);
  below = g_strconcat ("Tasks/", escaped, NULL);
  post (self, "complete", below, form);
}

/**
 * tra_team_monitor:
 * @self: a team
 * @task: a call that goes on
 *
 * Has the service ring the supervisor's own phone, whose leg joins the conference muted.
 *
 * Source: the official worker SDK, Supervisor.monitor; the Reservations resource, instruction
 * supervise.
 */
void
tra_team_monitor (TraTeam *self, TraTeamTask *task)
{
  TrWorker *own;
  g_autofree char *escaped = NULL;
  g_autofree char *reservation = NULL;
  g_autofree char *below = NULL;

  g_return_if_fail (TRA_IS_TEAM (self));
  g_return_if_fail (task != NULL);

  own = tra_session_get_worker (self->session);
  if (own == NULL || tr_worker_get_sid (own) == NULL || task->reservation_sid == NULL)
    return;

  {
    const char *form[] = {
      "Instruction", "supervise", "Supervisor", tr_worker_get_sid (own), "SupervisorMode",
      "monitor", NULL,
    };

    escaped = g_uri_escape_string (task->sid, NULL, FALSE);
    reservation = g_uri_escape_string (task->reservation_sid, NULL, FALSE);
    below = g_strdup_printf ("Tasks/%s/Reservations/%s", escaped, reservation);
    post (self, "monitor", below, form);
  }
}
