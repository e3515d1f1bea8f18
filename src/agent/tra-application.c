/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdlib.h>

#include "tra-accels.h"
#include "tra-actions.h"
#include "tra-alerts.h"
#include "tra-appearance.h"
#include "tra-desk-api.h"
#include "tra-desktop.h"
#include "tra-heartbeat.h"
#include "tra-history-keeper.h"
#include "tra-leave-dialog.h"
#include "tra-log-keeper.h"
#include "tra-notifier.h"
#include "tra-options.h"
#include "tra-resources.h"
#include "tra-settings.h"
#include "tra-stage.h"
#include "tra-tel-link.h"

/**
 * TraApplication:
 *
 * One process a desk: a second start raises the first one's window. Options are for the first start.
 */
struct _TraApplication
{
  AdwApplication parent_instance;

  TraOptions options;
  TrClock *clock;        /* owned */
  GSettings *settings;   /* owned */
  TraLog *log;           /* owned */
  TraSession *session;   /* owned */
  TraLogKeeper *keeper;  /* owned */
  TraHistory *history;   /* owned */
  TraHistoryKeeper *history_keeper; /* owned */
  TraHeartbeat *heartbeat; /* owned */
  TraNotifier *notifier; /* owned */
  TraAlerts *alerts;     /* owned */
  TraStage *stage;       /* owned */
  TraDeskApi *desk_api;  /* owned, nullable: there is no bus */
  TraDesktop *desktop;   /* owned */
  gboolean is_held;      /* somebody is signed in, or about to be */
  gboolean is_quitting;
  guint signal_ids[3];   /* of SIGTERM, SIGINT, SIGHUP */
};

G_DEFINE_FINAL_TYPE (TraApplication, tra_application, ADW_TYPE_APPLICATION)

/* ---- In use ---- */

/* A window holds the program by itself. It is there later than the keyring is asked, so for that
 * time and as long as somebody is signed in the program is held from here; for nobody else: what the
 * bus has started for an action that does nothing ends again. */
static void
update_hold (TraApplication *self)
{
  gboolean is_held = tra_session_is_signing_in (self->session) ||
                     tra_session_get_phase (self->session) != TRA_PHASE_SIGNED_OUT;

  if (is_held == self->is_held)
    return;

  self->is_held = is_held;
  if (is_held)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

/* In this order: the window that comes is there before the hold goes. */
static void
session_changed_cb (TraApplication *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);

  tra_actions_update (self);
  if (worker != NULL && tr_worker_get_state (worker) == TR_WORKER_READY)
    tra_options_perform_wish (&self->options, G_APPLICATION (self));
  /* Until the keyring has answered, nobody knows which window it will be; and before the first
   * activation nobody asked for one. */
  if (tra_stage_get_window (self->stage) != NULL ||
      (self->is_held && !tra_session_is_signing_in (self->session)))
    tra_stage_update (self->stage);
  update_hold (self);
}

/* The first one signs in again as at the last start, if it can. */
static void
tra_application_activate (GApplication *application)
{
  TraApplication *self = TRA_APPLICATION (application);
  gboolean is_demo_wanted = self->options.is_demo_wanted;
  gboolean is_background_wanted = self->options.is_background_wanted;

  if (self->is_quitting)
    return;

  self->options.is_demo_wanted = FALSE;
  self->options.is_background_wanted = FALSE;
  if (tra_stage_get_window (self->stage) == NULL && is_demo_wanted)
    tra_session_start_demo (self->session);
  else if (tra_stage_get_window (self->stage) == NULL)
    tra_session_resume (self->session);

  if (tra_stage_get_window (self->stage) != NULL || !tra_session_is_signing_in (self->session))
    {
      tra_stage_update (self->stage);
      tra_stage_present (self->stage);
    }
  else if (is_background_wanted)
    {
      tra_stage_hide (self->stage);
    }
  else
    {
      tra_stage_await (self->stage);
    }
}

/* Links of telephone numbers, from a browser say. */
static void
tra_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  tra_application_activate (application);
  for (int i = 0; i < n_files; i++)
    if (tra_tel_link_dial (application, files[i]))
      break;
}

/* An action may be what the program was started for, by a notification of an earlier run or by the
 * desktop file: then there is no window yet, and most actions have nothing to act on. */
static void
tra_application_after_emit (GApplication *application, GVariant *platform_data)
{
  G_APPLICATION_CLASS (tra_application_parent_class)->after_emit (application, platform_data);

  if (tra_stage_get_window (TRA_APPLICATION (application)->stage) == NULL)
    tra_application_activate (application);
}

