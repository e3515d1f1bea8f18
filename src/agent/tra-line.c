/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-line.h"

/* Dates on the wire are whole seconds: what is younger than this happened just now. */
#define JUST_NOW (2 * (gint64) G_USEC_PER_SEC)

static void
leg_free (gpointer data)
{
  TraLeg *leg = data;

  g_free (leg->call_sid);
  g_free (leg->label);
  g_free (leg->worker_sid);
  g_free (leg);
}

static TraLeg *
leg_new (const char *call_sid, TraLegRole role)
{
  TraLeg *leg = g_new0 (TraLeg, 1);

  leg->call_sid = g_strdup (call_sid);
  leg->role = role;
  leg->is_connected = TRUE;
  return leg;
}

/**
 * tra_leg_set_held:
 * @self: a leg
 * @is_held: whether it is on hold now
 * @since: since when, if it was not before, in monotonic microseconds
 */
void
tra_leg_set_held (TraLeg *self, gboolean is_held, gint64 since)
{
  g_return_if_fail (self != NULL);

  self->is_held = is_held;
  if (!is_held)
    self->held_since = 0;
  else if (self->held_since == 0)
    self->held_since = MAX (since, 1);
}

/* The member @name of the task's conference.participants; NULL if it is not told. */
static const char *
get_told_leg (TrTask *task, const char *name)
{
  JsonNode *node = json_object_get_member (tr_task_get_attributes (task), "conference");

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  node = json_object_get_member (json_node_get_object (node), "participants");
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  node = json_object_get_member (json_node_get_object (node), name);
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node) : NULL;
}

/**
 * tra_line_dup_customer:
 * @task: a task
 *
 * Returns: (transfer full) (nullable): the SID of the call of who is served: the caller, or who was
 *   called
 */
char *
tra_line_dup_customer (TrTask *task)
{
  const char *customer = get_told_leg (task, "customer");

  return g_strdup (customer != NULL ? customer : tr_task_get_call_sid (task));
}

/**
 * tra_line_new:
 * @reservation: an accepted one whose task has a conference
 *
 * Returns: (transfer full): what the task tells of its line
 */
TraLine *
tra_line_new (TrReservation *reservation)
{
  TraLine *self;
  TrTask *task;
  TrTransfer *incoming;

  g_return_val_if_fail (TR_IS_RESERVATION (reservation), NULL);

  task = tr_reservation_get_task (reservation);
  self = g_new0 (TraLine, 1);
  self->reservation_sid = g_strdup (tr_reservation_get_sid (reservation));
  self->conference_sid = g_strdup (tr_task_get_conference_sid (task));
  self->legs = g_ptr_array_new_with_free_func (leg_free);
  self->colleagues = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  /* Who sent the call is still on the line after a warm transfer. */
  incoming = tr_reservation_get_incoming_transfer (reservation);
  if (incoming != NULL)
    self->expected_worker = g_strdup (tr_transfer_get_initiating_worker_sid (incoming));
  tra_line_set_transfer (self, tr_reservation_get_outgoing_transfer (reservation), 1);
  tra_line_take_task (self, task);
  return self;
}

void
tra_line_free (TraLine *self)
{
  g_free (self->reservation_sid);
  g_free (self->conference_sid);
  g_free (self->expected_worker);
  g_free (self->own_call_sid);
  g_free (self->target_name);
  g_free (self->number_sid);
  g_free (self->number_over);
  g_free (self->recording_sid);
  g_ptr_array_unref (self->legs);
  g_hash_table_unref (self->colleagues);
  g_clear_object (&self->transfer);
  g_free (self);
}

/**
 * tra_line_take_task:
 * @self: a line
 * @task: its task
 *
 * Takes over who the task says is on the line, as long as the service showed nothing better. The
 * service adds both legs to the attributes when they are joined.
 *
 * Returns: whether anything is new
 */
gboolean
tra_line_take_task (TraLine *self, TrTask *task)
{
  const char *customer = get_told_leg (task, "customer");
  const char *worker = get_told_leg (task, "worker");
  gboolean is_new = FALSE;

  /* After a transfer the worker that is told may be another one: ours is the first. */
  if (self->own_call_sid == NULL && worker != NULL)
    self->own_call_sid = g_strdup (worker);
  if (self->is_seen)
    return FALSE;

  if (customer != NULL && tra_line_find (self, TRA_LEG_CALLER) == NULL)
    {
      g_ptr_array_insert (self->legs, 0, leg_new (customer, TRA_LEG_CALLER));
      is_new = TRUE;
    }
  if (self->own_call_sid != NULL && tra_line_find (self, TRA_LEG_OWN) == NULL)
    {
      g_ptr_array_add (self->legs, leg_new (self->own_call_sid, TRA_LEG_OWN));
      is_new = TRUE;
    }
  return is_new;
}

static TraLegRole
role_of (TraLine *self, TrParticipant *participant, TrTask *task)
{
  const char *sid = tr_participant_get_call_sid (participant);
  const char *customer = get_told_leg (task, "customer");

  if (customer == NULL)
    customer = tr_task_get_call_sid (task);
  if (g_strcmp0 (sid, customer) == 0)
    return TRA_LEG_CALLER;
  if (g_strcmp0 (sid, self->own_call_sid) == 0)
    return TRA_LEG_OWN;
  if (g_hash_table_contains (self->colleagues, sid))
    return TRA_LEG_COLLEAGUE;
  if (tr_participant_get_label (participant) != NULL || self->expected_worker == NULL)
    return TRA_LEG_OTHER;

  g_hash_table_insert (self->colleagues, g_strdup (sid), g_steal_pointer (&self->expected_worker));
  return TRA_LEG_COLLEAGUE;
}

