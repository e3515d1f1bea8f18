/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "tr-json.h"
#include "trs-flow-condition.h"
#include "trs-flow-context.h"
#include "trs-flow-run-private.h"

/* The widgets that a caller does not hear. */

static gboolean
condition_holds (TrsFlowRun *self, JsonObject *condition)
{
  JsonArray *arguments = json_object_get_array_member (condition, "arguments");
  const char *template =
    json_array_get_length (arguments) > 0
      ? json_array_get_string_element (arguments, 0)
      : json_object_get_string_member (trs_flow_widget_get_properties (self->widget), "input");
  g_autofree char *argument = trs_flow_run_expand (self, template);
  g_autofree char *value =
    trs_flow_run_expand (self, json_object_get_string_member (condition, "value"));

  return trs_flow_condition_holds (json_object_get_string_member (condition, "type"), argument,
                                   value);
}

/* All of them; none is no match. */
static gboolean
transition_holds (TrsFlowRun *self, JsonObject *transition)
{
  JsonNode *node = json_object_get_member (transition, "conditions");
  JsonArray *conditions;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return FALSE;
  conditions = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (conditions); i++)
    {
      if (self->is_over || !condition_holds (self, json_array_get_object_element (conditions, i)))
        return FALSE;
    }
  return json_array_get_length (conditions) > 0;
}

void
trs_flow_run_enter_split (TrsFlowRun *self)
{
  JsonArray *transitions = trs_flow_widget_get_transitions (self->widget);

  for (guint i = 0; i < json_array_get_length (transitions) && !self->is_over; i++)
    {
      JsonObject *transition = json_array_get_object_element (transitions, i);
      JsonNode *next = json_object_get_member (transition, "next");

      if (strcmp (json_object_get_string_member (transition, "event"), "match") == 0 &&
          transition_holds (self, transition))
        {
          trs_flow_run_take_transition (self, "match",
                                        next != NULL ? json_node_get_string (next) : NULL);
          return;
        }
    }
  trs_flow_run_take_event (self, "noMatch");
}

/* A variable is a number when it reads as one. Telephone numbers, and what begins with 0, do not.
 * Source: the service's page on Liquid in Studio. */
static JsonNode *
make_variable (const char *text)
{
  g_autoptr(JsonNode) node = NULL;

  if (strlen (text) <= 15 && *text != '\0' && text[strspn (text, "-.0123456789")] == '\0')
    node = tr_json_parse (text, -1, NULL);
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node))
    return g_steal_pointer (&node);
  return json_node_init_string (json_node_alloc (), text);
}

