/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-wish.h"

#define WISH "tra-wish"

/*
 * A desktop starts the program over the bus to have an action performed: "Go Available" in the
 * menu of its icon. Then nobody is signed in yet, and the action would be lost: so it waits for
 * that, as the command line's --go-online does.
 */

/**
 * tra_wish_is_early:
 * @session: a session
 * @application: the program
 *
 * Returns: whether an action that changes the status is to be kept: the program has just been
 *   started,
 *   and shows nothing yet, or signs in
 */
gboolean
tra_wish_is_early (TraSession *session, GtkApplication *application)
{
  g_return_val_if_fail (TRA_IS_SESSION (session), FALSE);
  g_return_val_if_fail (GTK_IS_APPLICATION (application), FALSE);

  return tra_session_get_phase (session) == TRA_PHASE_CONNECTING ||
         (tra_session_get_phase (session) == TRA_PHASE_SIGNED_OUT &&
          (tra_session_is_signing_in (session) ||
           gtk_application_get_windows (application) == NULL));
}

static void
wish_free (gpointer wish)
{
  g_variant_unref (wish);
}

/**
 * tra_wish_keep:
 * @application: the program
 * @action: what was activated too early
 * @parameter: (nullable): of it
 */
void
tra_wish_keep (GtkApplication *application, GAction *action, GVariant *parameter)
{
  GVariant *wish;

  g_return_if_fail (GTK_IS_APPLICATION (application));

  wish = g_variant_new ("(smv)", g_action_get_name (action), parameter);
  g_object_set_data_full (G_OBJECT (application), WISH, g_variant_ref_sink (wish), wish_free);
}

/**
 * tra_wish_perform:
 * @application: the program
 * @session: a session, which may be ready by now
 *
 * Does what was kept, once somebody is signed in.
 */
void
tra_wish_perform (GtkApplication *application, TraSession *session)
{
  TrWorker *worker;
  g_autoptr(GVariant) wish = NULL;
  g_autoptr(GVariant) parameter = NULL;
  const char *name;

  g_return_if_fail (GTK_IS_APPLICATION (application));

  worker = tra_session_get_worker (session);
  if (worker == NULL || tr_worker_get_state (worker) != TR_WORKER_READY)
    return;

  wish = g_object_steal_data (G_OBJECT (application), WISH);
  if (wish == NULL)
    return;
  g_variant_get (wish, "(&smv)", &name, &parameter);
  g_action_group_activate_action (G_ACTION_GROUP (application), name, parameter);
}
