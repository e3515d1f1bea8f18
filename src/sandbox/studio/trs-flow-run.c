/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-flow-run.h"

#include <string.h>

#include "trs-flow-context.h"
#include "trs-flow-run-private.h"

static void
step_free (TrsFlowStep *step)
{
  g_free (step->sid);
  g_free (step->name);
  g_free (step->transitioned_from);
  g_free (step->transitioned_to);
  g_free (step->type);
  json_node_unref (step->context);
  g_free (step);
}

/**
 * trs_flow_run_new:
 * @definition: what to execute
 * @flow_sid: FW…
 * @execution_sid: FN…
 * @host: copied
 * @user_data: for @host; not owned
 *
 * Returns: (transfer full): an execution that has not begun
 */
TrsFlowRun *
trs_flow_run_new (TrsFlowDefinition *definition,
                  const char *flow_sid,
                  const char *execution_sid,
                  const TrsFlowHost *host,
                  gpointer user_data)
{
  TrsFlowRun *self;

  g_return_val_if_fail (definition != NULL && flow_sid != NULL && execution_sid != NULL, NULL);
  g_return_val_if_fail (host != NULL, NULL);

  self = g_new0 (TrsFlowRun, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->definition = trs_flow_definition_ref (definition);
  self->flow_sid = g_strdup (flow_sid);
  self->execution_sid = g_strdup (execution_sid);
  self->host = *host;
  self->user_data = user_data;
  self->zone = g_time_zone_new_offset (-8 * 60 * 60);
  self->widget = trs_flow_definition_get_initial_widget (definition);
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  return self;
}

/**
 * trs_flow_run_ref:
 * @self: an execution
 *
 * Returns: (transfer full): @self
 */
TrsFlowRun *
trs_flow_run_ref (TrsFlowRun *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/* Someone may still hold the document's run: it must not come back to us. */
void
trs_flow_run_drop_voice (TrsFlowRun *self)
{
  if (self->voice != NULL)
    trs_twiml_run_stop (self->voice);
  g_clear_pointer (&self->voice, trs_twiml_run_unref);
}

/**
 * trs_flow_run_unref:
 * @self: (transfer full): an execution
 */
void
trs_flow_run_unref (TrsFlowRun *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  trs_flow_run_drop_voice (self);
  g_clear_pointer (&self->context, json_node_unref);
  g_clear_pointer (&self->call, json_object_unref);
  g_ptr_array_unref (self->steps);
  g_time_zone_unref (self->zone);
  trs_flow_definition_unref (self->definition);
  g_free (self->flow_sid);
  g_free (self->execution_sid);
  g_free (self);
}

/**
 * trs_flow_run_set_time_zone:
 * @self: an execution that has not begun
 * @zone: in which Liquid tells the time
 *
 * The service tells it in Pacific Standard Time, and so does the sandbox unless told.
 *
 * Source: the service's page on Liquid in Studio.
 */
void
trs_flow_run_set_time_zone (TrsFlowRun *self, GTimeZone *zone)
{
  g_return_if_fail (self != NULL && zone != NULL && !self->is_started);

  g_time_zone_unref (self->zone);
  self->zone = g_time_zone_ref (zone);
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return "";
  return json_node_get_string (node);
}

/**
 * trs_flow_run_start_call:
 * @self: an execution that has not begun
 * @parameters: of the voice request: CallSid, From, To …; not changed any more
 *
 * A call has come in and is answered: the trigger's event is "incomingCall".
 */
void
trs_flow_run_start_call (TrsFlowRun *self, JsonObject *parameters)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  g_return_if_fail (self != NULL && parameters != NULL && !self->is_started);

  self->is_started = TRUE;
  self->call = json_object_ref (parameters);
  json_node_set_object (node, parameters);
  self->context =
    trs_flow_context_new (self->flow_sid, self->execution_sid, get_text (parameters, "From"),
                          get_text (parameters, "To"), "call", node);
  trs_flow_run_take_event (self, "incomingCall");
}

/**
 * trs_flow_run_start_request:
 * @self: an execution that has not begun
 * @to: the contact
 * @from: our address
 * @parameters: (nullable): for flow.data; not changed any more
 *
 * Someone has asked for it over REST: the trigger's event is "incomingRequest". There is no call.
 */
void
trs_flow_run_start_request (TrsFlowRun *self,
                            const char *to,
                            const char *from,
                            JsonObject *parameters)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr(JsonNode) data = json_node_new (JSON_NODE_OBJECT);
  g_autoptr(JsonNode) context = NULL;
  JsonObject *request;

  g_return_if_fail (self != NULL && to != NULL && from != NULL && !self->is_started);

  self->is_started = TRUE;
  if (parameters != NULL)
    json_node_set_object (data, parameters);
  else
    json_node_take_object (data, json_object_new ());
  request = json_object_new ();
  json_object_set_string_member (request, "to", to);
  json_object_set_string_member (request, "from", from);
  json_object_set_member (request, "parameters", json_node_ref (data));
  json_node_take_object (node, request);
  context = trs_flow_context_new (self->flow_sid, self->execution_sid, to, from, "request", node);
  self->context = trs_flow_context_with (context, data, "flow", "data", NULL);
  trs_flow_run_take_event (self, "incomingRequest");
}

