/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-log-keeper.h"

#include <glib/gi18n.h>

#include "tra-phone-number.h"

struct _TraLogKeeper
{
  GObject parent_instance;

  TraSession *session;       /* owned */
  TraLog *log;               /* owned */
  GSignalGroup *worker_says; /* owned */
  TrWorkerState connection;  /* as it was written down last */
  TraPhase phase;            /* likewise */
  char *whose;               /* owned, nullable: whose log it is, the worker's SID; "": the demo's */
};

G_DEFINE_FINAL_TYPE (TraLogKeeper, tra_log_keeper, G_TYPE_OBJECT)

/* Who calls, or what a task that is not a call is about. */
static char *
name_of (TrReservation *reservation)
{
  TrTask *task = tr_reservation_get_task (reservation);
  const char *caller = tr_task_get_caller (task);

  if (caller != NULL)
    return tra_phone_number_isolate (caller);
  return g_strdup (tr_task_get_sid (task));
}

static void
write_about (TraLogKeeper *self, TraLogKind kind, const char *format, TrReservation *reservation)
{
  g_autofree char *name = name_of (reservation);
  g_autoptr(GString) text = g_string_new (format);

  g_string_replace (text, "%s", name, 1);
  tra_log_add (self->log, kind, "%s", text->str);
}

static void
activity_updated_cb (TraLogKeeper *self, TrActivity *activity)
{
  tra_log_add (self->log, TRA_LOG_STATUS, _("Status: %s"),
               tr_activity_get_friendly_name (activity));
}

static void
created_cb (TraLogKeeper *self, TrReservation *reservation)
{
  TrTask *task = tr_reservation_get_task (reservation);
  g_autofree char *name = name_of (reservation);

  /* Translators: a caller's number, and the name of the queue */
  tra_log_add (self->log, TRA_LOG_OFFER, _("Incoming call from %s, queue %s"), name,
               tr_task_get_queue_name (task));
}

static void
accepted_cb (TraLogKeeper *self, TrReservation *reservation)
{
  /* Translators: a caller's number */
  write_about (self, TRA_LOG_CALL, _("In a call with %s"), reservation);
}

static void
wrapup_cb (TraLogKeeper *self, TrReservation *reservation)
{
  /* Translators: a caller's number */
  write_about (self, TRA_LOG_WRAP_UP, _("The call with %s ended; wrap-up"), reservation);
}

static void
completed_cb (TraLogKeeper *self, TrReservation *reservation)
{
  /* Translators: a caller's number */
  write_about (self, TRA_LOG_WRAP_UP, _("The call with %s is completed"), reservation);
}

static void
rejected_cb (TraLogKeeper *self, TrReservation *reservation)
{
  /* Translators: a caller's number */
  write_about (self, TRA_LOG_OFFER, _("The call from %s was rejected"), reservation);
}

static void
timeout_cb (TraLogKeeper *self, TrReservation *reservation)
{
  /* Translators: a caller's number */
  write_about (self, TRA_LOG_OFFER, _("Missed the call from %s"), reservation);
}

static void
canceled_cb (TraLogKeeper *self, TrReservation *reservation)
{
  TrTask *task = tr_reservation_get_task (reservation);

  if (tr_task_get_status (task) == TR_TASK_CANCELED)
    /* Translators: a caller's number */
    write_about (self, TRA_LOG_OFFER, _("The caller %s hung up"), reservation);
  else
    /* Translators: a caller's number */
    write_about (self, TRA_LOG_OFFER, _("The call from %s went back to the queue"), reservation);
}

static void
rescinded_cb (TraLogKeeper *self, TrReservation *reservation)
{
  /* Translators: a caller's number */
  write_about (self, TRA_LOG_OFFER, _("Another agent took the call from %s"), reservation);
}

static void
protocol_error_cb (TraLogKeeper *self, const GError *error)
{
  tra_log_add (self->log, TRA_LOG_ERROR, _("A message of the service could not be read: %s"),
               error->message);
}

static void
state_changed_cb (TraLogKeeper *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  TrWorkerState state = worker != NULL ? tr_worker_get_state (worker) : TR_WORKER_STOPPED;
  const GError *error = worker != NULL ? tr_worker_get_error (worker) : NULL;

  if (state == self->connection || state == TR_WORKER_STOPPED || state == TR_WORKER_CONNECTING)
    return;

  self->connection = state;
  if (state == TR_WORKER_READY)
    tra_log_add (self->log, TRA_LOG_CONNECTION, C_("service", "Connected"));
  else if (state == TR_WORKER_SIGNED_OUT)
    tra_log_add (self->log, TRA_LOG_CONNECTION, _("The sign-in has expired"));
  else if (state == TR_WORKER_DISPLACED)
    tra_log_add (self->log, TRA_LOG_CONNECTION, _("Signed in on another computer"));
  else
    tra_log_add (self->log, TRA_LOG_CONNECTION, _("Connection lost: %s"),
                 error != NULL ? error->message : _("no reason known"));
}

static void
phase_changed_cb (TraLogKeeper *self)
{
  TraPhase phase = tra_session_get_phase (self->session);
  TrReservation *reservation = tra_session_get_reservation (self->session);

  if (phase == self->phase)
    return;

  self->phase = phase;
  if (phase == TRA_PHASE_RINGING && reservation != NULL)
    /* Translators: a caller's number */
    write_about (self, TRA_LOG_CALL, _("Accepted the call from %s; your phone rings"), reservation);
  else if (phase == TRA_PHASE_NOT_ANSWERED)
    tra_log_add (self->log, TRA_LOG_CALL, _("Your phone wasn’t answered"));
}

