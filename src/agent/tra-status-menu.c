/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-status-menu.h"

#include <glib/gi18n.h>

#include "tra-plain-text.h"

#define MAX_NAME 64

/**
 * tra_status_menu_label:
 * @name: of a status, or of anything else that is not ours
 *
 * A menu's labels take the character after an underscore for a mnemonic.
 *
 * Returns: (transfer full): @name as it is to be given to a menu
 */
char *
tra_status_menu_label (const char *name)
{
  g_autofree char *plain = tra_plain_text (name, MAX_NAME);
  g_auto(GStrv) parts = g_strsplit (plain, "_", -1);

  return g_strjoinv ("__", parts);
}

static char *
section_label (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);
  g_autofree char *name = tra_plain_text (tr_worker_get_friendly_name (worker), MAX_NAME);
  g_autofree char *workspace = tra_plain_text (tra_session_get_workspace_name (session), MAX_NAME);

  if (*workspace == '\0')
    return g_steal_pointer (&name);
  /* Translators: above the list of statuses: the agent's name and workspace. */
  return g_strdup_printf (_("%s, %s"), name, workspace);
}

static void
add_activities (GMenu *menu, GListModel *activities)
{
  for (guint i = 0; i < g_list_model_get_n_items (activities); i++)
    {
      g_autoptr(TrActivity) activity = g_list_model_get_item (activities, i);
      g_autofree char *label = tra_status_menu_label (tr_activity_get_friendly_name (activity));
      g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "app.set-activity", "s",
                                         tr_activity_get_sid (activity));
      g_menu_append_item (menu, item);
    }
}

/**
 * tra_status_menu_fill:
 * @menu: a menu, whatever is in it
 * @session: a session
 *
 * Puts in every activity of the workspace as a radio item, by SID, and signing out.
 */
void
tra_status_menu_fill (GMenu *menu, TraSession *session)
{
  g_autoptr(GMenu) activities = g_menu_new ();
  g_autoptr(GMenu) others = g_menu_new ();
  TrWorker *worker = tra_session_get_worker (session);
  g_autofree char *label = NULL;
  TrActivity *next;

  if (worker != NULL)
    {
      label = section_label (session);
      add_activities (activities, tr_worker_get_activities (worker));
    }
  next = tra_session_get_next_activity (session);
  if (next != NULL)
    {
      g_autofree char *name = tra_status_menu_label (tr_activity_get_friendly_name (next));
      /* Translators: %s is the status that was chosen for after the call */
      g_autofree char *take_back = g_strdup_printf (_("Take Back “%s”"), name);

      g_menu_append (others, take_back, "app.take-back-status");
    }
  g_menu_append (others, _("Sign Out…"), "app.sign-out");
  g_menu_remove_all (menu);
  g_menu_append_section (menu, label, G_MENU_MODEL (activities));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
}

/**
 * tra_status_menu_get_key:
 * @session: a session
 *
 * Returns: (transfer full): a text that differs when the menu would
 */
char *
tra_status_menu_get_key (TraSession *session)
{
  TrWorker *worker = tra_session_get_worker (session);
  g_autoptr(GString) key = g_string_new (NULL);
  GListModel *activities;
  TrActivity *next;

  if (worker == NULL)
    return g_strdup ("");

  g_string_append_printf (key, "%s\n%s\n", tr_worker_get_friendly_name (worker),
                          tra_session_get_workspace_name (session));
  next = tra_session_get_next_activity (session);
  g_string_append_printf (key, "%s\n", next != NULL ? tr_activity_get_sid (next) : "");
  activities = tr_worker_get_activities (worker);
  for (guint i = 0; i < g_list_model_get_n_items (activities); i++)
    {
      g_autoptr(TrActivity) activity = g_list_model_get_item (activities, i);

      g_string_append_printf (key, "%s %s\n", tr_activity_get_sid (activity),
                              tr_activity_get_friendly_name (activity));
    }
  return g_strdup (key->str);
}
