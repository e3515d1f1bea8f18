/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-event.h"

#include "tr-error.h"
#include "tr-json.h"
#include "tr-model.h"
#include "tr-worker-channel.h"

/**
 * TrEvent:
 *
 * One decoded frame of the event bridge. Its payload was read once with the decoder of its shape,
 * so whoever has a TrEvent may rely on the fields that the models need.
 */

struct _TrEvent
{
  GObject parent_instance;

  TrEventType type;
  char *name; /* owned */
  JsonNode *payload; /* owned; an object */
  GObject *object; /* owned, nullable: what the payload was decoded to */
  gsize size;      /* of the frame */
};

G_DEFINE_FINAL_TYPE (TrEvent, tr_event, G_TYPE_OBJECT)

/* Checks a payload, and gives the object that it was decoded to, where the shape has one. */
typedef gboolean (*CheckFunc) (JsonNode *payload, GObject **object, GError **error);

static gboolean
check_init (JsonNode *payload, GObject **object_out, GError **error)
{
  JsonObject *object;
  const char *sid;
  gint64 lifetime;

  return tr_json_expect_object (payload, &object, error) &&
         tr_json_expect_id (object, "channel_id", &sid, error) &&
         tr_json_expect_id (object, "account_sid", &sid, error) &&
         tr_json_expect_id (object, "workspace_sid", &sid, error) &&
         tr_json_expect_int (object, "token_lifetime", 0, G_MAXINT64 / 1000, &lifetime, error);
}

static gboolean
check_worker (JsonNode *payload, GObject **object_out, GError **error)
{
  g_autoptr(JsonObject) attributes = NULL;
  JsonObject *object;
  const char *text;
  gboolean is_available;
  gint64 number;

  if (tr_json_expect_object (payload, &object, error) &&
      tr_json_expect_id (object, "sid", &text, error) &&
      tr_json_expect_id (object, "account_sid", &text, error) &&
      tr_json_expect_id (object, "workspace_sid", &text, error) &&
      tr_json_expect_string (object, "friendly_name", &text, error) &&
      tr_json_expect_id (object, "activity_sid", &text, error) &&
      tr_json_expect_string (object, "activity_name", &text, error) &&
      tr_json_expect_bool (object, "available", &is_available, error) &&
      tr_json_expect_int (object, "date_created", 0, TR_MODEL_MAX_DATE, &number, error) &&
      tr_json_expect_int (object, "date_updated", 0, TR_MODEL_MAX_DATE, &number, error) &&
      tr_json_expect_int (object, "date_status_changed", 0, TR_MODEL_MAX_DATE, &number, error) &&
      tr_json_expect_int (object, "version", 0, G_MAXINT64, &number, error) &&
      tr_json_expect_nested_rounded (object, "attributes", &attributes, error))
    return TRUE;

  g_prefix_error_literal (error, "Worker: ");
  return FALSE;
}

static gboolean
check_channel (JsonNode *payload, GObject **object, GError **error)
{
  *object = (GObject *) tr_worker_channel_new_from_json (payload, error);
  return *object != NULL;
}

static gboolean
check_reservation (JsonNode *payload, GObject **object, GError **error)
{
  *object = (GObject *) tr_reservation_new_from_json (payload, error);
  return *object != NULL;
}

static gboolean
check_task (JsonNode *payload, GObject **object, GError **error)
{
  *object = (GObject *) tr_task_new_from_json (payload, error);
  return *object != NULL;
}

static gboolean
check_transfer (JsonNode *payload, GObject **object, GError **error)
{
  *object = (GObject *) tr_transfer_new_from_json (payload, error);
  return *object != NULL;
}

