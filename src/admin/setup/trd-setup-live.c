/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-centre.h"

#include <string.h>

#include "tr-error.h"
#include "tr-json.h"

#include "trd-setup-flow.h"
#include "trd-setup-ivr.h"
#include "trd-setup-value.h"

/* A workspace, and what of its account leads to it, becomes a centre. */

typedef struct
{
  TrdService *service;
  TrdCentre *centre;
  TrdCentre *wanted; /* nullable: all is wanted */
} Reader;

static const char *
name_of (TrdCentre *centre, TrdSetupKind kind, const char *sid)
{
  TrdThing *thing = trd_centre_find_sid (centre, kind, sid);

  return thing != NULL ? thing->name : NULL;
}

static const char *
queue_name (const char *sid, gpointer user_data)
{
  return name_of (user_data, TRD_SETUP_QUEUE, sid);
}

static const char *
workflow_name (const char *sid, gpointer user_data)
{
  return name_of (user_data, TRD_SETUP_WORKFLOW, sid);
}

/* ---- Fields ---- */

static JsonNode *
decode_json_text (JsonObject *from, const TrdField *field, GError **error)
{
  const char *text = trd_value_get_text (from, field->member);

  return tr_json_parse (text != NULL ? text : "null", -1, error);
}

/* NULL with no error: it says nothing of it. */
static JsonNode *
decode_field (Reader *self, JsonObject *from, const TrdField *field, GError **error)
{
  JsonNode *node = field->member != NULL ? trd_value_get (from, field->member) : NULL;
  const char *text;

  if (trd_value_is_empty (node) && field->type != TRD_FIELD_TEXT)
    return NULL;
  switch (field->type)
    {
    case TRD_FIELD_OBJECT:
      return decode_json_text (from, field, error);
    case TRD_FIELD_ACTIVITY:
      text = name_of (self->centre, TRD_SETUP_ACTIVITY, trd_value_get_text (from, field->member));
      return text != NULL ? trd_value_new_text (text) : NULL;
    case TRD_FIELD_ROUTING:
      text = trd_value_get_text (from, field->member);
      return trd_setup_routing_from_configuration (text != NULL ? text : "", queue_name,
                                                   self->centre, error);
    case TRD_FIELD_NUMBER:
    case TRD_FIELD_FLAG:
    case TRD_FIELD_WORD:
    case TRD_FIELD_TEXT:
      return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_copy (node) : NULL;
    case TRD_FIELD_CHANNELS:
    case TRD_FIELD_FLOW:
    case TRD_FIELD_ANSWER:
    default:
      return NULL;
    }
}

static TrdThing *
decode_thing (Reader *self, TrdSetupKind kind, JsonObject *from, GError **error)
{
  const TrdSetupSpec *spec = trd_setup_spec (kind);
  const char *name = trd_value_get_text (from, spec->name_member);
  const char *sid = trd_value_get_text (from, "sid");
  g_autoptr(TrdThing) thing = NULL;

  if (name == NULL || sid == NULL)
    {
      g_set_error (error, TR_ERROR, TR_ERROR_PROTOCOL, "a %s of the service has no %s", spec->one,
                   name == NULL ? spec->name_member : "sid");
      return NULL;
    }
  thing = trd_thing_new (kind, name);
  thing->sid = g_strdup (sid);
  if (kind == TRD_SETUP_WORKFLOW)
    thing->configuration = g_strdup (trd_value_get_text (from, "configuration"));
  for (const TrdField *field = spec->fields; field->name != NULL; field++)
    {
      GError *cause = NULL;
      JsonNode *node = decode_field (self, from, field, &cause);

      if (cause != NULL)
        {
          g_propagate_prefixed_error (error, cause, "%s %s: %s: ", spec->one, name, field->name);
          return NULL;
        }
      if (node != NULL)
        json_object_set_member (thing->fields, field->name, node);
    }
  return g_steal_pointer (&thing);
}

/* ---- What takes a request of its own ---- */

