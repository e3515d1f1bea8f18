/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-private.h"

#include <gio/gio.h>

/**
 * TraSession:
 *
 * See the header. Nothing here is a copy of what the service said, but for #TraOffer's times: the
 * phase is made anew from the worker at every event.
 */

enum
{
  PROP_0,
  PROP_PHASE,
  PROP_WORKER,
  PROP_RESERVATION,
  PROP_BUSY,
  PROP_WANTED_ACTIVITY,
  PROP_NEXT_ACTIVITY,
  PROP_SIGNING_IN,
  PROP_KEYRING_STATE,
  PROP_IS_DEMO,
  PROP_WORKSPACE_NAME,
  N_PROPS
};

enum
{
  CHANGED,
  TOAST,
  NOTED,
  SIGN_IN_FAILED,
  RESERVATION_ENDED,
  SIGNED_IN,
  SIGNED_OUT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TraSession, tra_session, G_TYPE_OBJECT)

/* Notifies what became different; @place is owned. */
static void
set_object (TraSession *self, gpointer place, gpointer value, int property)
{
  if (g_set_object ((GObject **) place, value))
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
update_busy (TraSession *self)
{
  const char *busy = tra_session_latest_verb (self);

  set_object (self, &self->wanted_activity, tra_session_latest_wanted (self),
              PROP_WANTED_ACTIVITY);
  if (g_strcmp0 (busy, self->busy) == 0)
    return;

  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * tra_session_update:
 * @self: a session
 *
 * Makes all that is derived anew. To be called after whatever could change it.
 */
void
tra_session_update (TraSession *self)
{
  g_autoptr(TraSession) keep = g_object_ref (self);
  TraSituation situation = { .is_signed_in = self->is_signed_in, .notice = self->notice };
  TraOffer *offer = NULL;
  TraPhase phase;

  if (self->is_signed_in)
    offer = tra_session_look (self, &situation);

  phase = tra_phase_from_situation (&situation);
  tra_session_arm_complete_timer (self);
  tra_session_arm_auto_accept (self);
  tra_session_arm_unclear (self);
  tra_session_look_for_stuck (self);
  set_object (self, &self->reservation, offer != NULL ? offer->reservation : NULL,
              PROP_RESERVATION);
  tra_session_follow_line (self);
  tra_session_arm_record_again (self);
  update_busy (self);
  if (phase != self->phase)
    {
      g_debug ("Phase: %s to %s", tra_phase_to_string (self->phase), tra_phase_to_string (phase));
      self->phase = phase;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tra_session_toast (TraSession *self, const char *text)
{
  g_signal_emit (self, signals[TOAST], 0, text);
}

/* For the log: what nobody needs to be told of now. */
void
tra_session_note (TraSession *self, const char *text)
{
  g_signal_emit (self, signals[NOTED], 0, text);
}

/* Of what the worker says itself, and who keeps a log writes down from there. */
void
tra_session_toast_event (TraSession *self, const char *text)
{
  g_signal_emit (self, signals[TOAST], g_quark_from_static_string (TRA_TOAST_EVENT), text);
}

void
tra_session_emit_signed_in (TraSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKER]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_DEMO]);
  tra_session_update (self);
  g_signal_emit (self, signals[SIGNED_IN], 0);
}

void
tra_session_emit_signed_out (TraSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKER]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_DEMO]);
  tra_session_update (self);
  g_signal_emit (self, signals[SIGNED_OUT], 0);
}

void
tra_session_emit_sign_in_failed (TraSession *self,
                                 const GError *error,
                                 const char *field,
                                 const char *text)
{
  g_signal_emit (self, signals[SIGN_IN_FAILED], 0, error, field, text);
}

void
tra_session_emit_reservation_ended (TraSession *self, TrReservation *reservation)
{
  g_signal_emit (self, signals[RESERVATION_ENDED], 0, reservation);
}

void
tra_session_set_keyring_state (TraSession *self, TraKeyringState state)
{
  if (self->keyring_state == state)
    return;

  self->keyring_state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEYRING_STATE]);
}

void
tra_session_notify_signing_in (TraSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGNING_IN]);
}

void
tra_session_set_next_activity (TraSession *self, TrActivity *activity)
{
  set_object (self, &self->next_activity, activity, PROP_NEXT_ACTIVITY);
}