/* By TrEventType. Source: the protocol's list of events on the socket. */
static const struct
{
  const char *name;
  CheckFunc check;
} event_types[] = {
  [TR_EVENT_INIT] = { "init", check_init },
  [TR_EVENT_WORKER_ACTIVITY_UPDATE] = { "worker.activity.update", check_worker },
  [TR_EVENT_WORKER_ATTRIBUTES_UPDATE] = { "worker.attributes.update", check_worker },
  [TR_EVENT_WORKER_CAPACITY_UPDATE] = { "worker.capacity.update", check_channel },
  [TR_EVENT_WORKER_CHANNEL_AVAILABILITY_UPDATE] = { "worker.channel.availability.update",
                                                    check_channel },
  [TR_EVENT_RESERVATION_CREATED] = { "reservation.created", check_reservation },
  [TR_EVENT_RESERVATION_ACCEPTED] = { "reservation.accepted", check_reservation },
  [TR_EVENT_RESERVATION_WRAPUP] = { "reservation.wrapup", check_reservation },
  [TR_EVENT_RESERVATION_COMPLETED] = { "reservation.completed", check_reservation },
  [TR_EVENT_RESERVATION_REJECTED] = { "reservation.rejected", check_reservation },
  [TR_EVENT_RESERVATION_TIMEOUT] = { "reservation.timeout", check_reservation },
  [TR_EVENT_RESERVATION_CANCELED] = { "reservation.canceled", check_reservation },
  [TR_EVENT_RESERVATION_RESCINDED] = { "reservation.rescinded", check_reservation },
  [TR_EVENT_RESERVATION_FAILED] = { "reservation.failed", check_task },
  [TR_EVENT_TASK_UPDATED] = { "task.updated", check_task },
  [TR_EVENT_TASK_CANCELED] = { "task.canceled", check_task },
  [TR_EVENT_TASK_COMPLETED] = { "task.completed", check_task },
  [TR_EVENT_TASK_WRAPUP] = { "task.wrapup", check_task },
  [TR_EVENT_TASK_TRANSFER_INITIATED] = { "task.transfer-initiated", check_transfer },
  [TR_EVENT_TASK_TRANSFER_ATTEMPT_FAILED] = { "task.transfer-attempt-failed", check_transfer },
  [TR_EVENT_TASK_TRANSFER_COMPLETED] = { "task.transfer-completed", check_transfer },
  [TR_EVENT_TASK_TRANSFER_FAILED] = { "task.transfer-failed", check_transfer },
  [TR_EVENT_TASK_TRANSFER_CANCELED] = { "task.transfer-canceled", check_transfer },
};

static void
tr_event_finalize (GObject *object)
{
  TrEvent *self = TR_EVENT (object);

  g_free (self->name);
  g_clear_pointer (&self->payload, json_node_unref);
  g_clear_object (&self->object);
  G_OBJECT_CLASS (tr_event_parent_class)->finalize (object);
}

static void
tr_event_class_init (TrEventClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tr_event_finalize;
}

static void
tr_event_init (TrEvent *self)
{
}

/* Gives a copy of the payload's node (not of what it holds), as the member dies with its frame. An
 * event that we do not know may carry anything: it becomes one with an empty payload. */
static JsonNode *
read_payload (JsonObject *object, TrEventType type, GObject **decoded, GError **error)
{
  JsonNode *payload;
  JsonObject *member;

  if (type == TR_EVENT_UNKNOWN)
    {
      payload = json_object_get_member (object, "payload");
      if (payload != NULL && JSON_NODE_HOLDS_OBJECT (payload))
        return json_node_copy (payload);
      payload = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (payload, json_object_new ());
      return payload;
    }
  if (!tr_json_expect_member_object (object, "payload", &member, error))
    return NULL;

  payload = json_object_get_member (object, "payload");
  return event_types[type].check (payload, decoded, error) ? json_node_copy (payload) : NULL;
}

/**
 * tr_event_new_from_frame:
 * @frame: the bytes of one text frame; a blank one is a heartbeat, not an event, and no JSON
 * @error: return location
 *
 * Returns: (transfer full): an event, of type %TR_EVENT_UNKNOWN when we do not know its name; NULL
 *   with %TR_ERROR_PROTOCOL that names event and field
 *
 * Source: the protocol's event bridge: frames, events and payload shapes.
 */
