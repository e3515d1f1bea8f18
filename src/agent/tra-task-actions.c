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

/* ---- When they can be done ---- */

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
  TraSession *session;

  g_return_if_fail (TRA_IS_APPLICATION (application));

  session = tra_application_get_session (application);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (application),
                                                     actions[i].entry.name)),
        actions[i].is_enabled (session));
}