/**
 * tra_application_show:
 * @self: the program
 *
 * Raises its window.
 */
void
tra_application_show (TraApplication *self)
{
  g_return_if_fail (TRA_IS_APPLICATION (self));

  tra_application_activate (G_APPLICATION (self));
}

/* ---- The end ---- */

static void
left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraApplication) self = user_data;

  tra_session_leave_finish (TRA_SESSION (source), result);
  tra_notifier_withdraw_all (self->notifier);
  g_application_quit (G_APPLICATION (self));
}

/**
 * tra_application_quit:
 * @self: the program
 *
 * Ends it, asking nobody: at once for the eyes; the status is set yet, within the session's patience.
 */
void
tra_application_quit (TraApplication *self)
{
  g_return_if_fail (TRA_IS_APPLICATION (self));

  if (self->is_quitting)
    return;

  self->is_quitting = TRUE;
  tra_notifier_withdraw_all (self->notifier);
  tra_desktop_withdraw (self->desktop);
  tra_stage_close (self->stage);
  g_application_hold (G_APPLICATION (self));
  tra_session_leave_async (self->session, left_cb, g_object_ref (self));
}

static gboolean
signal_cb (gpointer user_data)
{
  tra_application_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
quit_agreed_cb (gpointer self)
{
  tra_application_quit (self);
}

/**
 * tra_application_ask_quit:
 * @self: the program
 *
 * Quits; with a call on, or one that waits for an answer, only if the agent means it.
 */
void
tra_application_ask_quit (TraApplication *self)
{
  GtkWindow *window;

  g_return_if_fail (TRA_IS_APPLICATION (self));

  window = tra_stage_get_window (self->stage);
  if (window != NULL && tra_leave_dialog_is_needed (self->session))
    {
      tra_stage_present (self->stage);
      tra_leave_dialog_ask_quit (window, self->session, quit_agreed_cb, G_OBJECT (self));
    }
  else
    {
      tra_application_quit (self);
    }
}

static void
sign_out_agreed_cb (gpointer self)
{
  tra_session_sign_out (TRA_APPLICATION (self)->session);
}

/**
 * tra_application_ask_sign_out:
 * @self: the program
 *
 * Signs out, if the agent means it.
 */
void
tra_application_ask_sign_out (TraApplication *self)
{
  g_return_if_fail (TRA_IS_APPLICATION (self));

  tra_leave_dialog_ask_sign_out (tra_stage_get_window (self->stage), self->session,
                                 sign_out_agreed_cb, G_OBJECT (self));
}

/* ---- The beginning ---- */

static gboolean
tra_application_dbus_register (GApplication *application,
                               GDBusConnection *connection,
                               const char *path,
                               GError **error)
{
  TraApplication *self = TRA_APPLICATION (application);

  if (!G_APPLICATION_CLASS (tra_application_parent_class)
           ->dbus_register (application, connection, path, error))
    return FALSE;

  self->desk_api = tra_desk_api_new (application, connection, path);
  return TRUE;
}

/* Also when another process has the name. */
static void
tra_application_dbus_unregister (GApplication *application,
                                 GDBusConnection *connection,
                                 const char *path)
{
  g_clear_object (&TRA_APPLICATION (application)->desk_api);
  G_APPLICATION_CLASS (tra_application_parent_class)
      ->dbus_unregister (application, connection, path);
}

static gboolean
tra_application_local_command_line (GApplication *application, char ***arguments, int *status)
{
  if (!tra_options_check (*arguments))
    {
      *status = 2;
      return TRUE;
    }

  return G_APPLICATION_CLASS (tra_application_parent_class)
      ->local_command_line (application, arguments, status);
}

static int
tra_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  return tra_options_read (&TRA_APPLICATION (application)->options, application, dict);
}

