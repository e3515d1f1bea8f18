/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdlib.h>

#include "tra-accels.h"
#include "tra-actions.h"
#include "tra-log-keeper.h"
#include "tra-main-window.h"
#include "tra-messages.h"
#include "tra-notifier.h"
#include "tra-plain-text.h"
#include "tra-reservation-popup.h"
#include "tra-resources.h"
#include "tra-settings.h"
#include "tra-sign-in-window.h"

/* The keyring, the demo or the service answer before that as a rule; then one window is shown
 * instead of two, and one picture instead of two. */
#define PATIENCE (400 * G_TIME_SPAN_MILLISECOND)

#define MAX_NAME 64

/**
 * TraApplication:
 *
 * One process a desk: a second start raises the first one's window. Options are for the first start.
 */
struct _TraApplication
{
  AdwApplication parent_instance;

  TrClock *clock;          /* owned */
  GSettings *settings;     /* owned */
  TraLog *log;             /* owned */
  TraSession *session;     /* owned */
  TraLogKeeper *keeper;    /* owned */
  TraNotifier *notifier;   /* owned */
  char *service_url;       /* owned, nullable */
  gboolean is_demo_wanted; /* by this start */
  gboolean is_held;        /* somebody is signed in, or about to be */
  gboolean is_quitting;
  guint64 patience_timer;  /* of the clock */
  guint signal_ids[3];     /* of SIGTERM, SIGINT, SIGHUP */
  GtkWindow *window;       /* not owned: GTK's, till it is closed; the one of the present phase */
  gboolean is_signed_out_window;
  GtkWindow *retired;      /* not owned, nullable: GTK's; goes when the new one is shown */
  GtkWindow *popup;        /* not owned, nullable: GTK's; hidden until there is an offer */
  guint popup_id;          /* source */
};

G_DEFINE_FINAL_TYPE (TraApplication, tra_application, ADW_TYPE_APPLICATION)

/* ---- Windows ---- */

static void
window_gone_cb (gpointer user_data, GObject *window)
{
  TraApplication *self = user_data;

  self->window = NULL;
}

/* Without a window there is no agent: in a call, quitting asks first. */
static gboolean
close_request_cb (GtkWindow *window, gpointer user_data)
{
  tra_application_ask_quit (user_data);
  return GDK_EVENT_STOP;
}

/* Puts @window, not shown yet, in the place of the present one. */
static void
set_window (TraApplication *self, GtkWindow *window)
{
  GtkWindow *old = self->window;

  if (old != NULL)
    g_object_weak_unref (G_OBJECT (old), window_gone_cb, self);
  self->window = window;
  if (window != NULL)
    {
      g_object_weak_ref (G_OBJECT (window), window_gone_cb, self);
      g_signal_connect (window, "close-request", G_CALLBACK (close_request_cb), self);
    }
  g_clear_pointer (&self->retired, gtk_window_destroy);
  self->retired = old;
}

static void
present_window (TraApplication *self)
{
  tr_clock_clear (self->clock, &self->patience_timer);
  if (self->window != NULL)
    gtk_window_present (self->window);
  g_clear_pointer (&self->retired, gtk_window_destroy);
}

static void update_window (TraApplication *self);

static void
patience_ended_cb (gpointer user_data)
{
  TraApplication *self = user_data;

  self->patience_timer = 0;
  update_window (self);
  present_window (self);
}

/* Not on the way to the first picture: an offer needs it, and it is hidden till then. */
static gboolean
make_popup_cb (gpointer user_data)
{
  TraApplication *self = user_data;

  self->popup_id = 0;
  self->popup = GTK_WINDOW (tra_reservation_popup_new (GTK_APPLICATION (self), self->session));
  return G_SOURCE_REMOVE;
}

static void
drop_popup (TraApplication *self)
{
  g_clear_handle_id (&self->popup_id, g_source_remove);
  g_clear_pointer (&self->popup, gtk_window_destroy);
}

static void
make_window (TraApplication *self, gboolean is_signed_out)
{
  GtkApplication *application = GTK_APPLICATION (self);

  drop_popup (self);
  if (is_signed_out)
    {
      set_window (self, GTK_WINDOW (tra_sign_in_window_new (application, self->session)));
    }
  else
    {
      set_window (self, GTK_WINDOW (tra_main_window_new (application, self->session, self->log)));
      self->popup_id = g_idle_add_full (G_PRIORITY_LOW, make_popup_cb, self, NULL);
    }
}

/* The one window that fits: the form while signed out, else the desk. The first connection takes
 * some milliseconds as a rule, so the desk is built meanwhile and drawn once. */