/**
 * trs_flow_run_hang_up:
 * @self: an execution
 * @parameters: (nullable): what there is to tell of the verb that it cut short: DialCallStatus,
 *   RecordingUrl …
 *
 * The caller has hung up. That ends the execution, unless the widget has a transition for it.
 */
void
trs_flow_run_hang_up (TrsFlowRun *self, JsonObject *parameters)
{
  TrsFlowWidgetType type;

  g_return_if_fail (self != NULL);

  if (self->is_over || self->call == NULL)
    return;

  trs_flow_run_ref (self);
  type = trs_flow_widget_get_widget_type (self->widget);
  trs_flow_run_drop_voice (self);
  if ((type == TRS_FLOW_WIDGET_CONNECT_CALL_TO || type == TRS_FLOW_WIDGET_RECORD_VOICEMAIL) &&
      trs_flow_widget_has_event (self->widget, "hangup"))
    {
      g_autoptr(JsonObject) over = json_object_new ();
      g_autoptr(JsonObject) values = NULL;

      json_object_set_string_member (over, "CallStatus", "completed");
      values = trs_flow_context_merge (parameters, over);
      trs_flow_run_set_widget_values (self, values);
      g_clear_pointer (&self->call, json_object_unref);
      trs_flow_run_take_event (self, "hangup");
    }
  else
    {
      g_clear_pointer (&self->call, json_object_unref);
      trs_flow_run_end (self);
    }
  trs_flow_run_unref (self);
}

/**
 * trs_flow_run_stop:
 * @self: an execution
 *
 * Ends it without a word to the host: someone asked for that over REST, or the call is elsewhere.
 */
void
trs_flow_run_stop (TrsFlowRun *self)
{
  g_return_if_fail (self != NULL);

  self->is_over = TRUE;
  trs_flow_run_drop_voice (self);
}

gboolean
trs_flow_run_is_over (TrsFlowRun *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->is_over;
}

/**
 * trs_flow_run_get_status:
 * @self: an execution
 *
 * Returns: the service's word: "active" or "ended"
 */
const char *
trs_flow_run_get_status (TrsFlowRun *self)
{
  return trs_flow_run_is_over (self) ? "ended" : "active";
}

const char *
trs_flow_run_get_execution_sid (TrsFlowRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->execution_sid;
}

const char *
trs_flow_run_get_flow_sid (TrsFlowRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->flow_sid;
}

TrsFlowDefinition *
trs_flow_run_get_definition (TrsFlowRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->definition;
}

/**
 * trs_flow_run_get_widget:
 * @self: an execution
 *
 * Returns: the widget that it is at, or was at last
 */
TrsFlowWidget *
trs_flow_run_get_widget (TrsFlowRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->widget;
}

/**
 * trs_flow_run_get_voice:
 * @self: an execution
 *
 * Returns: (nullable): the document that the caller hears; press digits there
 */
TrsTwimlRun *
trs_flow_run_get_voice (TrsFlowRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->voice;
}

/**
 * trs_flow_run_get_context:
 * @self: an execution
 *
 * Returns: (nullable): what it knows: {"contact", "flow", "trigger", "widgets"}; %NULL before it
 *   has begun. It never changes: a later one is another
 */
JsonNode *
trs_flow_run_get_context (TrsFlowRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->context;
}

/**
 * trs_flow_run_get_steps:
 * @self: an execution
 *
 * Returns: (element-type TrsFlowStep): the oldest first
 */
GPtrArray *
trs_flow_run_get_steps (TrsFlowRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->steps;
}
