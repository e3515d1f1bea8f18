/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tr-reservation.h"

G_BEGIN_DECLS

/**
 * TrEventType:
 *
 * The event bridge's events. Source: the protocol's list of events on the socket.
 */
typedef enum
{
  TR_EVENT_UNKNOWN, /* a word that we do not know: ignored, as the official SDK does */
  TR_EVENT_INIT,
  TR_EVENT_WORKER_ACTIVITY_UPDATE,
  TR_EVENT_WORKER_ATTRIBUTES_UPDATE,
  TR_EVENT_WORKER_CAPACITY_UPDATE,
  TR_EVENT_WORKER_CHANNEL_AVAILABILITY_UPDATE,
  TR_EVENT_RESERVATION_CREATED,
  TR_EVENT_RESERVATION_ACCEPTED,
  TR_EVENT_RESERVATION_WRAPUP,
  TR_EVENT_RESERVATION_COMPLETED,
  TR_EVENT_RESERVATION_REJECTED,
  TR_EVENT_RESERVATION_TIMEOUT,
  TR_EVENT_RESERVATION_CANCELED,
  TR_EVENT_RESERVATION_RESCINDED,
  TR_EVENT_RESERVATION_FAILED,
  TR_EVENT_TASK_UPDATED,
  TR_EVENT_TASK_CANCELED,
  TR_EVENT_TASK_COMPLETED,
  TR_EVENT_TASK_WRAPUP,
  TR_EVENT_TASK_TRANSFER_INITIATED,
  TR_EVENT_TASK_TRANSFER_ATTEMPT_FAILED,
  TR_EVENT_TASK_TRANSFER_COMPLETED,
  TR_EVENT_TASK_TRANSFER_FAILED,
  TR_EVENT_TASK_TRANSFER_CANCELED,
} TrEventType;

#define TR_TYPE_EVENT (tr_event_get_type ())
G_DECLARE_FINAL_TYPE (TrEvent, tr_event, TR, EVENT, GObject)

/* One decoded frame: its type, and its payload checked for that type's shape. Immutable. */
TrEvent *tr_event_new_from_frame (GBytes *frame, GError **error);

TrEventType tr_event_get_event_type (TrEvent *self);
const char *tr_event_get_name (TrEvent *self);
JsonNode *tr_event_get_payload (TrEvent *self); /* an object */
gsize tr_event_get_size (TrEvent *self);        /* bytes of the frame */
gpointer tr_event_get_object (TrEvent *self);   /* nullable: the payload's TrReservation, TrTask … */
const char *tr_event_type_to_string (TrEventType type);
TrEventType tr_event_type_from_string (const char *name);

G_END_DECLS
