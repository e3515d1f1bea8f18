/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-bridge-frame.h"

#include <string.h>

#include "tr-json.h"

#include "resource/trs-reservation-json.h"
#include "resource/trs-task-json.h"
#include "resource/trs-transfer-json.h"
#include "resource/trs-worker-channel-json.h"
#include "resource/trs-worker-json.h"

static char *
frame_new (const char *event_type, JsonObject *payload)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "event_type", event_type);
  json_object_set_object_member (object, "payload", payload);
  json_node_take_object (node, object);
  return tr_json_to_string (node);
}

/* A cold transfer is told of by its own event. Here it would make the official SDK know it before
 * the answer to its request, which then replaces the object that the program was given. */
static JsonObject *
reservation_payload_new (TrsEvent *event)
{
  JsonObject *object = trs_reservation_to_payload (event->reservation);

  if (g_str_equal (event->type, "reservation.wrapup"))
    json_object_remove_member (object, "active_outgoing_task_transfer");
  return object;
}

/* Which resource an event carries is told by its type; see TrsEvent. */
static JsonObject *
payload_new (TrsEvent *event)
{
  const char *type = event->type;

  if (g_str_equal (type, "reservation.failed"))
    return trs_task_to_payload (event->task);
  if (g_str_has_prefix (type, "reservation."))
    return reservation_payload_new (event);
  if (g_str_has_prefix (type, "task.transfer-"))
    return trs_transfer_to_payload (event->transfer);
  if (g_str_has_prefix (type, "task."))
    return trs_task_to_payload (event->task);
  if (g_str_equal (type, "worker.capacity.update") ||
      g_str_equal (type, "worker.channel.availability.update"))
    return trs_worker_channel_to_payload (event->worker_channel);
  if (g_str_has_prefix (type, "worker."))
    return trs_worker_to_payload (event->worker);
  return NULL;
}

/* A reservation is told as the task that it is of, with the reservation's SID: the SDK then asks
 * for both. */
static JsonObject *
v1_payload_new (TrsEvent *event, const char *base_url)
{
  const char *type = event->type;
  JsonObject *object;

  if (event->reservation != NULL && g_str_has_prefix (type, "reservation."))
    {
      object = trs_task_to_payload (event->reservation->task);
      json_object_set_string_member (object, "reservation_sid", event->reservation->base.sid);
      return object;
    }
  if (g_str_equal (type, "worker.capacity.update") ||
      g_str_equal (type, "worker.channel.availability.update"))
    return trs_worker_channel_to_rest (event->worker_channel, base_url);
  if (g_str_has_prefix (type, "worker."))
    return trs_worker_to_rest (event->worker, base_url);
  return payload_new (event);
}

static char *
v1_frame_new (TrsEvent *event, const char *base_url)
{
  JsonObject *payload = v1_payload_new (event, base_url);
  const char *type = event->type;

  if (payload == NULL)
    return NULL;
  if (g_str_has_prefix (type, "worker."))
    type += strlen ("worker.");
  return frame_new (type, payload);
}

static char *
current_frame_new (TrsEvent *event)
{
  JsonObject *payload = payload_new (event);

  return payload != NULL ? frame_new (event->type, payload) : NULL;
}

/**
 * trs_bridge_frames_get:
 * @self: an event's frames
 * @is_v1: whether it is for the older SDK
 *
 * Each is made when it is asked for the first time.
 *
 * Returns: (nullable): the frame; %NULL for what sockets never hear of
 *
 * Source: twilio-taskrouter, lib/handlers/TaskRouterEventHandler.js; taskrouter.js 1.x, its worker
 * client, which takes a leading "worker." away by itself.
 */
const char *
trs_bridge_frames_get (TrsBridgeFrames *self, gboolean is_v1)
{
  if (is_v1)
    {
      if (self->v1 == NULL)
        self->v1 = v1_frame_new (self->event, self->base_url);
      return self->v1;
    }
  if (self->current == NULL)
    self->current = current_frame_new (self->event);
  return self->current;
}

void
trs_bridge_frames_clear (TrsBridgeFrames *self)
{
  g_clear_pointer (&self->current, g_free);
  g_clear_pointer (&self->v1, g_free);
}

/**
 * trs_bridge_frame_new_init:
 * @account_sid: whose token it is
 * @workspace_sid: where it is good
 * @channel_id: the worker's SID
 * @token_lifetime: what is left of the token's life, in milliseconds
 *
 * Returns: (transfer full): the first frame of every socket
 *
 * Source: twilio-taskrouter, lib/signaling/EventBridgeSignaling.js.
 */
char *
trs_bridge_frame_new_init (const char *account_sid,
                           const char *workspace_sid,
                           const char *channel_id,
                           gint64 token_lifetime)
{
  JsonObject *payload = json_object_new ();

  json_object_set_string_member (payload, "channel_id", channel_id);
  json_object_set_string_member (payload, "account_sid", account_sid);
  json_object_set_string_member (payload, "workspace_sid", workspace_sid);
  json_object_set_int_member (payload, "token_lifetime", token_lifetime);
  return frame_new ("init", payload);
}
