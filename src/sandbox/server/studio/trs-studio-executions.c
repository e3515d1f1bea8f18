/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-studio.h"

#include "http/trs-page.h"
#include "resource/trs-fields.h"
#include "resource/trs-flow-json.h"
#include "rest/trs-rest.h"

static TrsExecution *
find (TrsRequest *request, TrsEngine *engine, const char *variable)
{
  TrsFlow *flow = trs_studio_find_flow (request, engine);
  TrsExecution *execution;

  if (flow == NULL)
    return NULL;
  execution = trs_engine_get_execution (engine, trs_request_get_variable (request, variable));
  if (execution != NULL && execution->flow == flow)
    return execution;
  trs_request_refuse_unknown (request);
  return NULL;
}

static void
answer (TrsRequest *request, guint status, TrsExecution *execution)
{
  trs_request_answer_object (
    request, status, trs_execution_to_json (execution, trs_request_get_base_url (request)));
}

static gboolean
date_fits (TrsForm *query, const char *name, gint64 date, gboolean is_first)
{
  const char *text = trs_form_get_filled (query, name);
  gint64 limit;

  if (text == NULL || !trs_fields_parse_iso_date (text, &limit))
    return TRUE;
  return is_first ? date >= limit : date <= limit;
}

static gboolean
accepts (gpointer resource, TrsForm *query)
{
  TrsExecution *execution = resource;
  gint64 date = execution->base.date_created;
  const char *status = trs_flow_run_get_status (execution->run);

  /* The document writes one of them in small letters. */
  return trs_rest_name_fits (query, "status", status) &&
         trs_rest_name_fits (query, "Status", status) &&
         date_fits (query, "DateCreatedFrom", date, TRUE) &&
         date_fits (query, "DateCreatedTo", date, FALSE);
}

static gboolean
check_filters (TrsRequest *request)
{
  static const char *const dates[] = { "DateCreatedFrom", "DateCreatedTo" };
  static const char *const words[] = { "status", "Status" };
  TrsForm *query = trs_request_get_query (request);
  const char *wrong = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      const char *date = trs_form_get_filled (query, dates[i]);
      const char *word = trs_form_get_filled (query, words[i]);
      gint64 time;

      if (date != NULL && !trs_fields_parse_iso_date (date, &time))
        wrong = dates[i];
      if (word != NULL && !g_str_equal (word, "active") && !g_str_equal (word, "ended"))
        wrong = words[i];
    }
  if (wrong != NULL)
    {
      g_autofree char *message = g_strconcat ("Invalid parameter ", wrong, NULL);

      trs_request_refuse (request, 20001, message);
    }
  return wrong == NULL;
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsFlow *flow = trs_studio_find_flow (request, user_data);
  g_autoptr(GPtrArray) chosen = NULL;

  if (flow == NULL || !check_filters (request))
    return;
  chosen = trs_rest_filter (flow->executions, trs_request_get_query (request), accepts);
  trs_page_answer (request, chosen, "executions", trs_execution_to_json);
}

static void
create (TrsRequest *request, gpointer user_data)
{
  TrsFlow *flow = trs_studio_find_flow (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  const char *to = NULL;
  const char *from = NULL;
  g_autoptr(GError) error = NULL;
  TrsExecution *execution = NULL;

  if (flow == NULL)
    return;
  if (trs_form_expect (form, "To", &to, &error) && trs_form_expect (form, "From", &from, &error))
    execution =
      trs_execution_create (flow, to, from, trs_form_get_filled (form, "Parameters"), &error);
  if (execution == NULL)
    trs_request_answer_error (request, error);
  else
    answer (request, 201, execution);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsExecution *execution = find (request, user_data, "Sid");

  if (execution != NULL)
    answer (request, 200, execution);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsExecution *execution = find (request, user_data, "Sid");
  const char *status = NULL;
  g_autoptr(GError) error = NULL;

  if (execution == NULL)
    return;
  if (!trs_form_expect (trs_request_get_form (request), "Status", &status, &error))
    trs_request_answer_error (request, error);
  else if (!g_str_equal (status, "ended"))
    trs_request_refuse (request, 20001, "Status must be ended");
  else
    {
      trs_execution_end (execution, NULL);
      answer (request, 200, execution);
    }
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsExecution *execution = find (request, user_data, "Sid");

  if (execution == NULL)
    return;
  trs_execution_delete (execution, NULL);
  trs_request_answer_empty (request, 204);
}

static void
fetch_context (TrsRequest *request, gpointer user_data)
{
  TrsExecution *execution = find (request, user_data, "ExecutionSid");

  if (execution != NULL)
    trs_request_answer_object (
      request, 200,
      trs_execution_context_to_json (execution, trs_request_get_base_url (request)));
}

static JsonObject *
step_row_to_json (gpointer row, const char *base_url)
{
  TrsStudioRow *self = row;

  return trs_step_to_json (self->owner, self->element, base_url);
}

static void
list_steps (TrsRequest *request, gpointer user_data)
{
  TrsExecution *execution = find (request, user_data, "ExecutionSid");
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *steps;

  if (execution == NULL)
    return;
  steps = trs_flow_run_get_steps (execution->run);
  for (guint i = steps->len; i > 0; i--)
    {
      TrsFlowStep *step = g_ptr_array_index (steps, i - 1);

      g_ptr_array_add (rows, trs_studio_row_new (step->sid, execution, step));
    }
  trs_page_answer (request, rows, "steps", step_row_to_json);
}

typedef JsonObject *(*StepToJson) (TrsExecution *execution,
                                   TrsFlowStep *step,
                                   const char *base_url);

static void
answer_step (TrsRequest *request, TrsEngine *engine, const char *variable, StepToJson to_json)
{
  TrsExecution *execution = find (request, engine, "ExecutionSid");
  TrsFlowStep *step;

  if (execution == NULL)
    return;
  step = trs_execution_get_step (execution, trs_request_get_variable (request, variable));
  if (step == NULL)
    trs_request_refuse_unknown (request);
  else
    trs_request_answer_object (request, 200,
                               to_json (execution, step, trs_request_get_base_url (request)));
}

static void
fetch_step (TrsRequest *request, gpointer user_data)
{
  answer_step (request, user_data, "Sid", trs_step_to_json);
}

static void
fetch_step_context (TrsRequest *request, gpointer user_data)
{
  answer_step (request, user_data, "StepSid", trs_step_context_to_json);
}

#define COLLECTION "/v2/Flows/{FlowSid}/Executions"
#define STEPS COLLECTION "/{ExecutionSid}/Steps"

static const TrsRoute routes[] = {
  { "GET", COLLECTION, TRS_ACCESS_BASIC, list },
  { "POST", COLLECTION, TRS_ACCESS_BASIC, create },
  { "GET", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, update },
  { "DELETE", COLLECTION "/{Sid}", TRS_ACCESS_BASIC, delete },
  { "GET", COLLECTION "/{ExecutionSid}/Context", TRS_ACCESS_BASIC, fetch_context },
  { "GET", STEPS, TRS_ACCESS_BASIC, list_steps },
  { "GET", STEPS "/{Sid}", TRS_ACCESS_BASIC, fetch_step },
  { "GET", STEPS "/{StepSid}/Context", TRS_ACCESS_BASIC, fetch_step_context },
};

void
trs_studio_add_executions (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