static void
update_window (TraApplication *self)
{
  TraPhase phase = tra_session_get_phase (self->session);
  gboolean is_signed_out = phase == TRA_PHASE_SIGNED_OUT;

  if (self->is_quitting)
    return;

  if (self->window == NULL || self->is_signed_out_window != is_signed_out)
    {
      self->is_signed_out_window = is_signed_out;
      make_window (self, is_signed_out);
      if (phase != TRA_PHASE_CONNECTING)
        present_window (self);
      else if (self->patience_timer == 0)
        self->patience_timer = tr_clock_add (self->clock, PATIENCE, patience_ended_cb, self);
    }
  else if (phase != TRA_PHASE_CONNECTING && !gtk_widget_get_visible (GTK_WIDGET (self->window)))
    {
      present_window (self);
    }
}

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
  tra_actions_update (self);
  /* Until the keyring has answered, nobody knows which window it will be; and before the first
   * activation nobody asked for one. */
  if (self->window != NULL || (self->is_held && !tra_session_is_signing_in (self->session)))
    update_window (self);
  update_hold (self);
}

/* The first one signs in again as at the last start, if it can. */
static void
tra_application_activate (GApplication *application)
{
  TraApplication *self = TRA_APPLICATION (application);
  gboolean is_demo_wanted = self->is_demo_wanted;

  if (self->is_quitting)
    return;

  self->is_demo_wanted = FALSE;
  if (self->window == NULL && is_demo_wanted)
    tra_session_start_demo (self->session);
  else if (self->window == NULL)
    tra_session_resume (self->session);

  if (self->window != NULL || !tra_session_is_signing_in (self->session))
    {
      update_window (self);
      present_window (self);
    }
  else if (self->patience_timer == 0)
    {
      self->patience_timer = tr_clock_add (self->clock, PATIENCE, patience_ended_cb, self);
    }
}

/* An action may be what the program was started for, by a notification of an earlier run or by the
 * desktop file: then there is no window yet, and most actions have nothing to act on. */
static void
tra_application_after_emit (GApplication *application, GVariant *platform_data)
{
  G_APPLICATION_CLASS (tra_application_parent_class)->after_emit (application, platform_data);

  if (TRA_APPLICATION (application)->window == NULL)
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

/* At once for the eyes; the status is set yet, within the session's patience. */
static void
quit (TraApplication *self)
{
  if (self->is_quitting)
    return;

  self->is_quitting = TRUE;
  tr_clock_clear (self->clock, &self->patience_timer);
  tra_notifier_withdraw_all (self->notifier);
  set_window (self, NULL);
  present_window (self);
  drop_popup (self);
  g_application_hold (G_APPLICATION (self));
  tra_session_leave_async (self->session, left_cb, g_object_ref (self));
}

static gboolean
signal_cb (gpointer user_data)
{
  quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* What a dialog decides may destroy the window and the dialog with it: that must wait until the
 * dialog has told its answer. */
static void
run_after_dialog (TraApplication *self, GSourceFunc function)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, function, g_object_ref (self), g_object_unref);
}

static gboolean
quit_cb (gpointer user_data)
{
  quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
quit_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  if (g_str_equal (response, "quit"))
    run_after_dialog (user_data, quit_cb);
}

static gboolean
is_in_call (TraApplication *self)
{
  TraPhase phase = tra_session_get_phase (self->session);
  TrReservation *reservation = tra_session_get_reservation (self->session);

  return phase == TRA_PHASE_RINGING ||
         (reservation != NULL &&
          tr_reservation_get_status (reservation) == TR_RESERVATION_ACCEPTED);
}

/**
 * tra_application_ask_quit:
 * @self: the program
 *
 * Quits; with a call on, only if the agent means it.
 */
