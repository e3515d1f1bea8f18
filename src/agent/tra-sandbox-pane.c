/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-sandbox-pane.h"

#include <glib/gi18n.h>

#include "tra-adaptive-box.h"
#include "tra-busy-button.h"
#include "tra-control.h"
#include "tra-facts.h"
#include "tra-phone-number.h"
#include "tra-ticker.h"
#include "tra-toast.h"

/* How often a phone that is in use is asked about. */
#define PHONE_TICK ((gint64) G_USEC_PER_SEC)

/**
 * TraSandboxPane:
 *
 * The rest of the world, in the demo: it places callers, is the agent's phone, and makes trouble.
 * What the phone does follows from the session's phase at once, and the sandbox is asked after each
 * change, because it knows better.
 */
struct _TraSandboxPane
{
  AdwBin parent_instance;

  AdwEntryRow *number;
  AdwComboRow *queue;
  GtkWidget *call;
  AdwActionRow *phone_row;
  GtkWidget *answer;
  GtkWidget *decline;
  GtkWidget *hang_up;
  GtkWidget *caller_hang_up;
  GtkWidget *drop;
  GtkWidget *expire;

  TraSession *session;       /* owned */
  TraTicker *ticker;         /* owned */
  TraControl *control;       /* owned, nullable: only in the demo */
  char *url;                 /* owned, nullable: of @control */
  GCancellable *cancellable; /* owned; of what @control is asked */
  char *own_phone;           /* owned, nullable: the one that we answer by hand */
  TraPhoneState phone_state; /* as the sandbox said last */
  TraPhase phase;            /* when the sandbox was asked last */
  char *call_sid;            /* owned, nullable: the last caller that we placed */
  gboolean has_talked;       /* that one, with the agent */
};

G_DEFINE_FINAL_TYPE (TraSandboxPane, tra_sandbox_pane, ADW_TYPE_BIN)

static void update (TraSandboxPane *self);

static TraPhoneState
phone_state (TraSandboxPane *self)
{
  if (self->phone_state != TRA_PHONE_UNKNOWN && self->phone_state != TRA_PHONE_IDLE)
    return self->phone_state;
  return tra_session_get_phase (self->session) == TRA_PHASE_RINGING ? TRA_PHONE_RINGING
                                                                    : TRA_PHONE_IDLE;
}

/* A cancelled request may have outlived the pane. */
static gboolean
is_ours (const GError *error)
{
  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
say (TraSandboxPane *self, const char *text)
{
  tra_toast_show (GTK_WIDGET (self), tra_toast_new (text));
}

static void
phone_told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraSandboxPane *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  TraPhoneState state = tra_control_get_phone_finish (TRA_CONTROL (source), result, &error);

  if (!is_ours (error))
    return;

  self->phone_state = state;
  update (self);
}

static void
ask_phone (TraSandboxPane *self)
{
  if (self->control != NULL && self->own_phone != NULL)
    tra_control_get_phone_async (self->control, self->own_phone, self->cancellable, phone_told_cb,
                                 self);
}

