/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-attributes.h"

#include <string.h>

#include "tr-client-change.h"
#include "tr-json.h"

#include "tsv-answer.h"
#include "tsv-listing.h"
#include "tsv-service.h"

/* Bytes; four times what the service takes, so that its own refusal is the one that is told. */
#define MAX_ATTRIBUTES 16384

/*
 * What stays the administrator's, in whatever case it is spelled: the roles that the service's own
 * desk (Flex) reads, and the phone that rings for the worker, which is how calls would be sent to a
 * number that the configuration lets nobody call. Who is a supervisor here says the configuration,
 * by name, and no attribute; a supervisor may set the rest of anybody's, also of the own.
 */
static const char *const kept[] = { "contact_uri", "role", "roles", NULL };

static const char *const of_member[] = {
  "sid",       "friendly_name",       "activity_name", "activity_sid",
  "available", "date_status_changed", "attributes",    NULL,
};

/* A change on its way. */
typedef struct
{
  TsvContext *context;
  TrsRequest *request; /* owned; held */
  char *worker_sid;    /* owned */
  char *name;          /* owned; of the supervisor */
  char *version;       /* owned, as is the next */
  char *text;
  JsonObject *attributes; /* owned; what they are to be */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  trs_request_unref (change->request);
  g_free (change->worker_sid);
  g_free (change->name);
  g_free (change->version);
  g_free (change->text);
  g_clear_pointer (&change->attributes, json_object_unref);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static char *
dup_path (const TsvContext *context, const char *worker_sid)
{
  return g_strdup_printf ("Workspaces/%s/Workers/%s", context->config->workspace_sid, worker_sid);
}

/* ---- Reading ---- */

/* Of which version it is, so that a change can be of that one only. */
static void
answer_worker (TrsRequest *request, JsonObject *object, const char *version)
{
  if (version != NULL)
    soup_message_headers_replace (trs_request_get_response_headers (request), "ETag", version);
  tsv_answer_object (request, 200, tsv_service_pick (object, of_member));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  g_autofree char *version = NULL;
  JsonObject *object;

  if (node == NULL || !tr_json_expect_object (node, &object, &error))
    {
      tsv_service_answer_error (request, error);
      return;
    }
  version = tr_client_request_dup_version (TR_CLIENT (source), result);
  answer_worker (request, object, version);
}

/**
 * tsv_attributes_answer:
 * @context: the server's
 * @request: a supervisor's, which is held
 * @worker_sid: whose
 *
 * Answers with the worker as it is now, and its version.
 */
void
tsv_attributes_answer (TsvContext *context, TrsRequest *request, const char *worker_sid)
{
  g_autofree char *path = dup_path (context, worker_sid);

  tr_client_request_async (context->client, TR_SERVICE_TASKROUTER, "GET", path, NULL, NULL, read_cb,
                           trs_request_ref (request));
}

/* ---- Writing ---- */

static gboolean
is_kept (const char *name)
{
  for (gsize i = 0; kept[i] != NULL; i++)
    if (g_ascii_strcasecmp (name, kept[i]) == 0)
      return TRUE;

  return FALSE;
}

/* The first name in @object that is the administrator's, and is something else in @other, or not
 * there; NULL if there is none. */
static const char *
find_difference (JsonObject *object, JsonObject *other)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      JsonNode *there = json_object_get_member (other, name);

      if (is_kept (name) && (there == NULL || !json_node_equal (node, there)))
        return name;
    }
  return NULL;
}

static gboolean
check_kept (Change *change, JsonObject *now)
{
  const char *name = find_difference (now, change->attributes);
  g_autofree char *text = NULL;

  if (name == NULL)
    name = find_difference (change->attributes, now);
  if (name == NULL)
    return TRUE;

  text = g_strdup_printf ("%s: this is the administrator's to change", name);
  g_message ("%s may not change %s of %s", change->name, name, change->worker_sid);
  tsv_answer_refusal (change->request, TSV_ERROR_FORBIDDEN, text);
  return FALSE;
}

