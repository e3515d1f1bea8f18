/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-call-actions.h"

#include "tra-dial-dialog.h"
#include "tra-session-recording.h"
#include "tra-session-transfer.h"
#include "tra-tel-link.h"
#include "tra-transfer-dialog.h"

static TraSession *
session_of (gpointer application)
{
  return tra_application_get_session (TRA_APPLICATION (application));
}

/* The action's state is what the service says. Asking for the other one changes nothing yet. */
static gboolean
is_on (GSimpleAction *action)
{
  g_autoptr(GVariant) state = g_action_get_state (G_ACTION (action));

  return g_variant_get_boolean (state);
}

static void
mute_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_set_muted (session_of (application), !is_on (action));
}

static void
hold_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_set_held (session_of (application), !is_on (action));
}

static void
pause_recording_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_set_recording_paused (session_of (application), !is_on (action));
}

static gboolean
is_recording_paused (TraSession *session)
{
  return tra_session_get_recording (session) == TRA_RECORDING_PAUSED;
}

static void
transfer_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GtkWindow *parent = NULL;

  tra_application_show (application);
  parent = gtk_application_get_active_window (GTK_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (tra_transfer_dialog_new (session_of (application), parent)));
}

static void
cancel_transfer_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_cancel_transfer (session_of (application));
}

static void
hand_over_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_hand_over (session_of (application));
}

static void
leave_call_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_leave_call (session_of (application));
}

/* Of a leg, by the SID of its call. */

static void
mute_leg_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  const char *call_sid = g_variant_get_string (parameter, NULL);
  TraLeg *leg = tra_line_find_call (tra_session_get_line (session_of (application)), call_sid);

  if (leg != NULL)
    tra_session_mute_leg (session_of (application), call_sid, !leg->is_muted);
}

static void
hold_leg_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  const char *call_sid = g_variant_get_string (parameter, NULL);
  TraLeg *leg = tra_line_find_call (tra_session_get_line (session_of (application)), call_sid);

  if (leg != NULL)
    tra_session_hold_leg (session_of (application), call_sid, !leg->is_held);
}

static void
remove_leg_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  tra_session_remove_leg (session_of (application), g_variant_get_string (parameter, NULL));
}

static TraDialDialog *
find_dial_dialog (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (TRA_IS_DIAL_DIALOG (l->data))
      return l->data;

  return NULL;
}

/* The parameter is filled in, and dialled by nobody but the agent. */
static void
dial_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  const char *text = g_variant_get_string (parameter, NULL);
  g_autofree char *linked = tra_tel_link_get_number (text); /* other programs may hand over a link */
  const char *number = linked != NULL ? linked : text;
  TraDialDialog *dialog = find_dial_dialog (application);
  GtkWindow *parent;

  if (dialog != NULL && *number != '\0')
    tra_dial_dialog_set_number (dialog, number);
  if (dialog == NULL)
    {
      tra_application_show (application);
      parent = gtk_application_get_active_window (GTK_APPLICATION (application));
      dialog = tra_dial_dialog_new (session_of (application), parent, number);
      gtk_window_set_application (GTK_WINDOW (dialog), application);
    }
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The dial pad itself says when it can't call. */
static gboolean
can_open_dial_pad (TraSession *session)
{
  return tra_session_get_phase (session) > TRA_PHASE_CONNECTING &&
         tra_session_get_directory (session) != NULL;
}

static gboolean
can_mute (TraSession *session)
{
  return tra_session_can_talk (session) &&
         tra_session_can_mute_leg (session,
                                   tra_line_find (tra_session_get_line (session), TRA_LEG_OWN));
}

static gboolean
can_hold (TraSession *session)
{
  return tra_session_can_talk (session) &&
         tra_session_can_hold_leg (session,
                                   tra_line_find (tra_session_get_line (session), TRA_LEG_CALLER));
}

static gboolean
is_muted (TraSession *session)
{
  TraLeg *leg = tra_line_find (tra_session_get_line (session), TRA_LEG_OWN);

  return leg != NULL && leg->is_muted;
}

static gboolean
is_held (TraSession *session)
{
  TraLeg *leg = tra_line_find (tra_session_get_line (session), TRA_LEG_CALLER);

  return leg != NULL && leg->is_held;
}

/* Of an entry with a state @get_state is what it is. */
static const struct
{
  GActionEntry entry;
  gboolean (*is_enabled) (TraSession *session);
  gboolean (*get_state) (TraSession *session);
} actions[] = {
  { { "mute", mute_action, NULL, "false" }, can_mute, is_muted },
  { { "hold", hold_action, NULL, "false" }, can_hold, is_held },
  { { "pause-recording", pause_recording_action, NULL, "false" }, tra_session_can_pause_recording,
    is_recording_paused },
  { { "transfer", transfer_action }, tra_session_can_transfer },
  { { "cancel-transfer", cancel_transfer_action }, tra_session_can_cancel_transfer },
  { { "hand-over", hand_over_action }, tra_session_can_hand_over },
  { { "leave-call", leave_call_action }, tra_session_can_leave_call },
  { { "dial", dial_action, "s" }, can_open_dial_pad },
  { { "mute-leg", mute_leg_action, "s" }, tra_session_can_talk },
  { { "hold-leg", hold_leg_action, "s" }, tra_session_can_talk },
  { { "remove-leg", remove_leg_action, "s" }, tra_session_can_talk },
};

/**
 * tra_call_actions_install:
 * @application: the program, with its session
 */
void
tra_call_actions_install (TraApplication *application)
{
  g_return_if_fail (TRA_IS_APPLICATION (application));

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    g_action_map_add_action_entries (G_ACTION_MAP (application), &actions[i].entry, 1, application);
}

/**
 * tra_call_actions_update:
 * @application: the program
 *
 * Makes anew what can be done on the line, and what is so.
 */
void
tra_call_actions_update (TraApplication *application)
{
  TraSession *session;

  g_return_if_fail (TRA_IS_APPLICATION (application));

  session = tra_application_get_session (application);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GAction *found = g_action_map_lookup_action (G_ACTION_MAP (application), actions[i].entry.name);
      GSimpleAction *action = G_SIMPLE_ACTION (found);

      g_simple_action_set_enabled (action, actions[i].is_enabled (session));
      if (actions[i].get_state != NULL)
        g_simple_action_set_state (action, g_variant_new_boolean (actions[i].get_state (session)));
    }
}
