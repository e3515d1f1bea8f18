/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-task-channel.h"

#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-pool.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-task-channel-private.h"
#include "trs-worker-channel-private.h"

static void
trs_task_channel_finalize (gpointer data)
{
  TrsTaskChannel *self = data;

  g_free (self->friendly_name);
  g_free (self->unique_name);
}

/* It becomes part of expressions, so it must be a word of theirs. */
static gboolean
check_unique_name (TrsWorkspace *workspace, const char *name, GError **error)
{
  gboolean is_word = name != NULL && *name != '\0' && !g_ascii_isdigit (*name);

  for (const char *c = name; is_word && *c != '\0'; c++)
    is_word = g_ascii_isalnum (*c) || *c == '_' || *c == '$';
  if (!is_word)
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                           "Invalid UniqueName: letters, digits, _ and $ only, and no digit first");
      return FALSE;
    }
  if (trs_workspace_get_task_channel (workspace, name) != NULL)
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                           "TaskChannel with the same unique name already exists");
      return FALSE;
    }
  return TRUE;
}

/* What a task says that it is of: a SID or a unique name. */
TrsTaskChannel *
trs_task_channel_find (TrsWorkspace *workspace, const char *name, GError **error)
{
  TrsTaskChannel *self = trs_workspace_get_task_channel (workspace, name);

  if (self == NULL)
    g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                 "Value '%s' provided for TaskChannel is not a TaskChannel of Workspace %s", name,
                 workspace->base.sid);
  return self;
}

/* As trs_task_channel_create(), with a seed's own SID (nullable). */
TrsTaskChannel *
trs_task_channel_new (TrsWorkspace *workspace,
                      const char *sid,
                      const TrsTaskChannelChange *change,
                      GError **error)
{
  TrsTaskChannel *self;

  if (!trs_engine_check_free_sid (workspace->engine, sid, "TC", error) ||
      !trs_friendly_name_check (change->friendly_name, "FriendlyName", error) ||
      !check_unique_name (workspace, change->unique_name, error))
    return NULL;

  self = trs_resource_new (workspace->engine, TRS_RESOURCE_TASK_CHANNEL, sizeof *self,
                           trs_task_channel_finalize, "TC", sid);
  self->workspace = workspace;
  self->friendly_name = g_strdup (change->friendly_name);
  self->unique_name = g_strdup (change->unique_name);
  self->channel_optimized_routing =
      change->channel_optimized_routing != NULL && *change->channel_optimized_routing;
  g_ptr_array_add (workspace->task_channels, self);
  for (guint i = 0; i < workspace->workers->len; i++)
    trs_worker_channel_new (g_ptr_array_index (workspace->workers, i), self);
  trs_event_emit (workspace, "task-channel.created", &(TrsEventSubject) { .task_channel = self },
                  "Task Channel %s created", self->unique_name);
  return self;
}

/**
 * trs_task_channel_create:
 * @workspace: a workspace
 * @change: friendly_name and unique_name are required
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Every worker gets a channel of that kind.
 *
 * Returns: (transfer none): the task channel, or %NULL with @error set
 */
TrsTaskChannel *
trs_task_channel_create (TrsWorkspace *workspace,
                         const TrsTaskChannelChange *change,
                         GError **error)
{
  return trs_task_channel_new (workspace, NULL, change, error);
}

/**
 * trs_task_channel_update:
 * @self: a task channel
 * @change: what to set
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_task_channel_update (TrsTaskChannel *self,
                         const TrsTaskChannelChange *change,
                         GError **error)
{
  if (change->friendly_name != NULL)
    {
      if (!trs_friendly_name_check (change->friendly_name, "FriendlyName", error))
        return FALSE;
      g_free (self->friendly_name);
      self->friendly_name = g_strdup (change->friendly_name);
    }
  if (change->channel_optimized_routing != NULL)
    {
      self->channel_optimized_routing = *change->channel_optimized_routing;
      /* Who comes first is another question now. */
      trs_workspace_drop_pools (self->workspace, self);
    }
  trs_resource_touch (self->workspace->engine, self);
  trs_event_emit (self->workspace, "task-channel.updated",
                  &(TrsEventSubject) { .task_channel = self }, "Task Channel %s updated",
                  self->unique_name);
  return TRUE;
}

/**
 * trs_task_channel_delete:
 * @self: a task channel without tasks
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_task_channel_delete (TrsTaskChannel *self, GError **error)
{
  TrsWorkspace *workspace = self->workspace;

  for (guint i = 0; i < workspace->tasks->len; i++)
    {
      TrsTask *task = g_ptr_array_index (workspace->tasks, i);

      if (task->task_channel == self)
        {
          g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                       "Cannot delete TaskChannel %s because it is in use", self->base.sid);
          return FALSE;
        }
    }

  trs_workspace_drop_pools (workspace, self);
  for (guint i = 0; i < workspace->workers->len; i++)
    trs_worker_channel_remove (g_ptr_array_index (workspace->workers, i), self);
  trs_event_emit (workspace, "task-channel.deleted", &(TrsEventSubject) { .task_channel = self },
                  "Task Channel %s deleted", self->unique_name);
  trs_resource_remove (workspace->engine, workspace->task_channels, self);
  return TRUE;
}