static void
ticked_cb (gpointer user_data)
{
  ask_phone (user_data);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraSandboxPane *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;

  tra_control_finish (TRA_CONTROL (source), result, &error);
  if (!is_ours (error))
    return;

  if (error != NULL)
    {
      g_info ("sandbox: %s", error->message);
      say (self, _("The sandbox couldn’t do that"));
    }
  ask_phone (self);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TraSandboxPane *self = user_data; /* not owned: gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autofree char *sid = tra_control_start_call_finish (TRA_CONTROL (source), result, &error);

  if (!is_ours (error))
    return;

  if (error != NULL)
    {
      g_info ("sandbox: %s", error->message);
      say (self, _("The call couldn’t be placed"));
      return;
    }
  g_free (self->call_sid);
  self->has_talked = FALSE;
  self->call_sid = g_steal_pointer (&sid);
  update (self);
}

static gboolean
can_call (TraSandboxPane *self)
{
  g_autofree char *number = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->number))));

  return self->control != NULL && *number != '\0';
}

static void
call_cb (TraSandboxPane *self)
{
  static const char *const digits[] = { "1", "2" };
  g_autofree char *number = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->number))));
  guint queue = MIN (adw_combo_row_get_selected (self->queue), G_N_ELEMENTS (digits) - 1);

  if (can_call (self))
    tra_control_start_call_async (self->control, number, NULL, digits[queue], self->cancellable,
                                  called_cb, self);
}

static void
use_phone (TraSandboxPane *self, const char *verb)
{
  if (self->control != NULL && self->own_phone != NULL)
    tra_control_use_phone_async (self->control, self->own_phone, verb, self->cancellable, done_cb,
                                 self);
}

static void
answer_cb (TraSandboxPane *self)
{
  use_phone (self, "answer");
}

static void
decline_cb (TraSandboxPane *self)
{
  use_phone (self, "decline");
}

static void
hang_up_cb (TraSandboxPane *self)
{
  use_phone (self, "hangup");
}

/* The caller of the task that is in view; else the last one that was placed here. */
static const char *
caller_sid (TraSandboxPane *self)
{
  TrReservation *reservation = tra_session_get_reservation (self->session);
  const char *sid = NULL;

  if (reservation != NULL && tr_reservation_get_status (reservation) != TR_RESERVATION_WRAPPING)
    sid = tr_task_get_call_sid (tr_reservation_get_task (reservation));
  return sid != NULL ? sid : self->call_sid;
}

/* A caller who was talked with has hung up when the call is over; one who was not waits on. */
static void
follow_caller (TraSandboxPane *self)
{
  TrReservation *reservation = tra_session_get_reservation (self->session);
  const char *sid =
      reservation != NULL ? tr_task_get_call_sid (tr_reservation_get_task (reservation)) : NULL;
  gboolean is_talking = sid != NULL && g_strcmp0 (sid, self->call_sid) == 0 &&
                        tr_reservation_get_status (reservation) == TR_RESERVATION_ACCEPTED;

  if (self->has_talked && !is_talking)
    g_clear_pointer (&self->call_sid, g_free);
  self->has_talked = is_talking;
}

static void
caller_hang_up_cb (TraSandboxPane *self)
{
  g_autofree char *sid = g_strdup (caller_sid (self));

  if (self->control == NULL || sid == NULL)
    return;

  tra_control_hang_up_call_async (self->control, sid, self->cancellable, done_cb, self);
  if (g_strcmp0 (sid, self->call_sid) == 0)
    g_clear_pointer (&self->call_sid, g_free);
  update (self);
}

static const char *
own_sid (TraSandboxPane *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);

  return worker != NULL ? tr_worker_get_sid (worker) : NULL;
}

static void
drop_cb (TraSandboxPane *self)
{
  const char *sid = own_sid (self);

  if (self->control != NULL && sid != NULL)
    tra_control_drop_connection_async (self->control, sid, self->cancellable, done_cb, self);
}

static void
expire_cb (TraSandboxPane *self)
{
  const char *sid = own_sid (self);

  if (self->control != NULL && sid != NULL)
    tra_control_expire_sign_in_async (self->control, sid, self->cancellable, done_cb, self);
}

/* A new sandbox each time that the demo starts; none outside of it. */
static void
follow_demo (TraSandboxPane *self)
{
  const char *url = tra_session_get_demo_url (self->session);

  if (g_strcmp0 (url, self->url) == 0)
    return;

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_object (&self->control);
  g_clear_pointer (&self->own_phone, g_free);
  g_clear_pointer (&self->call_sid, g_free);
  g_free (self->url);
  self->url = g_strdup (url);
  self->phone_state = TRA_PHONE_UNKNOWN;
  if (url != NULL)
    self->control = tra_control_new (url, NULL);
}

/* The person who answers this phone is the one before this window. */
static void
take_phone (TraSandboxPane *self)
{
  TrWorker *worker = tra_session_get_worker (self->session);
  const char *number = worker != NULL ? tra_facts_get_own_phone (worker) : NULL;

  if (self->control == NULL || number == NULL || g_strcmp0 (number, self->own_phone) == 0)
    return;

  g_free (self->own_phone);
  self->own_phone = g_strdup (number);
  tra_control_set_phone_async (self->control, number, "ask", self->cancellable, done_cb, self);
}

static const char *
phone_words (TraPhoneState state)
{
  switch (state)
    {
    case TRA_PHONE_RINGING:
      return _("Ringing…");
    case TRA_PHONE_IN_CALL:
      return _("In call");
    case TRA_PHONE_UNKNOWN:
    case TRA_PHONE_IDLE:
    default:
      return _("Idle");
    }
}