/* A worker's capacities are asked for where a file speaks of them. */
static gboolean
read_channels (Reader *self, TrdThing *worker, GError **error)
{
  TrdThing *wanted = self->wanted != NULL
                     ? trd_centre_find (self->wanted, TRD_SETUP_WORKER, worker->name)
                                          : NULL;
  g_autofree char *path = g_strdup_printf ("Workers/%s/Channels", worker->sid);
  g_autoptr(GPtrArray) list = NULL;
  JsonObject *channels;

  if (self->wanted != NULL &&
      (wanted == NULL || !json_object_has_member (wanted->fields, "channels")))
    return TRUE;
  list = trd_service_list_workspace (self->service, path, NULL, 0, error);
  if (list == NULL)
    return FALSE;
  channels = json_object_new ();
  json_object_set_object_member (worker->fields, "channels", channels);
  for (guint i = 0; i < list->len; i++)
    {
      JsonObject *from = g_ptr_array_index (list, i);
      const char *name = trd_value_get_text (from, "task_channel_unique_name");
      gint64 capacity;
      gboolean is_available;
      JsonObject *channel;

      if (name == NULL ||
          !tr_json_expect_int (from, "configured_capacity", 0, G_MAXINT, &capacity, error) ||
          !tr_json_expect_bool (from, "available", &is_available, error))
        {
          if (name == NULL)
            g_set_error_literal (error, TR_ERROR, TR_ERROR_PROTOCOL,
                                 "a worker's channel has no name");
          return FALSE;
        }
      channel = json_object_new ();
      json_object_set_int_member (channel, "capacity", capacity);
      json_object_set_boolean_member (channel, "available", is_available);
      json_object_set_object_member (channels, name, channel);
    }
  return TRUE;
}

static void
note_workflow (const char *path, const char *workflow, gpointer user_data)
{
  gpointer *place = user_data;

  if (trd_centre_find (place[0], TRD_SETUP_WORKFLOW, workflow) != NULL)
    place[1] = place[0];
}

/* An account's flows are those of all its workspaces: only what leads to one of this is of the centre. */
static gboolean
leads_here (TrdCentre *centre, JsonNode *definition)
{
  gpointer place[2] = { centre, NULL };

  trd_flow_foreach_workflow (definition, note_workflow, place);
  return place[1] != NULL;
}

/* The list leaves the definition out. */
static gboolean
read_flow (Reader *self, JsonObject *listed, GError **error)
{
  g_autoptr(TrdThing) thing = decode_thing (self, TRD_SETUP_FLOW, listed, error);
  g_autofree char *path = NULL;
  g_autoptr(JsonObject) whole = NULL;
  JsonNode *definition;
  const char *status;
  gboolean is_wanted;

  if (thing == NULL)
    return FALSE;
  thing->webhook_url = g_strdup (trd_value_get_text (listed, "webhook_url"));
  is_wanted = self->wanted != NULL &&
              trd_centre_find (self->wanted, TRD_SETUP_FLOW, thing->name) != NULL;
  if (self->wanted != NULL && !is_wanted)
    {
      trd_centre_add (self->centre, g_steal_pointer (&thing)); /* a number may answer with it */
      return TRUE;
    }
  path = g_strdup_printf ("Flows/%s", thing->sid);
  whole = trd_service_request (self->service, TR_SERVICE_STUDIO, "GET", path, NULL, error);
  if (whole == NULL)
    return FALSE;
  definition = trd_value_get (whole, "definition");
  if (definition == NULL || !JSON_NODE_HOLDS_OBJECT (definition))
    return TRUE;
  definition = trd_value_copy (definition);
  trd_flow_rename_workflows (definition, workflow_name, self->centre);
  json_object_set_member (thing->fields, "definition", definition);
  status = trd_value_get_text (whole, "status");
  json_object_set_boolean_member (thing->fields, "published", g_strcmp0 (status, "published") == 0);
  thing->short_form = trd_ivr_from_definition (definition);
  if (is_wanted || leads_here (self->centre, definition))
    trd_centre_add (self->centre, g_steal_pointer (&thing));
  return TRUE;
}

static gboolean
read_flows (Reader *self, GError **error)
{
  g_autoptr(GPtrArray) list = NULL;

  if (self->wanted != NULL && self->wanted->things[TRD_SETUP_FLOW]->len == 0 &&
      self->wanted->things[TRD_SETUP_NUMBER]->len == 0)
    return TRUE;
  list = trd_service_list (self->service, TR_SERVICE_STUDIO, "Flows", NULL, 0, error);
  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!read_flow (self, g_ptr_array_index (list, i), error))
      return FALSE;
  return list != NULL;
}