/* When the service changed it last, by our clock: a hold that we find was begun then. */
static gint64
changed_at (TrParticipant *participant, gint64 now, gint64 service_now)
{
  gint64 date = tr_participant_get_date_updated (participant) * G_USEC_PER_SEC;
  gint64 age = date > 0 ? service_now - date : 0;

  return age < JUST_NOW ? now : now - age;
}

static TraLeg *
make_leg (TraLine *self,
          TrParticipant *participant,
          TrTask *task,
          gint64 now,
          gint64 service_now)
{
  const char *sid = tr_participant_get_call_sid (participant);
  TraLeg *leg = leg_new (sid, role_of (self, participant, task));
  TraLeg *before = tra_line_find_call (self, sid);

  if (before != NULL)
    leg->held_since = before->held_since;
  leg->label = g_strdup (tr_participant_get_label (participant));
  leg->worker_sid = g_strdup (g_hash_table_lookup (self->colleagues, sid));
  leg->is_muted = tr_participant_is_muted (participant);
  leg->is_connected = tr_participant_is_connected (participant);
  leg->ends_conference = tr_participant_ends_conference (participant);
  tra_leg_set_held (leg, tr_participant_is_on_hold (participant),
                    changed_at (participant, now, service_now));
  return leg;
}

static int
compare_legs (gconstpointer a, gconstpointer b)
{
  const TraLeg *left = *(const TraLeg *const *) a;
  const TraLeg *right = *(const TraLeg *const *) b;

  return left->role != right->role ? (int) left->role - (int) right->role
                                   : g_strcmp0 (left->call_sid, right->call_sid);
}

/**
 * tra_line_take_participants:
 * @self: a line
 * @participants: (element-type TrParticipant): who the service says is on it
 * @task: its task
 * @now: the time of the session's clock, in monotonic microseconds
 * @service_now: the same moment by the service's clock, in microseconds since the epoch
 */
void
tra_line_take_participants (TraLine *self,
                            GPtrArray *participants,
                            TrTask *task,
                            gint64 now,
                            gint64 service_now)
{
  GPtrArray *legs = g_ptr_array_new_with_free_func (leg_free);

  for (guint i = 0; i < participants->len; i++)
    g_ptr_array_add (legs, make_leg (self, g_ptr_array_index (participants, i), task, now,
                                     service_now));
  g_ptr_array_sort (legs, compare_legs);
  g_ptr_array_unref (self->legs);
  self->legs = legs;
  self->is_seen = TRUE;
}

/**
 * tra_line_set_own:
 * @self: a line
 * @call_sid: of the agent's own leg, for sure
 *
 * Corrects what the task told: after a transfer that may be a colleague's leg.
 */
void
tra_line_set_own (TraLine *self, const char *call_sid)
{
  g_return_if_fail (self != NULL && call_sid != NULL);

  if (g_strcmp0 (self->own_call_sid, call_sid) == 0)
    return;

  g_free (self->own_call_sid);
  self->own_call_sid = g_strdup (call_sid);
  g_hash_table_remove (self->colleagues, call_sid);
}

/**
 * tra_line_set_transfer:
 * @self: a line
 * @transfer: (nullable): one that was begun here
 * @now: since when, in monotonic microseconds
 */
void
tra_line_set_transfer (TraLine *self, TrTransfer *transfer, gint64 now)
{
  const char *to;

  if (transfer == NULL)
    return;

  if (self->transfer == NULL || g_strcmp0 (tr_transfer_get_sid (self->transfer),
                                           tr_transfer_get_sid (transfer)) != 0)
    self->transfer_since = now;
  g_set_object (&self->transfer, transfer);

  to = tr_transfer_get_to (transfer);
  if (tr_transfer_get_status (transfer) == TR_TRANSFER_INITIATED && g_str_has_prefix (to, "WK"))
    {
      g_free (self->expected_worker);
      self->expected_worker = g_strdup (to);
    }
}

TraLeg *
tra_line_find (TraLine *self, TraLegRole role)
{
  for (guint i = 0; self != NULL && i < self->legs->len; i++)
    {
      TraLeg *leg = g_ptr_array_index (self->legs, i);

      if (leg->role == role)
        return leg;
    }
  return NULL;
}

TraLeg *
tra_line_find_call (TraLine *self, const char *call_sid)
{
  for (guint i = 0; self != NULL && i < self->legs->len; i++)
    {
      TraLeg *leg = g_ptr_array_index (self->legs, i);

      if (g_strcmp0 (leg->call_sid, call_sid) == 0)
        return leg;
    }
  return NULL;
}

TraLeg *
tra_line_find_held (TraLine *self)
{
  for (guint i = 0; self != NULL && i < self->legs->len; i++)
    {
      TraLeg *leg = g_ptr_array_index (self->legs, i);

      if (leg->is_held)
        return leg;
    }
  return NULL;
}

gboolean
tra_line_has_others (TraLine *self)
{
  return tra_line_find (self, TRA_LEG_COLLEAGUE) != NULL ||
         tra_line_find (self, TRA_LEG_OTHER) != NULL;
}

gboolean
tra_line_is_transferring (TraLine *self)
{
  if (self == NULL)
    return FALSE;
  return self->number_sid != NULL ||
         (self->transfer != NULL &&
          tr_transfer_get_status (self->transfer) == TR_TRANSFER_INITIATED);
}