static void
update (TraSandboxPane *self)
{
  TraPhoneState state = phone_state (self);
  g_autofree char *number = tra_phone_number_format (self->own_phone);

  gtk_widget_set_sensitive (GTK_WIDGET (self), self->control != NULL);
  gtk_widget_set_sensitive (self->call, can_call (self));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->phone_row), phone_words (state));
  adw_action_row_set_subtitle (self->phone_row, number);
  gtk_widget_set_sensitive (self->answer, state == TRA_PHONE_RINGING);
  gtk_widget_set_sensitive (self->decline, state == TRA_PHONE_RINGING);
  gtk_widget_set_sensitive (self->hang_up, state == TRA_PHONE_IN_CALL);
  gtk_widget_set_sensitive (self->caller_hang_up, caller_sid (self) != NULL);
  gtk_widget_set_sensitive (self->drop, own_sid (self) != NULL);
  gtk_widget_set_sensitive (self->expire, own_sid (self) != NULL);
  tra_ticker_set_interval (self->ticker, state == TRA_PHONE_IDLE ? 0 : PHONE_TICK);
}

static void
number_changed_cb (TraSandboxPane *self)
{
  gtk_widget_set_sensitive (self->call, can_call (self));
}

static void
session_changed_cb (TraSandboxPane *self)
{
  TraPhase phase = tra_session_get_phase (self->session);

  follow_demo (self);
  take_phone (self);
  follow_caller (self);
  if (phase != self->phase)
    {
      self->phase = phase;
      ask_phone (self);
    }
  update (self);
}

static void
tra_sandbox_pane_dispose (GObject *object)
{
  TraSandboxPane *self = TRA_SANDBOX_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->ticker, tra_ticker_free);
  g_clear_object (&self->control);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), TRA_TYPE_SANDBOX_PANE);
  G_OBJECT_CLASS (tra_sandbox_pane_parent_class)->dispose (object);
}

static void
tra_sandbox_pane_finalize (GObject *object)
{
  TraSandboxPane *self = TRA_SANDBOX_PANE (object);

  g_object_unref (self->cancellable);
  g_free (self->url);
  g_free (self->own_phone);
  g_free (self->call_sid);
  G_OBJECT_CLASS (tra_sandbox_pane_parent_class)->finalize (object);
}

static void
tra_sandbox_pane_class_init (TraSandboxPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tra_sandbox_pane_dispose;
  object_class->finalize = tra_sandbox_pane_finalize;

  g_type_ensure (TRA_TYPE_ADAPTIVE_BOX);
  g_type_ensure (TRA_TYPE_BUSY_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/example/TaskRouterAgent/tra-sandbox-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, TraSandboxPane, answer);
  gtk_widget_class_bind_template_child (widget_class, TraSandboxPane, call);
  gtk_widget_class_bind_template_child (widget_class, TraSandboxPane, caller_hang_up);
  gtk_widget_class_bind_template_child (widget_class, TraSandboxPane, decline);
  gtk_widget_class_bind_template_child (widget_class, TraSandboxPane, drop);
  gtk_widget_class_bind_template_child (widget_class, TraSandboxPane, expire);
  gtk_widget_class_bind_template_child (widget_class, TraSandboxPane, hang_up);
  gtk_widget_class_bind_template_child (widget_class, TraSandboxPane, number);
  gtk_widget_class_bind_template_child (widget_class, TraSandboxPane, phone_row);
  gtk_widget_class_bind_template_child (widget_class, TraSandboxPane, queue);
  gtk_widget_class_bind_template_callback (widget_class, answer_cb);
  gtk_widget_class_bind_template_callback (widget_class, call_cb);
  gtk_widget_class_bind_template_callback (widget_class, caller_hang_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, decline_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
  gtk_widget_class_bind_template_callback (widget_class, expire_cb);
  gtk_widget_class_bind_template_callback (widget_class, hang_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, number_changed_cb);
}

static void
tra_sandbox_pane_init (TraSandboxPane *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A number is read from left to right in every language, its plus first. */
  gtk_widget_set_direction (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->number))),
                            GTK_TEXT_DIR_LTR);
}

/**
 * tra_sandbox_pane_set_session:
 * @self: a pane without a session
 * @session: whose demo it is the world of
 */
void
tra_sandbox_pane_set_session (TraSandboxPane *self, TraSession *session)
{
  g_return_if_fail (TRA_IS_SANDBOX_PANE (self));
  g_return_if_fail (TRA_IS_SESSION (session));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->ticker = tra_ticker_new (tra_session_get_clock (session), ticked_cb, self);
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  session_changed_cb (self);
}
