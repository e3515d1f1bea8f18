/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-actions.h"

#include "tra-about.h"
#include "tra-compact-window.h"
#include "tra-diagnostics-window.h"
#include "tra-call-actions.h"
#include "tra-end-dialog.h"
#include "tra-help.h"
#include "tra-password-dialog.h"
#include "tra-preferences.h"
#include "tra-profile-window.h"
#include "tra-ready-check.h"
#include "tra-session-company.h"
#include "tra-shortcuts.h"
#include "tra-status-dialog.h"
#include "tra-skills-window.h"
#include "tra-task-actions.h"
#include "tra-wallboard.h"
#include "tra-why.h"
#include "tra-wish.h"

/* ---- What they do ---- */

static TraSession *
session_of (gpointer application)
{
  return tra_application_get_session (TRA_APPLICATION (application));
}

/* The reservation that a notification or a key means: "" is the current one. */
static gboolean
find_reservation (TraSession *session, GVariant *parameter, TrReservation **reservation)
{
  const char *sid = g_variant_get_string (parameter, NULL);

  *reservation = *sid != '\0' ? tra_session_find_reservation (session, sid) : NULL;
  return *sid == '\0' || *reservation != NULL;
}

static void
accept_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  TrReservation *reservation;

  if (find_reservation (session_of (application), parameter, &reservation))
    tra_session_accept (session_of (application), reservation);
  /* Who accepts from a notification wants to see the call; a line of it is enough for who has one. */
  if (*g_variant_get_string (parameter, NULL) != '\0' && !tra_compact_window_raise (application))
    tra_application_show (application);
}

static void
reject_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  TrReservation *reservation;

  if (find_reservation (session_of (application), parameter, &reservation))
    tra_session_reject (session_of (application), reservation);
}

static void
set_activity_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  TrWorker *worker = tra_session_get_worker (session_of (application));
  TrActivity *activity = NULL;

  if (worker != NULL)
    activity = tr_worker_find_activity (worker, g_variant_get_string (parameter, NULL));
  if (activity != NULL)
    tra_status_dialog_take (application, activity);
}

static void
take_back_status_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_take_back_next (session_of (application));
}

static void
undo_away_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_undo_away (session_of (application));
}

static void
dismiss_away_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_dismiss_away (session_of (application));
}

/* What the desktop started the program for waits until somebody is signed in. */
static gboolean
is_early (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  if (!tra_wish_is_early (session_of (application), application))
    return FALSE;

  tra_wish_keep (application, G_ACTION (action), parameter);
  return TRUE;
}

/* By name, as people and desktop files have it; SIDs are known here only. */
static void
take_status_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  if (is_early (action, parameter, application))
    return;
  tra_session_take_status (session_of (application), g_variant_get_string (parameter, NULL));
}

static void
stop_ringing_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_stop_ringing (session_of (application));
}

static void
end_conference_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_end_dialog_ask (session_of (application),
                      gtk_application_get_active_window (GTK_APPLICATION (application)));
}

static void
complete_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_complete (session_of (application));
}

static void
go_online_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  if (is_early (action, parameter, application))
    return;
  tra_session_go_online (session_of (application));
}

static void
go_offline_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  TraSession *session = session_of (application);
  TrActivity *activity = tra_session_get_leave_activity (session);

  if (is_early (action, parameter, application))
    return;
  if (activity != NULL && tra_session_would_drop (session, activity))
    tra_status_dialog_take (application, activity);
  else
    tra_session_go_offline (session);
}

static void
reconnect_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_reconnect_now (session_of (application));
}

static void
take_over_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_take_over (session_of (application));
}

static void
dismiss_notice_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_dismiss_notice (session_of (application));
}

static void
sign_in_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  TraSession *session = session_of (application);

  if (!tra_session_wants_password (session))
    tra_session_sign_in_again (session);
  tra_application_show (application);
  if (tra_session_wants_password (session))
    tra_password_dialog_open (session, gtk_application_get_active_window (application));
}

static void
demo_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_start_demo (session_of (application));
}

static void
sign_out_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_application_ask_sign_out (application);
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_application_ask_quit (application);
}

static void
show_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_application_show (application);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_about_show (gtk_application_get_active_window (GTK_APPLICATION (application)));
}

static void
why_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_why_ask (gtk_application_get_active_window (GTK_APPLICATION (application)),
               session_of (application));
}

static void
diagnostics_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GtkWidget *window = tra_diagnostics_window_new (
      gtk_application_get_active_window (GTK_APPLICATION (application)), session_of (application),
      g_application_get_dbus_connection (G_APPLICATION (application)));

  gtk_window_present (GTK_WINDOW (window));
}

static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GtkWindow *window = tra_shortcuts_new (
      tra_application_get_settings (TRA_APPLICATION (application)));

  gtk_window_set_transient_for (window, gtk_application_get_active_window (application));
  gtk_window_present (window);
}

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_preferences_show (application, session_of (application));
}

static void
wallboard_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_wallboard_toggle (application, session_of (application));
}

static void
accounts_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_profile_window_show (gtk_application_get_active_window (GTK_APPLICATION (application)),
                           session_of (application));
}

static void
skills_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_skills_window_show (gtk_application_get_active_window (GTK_APPLICATION (application)),
                          session_of (application));
}

static void
ready_check_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_ready_check_show (application, session_of (application));
}

static void
help_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_help_show (application);
}

static void
advance_clock_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  TrClock *clock = tra_application_get_clock (TRA_APPLICATION (application));
  gint64 milliseconds = g_variant_get_int64 (parameter);

  if (tr_clock_is_manual (clock) && milliseconds > 0 && milliseconds < G_MAXINT)
    tr_clock_advance (clock, milliseconds * 1000);
}

/* ---- When they can be done ---- */