void
tra_application_ask_quit (TraApplication *self)
{
  AdwMessageDialog *dialog;

  g_return_if_fail (TRA_IS_APPLICATION (self));

  if (!is_in_call (self) || self->window == NULL)
    {
      quit (self);
      return;
    }

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      self->window, _("Quit During a Call?"),
      _("The call goes on on your phone, but you can’t control it from here.")));
  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), "quit", _("Quit"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "quit", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (quit_answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
sign_out_cb (gpointer user_data)
{
  tra_session_sign_out (TRA_APPLICATION (user_data)->session);
  return G_SOURCE_REMOVE;
}

static void
sign_out_answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  if (g_str_equal (response, "sign-out"))
    run_after_dialog (user_data, sign_out_cb);
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
  g_autofree char *name = NULL;
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;
  TrActivity *activity;
  TrWorker *worker;

  g_return_if_fail (TRA_IS_APPLICATION (self));

  activity = tra_session_get_leave_activity (self->session);
  worker = tra_session_get_worker (self->session);
  if (activity != NULL)
    name = tra_plain_text (tr_activity_get_friendly_name (activity), MAX_NAME);
  body = tra_messages_sign_out (
      name, worker != NULL && tr_worker_get_state (worker) == TR_WORKER_READY, is_in_call (self));
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (self->window, _("Sign Out?"), body));
  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), "sign-out", _("Sign Out"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "sign-out", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (sign_out_answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- The beginning ---- */

static gboolean
take_clock (TraApplication *self, GVariantDict *dict)
{
  const char *kind = NULL;

  if (!g_variant_dict_lookup (dict, "clock", "&s", &kind))
    return TRUE;

  if (!g_str_equal (kind, "manual"))
    {
      g_printerr (_("%s: --clock=%s: “manual” is the only kind\n"), g_get_prgname (), kind);
      return FALSE;
    }

  g_set_object (&self->clock, NULL);
  self->clock = tr_clock_new_manual (g_get_real_time ());
  return TRUE;
}

/* What the running program was started with stands: it may be signed in to another service, and in a
 * call. So options that would be ignored are refused. */
static gboolean
is_refused (TraApplication *self, GVariantDict *dict)
{
  static const char *const options[] = { "service-url", "demo", "clock" };
  const char *given = NULL;
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (options) && given == NULL; i++)
    if (g_variant_dict_contains (dict, options[i]))
      given = options[i];

  /* Not to be registered is told by who runs the program. */
  if (given == NULL || !g_application_register (G_APPLICATION (self), NULL, &error) ||
      !g_application_get_is_remote (G_APPLICATION (self)))
    return FALSE;

  /* Translators: a program's name and the name of an option */
  g_printerr (_("%s: Task Router Agent is running already, and --%s is for its start only. Quit it "
                "first.\n"),
              g_get_prgname (), given);
  return TRUE;
}

static int
tra_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  TraApplication *self = TRA_APPLICATION (application);
  const char *url = NULL;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("%s %s\n", _("Task Router Agent"), PACKAGE_VERSION);
      return 0;
    }
  if (!take_clock (self, dict))
    return 2;

  if (!g_variant_dict_lookup (dict, "service-url", "&s", &url))
    url = g_getenv ("TR_BASE_URL");
  if (url != NULL && *url != '\0')
    self->service_url = g_strdup (url);
  self->is_demo_wanted = g_variant_dict_contains (dict, "demo");
  return is_refused (self, dict) ? 1 : -1;
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

  G_APPLICATION_CLASS (tra_application_parent_class)->startup (application);

  self->settings = tra_settings_new (&error);
  if (self->settings == NULL)
    {
      g_printerr ("%s: %s\n", g_get_prgname (), error->message);
      exit (1);
    }

  if (self->clock == NULL)
    self->clock = tr_clock_new ();
  self->log = tra_log_new (self->clock);
  self->session = tra_session_new (self->clock, self->settings, self->service_url);
  self->keeper = tra_log_keeper_new (self->session, self->log);
  self->notifier = tra_notifier_new (application, self->session);
  tra_actions_install (self);
  tra_actions_update (self);
  tra_accels_install (GTK_APPLICATION (self));
  follow_session (self);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    self->signal_ids[i] = g_unix_signal_add (signals[i], signal_cb, self);
}

static void
tra_application_shutdown (GApplication *application)
{
  TraApplication *self = TRA_APPLICATION (application);

  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  if (self->window != NULL)
    g_object_weak_unref (G_OBJECT (self->window), window_gone_cb, self);
  self->window = NULL;
  g_clear_handle_id (&self->popup_id, g_source_remove);
  tr_clock_clear (self->clock, &self->patience_timer);
  g_clear_object (&self->notifier);
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
  g_free (self->service_url);
  G_OBJECT_CLASS (tra_application_parent_class)->finalize (object);
}

static void
tra_application_class_init (TraApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tra_application_finalize;
  application_class->activate = tra_application_activate;
  application_class->after_emit = tra_application_after_emit;
  application_class->handle_local_options = tra_application_handle_local_options;
  application_class->startup = tra_application_startup;
  application_class->shutdown = tra_application_shutdown;

  /* Named here, so that the linker takes the resources out of the static library. */
  g_resources_register (tra_get_resource ());
}

static void
tra_application_init (TraApplication *self)
{
  const GOptionEntry options[] = {
    { "service-url", 0, 0, G_OPTION_ARG_STRING, NULL,
      _("Where TaskRouter answers (default: $TR_BASE_URL, else the official service)"), _("URL") },
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL,
      _("Start a sandbox on this machine and sign in to it"), NULL },
    { "clock", 0, 0, G_OPTION_ARG_STRING, NULL,
      _("“manual”: time moves by the action advance-clock only; for tests"), _("KIND") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, _("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
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
                       "flags", G_APPLICATION_DEFAULT_FLAGS,
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
