/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-presence.h"

#include "tra-flight-recorder.h"
#include "tra-machine.h"

/* How long the machine's sleep waits for the service; logind itself waits 5 s at most. */
#define SLEEP_PATIENCE (2 * (gint64) G_USEC_PER_SEC)

/* The settings that name the status; empty: nothing is done. */
static const char *const keys[TRA_N_AWAY_CAUSES] = {
  [TRA_AWAY_SLEEP] = "sleep-activity",
  [TRA_AWAY_LOCK] = "lock-activity",
  [TRA_AWAY_LID] = "lid-activity",
  [TRA_AWAY_NETWORK] = "network-activity",
};

/**
 * TraPresence:
 *
 * Nobody sits at a machine that sleeps, is locked or closed: an agent who is available then is set to
 * the status that the settings name, so that no caller is offered to an empty chair. Who is unavailable
 * already stays so, and what goes on, an offer or a call, is never disturbed: what is due waits for
 * its end. Only sleep does not wait, and the machine waits for it.
 */
struct _TraPresence
{
  GObject parent_instance;

  TraSession *session;     /* owned */
  GDBusConnection *bus;    /* owned, nullable */
  TraMachine *machine;     /* owned, nullable: somebody is signed in */
  gboolean is_due[TRA_N_AWAY_CAUSES]; /* to be done as soon as it can be */
  guint64 lock_timer;      /* of the session's clock */
  guint64 sleep_timer;
};

G_DEFINE_FINAL_TYPE (TraPresence, tra_presence, G_TYPE_OBJECT)

static TrClock *
clock_of (TraPresence *self)
{
  return tra_session_get_clock (self->session);
}

static gboolean
is_wanted (TraPresence *self, TraAwayCause cause)
{
  g_autofree char *name =
      g_settings_get_string (tra_session_get_settings (self->session), keys[cause]);

  return *name != '\0';
}

/* ---- Stepping away ---- */

static void
let_sleep (TraPresence *self)
{
  tr_clock_clear (clock_of (self), &self->sleep_timer);
  if (self->machine != NULL)
    tra_machine_let_sleep (self->machine);
}

static void
sleep_patience_ended_cb (gpointer user_data)
{
  TraPresence *self = user_data;

  self->sleep_timer = 0;
  let_sleep (self);
}

static void
set_before_sleep_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TraPresence) self = user_data;

  tra_session_step_away_finish (TRA_SESSION (source), result);
  /* A sleep that is over already, or the end of all, has nothing to wait for. */
  if (self->sleep_timer != 0)
    let_sleep (self);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  tra_session_step_away_finish (TRA_SESSION (source), result);
}

/* Whether calls would be offered now. */
static gboolean
is_available (TraPresence *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  TrActivity *activity = worker != NULL ? tr_worker_get_activity (worker) : NULL;

  return activity != NULL && tr_worker_get_state (worker) == TR_WORKER_READY &&
         tr_activity_is_available (activity);
}

static void
go_to_sleep (TraPresence *self)
{
  TrActivity *activity = tra_session_get_away_activity (self->session, keys[TRA_AWAY_SLEEP]);

  if (activity == NULL || !is_available (self))
    {
      let_sleep (self);
      return;
    }

  self->sleep_timer =
      tr_clock_add (clock_of (self), SLEEP_PATIENCE, sleep_patience_ended_cb, self);
  tra_session_step_away_async (self->session, TRA_AWAY_SLEEP, activity, TRUE, set_before_sleep_cb,
                               g_object_ref (self));
}

/* What is due is done when nothing goes on and the service is there. The network's absence is told to
 * the service afterwards: it could not be while it lasted. */
static void
do_what_is_due (TraPresence *self)
{
  if (tra_session_get_phase (self->session) != TRA_PHASE_AVAILABLE || !is_available (self) ||
      tra_session_get_wanted_activity (self->session) != NULL)
    return;

  for (int cause = 0; cause < TRA_N_AWAY_CAUSES; cause++)
    if (self->is_due[cause])
      {
        TrActivity *activity = tra_session_get_away_activity (self->session, keys[cause]);

        self->is_due[cause] = FALSE;
        if (activity == NULL)
          continue;
        tra_session_step_away_async (self->session, cause, activity, FALSE, set_cb, NULL);
        if (cause == TRA_AWAY_NETWORK)
          tra_session_come_back (self->session, cause);
        return;
      }
}

static void
lock_timer_cb (gpointer user_data)
{
  TraPresence *self = user_data;

  self->lock_timer = 0;
  self->is_due[TRA_AWAY_LOCK] = TRUE;
  do_what_is_due (self);
}

/* ---- What the machine says ---- */