/* By the flow's SID: the address before it is not everywhere the same. */
static TrdThing *
find_flow_at (TrdCentre *centre, const char *url)
{
  const char *slash = url != NULL ? strrchr (url, '/') : NULL;

  if (slash == NULL || strstr (url, "/Flows/FW") == NULL)
    return NULL;
  return trd_centre_find_sid (centre, TRD_SETUP_FLOW, slash + 1);
}

static gboolean
read_number (Reader *self, JsonObject *from, GError **error)
{
  g_autoptr(TrdThing) thing = decode_thing (self, TRD_SETUP_NUMBER, from, error);
  const char *url = trd_value_get_text (from, "voice_url");
  TrdThing *flow = find_flow_at (self->centre, url);

  if (thing == NULL)
    return FALSE;
  if (flow != NULL)
    json_object_set_string_member (thing->fields, "ivr", flow->name);
  else if (url != NULL && *url != '\0')
    json_object_set_string_member (thing->fields, "voice_url", url);
  /* A number that leads elsewhere is none of the centre's. */
  if (self->wanted != NULL || flow != NULL)
    trd_centre_add (self->centre, g_steal_pointer (&thing));
  return TRUE;
}

static gboolean
read_numbers (Reader *self, GError **error)
{
  g_autoptr(GPtrArray) list = NULL;

  if (self->wanted != NULL && self->wanted->things[TRD_SETUP_NUMBER]->len == 0)
    return TRUE;
  list = trd_service_list (self->service, TR_SERVICE_API, "IncomingPhoneNumbers.json", NULL, 0,
                           error);
  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!read_number (self, g_ptr_array_index (list, i), error))
      return FALSE;
  return list != NULL;
}

/* ---- The whole ---- */

static gboolean
read_list (Reader *self, TrdSetupKind kind, GError **error)
{
  g_autoptr(GPtrArray) list =
    trd_service_list_workspace (self->service, trd_setup_spec (kind)->path, NULL, 0, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      TrdThing *thing = decode_thing (self, kind, g_ptr_array_index (list, i), error);

      if (thing == NULL)
        return FALSE;
      trd_centre_add (self->centre, thing);
      if (kind == TRD_SETUP_WORKER && !read_channels (self, thing, error))
        return FALSE;
    }
  return list != NULL;
}

static gboolean
read_workspace (Reader *self, GError **error)
{
  g_autofree char *path = g_strdup_printf ("Workspaces/%s", self->centre->workspace_sid);
  g_autoptr(JsonObject) from =
    trd_service_request (self->service, TR_SERVICE_TASKROUTER, "GET", path, NULL, error);
  TrdThing *thing = from != NULL ? decode_thing (self, TRD_SETUP_WORKSPACE, from, error) : NULL;

  if (thing == NULL)
    return FALSE;
  self->centre->name = g_strdup (thing->name);
  trd_centre_add (self->centre, thing);
  return TRUE;
}

/**
 * trd_centre_load_live:
 * @service: the account, with the workspace
 * @wanted: (nullable): what will be compared with it, which says what to ask for; %NULL: everything
 *
 * Returns: (transfer full) (nullable): the workspace as it is; one that does not exist is empty and
 *   has no SID
 */
TrdCentre *
trd_centre_load_live (TrdService *service, TrdCentre *wanted, GError **error)
{
  g_autoptr(TrdCentre) centre = trd_centre_new ();
  g_autoptr(GError) cause = NULL;
  Reader self = { service, centre, wanted };

  centre->workspace_sid = g_strdup (trd_service_get_workspace (service, &cause));
  if (cause != NULL && !g_error_matches (cause, TR_ERROR, TR_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  if (cause == NULL &&
      (!read_list (&self, TRD_SETUP_ACTIVITY, error) || !read_workspace (&self, error) ||
       !read_list (&self, TRD_SETUP_CHANNEL, error) || !read_list (&self, TRD_SETUP_QUEUE, error) ||
       !read_list (&self, TRD_SETUP_WORKFLOW, error) ||
       !read_list (&self, TRD_SETUP_WORKER, error)))
    return NULL;
  if (!read_flows (&self, error) || !read_numbers (&self, error))
    return NULL;
  return g_steal_pointer (&centre);
}
