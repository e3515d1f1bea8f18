/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-desk-reservation.h"

#include "tr-json.h"
#include "tra-desk-interface.h"
#include "tra-facts.h"
#include "tra-line.h"
#include "tra-plain-text.h"
#include "tra-session-line.h"

#define NOT_POSSIBLE "org.example.TaskRouterAgent.Error.NotPossible"

#define MAX_NAME 256

struct _TraDeskReservation
{
  TrReservation *reservation;  /* owned */
  TraSession *session;         /* owned */
  GActionGroup *actions;       /* not owned: the program, which outlives this */
  GDBusObjectSkeleton *object; /* owned */
  TraBusReservation *facts;    /* owned */
  TraBusCall *call;            /* owned, nullable: no phone call, or not yet */
  gint64 task_version;         /* of the attributes that are told */
};

/* ---- What is asked ---- */

/**
 * tra_desk_refuse:
 * @invocation: (transfer full): a call
 *
 * Answers that it can't be done now.
 *
 * Returns: %TRUE: it was answered
 */
gboolean
tra_desk_refuse (GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_dbus_error (invocation, NOT_POSSIBLE, "This can’t be done now");
  return TRUE;
}

/**
 * tra_desk_perform:
 * @actions: the program's actions
 * @invocation: (transfer full): a call without results
 * @action: what it means
 * @parameter: (nullable): of the action; a floating one is taken
 *
 * Does what the same action does in the window, if it can be done, and answers.
 *
 * Returns: %TRUE: it was answered
 */
gboolean
tra_desk_perform (GActionGroup *actions,
                  GDBusMethodInvocation *invocation,
                  const char *action,
                  GVariant *parameter)
{
  g_autoptr(GVariant) owned = parameter != NULL ? g_variant_ref_sink (parameter) : NULL;

  if (!g_action_group_get_action_enabled (actions, action))
    return tra_desk_refuse (invocation);

  g_action_group_activate_action (actions, action, owned);
  g_dbus_method_invocation_return_value (invocation, NULL);
  return TRUE;
}

static GVariant *
sid_of (TraDeskReservation *self)
{
  return g_variant_new_string (tr_reservation_get_sid (self->reservation));
}

static gboolean
accept_cb (TraDeskReservation *self, GDBusMethodInvocation *invocation)
{
  if (!tra_session_is_offered (self->session, self->reservation))
    return tra_desk_refuse (invocation);
  return tra_desk_perform (self->actions, invocation, "accept", sid_of (self));
}

static gboolean
reject_cb (TraDeskReservation *self, GDBusMethodInvocation *invocation)
{
  if (!tra_session_is_offered (self->session, self->reservation))
    return tra_desk_refuse (invocation);
  return tra_desk_perform (self->actions, invocation, "reject", sid_of (self));
}

/* The other actions are about the one that the window is about. */
static gboolean
is_current (TraDeskReservation *self)
{
  return tra_session_get_reservation (self->session) == self->reservation;
}

static gboolean
perform_if_current (TraDeskReservation *self,
                    GDBusMethodInvocation *invocation,
                    const char *action)
{
  return is_current (self) ? tra_desk_perform (self->actions, invocation, action, NULL)
                           : tra_desk_refuse (invocation);
}

static gboolean
complete_cb (TraDeskReservation *self, GDBusMethodInvocation *invocation)
{
  return perform_if_current (self, invocation, "complete");
}

static gboolean
stop_ringing_cb (TraDeskReservation *self, GDBusMethodInvocation *invocation)
{
  return perform_if_current (self, invocation, "stop-ringing");
}

static gboolean
end_conference_cb (TraDeskReservation *self, GDBusMethodInvocation *invocation)
{
  return perform_if_current (self, invocation, "end-conference");
}

/* The state of an action that is on or off: what the service said last. */
static gboolean
is_on (TraDeskReservation *self, const char *action)
{
  g_autoptr(GVariant) state = NULL;

  if (!is_current (self))
    return FALSE;

  state = g_action_group_get_action_state (self->actions, action);
  return state != NULL && g_variant_is_of_type (state, G_VARIANT_TYPE_BOOLEAN) &&
         g_variant_get_boolean (state);
}

