/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "trs-flow-context.h"
#include "trs-flow-run-private.h"
#include "trs-liquid.h"

/* Going from widget to widget. */

#define MAX_WORK (4 * 1000000) /* of all Liquid between two waits */

void
trs_flow_run_report (TrsFlowRun *self, const char *message)
{
  if (self->host.problem != NULL)
    self->host.problem (self, trs_flow_widget_get_name (self->widget), message, self->user_data);
}

/* What a flow can do without waiting for anyone is bounded, however it is written. */
static gboolean
has_budget (TrsFlowRun *self, gsize work)
{
  if (self->is_over)
    return FALSE;
  if (self->budget > work)
    {
      self->budget -= work + 1;
      return TRUE;
    }
  trs_flow_run_report (self, "the flow does too much at once");
  trs_flow_run_end (self);
  return FALSE;
}

/* Liquid that cannot be rendered is nothing, and reported. */
char *
trs_flow_run_expand (TrsFlowRun *self, const char *text)
{
  g_autoptr(GDateTime) utc =
    g_date_time_new_from_unix_utc (self->host.now (self->user_data) / G_USEC_PER_SEC);
  g_autoptr(GDateTime) now = NULL;
  g_autoptr(GError) error = NULL;
  char *expanded;

  if (!has_budget (self, strlen (text)))
    return g_strdup ("");
  if (utc == NULL) /* past the year 9999 */
    utc = g_date_time_new_from_unix_utc (0);
  now = g_date_time_to_timezone (utc, self->zone);
  expanded =
    trs_liquid_expand (text, json_node_get_object (self->context), now, &self->budget, &error);
  if (expanded != NULL)
    return expanded;
  trs_flow_run_report (self, error->message);
  return g_strdup ("");
}

