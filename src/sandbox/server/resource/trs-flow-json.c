/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-flow-json.h"

#include "trs-fields.h"

static char *
dup_flow_url (TrsFlow *flow, const char *base_url)
{
  return g_strdup_printf ("%s/v2/Flows/%s", base_url, flow->base.sid);
}

static char *
dup_execution_url (TrsExecution *execution, const char *base_url)
{
  return g_strdup_printf ("%s/v2/Flows/%s/Executions/%s", base_url, execution->flow->base.sid,
                          execution->base.sid);
}

/* What a flow and a revision of it have in common. */
static void
set_revision (JsonObject *object, TrsFlow *flow, TrsFlowRevision *revision, gboolean has_definition)
{
  json_object_set_string_member (object, "sid", flow->base.sid);
  json_object_set_string_member (object, "account_sid", flow->account->base.sid);
  json_object_set_null_member (object, "author_sid");
  json_object_set_string_member (object, "friendly_name", revision->friendly_name);
  if (has_definition)
    json_object_set_member (object, "definition",
                            json_node_ref (trs_flow_definition_get_node (revision->definition)));
  else
    json_object_set_null_member (object, "definition");
  json_object_set_string_member (object, "status",
                                 revision->is_published ? "published" : "draft");
  json_object_set_int_member (object, "revision", revision->number);
  trs_fields_set_string (object, "commit_message", revision->commit_message);
  json_object_set_boolean_member (object, "valid", TRUE);
  json_object_set_array_member (object, "errors", json_array_new ());
}

static JsonObject *
flow_new (TrsFlow *self, const char *base_url, gboolean has_definition)
{
  g_autofree char *url = dup_flow_url (self, base_url);
  JsonObject *object = json_object_new ();
  JsonObject *links = json_object_new ();

  set_revision (object, self, trs_flow_get_latest (self), has_definition);
  json_object_set_array_member (object, "warnings", json_array_new ());
  trs_fields_set_iso_date (object, "date_created", self->base.date_created);
  trs_fields_set_iso_date (object, "date_updated", self->base.date_updated);
  trs_fields_set_url (object, "webhook_url", "%s/v1/Accounts/%s/Flows/%s", base_url,
                      self->account->base.sid, self->base.sid);
  json_object_set_string_member (object, "url", url);
  trs_fields_set_url (links, "test_users", "%s/TestUsers", url);
  trs_fields_set_url (links, "revisions", "%s/Revisions", url);
  trs_fields_set_url (links, "executions", "%s/Executions", url);
  json_object_set_object_member (object, "links", links);
  return object;
}

/**
 * trs_flow_to_json:
 * @flow: a #TrsFlow
 * @base_url: where we are reached
 *
 * Returns: (transfer full): the resource as lists show it: without its definition
 */
JsonObject *
trs_flow_to_json (gpointer flow, const char *base_url)
{
  return flow_new (flow, base_url, FALSE);
}

JsonObject *
trs_flow_to_json_full (TrsFlow *flow, const char *base_url)
{
  return flow_new (flow, base_url, TRUE);
}

JsonObject *
trs_flow_revision_to_json (TrsFlow *flow, TrsFlowRevision *revision, const char *base_url)
{
  g_autofree char *url = dup_flow_url (flow, base_url);
  JsonObject *object = json_object_new ();

  set_revision (object, flow, revision, TRUE);
  trs_fields_set_iso_date (object, "date_created", flow->base.date_created);
  trs_fields_set_iso_date (object, "date_updated", revision->date_created);
  trs_fields_set_url (object, "url", "%s/Revisions/%d", url, revision->number);
  return object;
}

JsonObject *
trs_test_users_to_json (TrsFlow *flow, const char *base_url)
{
  g_autofree char *url = dup_flow_url (flow, base_url);
  JsonObject *object = json_object_new ();
  JsonArray *users = json_array_new ();

  for (guint i = 0; i < flow->test_users->len; i++)
    json_array_add_string_element (users, g_ptr_array_index (flow->test_users, i));
  json_object_set_string_member (object, "sid", flow->base.sid);
  json_object_set_array_member (object, "test_users", users);
  trs_fields_set_url (object, "url", "%s/TestUsers", url);
  return object;
}

