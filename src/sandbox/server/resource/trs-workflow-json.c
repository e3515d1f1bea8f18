/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-workflow-json.h"

#include "trs-fields.h"
#include "trs-workspace-json.h"

static void
set_callback (JsonObject *object, const char *name, const char *url)
{
  json_object_set_string_member (object, name, url != NULL ? url : "");
}

/**
 * trs_workflow_to_rest:
 * @workflow: a #TrsWorkflow
 * @base_url: where we are reached
 *
 * Returns: (transfer full): the resource as the REST API shows it
 */
JsonObject *
trs_workflow_to_rest (gpointer workflow, const char *base_url)
{
  TrsWorkflow *self = workflow;
  g_autofree char *workspace = trs_workspace_dup_url (self->workspace, base_url);
  g_autofree char *url = g_strdup_printf ("%s/Workflows/%s", workspace, self->base.sid);
  JsonObject *object = json_object_new ();
  JsonObject *links = json_object_new ();

  json_object_set_string_member (object, "account_sid", self->workspace->account->base.sid);
  set_callback (object, "assignment_callback_url", self->assignment_callback_url);
  json_object_set_string_member (object, "configuration", self->configuration);
  trs_fields_set_iso_date (object, "date_created", self->base.date_created);
  trs_fields_set_iso_date (object, "date_updated", self->base.date_updated);
  json_object_set_string_member (object, "document_content_type", "application/json");
  set_callback (object, "fallback_assignment_callback_url",
                self->fallback_assignment_callback_url);
  json_object_set_string_member (object, "friendly_name", self->friendly_name);
  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_int_member (object, "task_reservation_timeout", self->task_reservation_timeout);
  json_object_set_string_member (object, "workspace_sid", self->workspace->base.sid);
  json_object_set_string_member (object, "url", url);
  trs_fields_set_url (links, "statistics", "%s/Statistics", url);
  trs_fields_set_url (links, "real_time_statistics", "%s/RealTimeStatistics", url);
  trs_fields_set_url (links, "cumulative_statistics", "%s/CumulativeStatistics", url);
  json_object_set_object_member (object, "links", links);
  return object;
}