/* A property of the widget as text, with its Liquid rendered; NULL for one that is not there. */
char *
trs_flow_run_dup_property (TrsFlowRun *self, const char *name)
{
  JsonNode *node = json_object_get_member (trs_flow_widget_get_properties (self->widget), name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return trs_flow_run_expand (self, json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
}

/* What every widget that has to do with the call tells of it. */
static JsonObject *
make_call_values (TrsFlowRun *self)
{
  static const char *const names[] = { "AccountSid", "ApiVersion", "CallSid", "Called", "Caller",
                                       "Direction", "From", "To" };
  JsonObject *values = json_object_new ();

  for (guint i = 0; self->call != NULL && i < G_N_ELEMENTS (names); i++)
    {
      JsonNode *node = json_object_get_member (self->call, names[i]);

      if (node != NULL)
        json_object_set_member (values, names[i], json_node_ref (node));
    }
  return values;
}

/* Sets widgets.NAME of the widget; a widget that has to do with the call tells of that as well. */
void
trs_flow_run_set_widget_values (TrsFlowRun *self, JsonObject *values)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr(JsonNode) context = g_steal_pointer (&self->context);
  TrsFlowWidgetType type = trs_flow_widget_get_widget_type (self->widget);

  if (type == TRS_FLOW_WIDGET_MAKE_HTTP_REQUEST || type == TRS_FLOW_WIDGET_RUN_FUNCTION)
    json_node_set_object (node, values);
  else
    {
      g_autoptr(JsonObject) call = make_call_values (self);

      json_object_set_string_member (call, "CallStatus", "in-progress");
      json_node_take_object (node, trs_flow_context_merge (call, values));
    }
  self->context =
    trs_flow_context_with (context, node, "widgets", trs_flow_widget_get_name (self->widget), NULL);
}

static void
add_step (TrsFlowRun *self, const char *event, const char *next)
{
  TrsFlowStep *step = g_new0 (TrsFlowStep, 1);

  step->sid = self->host.new_sid ("FT", self->user_data);
  step->name = g_strdup (event);
  step->transitioned_from = g_strdup (trs_flow_widget_get_name (self->widget));
  step->transitioned_to = g_strdup (next != NULL ? next : "Ended");
  step->type = g_strdup (trs_flow_widget_get_type_name (self->widget));
  step->time = self->host.now (self->user_data);
  step->context = json_node_ref (self->context);
  g_ptr_array_add (self->steps, step);
  if (self->host.step != NULL)
    self->host.step (self, step, self->user_data);
}

/* The end, told to the host. */
void
trs_flow_run_end (TrsFlowRun *self)
{
  if (self->is_over)
    return;

  self->is_over = TRUE;
  trs_flow_run_drop_voice (self);
  self->host.ended (self, self->user_data);
}

static void
enter_widget (TrsFlowRun *self)
{
  switch (trs_flow_widget_get_widget_type (self->widget))
    {
    case TRS_FLOW_WIDGET_SPLIT_BASED_ON:
      trs_flow_run_enter_split (self);
      break;
    case TRS_FLOW_WIDGET_SET_VARIABLES:
      trs_flow_run_enter_set_variables (self);
      break;
    case TRS_FLOW_WIDGET_MAKE_HTTP_REQUEST:
    case TRS_FLOW_WIDGET_RUN_FUNCTION:
      trs_flow_run_enter_request (self);
      break;
    case TRS_FLOW_WIDGET_OTHER:
    case TRS_FLOW_WIDGET_TRIGGER:
      {
        g_autofree char *message =
          g_strdup_printf ("a widget of the type %s is not run by the sandbox",
                           trs_flow_widget_get_type_name (self->widget));

        trs_flow_run_report (self, message);
        trs_flow_run_end (self);
        break;
      }
    case TRS_FLOW_WIDGET_CONNECT_CALL_TO:
    case TRS_FLOW_WIDGET_ENQUEUE_CALL:
    case TRS_FLOW_WIDGET_GATHER_INPUT_ON_CALL:
    case TRS_FLOW_WIDGET_RECORD_VOICEMAIL:
    case TRS_FLOW_WIDGET_SAY_PLAY:
    case TRS_FLOW_WIDGET_SEND_TO_FLEX:
    default:
      trs_flow_run_enter_voice (self);
      break;
    }
}

/* Enters one widget after another until one takes time. A host that answers at once comes back here
 * from within: the turn of this loop keeps the stack flat. */
static void
go_on (TrsFlowRun *self)
{
  if (self->is_going)
    return;

  trs_flow_run_ref (self);
  self->is_going = TRUE;
  self->budget = MAX_WORK;
  while (self->is_to_go && !self->is_over)
    {
      self->is_to_go = FALSE;
      enter_widget (self);
    }
  self->is_going = FALSE;
  trs_flow_run_unref (self);
}

static gboolean
is_within_limits (TrsFlowRun *self)
{
  if (self->steps->len >= TRS_FLOW_MAX_STEPS)
    trs_flow_run_report (self, "an execution ends after 1000 steps");
  else if (self->repeats > TRS_FLOW_MAX_REPEATS)
    trs_flow_run_report (self, "an execution ends when one widget is run 10 times in a row");
  else
    return TRUE;
  return FALSE;
}

/**
 * trs_flow_run_take_transition:
 * @self: an execution
 * @event: what happened at its widget
 * @next: (nullable): the name of the next widget; %NULL or "" for the end
 */
void
trs_flow_run_take_transition (TrsFlowRun *self, const char *event, const char *next)
{
  TrsFlowWidget *widget = NULL;

  if (self->is_over)
    return;

  trs_flow_run_ref (self);
  if (next != NULL && *next != '\0')
    widget = trs_flow_definition_get_widget (self->definition, next);
  add_step (self, event, widget != NULL ? next : NULL);
  if (!self->is_over) /* the host may have stopped us */
    {
      self->repeats = widget == self->widget ? self->repeats + 1 : 1;
      if (widget == NULL || !is_within_limits (self))
        trs_flow_run_end (self);
      else
        {
          self->widget = widget;
          self->is_to_go = TRUE;
          go_on (self);
        }
    }
  trs_flow_run_unref (self);
}

void
trs_flow_run_take_event (TrsFlowRun *self, const char *event)
{
  trs_flow_run_take_transition (self, event, trs_flow_widget_get_next (self->widget, event));
}
