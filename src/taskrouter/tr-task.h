/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  TR_TASK_UNKNOWN,
  TR_TASK_PENDING,
  TR_TASK_RESERVED,
  TR_TASK_ASSIGNED,
  TR_TASK_WRAPPING,
  TR_TASK_COMPLETED,
  TR_TASK_CANCELED,
} TrTaskStatus;

#define TR_TYPE_TASK_STATUS (tr_task_status_get_type ())
GType tr_task_status_get_type (void);

#define TR_TYPE_TASK (tr_task_get_type ())
G_DECLARE_FINAL_TYPE (TrTask, tr_task, TR, TASK, GObject)

/* One piece of work. Properties (read-only, notified): sid, status, attributes, queue-name, priority,
 * reason, version. Decodes the bridge's shape. */
TrTask *tr_task_new_from_json (JsonNode *node, GError **error);
gboolean tr_task_update_from_json (TrTask *self, JsonNode *node, GError **error);

const char *tr_task_get_sid (TrTask *self);
TrTaskStatus tr_task_get_status (TrTask *self);
JsonObject *tr_task_get_attributes (TrTask *self);              /* never NULL; do not change */
const char *tr_task_get_attribute (TrTask *self, const char *name); /* nullable: string members only */
const char *tr_task_get_caller (TrTask *self);        /* nullable: attributes from/caller/outbound_to */
const char *tr_task_get_call_sid (TrTask *self);      /* nullable: the caller's call; set = a voice call */
const char *tr_task_get_conference_sid (TrTask *self); /* nullable: attributes conference.sid */
const char *tr_task_get_queue_name (TrTask *self);
const char *tr_task_get_queue_sid (TrTask *self);
const char *tr_task_get_workflow_name (TrTask *self);
const char *tr_task_get_channel (TrTask *self); /* unique name: "voice", "chat" … */
const char *tr_task_get_reason (TrTask *self);  /* nullable */
int tr_task_get_priority (TrTask *self);
int tr_task_get_age (TrTask *self);               /* seconds, when it was sent */
gint64 tr_task_get_date_created (TrTask *self);   /* seconds since the epoch */
gint64 tr_task_get_version (TrTask *self);

G_END_DECLS