/* Several work at one desk: who calls one of them is none of the others' business. */
static void
forget_others (TraLogKeeper *self)
{
  g_autofree char *whose =
      tra_session_is_demo (self->session)
          ? g_strdup ("")
          : g_settings_get_string (tra_session_get_settings (self->session), "worker-sid");

  if (self->whose != NULL && !g_str_equal (self->whose, whose))
    tra_log_forget (self->log);
  g_free (self->whose);
  self->whose = g_steal_pointer (&whose);
}

static void
signed_in_cb (TraLogKeeper *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  const char *name = tr_worker_get_friendly_name (worker);
  const char *workspace = tra_session_get_workspace_name (self->session);

  forget_others (self);
  if (name != NULL)
    /* Translators: a worker's name and a workspace's */
    tra_log_add (self->log, TRA_LOG_CONNECTION, _("Signed in as %s, workspace %s"), name,
                 workspace);
  else
    /* Translators: a workspace's name */
    tra_log_add (self->log, TRA_LOG_CONNECTION, _("Signed in to workspace %s"), workspace);
  state_changed_cb (self);
}

static void
worker_changed_cb (TraLogKeeper *self)
{
  self->connection = TR_WORKER_STOPPED;
  g_signal_group_set_target (self->worker_says, tra_session_get_worker (self->session));
}

static void
signed_out_cb (TraLogKeeper *self)
{
  tra_log_add (self->log, TRA_LOG_CONNECTION, _("Signed out"));
}

static void
sign_in_failed_cb (TraLogKeeper *self, const GError *error, const char *field, const char *text)
{
  tra_log_add (self->log, TRA_LOG_ERROR, "%s", text);
  if (error != NULL)
    tra_log_add (self->log, TRA_LOG_ERROR, "%s", error->message);
}

/* What the worker says is written down from its own signals, with the number; that is enough. */
static void
toast_cb (TraLogKeeper *self, const char *text)
{
  const GSignalInvocationHint *hint = g_signal_get_invocation_hint (self->session);

  if (hint->detail == g_quark_from_static_string (TRA_TOAST_EVENT))
    return;

  tra_log_add (self->log, TRA_LOG_NOTE, "%s", text);
}

static void
noted_cb (TraLogKeeper *self, const char *text)
{
  tra_log_add (self->log, TRA_LOG_STATUS, "%s", text);
}

static void
follow_workers (TraLogKeeper *self)
{
  static const struct
  {
    const char *signal;
    GCallback callback;
  } says[] = {
    { "notify::state", G_CALLBACK (state_changed_cb) },
    { "activity-updated", G_CALLBACK (activity_updated_cb) },
    { "reservation-created", G_CALLBACK (created_cb) },
    { "reservation-accepted", G_CALLBACK (accepted_cb) },
    { "reservation-wrapup", G_CALLBACK (wrapup_cb) },
    { "reservation-completed", G_CALLBACK (completed_cb) },
    { "reservation-rejected", G_CALLBACK (rejected_cb) },
    { "reservation-timeout", G_CALLBACK (timeout_cb) },
    { "reservation-canceled", G_CALLBACK (canceled_cb) },
    { "reservation-rescinded", G_CALLBACK (rescinded_cb) },
    { "protocol-error", G_CALLBACK (protocol_error_cb) },
  };

  self->worker_says = g_signal_group_new (TR_TYPE_WORKER);
  for (gsize i = 0; i < G_N_ELEMENTS (says); i++)
    g_signal_group_connect_swapped (self->worker_says, says[i].signal, says[i].callback, self);
  g_signal_group_set_target (self->worker_says, tra_session_get_worker (self->session));
}

static void
tra_log_keeper_dispose (GObject *object)
{
  TraLogKeeper *self = TRA_LOG_KEEPER (object);

  g_clear_object (&self->worker_says);
  g_clear_object (&self->session);
  g_clear_object (&self->log);
  G_OBJECT_CLASS (tra_log_keeper_parent_class)->dispose (object);
}

static void
tra_log_keeper_finalize (GObject *object)
{
  g_free (TRA_LOG_KEEPER (object)->whose);
  G_OBJECT_CLASS (tra_log_keeper_parent_class)->finalize (object);
}

static void
tra_log_keeper_class_init (TraLogKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_log_keeper_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_log_keeper_finalize;
}

static void
tra_log_keeper_init (TraLogKeeper *self)
{
}

/**
 * tra_log_keeper_new:
 * @session: whose doings
 * @log: where to
 *
 * Returns: (transfer full): what writes down, until it is dropped
 */
TraLogKeeper *
tra_log_keeper_new (TraSession *session, TraLog *log)
{
  TraLogKeeper *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);
  g_return_val_if_fail (TRA_IS_LOG (log), NULL);

  self = g_object_new (TRA_TYPE_LOG_KEEPER, NULL);
  self->session = g_object_ref (session);
  self->log = g_object_ref (log);
  follow_workers (self);
  g_signal_connect_object (session, "notify::worker", G_CALLBACK (worker_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::phase", G_CALLBACK (phase_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "signed-in", G_CALLBACK (signed_in_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "signed-out", G_CALLBACK (signed_out_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "sign-in-failed", G_CALLBACK (sign_in_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "noted", G_CALLBACK (noted_cb), self, G_CONNECT_SWAPPED);
  return self;
}
