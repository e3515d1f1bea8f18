/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-worker-private.h"

#include "tr-error.h"

static GParamSpec *properties[TR_WORKER_N_PROPS];
static guint signals[TR_WORKER_N_SIGNALS];
static guint protocol_error_signal;

G_DEFINE_ENUM_TYPE (TrWorkerState, tr_worker_state,
                    G_DEFINE_ENUM_VALUE (TR_WORKER_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (TR_WORKER_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (TR_WORKER_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (TR_WORKER_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (TR_WORKER_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (TR_WORKER_DISPLACED, "displaced"))

G_DEFINE_FINAL_TYPE (TrWorker, tr_worker, G_TYPE_OBJECT)

/* A signal that waits for tr_worker_emit_held(). */
typedef struct
{
  TrWorkerSignal signal;
  GObject *object; /* owned, nullable */
} Held;

static void
held_free (gpointer data)
{
  Held *held = data;

  g_clear_object (&held->object);
  g_free (held);
}

static gboolean
tr_worker_is_available (TrWorker *self)
{
  return self->record != NULL && self->record->is_available;
}

static void
tr_worker_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrWorker *self = TR_WORKER (object);

  switch (prop_id)
    {
    case TR_WORKER_PROP_STATE:
      g_value_set_enum (value, tr_worker_get_state (self));
      break;
    case TR_WORKER_PROP_RETRY_TIME:
      g_value_set_int64 (value, self->retry_time);
      break;
    case TR_WORKER_PROP_SID:
      g_value_set_string (value, self->sid);
      break;
    case TR_WORKER_PROP_FRIENDLY_NAME:
      g_value_set_string (value, tr_worker_get_friendly_name (self));
      break;
    case TR_WORKER_PROP_ACCOUNT_SID:
      g_value_set_string (value, self->account_sid);
      break;
    case TR_WORKER_PROP_WORKSPACE_SID:
      g_value_set_string (value, self->workspace_sid);
      break;
    case TR_WORKER_PROP_ACTIVITY:
      g_value_set_object (value, tr_worker_get_activity (self));
      break;
    case TR_WORKER_PROP_ACTIVITIES:
      g_value_set_object (value, self->activities);
      break;
    case TR_WORKER_PROP_ATTRIBUTES:
      g_value_set_boxed (value, tr_worker_get_attributes (self));
      break;
    case TR_WORKER_PROP_CHANNELS:
      g_value_set_object (value, self->channels);
      break;
    case TR_WORKER_PROP_RESERVATIONS:
      g_value_set_object (value, tr_worker_get_reservations (self));
      break;
    case TR_WORKER_PROP_DATE_STATUS_CHANGED:
      g_value_set_int64 (value, tr_worker_get_date_status_changed (self));
      break;
    case TR_WORKER_PROP_IS_AVAILABLE:
      g_value_set_boolean (value, tr_worker_is_available (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tr_worker_dispose (GObject *object)
{
  TrWorker *self = TR_WORKER (object);

  if (self->keeper != NULL)
    {
      tr_worker_disconnect (self);
      g_signal_handlers_disconnect_by_data (self->keeper, self);
      tr_token_keeper_stop (self->keeper);
    }
  g_clear_object (&self->refused);
  g_clear_object (&self->bridge);
  g_clear_object (&self->keeper);
  g_clear_object (&self->session);
  g_clear_object (&self->endpoints);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (tr_worker_parent_class)->dispose (object);
}

static void
tr_worker_finalize (GObject *object)
{
  TrWorker *self = TR_WORKER (object);

  g_clear_error (&self->error);
  tr_backoff_free (self->backoff);
  tr_backoff_free (self->successor_backoff);
  tr_event_backlog_free (self->backlog);
  g_free (self->account_sid);
  g_free (self->workspace_sid);
  g_free (self->sid);
  g_clear_pointer (&self->record, tr_worker_record_free);
  g_object_unref (self->activities);
  g_object_unref (self->channels);
  tr_reservation_list_free (self->reservations);
  tr_seen_events_free (self->seen);
  json_object_unref (self->no_attributes);
  g_hash_table_unref (self->fetches);
  G_OBJECT_CLASS (tr_worker_parent_class)->finalize (object);
}

static void
install_string (guint prop_id, const char *name)
{
  properties[prop_id] = g_param_spec_string (name, NULL, NULL, NULL,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
install_object (guint prop_id, const char *name, GType type)
{
  properties[prop_id] = g_param_spec_object (name, NULL, NULL, type,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
install_int64 (guint prop_id, const char *name)
{
  properties[prop_id] = g_param_spec_int64 (name, NULL, NULL, 0, G_MAXINT64, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[TR_WORKER_PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TR_TYPE_WORKER_STATE,
                                                        TR_WORKER_STOPPED, flags);
  install_int64 (TR_WORKER_PROP_RETRY_TIME, "retry-time");
  install_string (TR_WORKER_PROP_SID, "sid");
  install_string (TR_WORKER_PROP_FRIENDLY_NAME, "friendly-name");
  install_string (TR_WORKER_PROP_ACCOUNT_SID, "account-sid");
  install_string (TR_WORKER_PROP_WORKSPACE_SID, "workspace-sid");
  install_object (TR_WORKER_PROP_ACTIVITY, "activity", TR_TYPE_ACTIVITY);
  install_object (TR_WORKER_PROP_ACTIVITIES, "activities", G_TYPE_LIST_MODEL);
  properties[TR_WORKER_PROP_ATTRIBUTES] = g_param_spec_boxed ("attributes", NULL, NULL,
                                                              JSON_TYPE_OBJECT, flags);
  install_object (TR_WORKER_PROP_CHANNELS, "channels", G_TYPE_LIST_MODEL);
  install_object (TR_WORKER_PROP_RESERVATIONS, "reservations", G_TYPE_LIST_MODEL);
  install_int64 (TR_WORKER_PROP_DATE_STATUS_CHANGED, "date-status-changed");
  properties[TR_WORKER_PROP_IS_AVAILABLE] = g_param_spec_boolean ("is-available", NULL, NULL,
                                                                  FALSE, flags);
  g_object_class_install_properties (object_class, TR_WORKER_N_PROPS, properties);
}

static void
install_signals (void)
{
  static const char *const names[TR_WORKER_N_SIGNALS] = {
    [TR_WORKER_ACTIVITY_UPDATED] = "activity-updated",
    [TR_WORKER_ATTRIBUTES_UPDATED] = "attributes-updated",
    [TR_WORKER_CAPACITY_UPDATED] = "capacity-updated",
    [TR_WORKER_CHANNEL_AVAILABILITY_UPDATED] = "channel-availability-updated",
    [TR_WORKER_RESERVATION_CREATED] = "reservation-created",
    [TR_WORKER_RESERVATION_ACCEPTED] = "reservation-accepted",
    [TR_WORKER_RESERVATION_WRAPUP] = "reservation-wrapup",
    [TR_WORKER_RESERVATION_COMPLETED] = "reservation-completed",
    [TR_WORKER_RESERVATION_REJECTED] = "reservation-rejected",
    [TR_WORKER_RESERVATION_TIMEOUT] = "reservation-timeout",
    [TR_WORKER_RESERVATION_CANCELED] = "reservation-canceled",
    [TR_WORKER_RESERVATION_RESCINDED] = "reservation-rescinded",
    [TR_WORKER_RESERVATION_FAILED] = "reservation-failed",
    [TR_WORKER_TASK_UPDATED] = "task-updated",
    [TR_WORKER_TASK_CANCELED] = "task-canceled",
    [TR_WORKER_TASK_COMPLETED] = "task-completed",
    [TR_WORKER_TASK_WRAPUP] = "task-wrapup",
    [TR_WORKER_TASK_TRANSFER_INITIATED] = "task-transfer-initiated",
    [TR_WORKER_TASK_TRANSFER_ATTEMPT_FAILED] = "task-transfer-attempt-failed",
    [TR_WORKER_TASK_TRANSFER_COMPLETED] = "task-transfer-completed",
    [TR_WORKER_TASK_TRANSFER_FAILED] = "task-transfer-failed",
    [TR_WORKER_TASK_TRANSFER_CANCELED] = "task-transfer-canceled",
  };

  for (guint i = 0; i < TR_WORKER_N_SIGNALS; i++)
    {
      GType type = TR_TYPE_TASK;

      if (i == TR_WORKER_ACTIVITY_UPDATED)
        type = TR_TYPE_ACTIVITY;
      else if (i == TR_WORKER_CAPACITY_UPDATED || i == TR_WORKER_CHANNEL_AVAILABILITY_UPDATED)
        type = TR_TYPE_WORKER_CHANNEL;
      else if (i >= TR_WORKER_RESERVATION_CREATED && i <= TR_WORKER_RESERVATION_RESCINDED)
        type = TR_TYPE_RESERVATION;
      else if (i >= TR_WORKER_TASK_TRANSFER_INITIATED)
        type = TR_TYPE_TRANSFER;
      signals[i] = g_signal_new (names[i], TR_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, i == TR_WORKER_ATTRIBUTES_UPDATED ? 0 : 1, type);
    }
}

static void
tr_worker_class_init (TrWorkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tr_worker_get_property;
  object_class->dispose = tr_worker_dispose;
  object_class->finalize = tr_worker_finalize;
  install_properties (object_class);
  install_signals ();

  /**
   * TrWorker::protocol-error:
   * @error: what was wrong with it
   *
   * The service sent something that cannot be read. It was skipped.
   */
  protocol_error_signal = g_signal_new ("protocol-error", TR_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
events_free (gpointer data)
{
  g_queue_free_full (data, g_object_unref);
}

static void
tr_worker_init (TrWorker *self)
{
  self->backoff = tr_backoff_new (NULL, NULL);
  self->successor_backoff = tr_backoff_new (NULL, NULL);
  self->activities = tr_sid_list_new (TR_TYPE_ACTIVITY);
  self->channels = tr_sid_list_new (TR_TYPE_WORKER_CHANNEL);
  self->reservations = tr_reservation_list_new ();
  self->seen = tr_seen_events_new ();
  self->no_attributes = json_object_new ();
  self->fetches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, events_free);
  self->backlog = tr_event_backlog_new ();
  g_queue_init (&self->held);
}

/* For the other files of the worker: a property by its number. */
void
tr_worker_notify (TrWorker *self, guint prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
tr_worker_emit_now (TrWorker *self, TrWorkerSignal signal, gpointer object)
{
  if (object != NULL)
    g_signal_emit (self, signals[signal], 0, object);
  else
    g_signal_emit (self, signals[signal], 0);
}

/* Emits @signal, or keeps it until tr_worker_emit_held(). The caller holds a reference to @self. */
void
tr_worker_emit (TrWorker *self, TrWorkerSignal signal, gpointer object)
{
  Held *held;

  if (!self->is_holding)
    {
      tr_worker_emit_now (self, signal, object);
      return;
    }

  held = g_new0 (Held, 1);
  held->signal = signal;
  held->object = object != NULL ? g_object_ref (object) : NULL;
  g_queue_push_tail (&self->held, held);
}

/* Emits what was held back, in order: all of it did happen, whatever a handler does meanwhile. */
void
tr_worker_emit_held (TrWorker *self)
{
  Held *held;

  self->is_holding = FALSE;
  while ((held = g_queue_pop_head (&self->held)) != NULL)
    {
      tr_worker_emit_now (self, held->signal, held->object);
      held_free (held);
    }
}

void
tr_worker_tell_protocol_error (TrWorker *self, const GError *error)
{
  g_info ("Skipped what cannot be read: %s", error->message);
  g_signal_emit (self, protocol_error_signal, 0, error);
}

static void
renewed_cb (TrTokenKeeper *keeper, gpointer user_data)
{
  tr_worker_hand_over (user_data);
}

static void
expired_cb (TrTokenKeeper *keeper, const GError *error, gpointer user_data)
{
  tr_worker_lose_token (user_data, error);
}

static void
jumped_cb (TrClock *clock, gint64 by, gpointer user_data)
{
  tr_worker_wake_up (user_data);
}

/**
 * tr_worker_new:
 * @endpoints: where the service's parts live
 * @session: sends requests and opens the event stream; its `timeout` should be 0, since deadlines
 *   and silence are measured here
 * @token_source: where tokens come from
 * @clock: measures deadlines, silence and waits
 *
 * Returns: (transfer full): a worker, stopped
 */
TrWorker *
tr_worker_new (TrEndpoints *endpoints,
               SoupSession *session,
               TrTokenSource *token_source,
               TrClock *clock)
{
  TrWorker *self;

  g_return_val_if_fail (TR_IS_ENDPOINTS (endpoints), NULL);
  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);
  g_return_val_if_fail (TR_IS_TOKEN_SOURCE (token_source), NULL);
  g_return_val_if_fail (TR_IS_CLOCK (clock), NULL);

  self = g_object_new (TR_TYPE_WORKER, NULL);
  self->endpoints = g_object_ref (endpoints);
  self->session = g_object_ref (session);
  self->clock = g_object_ref (clock);
  self->keeper = tr_token_keeper_new (token_source, clock);
  self->bridge = tr_bridge_new (endpoints, session, self->keeper, clock);
  g_signal_connect_object (clock, "jumped", G_CALLBACK (jumped_cb), self, 0);
  g_signal_connect (self->keeper, "renewed", G_CALLBACK (renewed_cb), self);
  g_signal_connect (self->keeper, "expired", G_CALLBACK (expired_cb), self);
  return self;
}
