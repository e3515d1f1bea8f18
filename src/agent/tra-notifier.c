/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-notifier.h"

#include <glib/gi18n.h>

#include "tra-flight-recorder.h"
#include "tra-notification-server.h"
#include "tra-phone-number.h"
#include "tra-plain-text.h"

#define MAX_NAME 64
#define NOTICE_ID "missed"

/* By then the notification service has answered what was sent. */
#define ANSWER_TIME ((gint64) G_USEC_PER_SEC)

/**
 * TraNotifier:
 *
 * Derived: a notification is shown if and only if its offer waits for the agent, so it cannot stay
 * when the offer is gone, whoever ended it. It is sent once, never again for the countdown.
 */
struct _TraNotifier
{
  GObject parent_instance;

  GApplication *application;     /* owned */
  TraSession *session;           /* owned */
  TraNotificationServer *server; /* owned */
  GHashTable *shown;             /* owned SIDs of reservations */
  TraPhase notice;               /* the phase whose notice is shown; SIGNED_OUT: none is */
  gboolean tells_activity;       /* the notice says which status was set */
  guint notice_source;           /* the notice is about to be sent */
  guint64 notice_timer;          /* of the session's clock: it is about to be sent again */
  GPtrArray *withdrawn;          /* owned SIDs, to be withdrawn once more */
  guint64 timer;                 /* of the session's clock */
  gboolean has_ended;            /* all was taken back, and nothing is shown any more */
};

G_DEFINE_FINAL_TYPE (TraNotifier, tra_notifier, G_TYPE_OBJECT)

static gboolean
is_private (TraNotifier *self)
{
  return g_settings_get_boolean (tra_session_get_settings (self->session), "private-notifications");
}

static char *
offer_title (TraNotifier *self, TrTask *task)
{
  const char *caller = is_private (self) ? NULL : tr_task_get_caller (task);
  /* Without the marks around it, which not every notification daemon leaves unseen. */
  g_autofree char *number = caller != NULL ? tra_phone_number_format (caller) : NULL;

  if (tr_task_get_call_sid (task) == NULL)
    return g_strdup (_("Incoming task"));
  if (number == NULL)
    return g_strdup (_("Incoming call"));
  /* Translators: a caller's number */
  return g_strdup_printf (_("Incoming call from %s"), number);
}

/* "Support · Accounts · Spanish. Answer within 10 seconds." */
static char *
offer_body (TraNotifier *self, TrReservation *reservation)
{
  static const char *const told[] = { "product", "language" };
  TrTask *task = tr_reservation_get_task (reservation);
  gint64 left = tra_session_get_reservation_left (self->session, reservation);
  guint seconds = (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  g_autofree char *queue = tra_plain_text (tr_task_get_queue_name (task), MAX_NAME);
  g_autoptr(GString) facts = g_string_new (queue);
  g_autofree char *deadline = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (told) && !is_private (self); i++)
    {
      g_autofree char *value = tra_plain_text (tr_task_get_attribute (task, told[i]), MAX_NAME);

      if (*value != '\0')
        g_string_append_printf (facts, " · %s", value);
    }

  /* Translators: how long the offer stands */
  deadline = g_strdup_printf (
      ngettext ("Answer within %u second.", "Answer within %u seconds.", seconds), seconds);
  /* Translators: the queue and what is known of the caller; then "Answer within 10 seconds." */
  return g_strdup_printf (_("%s. %s"), facts->str, deadline);
}

static void
set_body (TraNotifier *self, GNotification *notification, const char *text)
{
  g_autofree char *body = tra_notification_server_spell (self->server, text);

  g_notification_set_body (notification, body);
}

static void
send_offer (TraNotifier *self, TrReservation *reservation)
{
  const char *sid = tr_reservation_get_sid (reservation);
  g_autofree char *title = offer_title (self, tr_reservation_get_task (reservation));
  g_autofree char *body = offer_body (self, reservation);
  g_autoptr(GNotification) notification = g_notification_new (title);

  set_body (self, notification, body);
  g_notification_set_category (notification, "call.incoming");
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_URGENT);
  g_notification_set_default_action (notification, "app.show");
  g_notification_add_button_with_target (notification, _("Reject"), "app.reject", "s", sid);
  g_notification_add_button_with_target (notification, _("Accept"), "app.accept", "s", sid);
  g_application_send_notification (self->application, sid, notification);
  tra_flight_note (self->session, sid, TRA_FLIGHT_NOTIFICATION_SHOWN);
}

