/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-check.h"

#include <string.h>

#include "trs-expression.h"
#include "trs-order-by.h"
#include "trs-flow-definition.h"

#include "trd-setup-flow.h"
#include "trd-setup-value.h"

typedef struct
{
  TrdCentre *centre;
  TrdCentre *present; /* nullable */
  GPtrArray *problems;
  TrdThing *thing; /* the one that is looked at */
} Check;

static void
trd_problem_free (gpointer data)
{
  TrdProblem *self = data;

  g_free (self->path);
  g_free (self->complaint);
  g_free (self);
}

/**
 * trd_problem_add:
 * @problems: (element-type TrdProblem): where it is added
 * @is_error: whether the service would refuse it
 * @path: in the file
 * @format: what is wrong with it, as "is missing"
 */
void
trd_problem_add (GPtrArray *problems, gboolean is_error, const char *path, const char *format, ...)
{
  TrdProblem *self = g_new0 (TrdProblem, 1);
  va_list arguments;

  self->path = g_strdup (path);
  self->is_error = is_error;
  va_start (arguments, format);
  self->complaint = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (problems, self);
}

/* ---- Names ---- */

static void
check_names (Check *self)
{
  for (int kind = 0; kind < TRD_SETUP_N_KINDS; kind++)
    for (guint i = 0; i < self->centre->things[kind]->len; i++)
      {
        TrdThing *thing = g_ptr_array_index (self->centre->things[kind], i);
        TrdThing *first = trd_centre_find (self->centre, kind, thing->name);

        if (first != thing)
          trd_problem_add (self->problems, TRUE, thing->path, "has the name '%s', which %s has too",
                           thing->name, first->path);
      }
}

static gboolean
is_known (Check *self, TrdSetupKind kind, const char *name)
{
  return trd_centre_find (self->centre, kind, name) != NULL || trd_setup_is_sid (kind, name) ||
         (self->present != NULL && (trd_centre_find (self->present, kind, name) != NULL ||
                                    trd_centre_find_sid (self->present, kind, name) != NULL));
}

static void
check_reference (Check *self, TrdSetupKind kind, const char *member, const char *name)
{
  g_autofree char *path = g_strconcat (self->thing->path, ".", member, NULL);

  if (name != NULL && *name != '\0' && !is_known (self, kind, name))
    trd_problem_add (self->problems, TRUE, path, "names the %s '%s', which is not in the file%s",
                     trd_setup_spec (kind)->one, name,
                     self->present != NULL ? " and not in the service" : "");
}

static void
queue_cb (const char *path, const char *queue, gpointer user_data)
{
  check_reference (user_data, TRD_SETUP_QUEUE, path, queue);
}

static void
workflow_cb (const char *path, const char *workflow, gpointer user_data)
{
  check_reference (user_data, TRD_SETUP_WORKFLOW, path, workflow);
}

/* An IVR names workflows by its keys. */
static void
check_keys (Check *self, JsonObject *ivr)
{
  JsonObject *keys = json_object_get_object_member (ivr, "keys");
  g_autoptr(GList) names = json_object_get_members (keys);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *path = g_strconcat ("keys.", l->data, NULL);
      JsonObject *key = json_object_get_object_member (keys, l->data);

      check_reference (self, TRD_SETUP_WORKFLOW, path, trd_value_get_text (key, "workflow"));
    }
}

/* ---- Expressions ---- */

static void
check_expression (Check *self, const char *member, const char *text)
{
  g_autofree char *path = g_strconcat (self->thing->path, ".", member, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsExpression) expression = NULL;

  if (text == NULL || *text == '\0')
    return;
  expression = trs_expression_new (text, NULL, &error);
  if (expression == NULL)
    trd_problem_add (self->problems, TRUE, path, "%s", error->message);
}

static void
check_order_by (Check *self, const char *member, const char *text)
{
  g_autofree char *path = g_strconcat (self->thing->path, ".", member, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsOrderBy) order_by = NULL;

  if (text == NULL || *text == '\0')
    return;
  order_by = trs_order_by_new (text, &error);
  if (order_by == NULL)
    trd_problem_add (self->problems, TRUE, path, "%s", error->message);
}

static void
check_target (Check *self, JsonObject *target, const char *path)
{
  static const char *const members[] = { "expression", "skip_if", "known_worker_sid",
                                         "known_worker_friendly_name" };
  g_autofree char *order_by = g_strconcat (path, ".order_by", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *member = g_strconcat (path, ".", members[i], NULL);

      check_expression (self, member, trd_value_get_text (target, members[i]));
    }
  check_order_by (self, order_by, trd_value_get_text (target, "order_by"));
}

