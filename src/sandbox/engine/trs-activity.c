/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-activity.h"

#include "trs-activity-private.h"
#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-resource-private.h"

#define MAX_ACTIVITIES 100

static void
trs_activity_finalize (gpointer data)
{
  TrsActivity *self = data;

  g_free (self->friendly_name);
}

static gboolean
check_name (TrsWorkspace *workspace, TrsActivity *self, const char *name, GError **error)
{
  TrsActivity *other;

  if (!trs_friendly_name_check (name, "FriendlyName", error))
    return FALSE;

  other = trs_workspace_get_activity_by_name (workspace, name);
  if (other == NULL || other == self)
    return TRUE;
  g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                       "Activity with the same friendly name already exists");
  return FALSE;
}

/* As trs_activity_create(), with a seed's own SID (nullable, checked). */
TrsActivity *
trs_activity_new (TrsWorkspace *workspace,
                  const char *sid,
                  const char *friendly_name,
                  gboolean is_available,
                  GError **error)
{
  TrsActivity *self;

  if (!trs_engine_check_free_sid (workspace->engine, sid, "WA", error) ||
      !check_name (workspace, NULL, friendly_name, error))
    return NULL;
  if (workspace->activities->len >= MAX_ACTIVITIES)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Workspace %s already has %d activities", workspace->base.sid, MAX_ACTIVITIES);
      return NULL;
    }

  self = trs_resource_new (workspace->engine, TRS_RESOURCE_ACTIVITY, sizeof *self,
                           trs_activity_finalize, "WA", sid);
  self->workspace = workspace;
  self->friendly_name = g_strdup (friendly_name);
  self->is_available = is_available;
  g_ptr_array_add (workspace->activities, self);
  trs_event_emit (workspace, "activity.created", &(TrsEventSubject) { .activity = self },
                  "Activity %s created", friendly_name);
  return self;
}

/**
 * trs_activity_create:
 * @workspace: a workspace
 * @friendly_name: 1 to 64 characters, unique in it
 * @is_available: whether tasks come to a worker in it
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: (transfer none): the activity, or %NULL with @error set
 */
TrsActivity *
trs_activity_create (TrsWorkspace *workspace,
                     const char *friendly_name,
                     gboolean is_available,
                     GError **error)
{
  return trs_activity_new (workspace, NULL, friendly_name, is_available, error);
}

/**
 * trs_activity_update:
 * @self: an activity
 * @friendly_name: (nullable): its new name
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Its availability cannot be changed.
 *
 * Returns: whether it was done
 */
gboolean
trs_activity_update (TrsActivity *self, const char *friendly_name, GError **error)
{
  if (friendly_name == NULL)
    return TRUE;
  if (!check_name (self->workspace, self, friendly_name, error))
    return FALSE;

  g_free (self->friendly_name);
  self->friendly_name = g_strdup (friendly_name);
  trs_resource_touch (self->workspace->engine, self);
  trs_event_emit (self->workspace, "activity.updated", &(TrsEventSubject) { .activity = self },
                  "Activity %s updated", friendly_name);
  return TRUE;
}

static gboolean
trs_activity_is_used (TrsActivity *self)
{
  TrsWorkspace *workspace = self->workspace;

  if (workspace->default_activity == self || workspace->timeout_activity == self)
    return TRUE;

  for (guint i = 0; i < workspace->task_queues->len; i++)
    {
      TrsTaskQueue *queue = g_ptr_array_index (workspace->task_queues, i);

      if (queue->reservation_activity == self || queue->assignment_activity == self)
        return TRUE;
    }
  for (guint i = 0; i < workspace->workers->len; i++)
    {
      TrsWorker *worker = g_ptr_array_index (workspace->workers, i);

      if (worker->activity == self)
        return TRUE;
    }
  return FALSE;
}

/**
 * trs_activity_delete:
 * @self: an activity that nothing uses
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_activity_delete (TrsActivity *self, GError **error)
{
  TrsWorkspace *workspace = self->workspace;

  if (trs_activity_is_used (self))
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Cannot delete Activity %s because it is in use", self->base.sid);
      return FALSE;
    }
  trs_event_emit (workspace, "activity.deleted", &(TrsEventSubject) { .activity = self },
                  "Activity %s deleted", self->friendly_name);
  trs_resource_remove (workspace->engine, workspace->activities, self);
  return TRUE;
}
