/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-studio.h"

#include <string.h>

#include "http/trs-page.h"
#include "http/trs-refusal.h"
#include "resource/trs-flow-json.h"

static void
answer (TrsRequest *request, guint status, TrsFlow *flow)
{
  trs_request_answer_object (request, status,
                             trs_flow_to_json_full (flow, trs_request_get_base_url (request)));
}

/* With what is wrong with the definition, where there is such a thing. */
static void
answer_error (TrsRequest *request, const GError *error, JsonObject *details)
{
  JsonNode *node = trs_refusal_to_json (error);

  if (details != NULL)
    json_object_set_object_member (json_node_get_object (node), "details",
                                   json_object_ref (details));
  trs_request_answer (request, trs_refusal_get_status (error), node);
}

static gboolean
read_change (TrsForm *form, TrsFlowChange *change, gboolean *is_published, GError **error)
{
  const char *status = trs_form_get_filled (form, "Status");

  *is_published = g_strcmp0 (status, "published") == 0;
  *change = (TrsFlowChange) { .friendly_name = trs_form_get_filled (form, "FriendlyName"),
                              .definition = trs_form_get_filled (form, "Definition"),
                              .commit_message = trs_form_get_filled (form, "CommitMessage"),
                              .is_published = status != NULL ? is_published : NULL };
  if (status == NULL || *is_published || g_str_equal (status, "draft"))
    return TRUE;

  g_set_error (error, TRS_REFUSAL, 20001, "Status must be draft or published, not %s", status);
  return FALSE;
}

static TrsAccount *
get_account (TrsRequest *request, TrsEngine *engine)
{
  return trs_engine_get_account (engine, trs_request_get_account_sid (request));
}

static void
list (TrsRequest *request, gpointer user_data)
{
  trs_page_answer (request, get_account (request, user_data)->flows, "flows", trs_flow_to_json);
}

static void
create (TrsRequest *request, gpointer user_data)
{
  g_autoptr(JsonObject) details = NULL;
  g_autoptr(GError) error = NULL;
  TrsFlowChange change;
  gboolean is_published;
  TrsFlow *flow = NULL;

  if (read_change (trs_request_get_form (request), &change, &is_published, &error))
    flow = trs_flow_create (get_account (request, user_data), &change, &details, &error);
  if (flow == NULL)
    answer_error (request, error, details);
  else
    answer (request, 201, flow);
}

static void
validate (TrsRequest *request, gpointer user_data)
{
  g_autoptr(JsonObject) details = NULL;
  g_autoptr(GError) error = NULL;
  TrsFlowChange change;
  gboolean is_published;
  JsonObject *object;

  if (!read_change (trs_request_get_form (request), &change, &is_published, &error) ||
      !trs_flow_validate (&change, &details, &error))
    {
      answer_error (request, error, details);
      return;
    }
  object = json_object_new ();
  json_object_set_boolean_member (object, "valid", TRUE);
  trs_request_answer_object (request, 200, object);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsFlow *flow = trs_studio_find_flow (request, user_data);

  if (flow != NULL)
    answer (request, 200, flow);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsFlow *flow = trs_studio_find_flow (request, user_data);
  g_autoptr(JsonObject) details = NULL;
  g_autoptr(GError) error = NULL;
  TrsFlowChange change;
  gboolean is_published;

  if (flow == NULL)
    return;
  if (!read_change (trs_request_get_form (request), &change, &is_published, &error) ||
      !trs_flow_update (flow, &change, &details, &error))
    answer_error (request, error, details);
  else
    answer (request, 200, flow);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsFlow *flow = trs_studio_find_flow (request, user_data);

  if (flow == NULL)
    return;
  trs_flow_delete (flow, NULL);
  trs_request_answer_empty (request, 204);
}

static JsonObject *
revision_row_to_json (gpointer row, const char *base_url)
{
  TrsStudioRow *self = row;

  return trs_flow_revision_to_json (self->owner, self->element, base_url);
}

/* The newest first, as the service lists them. */
static void
list_revisions (TrsRequest *request, gpointer user_data)
{
  TrsFlow *flow = trs_studio_find_flow (request, user_data);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);

  if (flow == NULL)
    return;
  for (guint i = flow->revisions->len; i > 0; i--)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      g_ptr_array_add (rows, trs_studio_row_new (key, flow,
                                                 g_ptr_array_index (flow->revisions, i - 1)));
    }
  trs_page_answer (request, rows, "revisions", revision_row_to_json);
}

/* By number, or by one of two words. */
static TrsFlowRevision *
find_revision (TrsFlow *flow, const char *word)
{
  gint64 number;

  if (strcmp (word, "LatestPublished") == 0)
    return trs_flow_get_published (flow);
  if (strcmp (word, "LatestRevision") == 0)
    return trs_flow_get_latest (flow);
  return g_ascii_string_to_signed (word, 10, 1, G_MAXINT, &number, NULL)
           ? trs_flow_get_revision (flow, (int) number)
           : NULL;
}

static void
fetch_revision (TrsRequest *request, gpointer user_data)
{
  TrsFlow *flow = trs_studio_find_flow (request, user_data);
  TrsFlowRevision *revision;

  if (flow == NULL)
    return;
  revision = find_revision (flow, trs_request_get_variable (request, "Revision"));
  if (revision == NULL)
    trs_request_refuse_unknown (request);
  else
    trs_request_answer_object (
      request, 200,
      trs_flow_revision_to_json (flow, revision, trs_request_get_base_url (request)));
}

static void
answer_test_users (TrsRequest *request, TrsFlow *flow)
{
  trs_request_answer_object (request, 200,
                             trs_test_users_to_json (flow, trs_request_get_base_url (request)));
}

static void
fetch_test_users (TrsRequest *request, gpointer user_data)
{
  TrsFlow *flow = trs_studio_find_flow (request, user_data);

  if (flow != NULL)
    answer_test_users (request, flow);
}

static void
update_test_users (TrsRequest *request, gpointer user_data)
{
  TrsFlow *flow = trs_studio_find_flow (request, user_data);
  const char *const *users = trs_form_get_all (trs_request_get_form (request), "TestUsers");

  if (flow == NULL)
    return;
  if (users == NULL)
    {
      trs_request_refuse (request, 20001,
                          "Missing required parameter TestUsers in the post body");
      return;
    }
  trs_flow_set_test_users (flow, users);
  answer_test_users (request, flow);
}

/* The literal word comes first: it has the shape of a SID's place. */
static const TrsRoute routes[] = {
  { "POST", "/v2/Flows/Validate", TRS_ACCESS_BASIC, validate },
  { "GET", "/v2/Flows", TRS_ACCESS_BASIC, list },
  { "POST", "/v2/Flows", TRS_ACCESS_BASIC, create },
  { "GET", "/v2/Flows/{FlowSid}", TRS_ACCESS_BASIC, fetch },
  { "POST", "/v2/Flows/{FlowSid}", TRS_ACCESS_BASIC, update },
  { "DELETE", "/v2/Flows/{FlowSid}", TRS_ACCESS_BASIC, delete },
  { "GET", "/v2/Flows/{FlowSid}/Revisions", TRS_ACCESS_BASIC, list_revisions },
  { "GET", "/v2/Flows/{FlowSid}/Revisions/{Revision}", TRS_ACCESS_BASIC, fetch_revision },
  { "GET", "/v2/Flows/{FlowSid}/TestUsers", TRS_ACCESS_BASIC, fetch_test_users },
  { "POST", "/v2/Flows/{FlowSid}/TestUsers", TRS_ACCESS_BASIC, update_test_users },
};

void
trs_studio_add_flows (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