static void
withdraw_again_cb (gpointer user_data)
{
  TraNotifier *self = user_data;

  self->timer = 0;
  for (guint i = 0; i < self->withdrawn->len; i++)
    g_application_withdraw_notification (self->application,
                                         g_ptr_array_index (self->withdrawn, i));
  g_ptr_array_set_size (self->withdrawn, 0);
}

/* GLib knows a notification only when the service has answered that it shows it; what is withdrawn
 * before that would stay. So it is withdrawn now and once more. */
static void
withdraw (TraNotifier *self, const char *id)
{
  TrClock *clock = tra_session_get_clock (self->session);

  g_application_withdraw_notification (self->application, id);
  g_ptr_array_add (self->withdrawn, g_strdup (id));
  tr_clock_clear (clock, &self->timer);
  self->timer = tr_clock_add (clock, ANSWER_TIME, withdraw_again_cb, self);
}

static void
update_offers (TraNotifier *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  GListModel *list = worker != NULL ? tr_worker_get_reservations (worker) : NULL;
  guint n_items = list != NULL ? g_list_model_get_n_items (list) : 0;
  g_autoptr(GHashTable) gone = self->shown;
  GHashTableIter iter;
  gpointer sid;

  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(TrReservation) reservation = g_list_model_get_item (list, i);
      const char *offered = tr_reservation_get_sid (reservation);

      if (!tra_session_is_offered (self->session, reservation))
        continue;
      if (!g_hash_table_remove (gone, offered))
        send_offer (self, reservation);
      g_hash_table_add (self->shown, g_strdup (offered));
    }

  g_hash_table_iter_init (&iter, gone);
  while (g_hash_table_iter_next (&iter, &sid, NULL))
    withdraw (self, sid);
}

static char *
missed_title (TraNotifier *self)
{
  const char *caller =
      is_private (self) ? NULL : tra_session_get_notice_caller (self->session);
  g_autofree char *number = caller != NULL ? tra_phone_number_format (caller) : NULL;

  if (number == NULL)
    return g_strdup (_("You missed a call"));
  /* Translators: a caller's number */
  return g_strdup_printf (_("You missed a call from %s"), number);
}

/* What is known, and no more: the status is named once the service has set it. */
static char *
notice_body (TraNotifier *self)
{
  g_autofree char *queue = tra_plain_text (tra_session_get_notice_queue (self->session), MAX_NAME);
  g_autofree char *activity =
      tra_plain_text (tra_session_get_notice_activity (self->session), MAX_NAME);

  if (*queue != '\0' && *activity != '\0')
    /* Translators: a queue, and the name of a status */
    return g_strdup_printf (_("%s. You’ve been set %s."), queue, activity);
  if (*activity != '\0')
    /* Translators: the name of a status */
    return g_strdup_printf (_("You’ve been set %s."), activity);
  return *queue != '\0' ? g_steal_pointer (&queue) : NULL;
}

static void
send_notice (TraNotifier *self, TraPhase phase)
{
  g_autofree char *title =
      phase == TRA_PHASE_MISSED ? missed_title (self) : g_strdup (_("Your phone wasn’t answered"));
  g_autofree char *body = notice_body (self);
  g_autoptr(GNotification) notification = g_notification_new (title);

  if (body != NULL)
    set_body (self, notification, body);
  g_notification_set_category (notification, "call.unanswered");
  g_notification_set_default_action (notification, "app.show");
  g_notification_add_button (notification, _("Go Online"), "app.go-online");
  g_application_send_notification (self->application, NOTICE_ID, notification);
}

static gboolean
notice_cb (gpointer user_data)
{
  TraNotifier *self = user_data;

  self->notice_source = 0;
  self->tells_activity = tra_session_get_notice_activity (self->session) != NULL;
  send_notice (self, self->notice);
  return G_SOURCE_REMOVE;
}

static void
notice_again_cb (gpointer user_data)
{
  TraNotifier *self = user_data;

  self->notice_timer = 0;
  send_notice (self, self->notice);
}