static void
set_context (JsonObject *object, JsonNode *context)
{
  if (context != NULL)
    json_object_set_member (object, "context", json_node_ref (context));
  else
    json_object_set_object_member (object, "context", json_object_new ());
}

/**
 * trs_execution_to_json:
 * @execution: a #TrsExecution
 * @base_url: where we are reached
 *
 * Returns: (transfer full): the resource; its context is at an address of its own
 */
JsonObject *
trs_execution_to_json (gpointer execution, const char *base_url)
{
  TrsExecution *self = execution;
  TrsAccount *account = self->flow->account;
  g_autofree char *url = dup_execution_url (self, base_url);
  JsonObject *object = json_object_new ();
  JsonObject *links = json_object_new ();

  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_string_member (object, "account_sid", account->base.sid);
  json_object_set_string_member (object, "flow_sid", self->flow->base.sid);
  json_object_set_string_member (object, "contact_channel_address", self->contact);
  json_object_set_null_member (object, "contact_sid");
  json_object_set_int_member (object, "flow_version", self->revision);
  json_object_set_object_member (object, "context", json_object_new ());
  json_object_set_string_member (object, "status", trs_flow_run_get_status (self->run));
  trs_fields_set_iso_date (object, "date_created", self->base.date_created);
  trs_fields_set_iso_date (object, "date_updated", self->base.date_updated);
  trs_fields_set_string (object, "initiated_by",
                         self->call_sid != NULL ? self->call_sid : account->base.sid);
  json_object_set_string_member (object, "url", url);
  trs_fields_set_url (links, "steps", "%s/Steps", url);
  trs_fields_set_url (links, "execution_context", "%s/Context", url);
  json_object_set_object_member (object, "links", links);
  return object;
}

JsonObject *
trs_execution_context_to_json (TrsExecution *execution, const char *base_url)
{
  g_autofree char *url = dup_execution_url (execution, base_url);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "account_sid", execution->flow->account->base.sid);
  json_object_set_string_member (object, "flow_sid", execution->flow->base.sid);
  json_object_set_string_member (object, "execution_sid", execution->base.sid);
  set_context (object, trs_flow_run_get_context (execution->run));
  trs_fields_set_url (object, "url", "%s/Context", url);
  return object;
}

JsonObject *
trs_step_to_json (TrsExecution *execution, TrsFlowStep *step, const char *base_url)
{
  g_autofree char *url = dup_execution_url (execution, base_url);
  JsonObject *object = json_object_new ();
  JsonObject *links = json_object_new ();

  json_object_set_string_member (object, "sid", step->sid);
  json_object_set_string_member (object, "account_sid", execution->flow->account->base.sid);
  json_object_set_string_member (object, "flow_sid", execution->flow->base.sid);
  json_object_set_string_member (object, "execution_sid", execution->base.sid);
  json_object_set_null_member (object, "parent_step_sid");
  json_object_set_string_member (object, "name", step->name);
  json_object_set_object_member (object, "context", json_object_new ());
  json_object_set_string_member (object, "transitioned_from", step->transitioned_from);
  json_object_set_string_member (object, "transitioned_to", step->transitioned_to);
  json_object_set_string_member (object, "type", step->type);
  trs_fields_set_iso_date (object, "date_created", step->time);
  json_object_set_null_member (object, "date_updated");
  trs_fields_set_url (object, "url", "%s/Steps/%s", url, step->sid);
  trs_fields_set_url (links, "step_context", "%s/Steps/%s/Context", url, step->sid);
  json_object_set_object_member (object, "links", links);
  return object;
}

JsonObject *
trs_step_context_to_json (TrsExecution *execution, TrsFlowStep *step, const char *base_url)
{
  g_autofree char *url = dup_execution_url (execution, base_url);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "account_sid", execution->flow->account->base.sid);
  json_object_set_string_member (object, "flow_sid", execution->flow->base.sid);
  json_object_set_string_member (object, "execution_sid", execution->base.sid);
  json_object_set_string_member (object, "step_sid", step->sid);
  set_context (object, step->context);
  trs_fields_set_url (object, "url", "%s/Steps/%s/Context", url, step->sid);
  return object;
}
