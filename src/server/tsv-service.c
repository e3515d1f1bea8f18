/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-service.h"

#include <string.h>

#include "tr-json.h"

#include "tsv-answer.h"

/* The variables of paths, and what their SIDs begin with. */
static const struct
{
  const char *variable;
  const char *prefix;
} sids[] = {
  { "Call", "CA" }, { "Recording", "RE" },   { "Reservation", "WR" },
  { "Sid", "CF" },  { "Task", "WT" },        { "Worker", "WK" },
  { "Workspace", "WS" },
};

static gboolean
is_sid (const char *text, const char *prefix)
{
  return strlen (text) == 34 && g_str_has_prefix (text, prefix) &&
         strspn (text + 2, "0123456789abcdefABCDEF") == 32;
}

/**
 * tsv_service_check_sids:
 * @context: the server's
 * @request: a request; refused here if its path names something that can't be
 *
 * What goes into a path of the service's is a SID and nothing else, and the workspace is ours.
 */
gboolean
tsv_service_check_sids (const TsvContext *context, TrsRequest *request)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sids); i++)
    {
      const char *sid;

      if (!trs_request_has_variable (request, sids[i].variable))
        continue;
      sid = trs_request_get_variable (request, sids[i].variable);
      if (is_sid (sid, sids[i].prefix) &&
          (!g_str_equal (sids[i].variable, "Workspace") ||
           g_str_equal (sid, context->config->workspace_sid)))
        continue;
      tsv_answer_refusal (request, TSV_ERROR_NOT_FOUND, "There is nothing at this path");
      return FALSE;
    }
  return TRUE;
}

/**
 * tsv_service_parse:
 * @request: a request; refused here if its query or form can't be read
 */
gboolean
tsv_service_parse (TrsRequest *request)
{
  gboolean has_body = g_str_equal (trs_request_get_method (request), "POST");

  if (has_body ? trs_request_parse (request, NULL) : trs_request_parse_query (request, NULL))
    return TRUE;
  tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST, "The form can't be read");
  return FALSE;
}

/**
 * tsv_service_pick:
 * @object: something of the service's
 * @members: names, and NULL
 *
 * Returns: (transfer full): those members, and nothing else
 */
JsonObject *
tsv_service_pick (JsonObject *object, const char *const *members)
{
  JsonObject *picked = json_object_new ();

  for (gsize i = 0; members[i] != NULL; i++)
    {
      JsonNode *node = json_object_get_member (object, members[i]);

      if (node != NULL)
        json_object_set_member (picked, members[i], json_node_copy (node));
    }
  return picked;
}

JsonArray *
tsv_service_pick_all (JsonArray *items, const char *const *members)
{
  JsonArray *picked = json_array_new ();

  for (guint i = 0; i < json_array_get_length (items); i++)
    json_array_add_object_element (
      picked, tsv_service_pick (json_array_get_object_element (items, i), members));
  return picked;
}

void
tsv_service_answer_error (TrsRequest *request, const GError *error)
{
  g_autoptr(GError) told = tsv_error_from_service (error);

  tsv_answer_error (request, told);
}

/**
 * tsv_service_answer_list:
 * @request: a request that is held
 * @key: of the list, as the service has it
 * @items: (transfer full): all of it
 *
 * In the envelope of TaskRouter's lists, of one page.
 */
void
tsv_service_answer_list (TrsRequest *request, const char *key, JsonArray *items)
{
  JsonObject *object = json_object_new ();
  JsonObject *meta = json_object_new ();

  json_object_set_string_member (meta, "key", key);
  json_object_set_null_member (meta, "next_page_url");
  json_object_set_object_member (object, "meta", meta);
  json_object_set_array_member (object, key, items);
  tsv_answer_object (request, 200, object);
}

typedef struct
{
  TrsRequest *request; /* owned; held */
  const char *const *members;
} Errand;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Errand *errand = user_data;
  g_autoptr(TrsRequest) request = errand->request;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  JsonObject *object = NULL;

  if (error == NULL && node != NULL && tr_json_expect_object (node, &object, &error))
    tsv_answer_object (request, 200, tsv_service_pick (object, errand->members));
  else if (error == NULL)
    tsv_answer_empty (request);
  else
    tsv_service_answer_error (request, error);
}

static void
ask (const TsvContext *context,
     TrsRequest *request,
     TrService service,
     const char *method,
     const char *path,
     const char *const *form,
     const char *const *members)
{
  Errand *errand = g_new (Errand, 1);

  *errand = (Errand) { trs_request_ref (request), members };
  tr_client_request_async (context->client, service, method, path, form, NULL, done_cb, errand);
}

void
tsv_service_post (const TsvContext *context,
                  TrsRequest *request,
                  TrService service,
                  const char *path,
                  const char *const *form,
                  const char *const *members)
{
  ask (context, request, service, "POST", path, form, members);
}

/* Of the voice API. */
void
tsv_service_get (const TsvContext *context,
                 TrsRequest *request,
                 const char *path,
                 const char *const *members)
{
  ask (context, request, TR_SERVICE_API, "GET", path, NULL, members);
}
