/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-workflow.h"

#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-resource-private.h"
#include "trs-router.h"
#include "trs-workflow-config.h"
#include "trs-workflow-private.h"

#define DEFAULT_RESERVATION_TIMEOUT 120
#define MAX_RESERVATION_TIMEOUT 86400

static void
trs_workflow_finalize (gpointer data)
{
  TrsWorkflow *self = data;

  g_free (self->friendly_name);
  g_free (self->configuration);
  g_free (self->assignment_callback_url);
  g_free (self->fallback_assignment_callback_url);
  g_clear_pointer (&self->config, trs_workflow_config_unref);
}

static gboolean
check_name (TrsWorkspace *workspace, TrsWorkflow *self, const char *name, GError **error)
{
  TrsWorkflow *other;

  if (!trs_friendly_name_check (name, "FriendlyName", error))
    return FALSE;

  other = trs_workspace_get_workflow_by_name (workspace, name);
  if (other == NULL || other == self)
    return TRUE;
  g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                       "Workflow with the same friendly name already exists");
  return FALSE;
}

static gboolean
check_timeout (const int *timeout, GError **error)
{
  if (timeout == NULL || (*timeout >= 1 && *timeout <= MAX_RESERVATION_TIMEOUT))
    return TRUE;

  g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
               "TaskReservationTimeout must be from 1 to %d seconds", MAX_RESERVATION_TIMEOUT);
  return FALSE;
}

static TrsWorkflowConfig *
parse_config (TrsWorkspace *workspace, const char *text, GError **error)
{
  g_autoptr(TrsWorkflowConfig) config = trs_workflow_config_new (text, error);
  const char *unknown;

  if (config == NULL)
    return NULL;
  unknown = trs_workflow_config_find_unknown_queue (config, workspace);
  if (unknown != NULL)
    {
      g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                   "Invalid Configuration: '%s' is not a TaskQueue of Workspace %s", unknown,
                   workspace->base.sid);
      return NULL;
    }
  return g_steal_pointer (&config);
}

/* "" clears. */
static void
set_url (char **place, const char *url)
{
  if (url == NULL)
    return;

  g_free (*place);
  *place = *url != '\0' ? g_strdup (url) : NULL;
}

static void
trs_workflow_apply (TrsWorkflow *self, const TrsWorkflowChange *change, TrsWorkflowConfig *config)
{
  if (change->friendly_name != NULL)
    {
      g_free (self->friendly_name);
      self->friendly_name = g_strdup (change->friendly_name);
    }
  if (config != NULL)
    {
      g_clear_pointer (&self->config, trs_workflow_config_unref);
      self->config = trs_workflow_config_ref (config);
      g_free (self->configuration);
      self->configuration = g_strdup (change->configuration);
    }
  if (change->task_reservation_timeout != NULL)
    self->task_reservation_timeout = *change->task_reservation_timeout;
  set_url (&self->assignment_callback_url, change->assignment_callback_url);
  set_url (&self->fallback_assignment_callback_url, change->fallback_assignment_callback_url);
}

/* As trs_workflow_create(), with a seed's own SID (nullable). */
TrsWorkflow *
trs_workflow_new (TrsWorkspace *workspace,
                  const char *sid,
                  const TrsWorkflowChange *change,
                  GError **error)
{
  g_autoptr(TrsWorkflowConfig) config = NULL;
  TrsWorkflow *self;

  if (!trs_engine_check_free_sid (workspace->engine, sid, "WW", error) ||
      !check_name (workspace, NULL, change->friendly_name, error) ||
      !check_timeout (change->task_reservation_timeout, error))
    return NULL;
  if (change->configuration == NULL)
    {
      g_set_error_literal (error, TRS_ERROR, TRS_ERROR_INVALID,
                           "Missing required parameter Configuration in the post body");
      return NULL;
    }
  config = parse_config (workspace, change->configuration, error);
  if (config == NULL)
    return NULL;

  self = trs_resource_new (workspace->engine, TRS_RESOURCE_WORKFLOW, sizeof *self,
                           trs_workflow_finalize, "WW", sid);
  self->workspace = workspace;
  self->task_reservation_timeout = DEFAULT_RESERVATION_TIMEOUT;
  trs_workflow_apply (self, change, config);
  g_ptr_array_add (workspace->workflows, self);
  trs_event_emit (workspace, "workflow.created", &(TrsEventSubject) { .workflow = self },
                  "Workflow %s created", self->friendly_name);
  return self;
}

/**
 * trs_workflow_create:
 * @workspace: a workspace
 * @change: friendly_name and configuration are required
 * @error: return location for a %TRS_ERROR_INVALID that names what the configuration has wrong
 *
 * Returns: (transfer none): the workflow, or %NULL with @error set
 */
TrsWorkflow *
trs_workflow_create (TrsWorkspace *workspace, const TrsWorkflowChange *change, GError **error)
{
  return trs_workflow_new (workspace, NULL, change, error);
}

/**
 * trs_workflow_update:
 * @self: a workflow
 * @change: what to set
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * All or nothing. Tasks go on in the configuration that they entered, unless they are to be
 * evaluated again.
 *
 * Returns: whether it was done
 */
gboolean
trs_workflow_update (TrsWorkflow *self, const TrsWorkflowChange *change, GError **error)
{
  TrsWorkspace *workspace = self->workspace;
  g_autoptr(TrsWorkflowConfig) config = NULL;

  if ((change->friendly_name != NULL &&
       !check_name (workspace, self, change->friendly_name, error)) ||
      !check_timeout (change->task_reservation_timeout, error))
    return FALSE;
  if (change->configuration != NULL)
    {
      config = parse_config (workspace, change->configuration, error);
      if (config == NULL)
        return FALSE;
    }

  trs_workflow_apply (self, change, config);
  trs_resource_touch (workspace->engine, self);
  trs_event_emit (workspace, "workflow.updated", &(TrsEventSubject) { .workflow = self },
                  "Workflow %s updated", self->friendly_name);
  for (guint i = 0; change->re_evaluate_tasks && i < workspace->tasks->len; i++)
    {
      TrsTask *task = g_ptr_array_index (workspace->tasks, i);

      if (task->workflow == self && task->status == TRS_TASK_PENDING)
        trs_router_restart_task (task);
    }
  trs_router_run (workspace->engine);
  return TRUE;
}

/**
 * trs_workflow_delete:
 * @self: a workflow without open tasks
 * @error: return location for a %TRS_ERROR_INVALID
 *
 * Returns: whether it was done
 */
gboolean
trs_workflow_delete (TrsWorkflow *self, GError **error)
{
  TrsWorkspace *workspace = self->workspace;

  for (guint i = 0; i < workspace->tasks->len; i++)
    {
      TrsTask *task = g_ptr_array_index (workspace->tasks, i);

      if (task->workflow == self && task->status < TRS_TASK_COMPLETED)
        {
          g_set_error (error, TRS_ERROR, TRS_ERROR_INVALID,
                       "Cannot delete Workflow %s because it is in use", self->base.sid);
          return FALSE;
        }
    }
  trs_event_emit (workspace, "workflow.deleted", &(TrsEventSubject) { .workflow = self },
                  "Workflow %s deleted", self->friendly_name);
  trs_resource_remove (workspace->engine, workspace->workflows, self);
  return TRUE;
}