static gboolean
switch_to (TraDeskReservation *self,
           GDBusMethodInvocation *invocation,
           const char *action,
           gboolean is_wanted)
{
  if (!is_current (self) || !g_action_group_get_action_enabled (self->actions, action))
    return tra_desk_refuse (invocation);

  if (is_on (self, action) != is_wanted)
    g_action_group_activate_action (self->actions, action, NULL);
  g_dbus_method_invocation_return_value (invocation, NULL);
  return TRUE;
}

static gboolean
set_muted_cb (TraDeskReservation *self, GDBusMethodInvocation *invocation, gboolean is_muted)
{
  return switch_to (self, invocation, "mute", is_muted);
}

static gboolean
set_held_cb (TraDeskReservation *self, GDBusMethodInvocation *invocation, gboolean is_held)
{
  return switch_to (self, invocation, "hold", is_held);
}

/* ---- What is told ---- */

static const char *
status_word (TraDeskReservation *self)
{
  switch (tr_reservation_get_status (self->reservation))
    {
    case TR_RESERVATION_PENDING:
      if (is_current (self) && tra_session_get_phase (self->session) == TRA_PHASE_RINGING)
        return "ringing";
      return "pending";
    case TR_RESERVATION_ACCEPTED:
      return "accepted";
    case TR_RESERVATION_WRAPPING:
      return "wrapping";
    default:
      return "ended";
    }
}

/* Made only when the task is another one than before: it may be long. */
static void
update_attributes (TraDeskReservation *self, TrTask *task)
{
  g_autofree char *json = NULL;
  g_autofree char *valid = NULL;

  if (tr_task_get_version (task) == self->task_version)
    return;

  self->task_version = tr_task_get_version (task);
  json = tr_json_object_to_string (tr_task_get_attributes (task));
  valid = g_utf8_make_valid (json, -1);
  tra_bus_reservation_set_attributes (self->facts, valid);
}

static void
update_facts (TraDeskReservation *self, TrTask *task)
{
  gboolean is_pending = tr_reservation_get_status (self->reservation) == TR_RESERVATION_PENDING;
  const char *status = status_word (self);
  gint64 deadline = 0;

  if (is_pending && g_str_equal (status, "pending"))
    deadline = tr_reservation_get_date_created (self->reservation) +
               tr_reservation_get_timeout (self->reservation);
  tra_bus_reservation_set_status (self->facts, status);
  tra_bus_reservation_set_since (self->facts, tr_reservation_get_date_updated (self->reservation));
  tra_bus_reservation_set_deadline (self->facts, deadline);
  update_attributes (self, task);
}

static void
tell_names (TraDeskReservation *self, TrTask *task)
{
  const char *number = tr_task_get_caller (task);
  g_autofree char *caller =
      number != NULL ? tra_plain_text (number, MAX_NAME) : tra_facts_get_caller (task);
  g_autofree char *queue = tra_plain_text (tr_task_get_queue_name (task), MAX_NAME);
  g_autofree char *channel = tra_plain_text (tr_task_get_channel (task), MAX_NAME);

  tra_bus_reservation_set_sid (self->facts, tr_reservation_get_sid (self->reservation));
  tra_bus_reservation_set_task (self->facts, tr_task_get_sid (task));
  tra_bus_reservation_set_caller (self->facts, caller);
  tra_bus_reservation_set_queue (self->facts, queue);
  tra_bus_reservation_set_channel (self->facts, channel);
}

static const char *const leg_words[] = {
  [TRA_LEG_CALLER] = "caller",
  [TRA_LEG_OWN] = "agent",
  [TRA_LEG_COLLEAGUE] = "colleague",
  [TRA_LEG_OTHER] = "other",
};

static GVariant *
new_participants (TraDeskReservation *self)
{
  TraLine *line = is_current (self) ? tra_session_get_line (self->session) : NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssbbb)"));
  for (guint i = 0; line != NULL && i < line->legs->len; i++)
    {
      TraLeg *leg = g_ptr_array_index (line->legs, i);
      g_autofree char *sid = tra_plain_text (leg->call_sid, MAX_NAME);

      g_variant_builder_add (&builder, "(ssbbb)", sid, leg_words[leg->role], leg->is_connected,
                             leg->is_muted, leg->is_held);
    }
  return g_variant_builder_end (&builder);
}