static void
tra_session_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TraSession *self = TRA_SESSION (object);

  switch (property_id)
    {
    case PROP_PHASE:
      g_value_set_int (value, self->phase);
      break;
    case PROP_WORKER:
      g_value_set_object (value, tra_session_get_worker (self));
      break;
    case PROP_RESERVATION:
      g_value_set_object (value, self->reservation);
      break;
    case PROP_BUSY:
      g_value_set_string (value, self->busy);
      break;
    case PROP_WANTED_ACTIVITY:
      g_value_set_object (value, self->wanted_activity);
      break;
    case PROP_NEXT_ACTIVITY:
      g_value_set_object (value, self->next_activity);
      break;
    case PROP_SIGNING_IN:
      g_value_set_boolean (value, tra_session_is_signing_in (self));
      break;
    case PROP_KEYRING_STATE:
      g_value_set_int (value, self->keyring_state);
      break;
    case PROP_IS_DEMO:
      g_value_set_boolean (value, tra_session_is_demo (self));
      break;
    case PROP_WORKSPACE_NAME:
      g_value_set_string (value, tra_session_get_workspace_name (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

/* The machine was asleep: a connection that was kept for the next request is dead by now as a rule,
 * and says so only after many seconds. What was on its way fails, and is asked again or told. */
static void
jumped_cb (TraSession *self)
{
  if (self->network != NULL)
    soup_session_abort (self->network);
  if (self->company != NULL)
    tra_company_abort (self->company);
}

static void
tra_session_dispose (GObject *object)
{
  TraSession *self = TRA_SESSION (object);

  tra_session_cancel_sign_in (self);
  tra_session_let_go (self);
  g_clear_object (&self->reservation);
  g_clear_object (&self->wanted_activity);
  g_clear_object (&self->next_activity);
  g_clear_object (&self->network);
  g_clear_object (&self->keyring);
  g_clear_object (&self->settings);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (tra_session_parent_class)->dispose (object);
}

static void
tra_session_finalize (GObject *object)
{
  TraSession *self = TRA_SESSION (object);

  g_free (self->service_url);
  g_free (self->next_profile);
  g_hash_table_unref (self->offers);
  g_ptr_array_unref (self->requests);
  G_OBJECT_CLASS (tra_session_parent_class)->finalize (object);
}

static void
install_signals (GType type)
{
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOAST] = g_signal_new ("toast", type, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[NOTED] = g_signal_new ("noted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_STRING);
  signals[SIGN_IN_FAILED] =
      g_signal_new ("sign-in-failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                    G_TYPE_ERROR, G_TYPE_STRING, G_TYPE_STRING);
  signals[RESERVATION_ENDED] =
      g_signal_new ("reservation-ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                    1, TR_TYPE_RESERVATION);
  signals[SIGNED_IN] =
      g_signal_new ("signed-in", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNED_OUT] =
      g_signal_new ("signed-out", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tra_session_class_init (TraSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tra_session_get_property;
  object_class->dispose = tra_session_dispose;
  object_class->finalize = tra_session_finalize;

  properties[PROP_PHASE] = g_param_spec_int ("phase", NULL, NULL, TRA_PHASE_SIGNED_OUT,
                                             TRA_PHASE_ELSEWHERE, TRA_PHASE_SIGNED_OUT, flags);
  properties[PROP_WORKER] = g_param_spec_object ("worker", NULL, NULL, TR_TYPE_WORKER, flags);
  properties[PROP_RESERVATION] =
      g_param_spec_object ("reservation", NULL, NULL, TR_TYPE_RESERVATION, flags);
  properties[PROP_BUSY] = g_param_spec_string ("busy", NULL, NULL, NULL, flags);
  properties[PROP_WANTED_ACTIVITY] =
      g_param_spec_object ("wanted-activity", NULL, NULL, TR_TYPE_ACTIVITY, flags);
  properties[PROP_NEXT_ACTIVITY] =
      g_param_spec_object ("next-activity", NULL, NULL, TR_TYPE_ACTIVITY, flags);
  properties[PROP_SIGNING_IN] = g_param_spec_boolean ("signing-in", NULL, NULL, FALSE, flags);
  properties[PROP_KEYRING_STATE] =
      g_param_spec_int ("keyring-state", NULL, NULL, TRA_KEYRING_UNKNOWN, TRA_KEYRING_ABSENT,
                        TRA_KEYRING_UNKNOWN, flags);
  properties[PROP_IS_DEMO] = g_param_spec_boolean ("is-demo", NULL, NULL, FALSE, flags);
  properties[PROP_WORKSPACE_NAME] =
      g_param_spec_string ("workspace-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  install_signals (G_TYPE_FROM_CLASS (klass));
}

static void
tra_session_init (TraSession *self)
{
  self->offers =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) tra_offer_free);
  self->requests = g_ptr_array_new ();
  g_queue_init (&self->ended);
}

/**
 * tra_session_new:
 * @clock: the program's clock
 * @settings: the agent's settings
 * @service_url: (nullable): where all of TaskRouter answers; %NULL is the official service
 *
 * Returns: (transfer full): a session that is signed out
 */
TraSession *
tra_session_new (TrClock *clock, GSettings *settings, const char *service_url)
{
  TraSession *self;

  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (TRA_TYPE_SESSION, NULL);
  self->clock = g_object_ref (clock);
  self->settings = g_object_ref (settings);
  self->service_url = g_strdup (service_url);
  self->keyring = tra_keyring_new (clock);
  g_signal_connect_object (settings, "changed::auto-complete-seconds",
                           G_CALLBACK (tra_session_arm_complete_timer), self, G_CONNECT_SWAPPED);
  /* Before any worker's own handler: it connects anew. */
  g_signal_connect_object (clock, "jumped", G_CALLBACK (jumped_cb), self, G_CONNECT_SWAPPED);
  return self;
}