static void
answer_conflict (TrsRequest *request)
{
  tsv_answer_refusal (request, TSV_ERROR_CONFLICT, "The worker was changed meanwhile");
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Change) change = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  g_autofree char *version = NULL;
  JsonObject *object;

  if (g_error_matches (error, TR_ERROR, TR_ERROR_CONFLICT))
    answer_conflict (change->request);
  else if (node == NULL || !tr_json_expect_object (node, &object, &error))
    tsv_service_answer_error (change->request, error);
  else
    {
      g_autofree char *path =
        g_strdup_printf ("Workspaces/%s/Workers", change->context->config->workspace_sid);

      tsv_listing_forget (change->context->listing, path);
      version = tr_client_request_dup_version (TR_CLIENT (source), result);
      answer_worker (change->request, object, version);
    }
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Change) change = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  g_autoptr(JsonObject) now = NULL;
  g_autofree char *version = NULL;
  g_autofree char *path = NULL;
  const char *const form[] = { "Attributes", change->text, NULL };
  JsonObject *object;

  if (node == NULL || !tr_json_expect_object (node, &object, &error) ||
      !tr_json_expect_nested_object (object, "attributes", &now, &error))
    {
      tsv_service_answer_error (change->request, error);
      return;
    }
  /* What is compared is of the version that is changed, or nothing is. */
  version = tr_client_request_dup_version (TR_CLIENT (source), result);
  if (g_strcmp0 (version, change->version) != 0)
    {
      answer_conflict (change->request);
      return;
    }
  if (!check_kept (change, now))
    return;

  g_message ("%s sets the attributes of %s", change->name, change->worker_sid);
  path = dup_path (change->context, change->worker_sid);
  tr_client_change_async (change->context->client, TR_SERVICE_TASKROUTER, path, version, form, NULL,
                          written_cb, change);
  g_steal_pointer (&change);
}

/* The object of a form's attributes; NULL after a refusal. */
static JsonObject *
read_attributes (TrsRequest *request)
{
  const char *text = trs_form_get (trs_request_get_form (request), "Attributes");
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object = NULL;

  if (strlen (text) > MAX_ATTRIBUTES)
    {
      tsv_answer_refusal (request, TSV_ERROR_TOO_LARGE, "Attributes: that is too much");
      return NULL;
    }
  node = tr_json_parse (text, -1, NULL);
  if (node != NULL && tr_json_expect_object (node, &object, NULL))
    return json_object_ref (object);
  tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST, "Attributes: a JSON object is wanted");
  return NULL;
}

/**
 * tsv_attributes_change:
 * @context: the server's
 * @request: which is held; with a form that has "Attributes"
 * @caller: who asks; refused unless a supervisor
 *
 * Writes all of a worker's attributes into the version that If-Match names.
 */
void
tsv_attributes_change (TsvContext *context, TrsRequest *request, const TsvCaller *caller)
{
  const char *version = trs_request_get_header (request, "If-Match");
  const char *worker_sid = trs_request_get_variable (request, "Worker");
  JsonObject *attributes;
  Change *change;
  g_autofree char *path = NULL;

  if (!caller->is_supervisor)
    {
      tsv_answer_refusal (request, TSV_ERROR_FORBIDDEN, "This is for supervisors");
      return;
    }
  if (version == NULL || *version == '\0' || g_str_equal (version, "*"))
    {
      tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST, "If-Match: one version is wanted");
      return;
    }
  attributes = read_attributes (request);
  if (attributes == NULL)
    return;

  change = g_new0 (Change, 1);
  change->context = context;
  change->request = trs_request_ref (request);
  change->worker_sid = g_strdup (worker_sid);
  change->name = g_strdup (caller->name);
  change->version = g_strdup (version);
  change->attributes = attributes;
  change->text = tr_json_object_to_string (attributes);
  path = dup_path (context, worker_sid);
  tr_client_request_async (context->client, TR_SERVICE_TASKROUTER, "GET", path, NULL, NULL,
                           compared_cb, change);
}