TrEvent *
tr_event_new_from_frame (GBytes *frame, GError **error)
{
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(JsonNode) payload = NULL;
  g_autoptr(GObject) decoded = NULL;
  JsonObject *object;
  const char *name;
  TrEventType type;
  TrEvent *self;

  g_return_val_if_fail (frame != NULL, NULL);

  root = tr_json_parse_limited (frame, TR_JSON_MAX_FRAME_VALUES, error);
  if (root == NULL || !tr_json_expect_object (root, &object, error) ||
      !tr_json_expect_id (object, "event_type", &name, error))
    {
      g_prefix_error_literal (error, "Event: ");
      return NULL;
    }

  type = tr_event_type_from_string (name);
  payload = read_payload (object, type, &decoded, error);
  if (payload == NULL)
    {
      g_prefix_error (error, "Event %s: ", tr_event_type_to_string (type));
      return NULL;
    }

  self = g_object_new (TR_TYPE_EVENT, NULL);
  self->type = type;
  self->name = g_strdup (name);
  self->size = g_bytes_get_size (frame);
  self->payload = g_steal_pointer (&payload);
  self->object = g_steal_pointer (&decoded);
  return self;
}

/**
 * tr_event_get_event_type:
 * @self: an event
 *
 * Returns: its type
 */
TrEventType
tr_event_get_event_type (TrEvent *self)
{
  g_return_val_if_fail (TR_IS_EVENT (self), TR_EVENT_UNKNOWN);

  return self->type;
}

/**
 * tr_event_get_name:
 * @self: an event
 *
 * Returns: the name that the service gave it; of an unknown event it may be any text
 */
const char *
tr_event_get_name (TrEvent *self)
{
  g_return_val_if_fail (TR_IS_EVENT (self), NULL);

  return self->name;
}

/**
 * tr_event_get_payload:
 * @self: an event
 *
 * Returns: an object, checked for the event's type; empty if an unknown event had none
 */
JsonNode *
tr_event_get_payload (TrEvent *self)
{
  g_return_val_if_fail (TR_IS_EVENT (self), NULL);

  return self->payload;
}

/**
 * tr_event_get_size:
 * @self: an event
 *
 * Returns: bytes of the frame that it came in
 */
gsize
tr_event_get_size (TrEvent *self)
{
  g_return_val_if_fail (TR_IS_EVENT (self), 0);

  return self->size;
}

/**
 * tr_event_get_object:
 * @self: an event
 *
 * A frame is decoded once: who wants the object need not read the payload again.
 *
 * Returns: (transfer none) (nullable): a #TrReservation, #TrTask, #TrTransfer or #TrWorkerChannel,
 *   as the event's type has it; NULL for other types
 */
gpointer
tr_event_get_object (TrEvent *self)
{
  g_return_val_if_fail (TR_IS_EVENT (self), NULL);

  return self->object;
}

/**
 * tr_event_type_to_string:
 * @type: a type
 *
 * Returns: the event's name in the protocol; "unknown" for %TR_EVENT_UNKNOWN
 */
const char *
tr_event_type_to_string (TrEventType type)
{
  if (type <= TR_EVENT_UNKNOWN || type >= G_N_ELEMENTS (event_types))
    return "unknown";
  return event_types[type].name;
}

/**
 * tr_event_type_from_string:
 * @name: an event's name in the protocol
 *
 * Returns: its type; %TR_EVENT_UNKNOWN for a name that we do not know
 */
TrEventType
tr_event_type_from_string (const char *name)
{
  g_return_val_if_fail (name != NULL, TR_EVENT_UNKNOWN);

  for (guint i = TR_EVENT_INIT; i < G_N_ELEMENTS (event_types); i++)
    if (g_str_equal (event_types[i].name, name))
      return (TrEventType) i;
  return TR_EVENT_UNKNOWN;
}
