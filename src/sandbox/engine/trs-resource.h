/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-sid.h"
#include "trs-types.h"

G_BEGIN_DECLS

typedef enum
{
  TRS_RESOURCE_ACCOUNT,
  TRS_RESOURCE_ACTIVITY,
  TRS_RESOURCE_CALL,
  TRS_RESOURCE_CONFERENCE,
  TRS_RESOURCE_EVENT,
  TRS_RESOURCE_EXECUTION,
  TRS_RESOURCE_FLOW,
  TRS_RESOURCE_NUMBER,
  TRS_RESOURCE_PARTICIPANT,
  TRS_RESOURCE_PHONE,
  TRS_RESOURCE_QUEUE_MEMBER,
  TRS_RESOURCE_RECORDING,
  TRS_RESOURCE_RESERVATION,
  TRS_RESOURCE_TASK,
  TRS_RESOURCE_TASK_CHANNEL,
  TRS_RESOURCE_TASK_QUEUE,
  TRS_RESOURCE_TRANSFER,
  TRS_RESOURCE_VOICE_QUEUE,
  TRS_RESOURCE_WORKER,
  TRS_RESOURCE_WORKER_CHANNEL,
  TRS_RESOURCE_WORKFLOW,
  TRS_RESOURCE_WORKSPACE,
} TrsResourceType;

/**
 * TrsResource:
 * @type: what it is
 * @ref_count: private
 * @finalize: private
 * @is_deleted: gone from every list and lookup; still here because something remembers it
 * @sid: its SID, empty for what has none
 * @serial: grows with every resource of the engine, so a list by serial is a list by creation
 * @date_created: microseconds since the epoch
 * @date_updated: microseconds since the epoch
 *
 * What every resource begins with. A list of resources is a #GPtrArray in order of creation.
 */
typedef struct
{
  TrsResourceType type;
  guint ref_count;
  GDestroyNotify finalize;
  gboolean is_deleted;
  char sid[TRS_SID_LENGTH + 1];
  guint64 serial;
  gint64 date_created;
  gint64 date_updated;
} TrsResource;

guint trs_resource_list_after (GPtrArray *list, const char *sid);
guint trs_engine_list_after (TrsEngine *self, GPtrArray *list, const char *sid);

G_END_DECLS
