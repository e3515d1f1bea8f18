/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-task.h"

G_BEGIN_DECLS

/* What an agent has written about a task and the service does not have yet. */
typedef struct
{
  char *task_sid;      /* owned */
  gint64 task_created; /* seconds since the epoch: a service that was set back gives its SIDs again */
  char *notes;         /* owned, never NULL */
  char *outcome;       /* owned, never NULL; empty: none was chosen */
  gint64 edited;       /* seconds since the epoch */
} TraDraft;

TraDraft *tra_draft_new (TrTask *task);
TraDraft *tra_draft_new_from_json (JsonNode *node, GError **error);
char *tra_draft_to_json (const TraDraft *self);
gboolean tra_draft_is_of (const TraDraft *self, TrTask *task);
void tra_draft_free (TraDraft *self);

/* What the task itself holds; never NULL. */
const char *tra_draft_get_saved_notes (TrTask *task);
const char *tra_draft_get_saved_outcome (TrTask *task);
/* What has to be merged into the task's attributes; NULL if nothing has. */
JsonObject *tra_draft_to_patch (const TraDraft *self, TrTask *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraDraft, tra_draft_free)

G_END_DECLS