static void
begin (TraPresence *self, TraAwayCause cause)
{
  guint minutes;

  if (cause == TRA_AWAY_SLEEP)
    {
      go_to_sleep (self);
      return;
    }
  if (!is_wanted (self, cause))
    return;

  if (cause == TRA_AWAY_LOCK)
    {
      minutes = g_settings_get_uint (tra_session_get_settings (self->session), "lock-minutes");
      tr_clock_clear (clock_of (self), &self->lock_timer);
      self->lock_timer = tr_clock_add (clock_of (self), minutes * (gint64) 60 * G_USEC_PER_SEC,
                                       lock_timer_cb, self);
      return;
    }
  self->is_due[cause] = TRUE;
  do_what_is_due (self);
}

static void
end (TraPresence *self, TraAwayCause cause)
{
  if (cause == TRA_AWAY_LOCK)
    tr_clock_clear (clock_of (self), &self->lock_timer);
  if (cause != TRA_AWAY_NETWORK)
    self->is_due[cause] = FALSE;
  if (cause == TRA_AWAY_SLEEP)
    {
      let_sleep (self);
      if (self->machine != NULL && is_wanted (self, cause))
        tra_machine_hold_sleep (self->machine);
    }
  /* Not at the next turn of the back-off: the network was gone for the sleep, not for its own sake. */
  if (cause == TRA_AWAY_SLEEP || cause == TRA_AWAY_NETWORK)
    tra_session_reconnect_now (self->session);
  tra_session_come_back (self->session, cause);
}

static void
told_cb (TraPresence *self, TraAwayCause cause, gboolean begins)
{
  if (cause == TRA_AWAY_LOCK)
    tra_flight_set (self->session, TRA_FLIGHT_IS_LOCKED, begins);
  if (begins)
    begin (self, cause);
  else
    end (self, cause);
}

/* ---- Who is signed in ---- */

static void
forget_all (TraPresence *self)
{
  tr_clock_clear (clock_of (self), &self->lock_timer);
  tr_clock_clear (clock_of (self), &self->sleep_timer);
  for (int cause = 0; cause < TRA_N_AWAY_CAUSES; cause++)
    self->is_due[cause] = FALSE;
  tra_flight_set (self->session, TRA_FLIGHT_IS_LOCKED, FALSE);
  g_clear_object (&self->machine);
}

/* Sleep is held back while there is somebody whose status it would be about. */
static void
update_machine (TraPresence *self)
{
  if (tra_session_get_phase (self->session) == TRA_PHASE_SIGNED_OUT)
    {
      forget_all (self);
      return;
    }

  if (self->machine == NULL)
    {
      self->machine = tra_machine_new (self->bus);
      g_signal_connect_object (self->machine, "told", G_CALLBACK (told_cb), self,
                               G_CONNECT_SWAPPED);
      if (is_wanted (self, TRA_AWAY_SLEEP))
        tra_machine_hold_sleep (self->machine);
      if (is_wanted (self, TRA_AWAY_NETWORK))
        tra_machine_watch_network (self->machine);
    }
}

static void
session_changed_cb (TraPresence *self)
{
  update_machine (self);
  do_what_is_due (self);
}

static void
setting_changed_cb (TraPresence *self)
{
  if (self->machine == NULL)
    return;

  if (is_wanted (self, TRA_AWAY_NETWORK))
    tra_machine_watch_network (self->machine);
  if (is_wanted (self, TRA_AWAY_SLEEP))
    tra_machine_hold_sleep (self->machine);
  else
    let_sleep (self);
}

static void
tra_presence_dispose (GObject *object)
{
  TraPresence *self = TRA_PRESENCE (object);

  if (self->session != NULL)
    forget_all (self);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (tra_presence_parent_class)->dispose (object);
}

/* The answer to what was asked before a sleep may come after dispose, and wants the clock. */
static void
tra_presence_finalize (GObject *object)
{
  g_clear_object (&TRA_PRESENCE (object)->session);
  G_OBJECT_CLASS (tra_presence_parent_class)->finalize (object);
}

static void
tra_presence_class_init (TraPresenceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_presence_dispose;
  G_OBJECT_CLASS (klass)->finalize = tra_presence_finalize;
}

static void
tra_presence_init (TraPresence *self)
{
}

/**
 * tra_presence_new:
 * @session: whose status
 * @session_bus: (nullable): the desktop
 *
 * Returns: (transfer full): what keeps the status true to the machine, until it is dropped
 */
TraPresence *
tra_presence_new (TraSession *session, GDBusConnection *session_bus)
{
  TraPresence *self;

  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_PRESENCE, NULL);
  self->session = g_object_ref (session);
  g_set_object (&self->bus, session_bus);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tra_session_get_settings (session), "changed",
                           G_CALLBACK (setting_changed_cb), self, G_CONNECT_SWAPPED);
  session_changed_cb (self);
  return self;
}
