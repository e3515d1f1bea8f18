/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-tray-menu.h"

#include <glib/gi18n.h>

#include "tra-duration.h"
#include "tra-facts.h"
#include "tra-menu-row.h"
#include "tra-phone-number.h"
#include "tra-plain-text.h"

#define MAX_NAME 64

static char *
caller_of (TrReservation *reservation)
{
  TrTask *task = tr_reservation_get_task (reservation);
  const char *number = tr_task_get_caller (task);

  /* Without the marks around it: not every panel leaves them unseen. */
  return number != NULL ? tra_phone_number_format (number) : tra_facts_get_caller (task);
}

static char *
talk_line (TraSession *session, const char *caller)
{
  g_autofree char *time = tra_duration_to_clock (tra_session_get_talk_time (session));

  if (!tra_session_is_call (session))
    /* Translators: a task, and what is known of it */
    return g_strdup_printf (_("At work · %s"), caller);
  /* Translators: a caller, and how long the call has been: "4:12" */
  return g_strdup_printf (_("In call · %s · %s"), caller, time);
}

static void
add (GPtrArray *rows, TraMenuRow *row)
{
  g_ptr_array_add (rows, row);
}

static void
add_separator (GPtrArray *rows, const char *key)
{
  add (rows, tra_menu_row_new (TRA_MENU_ROW_SEPARATOR, key, NULL));
}

static void
add_heading (GPtrArray *rows, const char *key, const char *label, const char *icon_name)
{
  TraMenuRow *row = tra_menu_row_new (TRA_MENU_ROW_PLAIN, key, label);

  row->icon_name = icon_name;
  add (rows, row);
}

/* Only what can be done now: a panel's menu is short. */
static void
add_if_possible (GPtrArray *rows, GActionGroup *actions, const char *action, const char *label)
{
  if (g_action_group_has_action (actions, action) &&
      g_action_group_get_action_enabled (actions, action))
    add (rows, tra_menu_row_new_action (TRA_MENU_ROW_PLAIN, label, action, NULL, actions));
}

static gboolean
is_on (GActionGroup *actions, const char *action)
{
  g_autoptr(GVariant) state = g_action_group_has_action (actions, action)
                                  ? g_action_group_get_action_state (actions, action)
                                  : NULL;

  return state != NULL && g_variant_is_of_type (state, G_VARIANT_TYPE_BOOLEAN) &&
         g_variant_get_boolean (state);
}

/* The offer's own SID goes with the click: it can't answer the next one. */
static void
add_offer (GPtrArray *rows, GActionGroup *actions, TrReservation *reservation)
{
  const char *sid = tr_reservation_get_sid (reservation);
  g_autofree char *caller = caller_of (reservation);
  /* Translators: who calls, or what the task is about */
  g_autofree char *label = g_strdup_printf (_("Incoming · %s"), caller);

  add_heading (rows, "incoming", label, "call-start-symbolic");
  add (rows, tra_menu_row_new_action (TRA_MENU_ROW_PLAIN, _("Accept"), "accept", sid, actions));
  add (rows, tra_menu_row_new_action (TRA_MENU_ROW_PLAIN, _("Reject"), "reject", sid, actions));
}

static void
add_work (GPtrArray *rows, TraSession *session, GActionGroup *actions, TrReservation *reservation)
{
  g_autofree char *caller = caller_of (reservation);
  g_autofree char *label = NULL;

  switch (tra_session_get_phase (session))
    {
    case TRA_PHASE_RINGING:
      /* Translators: the agent's phone rings for this caller */
      label = g_strdup_printf (_("Ringing your phone · %s"), caller);
      break;
    case TRA_PHASE_IN_CALL:
      label = talk_line (session, caller);
      break;
    case TRA_PHASE_WRAP_UP:
      /* Translators: a caller */
      label = g_strdup_printf (_("Wrap-up · %s"), caller);
      break;
    default:
      return;
    }

  add_heading (rows, "work", label, "call-start-symbolic");
  add_if_possible (rows, actions, "stop-ringing", _("Stop Ringing"));
  add_if_possible (rows, actions, "mute", is_on (actions, "mute") ? _("Unmute") : _("Mute"));
  add_if_possible (rows, actions, "hold", is_on (actions, "hold") ? _("Resume") : _("Hold"));
  add_if_possible (rows, actions, "end-conference", _("End Conference"));
  add_if_possible (rows, actions, "complete", _("Complete"));
}

static void
add_activities (GPtrArray *rows, TraSession *session, GActionGroup *actions)
{
  TrWorker *worker = tra_session_get_worker (session);
  GListModel *activities = worker != NULL ? tr_worker_get_activities (worker) : NULL;
  guint n_items = activities != NULL ? g_list_model_get_n_items (activities) : 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(TrActivity) activity = g_list_model_get_item (activities, i);
      g_autofree char *name = tra_plain_text (tr_activity_get_friendly_name (activity), MAX_NAME);

      add (rows, tra_menu_row_new_action (TRA_MENU_ROW_RADIO, name, "set-activity",
                                          tr_activity_get_sid (activity), actions));
    }
  if (n_items > 0)
    add_separator (rows, "after activities");
}

/**
 * tra_tray_menu_new:
 * @session: what goes on
 * @actions: the program's: what can be done
 *
 * Returns: (transfer full) (element-type TraMenuRow): the rows of the panel's menu, as of now
 */
GPtrArray *
tra_tray_menu_new (TraSession *session, GActionGroup *actions)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tra_menu_row_free);
  TrReservation *reservation = tra_session_get_reservation (session);
  TrReservation *offered = tra_session_get_offered (session);

  if (offered != NULL)
    add_offer (rows, actions, offered);
  if (reservation != NULL && reservation != offered)
    add_work (rows, session, actions, reservation);
  if (rows->len > 0)
    add_separator (rows, "after work");

  add_activities (rows, session, actions);
  add (rows, tra_menu_row_new_action (TRA_MENU_ROW_PLAIN, _("Show Task Router Agent"), "show", NULL,
                                      actions));
  add (rows, tra_menu_row_new_action (TRA_MENU_ROW_PLAIN, _("Quit"), "quit", NULL, actions));
  return rows;
}