static void
forget_notice (TraNotifier *self)
{
  g_clear_handle_id (&self->notice_source, g_source_remove);
  tr_clock_clear (tra_session_get_clock (self->session), &self->notice_timer);
  self->notice = TRA_PHASE_SIGNED_OUT;
  self->tells_activity = FALSE;
}

/* The status is told by another event, mostly of the same burst: so the notice is sent when the burst
 * is over. Where the status comes later the notice is replaced, once, and not before the notification
 * service has answered: until then GLib would have it shown a second time, and could never withdraw
 * the first. */
static void
update_notice (TraNotifier *self)
{
  TraPhase phase = tra_session_get_phase (self->session);
  gboolean is_notice = phase == TRA_PHASE_MISSED || phase == TRA_PHASE_NOT_ANSWERED;

  if (!is_notice && self->notice != TRA_PHASE_SIGNED_OUT)
    {
      if (self->notice_source == 0)
        withdraw (self, NOTICE_ID);
      forget_notice (self);
    }
  else if (is_notice && self->notice != phase)
    {
      forget_notice (self);
      self->notice = phase;
      self->notice_source = g_idle_add_full (G_PRIORITY_LOW, notice_cb, self, NULL);
    }
  else if (is_notice && self->notice_source == 0 && !self->tells_activity &&
           tra_session_get_notice_activity (self->session) != NULL)
    {
      self->tells_activity = TRUE;
      self->notice_timer = tr_clock_add (tra_session_get_clock (self->session), ANSWER_TIME,
                                         notice_again_cb, self);
    }
}

static void
changed_cb (TraNotifier *self)
{
  if (self->has_ended)
    return;

  update_offers (self);
  update_notice (self);
}

static void
tra_notifier_dispose (GObject *object)
{
  TraNotifier *self = TRA_NOTIFIER (object);

  if (self->session != NULL)
    {
      tr_clock_clear (tra_session_get_clock (self->session), &self->timer);
      forget_notice (self);
    }
  g_clear_object (&self->application);
  g_clear_object (&self->session);
  g_clear_object (&self->server);
  g_clear_pointer (&self->shown, g_hash_table_unref);
  g_clear_pointer (&self->withdrawn, g_ptr_array_unref);
  G_OBJECT_CLASS (tra_notifier_parent_class)->dispose (object);
}

static void
tra_notifier_class_init (TraNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tra_notifier_dispose;
}

static void
tra_notifier_init (TraNotifier *self)
{
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->withdrawn = g_ptr_array_new_with_free_func (g_free);
}

/**
 * tra_notifier_new:
 * @application: who sends; has the actions accept, reject, go-online and show
 * @session: whose offers
 *
 * Returns: (transfer full): what notifies, until it is dropped
 */
TraNotifier *
tra_notifier_new (GApplication *application, TraSession *session)
{
  TraNotifier *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);

  self = g_object_new (TRA_TYPE_NOTIFIER, NULL);
  self->application = g_object_ref (application);
  self->session = g_object_ref (session);
  self->server =
      tra_notification_server_new (g_application_get_dbus_connection (application));
  g_signal_connect_object (session, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * tra_notifier_withdraw_all:
 * @self: a notifier
 *
 * Takes back all that is shown, and shows nothing any more. To be called before the program ends, and at the very end once more,
 * for what was answered meanwhile: GLib 2.74 falls over notifications that are left.
 */
void
tra_notifier_withdraw_all (TraNotifier *self)
{
  GHashTableIter iter;
  gpointer sid;

  g_return_if_fail (TRA_IS_NOTIFIER (self));

  /* An offer is still one until the service has heard of the end, and must not be shown anew. */
  self->has_ended = TRUE;
  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &sid, NULL))
    g_ptr_array_add (self->withdrawn, g_strdup (sid));
  g_hash_table_remove_all (self->shown);
  for (guint i = 0; i < self->withdrawn->len; i++)
    g_application_withdraw_notification (self->application,
                                         g_ptr_array_index (self->withdrawn, i));

  if (self->notice != TRA_PHASE_SIGNED_OUT)
    g_application_withdraw_notification (self->application, NOTICE_ID);
  forget_notice (self);
}