static JsonArray *
get_pairs (TrsFlowRun *self, const char *name)
{
  JsonNode *node = json_object_get_member (trs_flow_widget_get_properties (self->widget), name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static guint
count_variables (TrsFlowRun *self)
{
  JsonObject *flow = json_object_get_object_member (json_node_get_object (self->context), "flow");

  return json_object_get_size (json_object_get_object_member (flow, "variables"));
}

void
trs_flow_run_enter_set_variables (TrsFlowRun *self)
{
  JsonArray *pairs = get_pairs (self, "variables");
  guint n = pairs != NULL ? json_array_get_length (pairs) : 0;

  for (guint i = 0; i < n && !self->is_over; i++)
    {
      JsonObject *pair = json_array_get_object_element (pairs, i);
      const char *name = json_object_get_string_member (pair, "key");
      g_autofree char *text =
        trs_flow_run_expand (self, json_object_get_string_member (pair, "value"));
      g_autoptr(JsonNode) value = make_variable (text);
      g_autoptr(JsonNode) context = NULL;

      if (count_variables (self) >= TRS_FLOW_MAX_VARIABLES)
        {
          trs_flow_run_report (self, "a flow has at most 1000 variables");
          break;
        }
      context = g_steal_pointer (&self->context);
      self->context = trs_flow_context_with (context, value, "flow", "variables", name, NULL);
    }
  trs_flow_run_take_event (self, "next");
}

/* The parameters as a form. */
static char *
make_form (TrsFlowRun *self)
{
  JsonArray *pairs = get_pairs (self, "parameters");
  guint n = pairs != NULL ? json_array_get_length (pairs) : 0;
  GString *form = g_string_new (NULL);

  for (guint i = 0; i < n && !self->is_over; i++)
    {
      JsonObject *pair = json_array_get_object_element (pairs, i);
      const char *name = json_object_get_string_member (pair, "key");
      g_autofree char *key = trs_flow_run_expand (self, name);
      g_autofree char *value =
        trs_flow_run_expand (self, json_object_get_string_member (pair, "value"));
      g_autofree char *escaped_key = g_uri_escape_string (key, NULL, FALSE);
      g_autofree char *escaped_value = g_uri_escape_string (value, NULL, FALSE);

      g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", escaped_key,
                              escaped_value);
    }
  return g_string_free (form, FALSE);
}

#define FORM "application/x-www-form-urlencoded;charset=utf-8"

void
trs_flow_run_enter_request (TrsFlowRun *self)
{
  TrsFlowWidgetType type = trs_flow_widget_get_widget_type (self->widget);
  gboolean is_function = type == TRS_FLOW_WIDGET_RUN_FUNCTION;
  g_autofree char *url = trs_flow_run_dup_property (self, "url");
  g_autofree char *method = is_function ? NULL : trs_flow_run_dup_property (self, "method");
  g_autofree char *content_type =
    is_function ? NULL : trs_flow_run_dup_property (self, "content_type");
  g_autofree char *body = is_function ? NULL : trs_flow_run_dup_property (self, "body");
  g_autofree char *auth = is_function ? NULL : trs_flow_run_dup_property (self, "add_twilio_auth");
  g_autofree char *form = make_form (self);
  g_autofree char *full_url = NULL;
  gboolean is_post = is_function || g_strcmp0 (method, "POST") == 0;
  gboolean is_json = content_type != NULL && g_str_has_prefix (content_type, "application/json");
  TrsFlowRequest request = { 0 };

  if (self->is_over) /* the host heard of bad Liquid, and stopped us */
    return;
  if (!is_post && *form != '\0')
    full_url = g_strconcat (g_strstrip (url), strchr (url, '?') != NULL ? "&" : "?", form, NULL);
  request.method = is_post ? "POST" : "GET";
  request.url = full_url != NULL ? full_url : g_strstrip (url);
  request.add_auth = g_strcmp0 (auth, "true") == 0;
  if (is_post)
    {
      request.content_type = is_json ? content_type : FORM;
      request.body = body != NULL && (is_json || *body != '\0') ? body : form;
    }
  self->is_requesting = TRUE;
  self->host.request (self, &request, self->user_data);
}

static JsonObject *
make_values (guint status, const char *content_type, const char *body)
{
  JsonObject *values = json_object_new ();
  g_autoptr(JsonNode) parsed = NULL;

  if (status == 0) /* the network failed: there is nothing to tell */
    return values;
  json_object_set_int_member (values, "status_code", status);
  json_object_set_string_member (values, "content_type", content_type != NULL ? content_type : "");
  json_object_set_string_member (values, "body", body);
  if (content_type != NULL && strstr (content_type, "json") != NULL)
    parsed = tr_json_parse (body, -1, NULL);
  if (parsed != NULL)
    json_object_set_member (values, "parsed", g_steal_pointer (&parsed));
  return values;
}

/**
 * trs_flow_run_requested:
 * @self: an execution
 * @status: of the answer; 0 for none in time
 * @content_type: (nullable): of the answer
 * @body: (nullable): of the answer, UTF-8. More than 64 KiB is a failure
 *
 * A request is answered. Not heard when none is under way.
 *
 * Source: the service's page of the HTTP Request widget.
 */
void
trs_flow_run_requested (TrsFlowRun *self, guint status, const char *content_type, const char *body)
{
  g_autoptr(JsonObject) values = NULL;
  gboolean is_function;
  gboolean is_good;

  g_return_if_fail (self != NULL);

  if (!self->is_requesting || self->is_over)
    return;

  trs_flow_run_ref (self);
  self->is_requesting = FALSE;
  if (body != NULL && (strlen (body) > TRS_FLOW_MAX_ANSWER || !g_utf8_validate (body, -1, NULL)))
    {
      trs_flow_run_report (self, "the answer is larger than 64 KiB, or no text");
      status = 0;
    }
  is_good = status >= 200 && status < 300;
  is_function = trs_flow_widget_get_widget_type (self->widget) == TRS_FLOW_WIDGET_RUN_FUNCTION;
  values = make_values (status, content_type, body != NULL ? body : "");
  trs_flow_run_set_widget_values (self, values);
  /* Exported flows say "fail" where the widget's page says "failed". */
  trs_flow_run_take_event (self, is_good ? "success"
                                 : is_function && trs_flow_widget_has_event (self->widget, "fail")
                                   ? "fail"
                                   : "failed");
  trs_flow_run_unref (self);
}