static void
check_routing (Check *self, JsonObject *routing)
{
  JsonArray *filters = json_object_get_array_member (routing, "filters");

  for (guint i = 0; i < json_array_get_length (filters); i++)
    {
      JsonObject *filter = json_array_get_object_element (filters, i);
      JsonArray *targets = json_object_get_array_member (filter, "targets");
      g_autofree char *expression = g_strdup_printf ("filters[%u].expression", i);

      check_expression (self, expression, trd_value_get_text (filter, "expression"));
      for (guint j = 0; j < json_array_get_length (targets); j++)
        {
          g_autofree char *path = g_strdup_printf ("filters[%u].targets[%u]", i, j);

          check_target (self, json_array_get_object_element (targets, j), path);
        }
    }
  trd_setup_routing_foreach_queue (routing, queue_cb, self);
}

/* ---- Flows ---- */

/* What the service says of a flow is a list; the first of it is enough to go on. */
static void
add_flow_problem (Check *self, JsonObject *details, const char *fallback)
{
  JsonNode *errors = details != NULL ? trd_value_get (details, "errors") : NULL;
  JsonObject *first = NULL;
  const char *message = NULL;
  const char *place = NULL;

  if (errors != NULL && JSON_NODE_HOLDS_ARRAY (errors) &&
      json_array_get_length (json_node_get_array (errors)) > 0)
    first = json_array_get_object_element (json_node_get_array (errors), 0);
  if (first != NULL)
    {
      message = trd_value_get_text (first, "message");
      place = trd_value_get_text (first, "property_path");
    }
  trd_problem_add (self->problems, TRUE, self->thing->path,
                   "makes a flow that is not valid: %s%s%s%s",
                   message != NULL ? message : fallback, place != NULL ? " (" : "",
                   place != NULL ? place : "", place != NULL ? ")" : "");
}

static void
check_flow (Check *self)
{
  JsonNode *node = trd_value_get (self->thing->fields, "definition");
  g_autoptr(TrsFlowDefinition) definition = NULL;
  g_autoptr(JsonObject) details = NULL;
  g_autoptr(GError) error = NULL;

  definition = trs_flow_definition_new (node, &details, &error);
  if (definition == NULL)
    add_flow_problem (self, details, error->message);
  if (self->thing->short_form != NULL)
    check_keys (self, self->thing->short_form);
}

/* A definition may name a workflow by its SID, which is in no file. */
static void
check_flow_workflows (Check *self)
{
  if (self->thing->short_form == NULL)
    trd_flow_foreach_workflow (trd_value_get (self->thing->fields, "definition"), workflow_cb,
                               self);
}

/* ---- The whole ---- */

static void
check_field (Check *self, const TrdField *field)
{
  JsonNode *node = trd_value_get (self->thing->fields, field->name);

  if (node == NULL)
    return;
  switch (field->type)
    {
    case TRD_FIELD_ACTIVITY:
      check_reference (self, TRD_SETUP_ACTIVITY, field->name, json_node_get_string (node));
      break;
    case TRD_FIELD_ANSWER:
      check_reference (self, TRD_SETUP_FLOW, field->name, json_node_get_string (node));
      break;
    case TRD_FIELD_ROUTING:
      check_routing (self, json_node_get_object (node));
      break;
    case TRD_FIELD_FLOW:
      check_flow (self);
      check_flow_workflows (self);
      break;
    case TRD_FIELD_TEXT:
      if (g_str_equal (field->name, "target_workers"))
        check_expression (self, field->name, json_node_get_string (node));
      break;
    case TRD_FIELD_FLAG:
    case TRD_FIELD_NUMBER:
    case TRD_FIELD_WORD:
    case TRD_FIELD_OBJECT:
    case TRD_FIELD_CHANNELS:
    default:
      break;
    }
}

/**
 * trd_setup_check:
 * @centre: a file's
 * @present: (nullable): the live one, whose things can be named too
 *
 * Returns: (transfer full) (element-type TrdProblem): all that the service would refuse
 */
GPtrArray *
trd_setup_check (TrdCentre *centre, TrdCentre *present)
{
  Check self = { centre, present, g_ptr_array_new_with_free_func (trd_problem_free), NULL };

  check_names (&self);
  for (int kind = 0; kind < TRD_SETUP_N_KINDS; kind++)
    for (guint i = 0; i < centre->things[kind]->len; i++)
      {
        self.thing = g_ptr_array_index (centre->things[kind], i);
        for (const TrdField *field = trd_setup_spec (kind)->fields; field->name != NULL; field++)
          check_field (&self, field);
      }
  return self.problems;
}
