/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-task.h"

G_BEGIN_DECLS

/* Private: all that a Task of the protocol says, read and checked before anything is changed.
 * Strings are borrowed from the node. */
typedef struct
{
  const char *sid;
  TrTaskStatus status;
  const char *attributes_text; /* of a JSON object */
  const char *queue_name;
  const char *queue_sid;
  const char *workflow_name;
  const char *channel;
  const char *reason;
  gint64 priority;
  gint64 age;
  gint64 date_created;
  gint64 version;
} TrTaskDocument;

gboolean tr_task_document_read (TrTaskDocument *document,
                                JsonNode *node,
                                const char *known_sid, /* nullable */
                                GError **error);
G_END_DECLS
