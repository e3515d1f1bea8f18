/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-call-actions.h"

#include "tra-session-line.h"

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
