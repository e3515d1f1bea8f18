/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-task-actions.h"

static TraSession *
session_of (gpointer application)
{
  return tra_application_get_session (TRA_APPLICATION (application));
}

/* ---- What they do ---- */

static void
note_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GtkWindow *window;

  tra_application_show (application);
  window = gtk_application_get_active_window (application);
  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.write-note", NULL);
}

static void
complete_anyway_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_complete_anyway (session_of (application));
}

static void
extend_wrap_up_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_extend_wrap_up (session_of (application));
}

static void
show_task_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  TraSession *session = session_of (application);
  TrReservation *reservation =
      tra_session_find_reservation (session, g_variant_get_string (parameter, NULL));

  if (reservation != NULL)
    tra_session_show_task (session, reservation);
}

static void
show_nth_task_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  g_autoptr(GPtrArray) tasks = tra_session_dup_tasks (session_of (application));
  gint32 n = g_variant_get_int32 (parameter);

  if (n >= 1 && (guint) n <= tasks->len)
    tra_session_show_task (session_of (application), g_ptr_array_index (tasks, n - 1));
}

static void
wrap_up_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_wrap_up (session_of (application));
}

static void
reject_to_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  TraSession *session = session_of (application);
  TrWorker *worker = tra_session_get_worker (session);
  const char *sid, *activity_sid;
  TrReservation *reservation;
  TrActivity *activity;

  g_variant_get (parameter, "(&s&s)", &sid, &activity_sid);
  reservation = tra_session_find_reservation (session, sid);
  activity = worker != NULL ? tr_worker_find_activity (worker, activity_sid) : NULL;
  if (reservation != NULL && activity != NULL)
    tra_session_reject_to (session, reservation, activity);
}

static void
cancel_auto_accept_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  TraSession *session = session_of (application);
  TrReservation *reservation =
      tra_session_find_reservation (session, g_variant_get_string (parameter, NULL));

  if (reservation != NULL)
    tra_session_cancel_auto_accept (session, reservation);
}

static void
show_stuck_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  TraSession *session = session_of (application);
  g_autoptr(GPtrArray) stuck = tra_session_dup_stuck (session);

  tra_session_keep_stuck (session);
  if (stuck->len > 0)
    tra_session_show_task (session, g_ptr_array_index (stuck, 0));
  tra_application_show (application);
}

static void
complete_stuck_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_complete_stuck (session_of (application));
}

/* ---- When they can be done ---- */

static gboolean
has_stuck (TraSession *session)
{
  g_autoptr(GPtrArray) stuck = tra_session_dup_stuck (session);

  return stuck->len > 0;
}

static gboolean
has_offer (TraSession *session)
{
  return tra_session_get_offered (session) != NULL;
}

static gboolean
has_task (TraSession *session)
{
  return tra_session_get_reservation (session) != NULL;
}

static gboolean
can_note (TraSession *session)
{
  TrReservation *reservation = tra_session_get_reservation (session);

  return reservation != NULL &&
         tr_reservation_get_status (reservation) != TR_RESERVATION_PENDING;
}

static gboolean
can_complete_anyway (TraSession *session)
{
  TrReservation *reservation = tra_session_get_reservation (session);

  return reservation != NULL && tra_session_can_complete (session) &&
         tra_session_get_notes_problem (session, reservation) != NULL;
}

/* A call is wrapped up by its end. */
static gboolean
can_wrap_up (TraSession *session)
{
  return tra_session_get_phase (session) == TRA_PHASE_IN_CALL && !tra_session_is_call (session);
}

static gboolean
can_extend_wrap_up (TraSession *session)
{
  return tra_session_get_phase (session) == TRA_PHASE_WRAP_UP &&
         tra_session_get_wrap_up_left (session) >= 0;
}

static const struct
{
  GActionEntry entry;
  gboolean (*is_enabled) (TraSession *session);
} actions[] = {
  { { "note", note_action }, can_note },
  { { "complete-anyway", complete_anyway_action }, can_complete_anyway },
  { { "extend-wrap-up", extend_wrap_up_action }, can_extend_wrap_up },
  { { "wrap-up", wrap_up_action }, can_wrap_up },
  { { "reject-to", reject_to_action, "(ss)" }, has_offer },
  { { "cancel-auto-accept", cancel_auto_accept_action, "s" }, has_offer },
  { { "show-stuck", show_stuck_action }, has_stuck },
  { { "complete-stuck", complete_stuck_action }, has_stuck },
  { { "show-task", show_task_action, "s", "''" }, has_task },
  { { "show-nth-task", show_nth_task_action, "i" }, has_task },
};

/**
 * tra_task_actions_install:
 * @application: the program, with its session
 */
void
tra_task_actions_install (TraApplication *application)
{
  g_return_if_fail (TRA_IS_APPLICATION (application));

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    g_action_map_add_action_entries (G_ACTION_MAP (application), &actions[i].entry, 1, application);
}

/**
 * tra_task_actions_update:
 * @application: the program
 *
 * Makes anew what can be done now.
 */
void
tra_task_actions_update (TraApplication *application)
{
  TrReservation *reservation;
  TraSession *session;
  const char *sid;

  g_return_if_fail (TRA_IS_APPLICATION (application));

  session = tra_application_get_session (application);
  reservation = tra_session_get_reservation (session);
  sid = reservation != NULL ? tr_reservation_get_sid (reservation) : "";
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GAction *action =
          g_action_map_lookup_action (G_ACTION_MAP (application), actions[i].entry.name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), actions[i].is_enabled (session));
      if (actions[i].entry.state != NULL) /* the task in front */
        g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (sid));
    }
}