static void
make_call (TraDeskReservation *self, const char *sid)
{
  const struct
  {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-set-muted", G_CALLBACK (set_muted_cb) },
    { "handle-set-held", G_CALLBACK (set_held_cb) },
    { "handle-stop-ringing", G_CALLBACK (stop_ringing_cb) },
    { "handle-end-conference", G_CALLBACK (end_conference_cb) },
  };
  g_autofree char *plain = tra_plain_text (sid, MAX_NAME);

  self->call = tra_bus_call_skeleton_new ();
  tra_bus_call_set_sid (self->call, plain);
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_swapped (self->call, handlers[i].signal, handlers[i].callback, self);
}

static void
update_call (TraDeskReservation *self, TrTask *task)
{
  const char *sid = tr_task_get_call_sid (task);
  gboolean is_new = self->call == NULL && sid != NULL;
  g_autofree char *conference = NULL;

  if (is_new)
    make_call (self, sid);
  if (self->call == NULL)
    return;

  conference = tra_plain_text (tr_task_get_conference_sid (task), MAX_NAME);
  tra_bus_call_set_conference (self->call, conference);
  tra_bus_call_set_muted (self->call, is_on (self, "mute"));
  tra_bus_call_set_held (self->call, is_on (self, "hold"));
  tra_bus_call_set_participants (self->call, new_participants (self));
  if (is_new) /* with its properties: who listens is told of it whole */
    g_dbus_object_skeleton_add_interface (self->object, G_DBUS_INTERFACE_SKELETON (self->call));
}

/**
 * tra_desk_reservation_update:
 * @self: a reservation on the bus
 *
 * Takes over what the session says now; what is new is told on the bus.
 */
void
tra_desk_reservation_update (TraDeskReservation *self)
{
  TrTask *task = tr_reservation_get_task (self->reservation);

  g_return_if_fail (self != NULL);

  update_facts (self, task);
  update_call (self, task);
}

/**
 * tra_desk_reservation_new:
 * @path: where on the bus
 * @reservation: an open one
 * @session: whose
 * @actions: what it is answered with; outlives the object
 *
 * Returns: (transfer full): the object, not on the bus yet; free with tra_desk_reservation_free()
 */
TraDeskReservation *
tra_desk_reservation_new (const char *path,
                          TrReservation *reservation,
                          TraSession *session,
                          GActionGroup *actions)
{
  TraDeskReservation *self;

  g_return_val_if_fail (g_variant_is_object_path (path), NULL);
  g_return_val_if_fail (TR_IS_RESERVATION (reservation), NULL);
  g_return_val_if_fail (TRA_IS_SESSION (session), NULL);
  g_return_val_if_fail (G_IS_ACTION_GROUP (actions), NULL);

  self = g_new0 (TraDeskReservation, 1);
  self->reservation = g_object_ref (reservation);
  self->session = g_object_ref (session);
  self->actions = actions;
  self->task_version = -1;
  self->object = g_dbus_object_skeleton_new (path);
  self->facts = tra_bus_reservation_skeleton_new ();
  g_signal_connect_swapped (self->facts, "handle-accept", G_CALLBACK (accept_cb), self);
  g_signal_connect_swapped (self->facts, "handle-reject", G_CALLBACK (reject_cb), self);
  g_signal_connect_swapped (self->facts, "handle-complete", G_CALLBACK (complete_cb), self);
  tell_names (self, tr_reservation_get_task (reservation));
  tra_desk_reservation_update (self);
  g_dbus_object_skeleton_add_interface (self->object, G_DBUS_INTERFACE_SKELETON (self->facts));
  return self;
}

void
tra_desk_reservation_free (TraDeskReservation *self)
{
  g_signal_handlers_disconnect_by_data (self->facts, self);
  if (self->call != NULL)
    g_signal_handlers_disconnect_by_data (self->call, self);
  g_clear_object (&self->call);
  g_object_unref (self->facts);
  g_object_unref (self->object);
  g_object_unref (self->session);
  g_object_unref (self->reservation);
  g_free (self);
}

/**
 * tra_desk_reservation_is_of:
 * @self: a reservation on the bus
 * @reservation: one of the same SID
 *
 * Returns: whether it is this one; a service that was set back gives its SIDs again
 */
gboolean
tra_desk_reservation_is_of (TraDeskReservation *self, TrReservation *reservation)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->reservation == reservation;
}

/**
 * tra_desk_reservation_get_object:
 * @self: a reservation on the bus
 *
 * Returns: what the object manager takes
 */
GDBusObjectSkeleton *
tra_desk_reservation_get_object (TraDeskReservation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->object;
}