static gboolean
always (TraSession *session)
{
  return TRUE;
}

static gboolean
is_connected (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);

  return worker != NULL && tr_worker_get_state (worker) == TR_WORKER_READY;
}

/* In a call, too: the popup offers what else comes. */
static gboolean
can_accept (TraSession *session)
{
  return tra_session_get_offered (session) != NULL;
}

static gboolean
can_set_activity (TraSession *session)
{
  return is_connected (session);
}

static gboolean
can_take_back_status (TraSession *session)
{
  return tra_session_get_next_activity (session) != NULL;
}

static gboolean
can_stop_ringing (TraSession *session)
{
  return tra_session_get_phase (session) == TRA_PHASE_RINGING;
}

static gboolean
can_reconnect (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);

  return worker != NULL && tr_worker_get_state (worker) == TR_WORKER_WAITING;
}

static gboolean
can_take_over (TraSession *session)
{
  return tra_session_get_phase (session) == TRA_PHASE_ELSEWHERE;
}

static gboolean
can_dismiss_notice (TraSession *session)
{
  TraPhase phase = tra_session_get_phase (session);

  return phase == TRA_PHASE_MISSED || phase == TRA_PHASE_NOT_ANSWERED;
}

static gboolean
can_sign_in (TraSession *session)
{
  TraPhase phase = tra_session_get_phase (session);

  return phase == TRA_PHASE_EXPIRED || phase == TRA_PHASE_SIGNED_OUT;
}

static gboolean
can_start_demo (TraSession *session)
{
  return tra_session_get_phase (session) == TRA_PHASE_SIGNED_OUT &&
         !tra_session_is_signing_in (session);
}

static gboolean
can_sign_out (TraSession *session)
{
  return tra_session_get_phase (session) != TRA_PHASE_SIGNED_OUT;
}

static const struct
{
  GActionEntry entry;
  gboolean (*is_enabled) (TraSession *session);
  gboolean is_kept; /* until somebody is signed in */
} actions[] = {
  { { "accept", accept_action, "s" }, can_accept },
  { { "reject", reject_action, "s" }, can_accept },
  { { "set-activity", set_activity_action, "s", "''" }, can_set_activity },
  { { "take-status", take_status_action, "s" }, can_set_activity, TRUE },
  { { "take-back-status", take_back_status_action }, can_take_back_status },
  { { "undo-away", undo_away_action }, tra_session_is_away_told },
  { { "dismiss-away", dismiss_away_action }, tra_session_is_away_told },
  { { "stop-ringing", stop_ringing_action }, can_stop_ringing },
  { { "end-conference", end_conference_action }, tra_session_can_end_conference },
  { { "complete", complete_action }, tra_session_can_complete },
  { { "go-online", go_online_action }, tra_session_can_go_online, TRUE },
  { { "go-offline", go_offline_action }, tra_session_can_go_offline, TRUE },
  { { "reconnect", reconnect_action }, can_reconnect },
  { { "take-over", take_over_action }, can_take_over },
  { { "dismiss-notice", dismiss_notice_action }, can_dismiss_notice },
  { { "sign-in", sign_in_action }, can_sign_in },
  { { "demo", demo_action }, can_start_demo },
  { { "sign-out", sign_out_action }, can_sign_out },
  { { "quit", quit_action }, always },
  { { "show", show_action }, always },
  { { "about", about_action }, always },
  { { "accounts", accounts_action }, can_sign_out },
  { { "skills", skills_action }, can_sign_out },
  { { "wallboard", wallboard_action }, can_sign_out },
  { { "why", why_action }, always },
  { { "diagnostics", diagnostics_action }, always },
  { { "shortcuts", shortcuts_action }, always },
  { { "preferences", preferences_action }, always },
  { { "help", help_action }, always },
  { { "ready-check", ready_check_action }, always },
  { { "advance-clock", advance_clock_action, "x" }, always },
};

/**
 * tra_actions_install:
 * @application: the program, with its session
 */
void
tra_actions_install (TraApplication *application)
{
  g_return_if_fail (TRA_IS_APPLICATION (application));

  tra_task_actions_install (application);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (!g_str_equal (actions[i].entry.name, "advance-clock") ||
        tr_clock_is_manual (tra_application_get_clock (application)))
      g_action_map_add_action_entries (G_ACTION_MAP (application), &actions[i].entry, 1,
                                       application);
  tra_call_actions_install (application);
}

static void
update_activity_state (TraApplication *application, GSimpleAction *action)
{
  TraSession *session = tra_application_get_session (application);
  TrWorker *worker = tra_session_get_worker (session);
  TrActivity *activity = tra_session_get_next_activity (session);
  const char *sid = "";

  if (activity == NULL && worker != NULL)
    activity = tr_worker_get_activity (worker);
  if (activity != NULL)
    sid = tr_activity_get_sid (activity);
  g_simple_action_set_state (action, g_variant_new_string (sid));
}

/**
 * tra_actions_update:
 * @application: the program
 *
 * Makes anew what can be done now, and which activity is marked in menus.
 */
void
tra_actions_update (TraApplication *application)
{
  TraSession *session;

  g_return_if_fail (TRA_IS_APPLICATION (application));

  session = tra_application_get_session (application);
  tra_task_actions_update (application);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (application),
                                                    actions[i].entry.name);

      if (action == NULL)
        continue;
      g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                                   actions[i].is_enabled (session) ||
                                       (actions[i].is_kept &&
                                        tra_wish_is_early (session, GTK_APPLICATION (application))));
      if (actions[i].entry.state != NULL)
        update_activity_state (application, G_SIMPLE_ACTION (action));
    }
  tra_call_actions_update (application);
  tra_wish_perform (GTK_APPLICATION (application), session);
}
