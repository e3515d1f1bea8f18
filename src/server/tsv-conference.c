/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-conference.h"

#include "tr-json.h"

#include "tsv-answer.h"
#include "tsv-work.h"

/* POST /v1/conferences/{sid}/end, for the worker whose call it is. */

typedef struct
{
  TsvContext *context;
  TrsRequest *request; /* owned; held */
  GStrv tasks;         /* owned */
  guint n_read;
} Search;

static void
search_free (Search *self)
{
  trs_request_unref (self->request);
  g_strfreev (self->tasks);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static void search_next (Search *self);

static void
answer_service_error (TrsRequest *request, const GError *error)
{
  g_autoptr(GError) told = tsv_error_from_service (error);

  tsv_answer_error (request, told);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  JsonObject *object;

  if (!tr_client_end_conference_finish (TR_CLIENT (source), result, &error))
    {
      answer_service_error (request, error);
      return;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "sid", trs_request_get_variable (request, "Sid"));
  json_object_set_string_member (object, "status", "completed");
  tsv_answer_object (request, 200, object);
}

/* The service writes conference.sid into a task's attributes when the conference begins. */
static gboolean
has_conference (JsonNode *node, const char *sid)
{
  JsonObject *task;
  g_autoptr(JsonObject) attributes = NULL;
  JsonObject *conference;
  const char *conference_sid;

  return tr_json_expect_object (node, &task, NULL) &&
         tr_json_expect_nested_object (task, "attributes", &attributes, NULL) &&
         tr_json_optional_member_object (attributes, "conference", &conference, NULL) &&
         conference != NULL && tr_json_expect_id (conference, "sid", &conference_sid, NULL) &&
         g_str_equal (conference_sid, sid);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Search) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) task = tr_client_request_finish (TR_CLIENT (source), result, &error);
  const char *sid = trs_request_get_variable (self->request, "Sid");

  /* A task may be gone by now; another one may be the call's. */
  if (error != NULL && !g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND))
    answer_service_error (self->request, error);
  else if (task != NULL && has_conference (task, sid))
    tr_client_end_conference_async (self->context->client, sid, NULL, ended_cb,
                                    trs_request_ref (self->request));
  else
    search_next (g_steal_pointer (&self));
}

static void
search_next (Search *self)
{
  g_autoptr(Search) owned = self;
  const char *task = self->tasks[self->n_read];
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;

  if (task == NULL)
    {
      tsv_answer_refusal (self->request, TSV_ERROR_NOT_YOURS,
                          "No reservation of yours goes with this conference");
      return;
    }
  self->n_read++;
  escaped = g_uri_escape_string (task, NULL, FALSE);
  path = g_strdup_printf ("Workspaces/%s/Tasks/%s", self->context->config->workspace_sid, escaped);
  tr_client_request_async (self->context->client, TR_SERVICE_TASKROUTER, "GET", path, NULL, NULL,
                           read_cb, g_steal_pointer (&owned));
}

static void
end_own (TrsRequest *request, const char *const *tasks, gpointer user_data)
{
  Search *self = g_new0 (Search, 1);

  self->context = user_data;
  self->request = trs_request_ref (request);
  self->tasks = g_strdupv ((char **) tasks);
  search_next (self);
}

static void
end (TrsRequest *request, gpointer user_data)
{
  tsv_work_check (user_data, request, end_own, user_data);
}

void
tsv_conference_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "POST", "/v1/conferences/{Sid}/end", TRS_ACCESS_TOKEN, end },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