static void
follow_session (TraApplication *self)
{
  g_signal_connect_object (self->session, "changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::signing-in", G_CALLBACK (session_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
tra_application_startup (GApplication *application)
{
  static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
  TraApplication *self = TRA_APPLICATION (application);
  g_autoptr(GError) error = NULL;

  if (!gtk_init_check ())
    {
      g_printerr (_("%s: There is no display to show a window on: $WAYLAND_DISPLAY and $DISPLAY name "
                    "none that answers\n"),
                  g_get_prgname ());
      exit (1);
    }
  G_APPLICATION_CLASS (tra_application_parent_class)->startup (application);

  self->settings = tra_settings_new (&error);
  if (self->settings == NULL)
    {
      g_printerr ("%s: %s\n", g_get_prgname (), error->message);
      exit (1);
    }

  tra_appearance_follow (self->settings);
  self->clock = self->options.clock != NULL ? g_object_ref (self->options.clock) : tr_clock_new ();
  self->log = tra_log_new (self->clock);
  self->session = tra_session_new (self->clock, self->settings, self->options.service_url);
  self->keeper = tra_log_keeper_new (self->session, self->log);
  self->history = tra_history_new (self->clock, self->settings, NULL);
  self->history_keeper = tra_history_keeper_new (self->session, self->history);
  self->heartbeat = tra_heartbeat_new (self->session);
  self->notifier = tra_notifier_new (application, self->session);
  self->alerts = tra_alerts_new (GTK_APPLICATION (self), self->session);
  self->stage = tra_stage_new (self);
  self->desktop = tra_desktop_new (application, self->session);
  tra_actions_install (self);
  tra_actions_update (self);
  tra_accels_install (GTK_APPLICATION (self), self->settings);
  follow_session (self);
  if (self->desk_api != NULL)
    tra_desk_api_set_session (self->desk_api, self->session);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    self->signal_ids[i] = g_unix_signal_add (signals[i], signal_cb, self);
}

static void
tra_application_shutdown (GApplication *application)
{
  TraApplication *self = TRA_APPLICATION (application);

  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->desktop);
  g_clear_object (&self->desk_api);
  g_clear_object (&self->stage);
  g_clear_object (&self->alerts);
  g_clear_object (&self->notifier);
  g_clear_object (&self->heartbeat);
  g_clear_object (&self->history_keeper);
  g_clear_object (&self->history);
  g_clear_object (&self->keeper);
  g_clear_object (&self->session);

  G_APPLICATION_CLASS (tra_application_parent_class)->shutdown (application);
}

static void
tra_application_finalize (GObject *object)
{
  TraApplication *self = TRA_APPLICATION (object);

  g_clear_object (&self->log);
  g_clear_object (&self->settings);
  g_clear_object (&self->clock);
  tra_options_clear (&self->options);
  G_OBJECT_CLASS (tra_application_parent_class)->finalize (object);
}

static void
tra_application_class_init (TraApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tra_application_finalize;
  application_class->activate = tra_application_activate;
  application_class->open = tra_application_open;
  application_class->after_emit = tra_application_after_emit;
  application_class->dbus_register = tra_application_dbus_register;
  application_class->dbus_unregister = tra_application_dbus_unregister;
  application_class->handle_local_options = tra_application_handle_local_options;
  application_class->local_command_line = tra_application_local_command_line;
  application_class->startup = tra_application_startup;
  application_class->shutdown = tra_application_shutdown;

  /* Named here, so that the linker takes the resources out of the static library. */
  g_resources_register (tra_get_resource ());
}

static void
tra_application_init (TraApplication *self)
{
  tra_options_install (G_APPLICATION (self));
}

/**
 * tra_application_new:
 *
 * Returns: (transfer full): the program, to be run
 */
TraApplication *
tra_application_new (void)
{
  return g_object_new (TRA_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}

/**
 * tra_application_get_session:
 * @self: the program, after its startup
 *
 * Returns: the one session of the process
 */
TraSession *
tra_application_get_session (TraApplication *self)
{
  g_return_val_if_fail (TRA_IS_APPLICATION (self), NULL);

  return self->session;
}

/**
 * tra_application_get_log:
 * @self: the program, after its startup
 *
 * Returns: the activity log
 */
TraLog *
tra_application_get_log (TraApplication *self)
{
  g_return_val_if_fail (TRA_IS_APPLICATION (self), NULL);

  return self->log;
}

/**
 * tra_application_get_history:
 * @self: the program, after its startup
 *
 * Returns: the agent's own calls
 */
TraHistory *
tra_application_get_history (TraApplication *self)
{
  g_return_val_if_fail (TRA_IS_APPLICATION (self), NULL);

  return self->history;
}

/**
 * tra_application_get_clock:
 * @self: the program, after its startup
 *
 * Returns: the one clock of the process
 */
TrClock *
tra_application_get_clock (TraApplication *self)
{
  g_return_val_if_fail (TRA_IS_APPLICATION (self), NULL);

  return self->clock;
}

/**
 * tra_application_get_settings:
 * @self: the program, after its startup
 *
 * Returns: the agent's settings
 */
GSettings *
tra_application_get_settings (TraApplication *self)
{
  g_return_val_if_fail (TRA_IS_APPLICATION (self), NULL);

  return self->settings;
}
