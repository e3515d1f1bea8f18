/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-apply.h"

#include "tr-error.h"
#include "tr-json.h"

#include "trd-setup-flow.h"
#include "trd-setup-unknown.h"
#include "trd-setup-value.h"

/* Each change is one request, or a few of which each can be made again: whoever stops anywhere between
 * two of them, and plans anew, goes on where it stopped. */

typedef struct
{
  TrdChange *change;
  TrdService *service;
  TrdCentre *present; /* what is made is added to it, so that later changes find its SID */
} Work;

/* ---- SIDs for names ---- */

static const char *
sid_of (TrdCentre *centre, TrdSetupKind kind, const char *name)
{
  TrdThing *thing = trd_centre_find (centre, kind, name);

  if (thing == NULL && trd_setup_is_sid (kind, name))
    return name;
  return thing != NULL ? thing->sid : NULL;
}

static const char *
queue_sid (const char *name, gpointer user_data)
{
  return sid_of (user_data, TRD_SETUP_QUEUE, name);
}

static const char *
workflow_sid (const char *name, gpointer user_data)
{
  return sid_of (user_data, TRD_SETUP_WORKFLOW, name);
}

static gboolean
refuse_missing (TrdSetupKind kind, const char *name, GError **error)
{
  g_set_error (error, TR_ERROR, TR_ERROR_REFUSED,
               "there is no %s '%s', in the file or in the service",
               trd_setup_spec (kind)->one, name);
  return FALSE;
}

/* ---- Forms ---- */

static void
add (GPtrArray *form, const char *name, const char *value)
{
  g_ptr_array_add (form, g_strdup (name));
  g_ptr_array_add (form, g_strdup (value));
}

static gboolean
add_activity (Work *self, GPtrArray *form, const TrdField *field, JsonNode *node, GError **error)
{
  const char *name = json_node_get_string (node);
  const char *sid = *name != '\0' ? sid_of (self->present, TRD_SETUP_ACTIVITY, name) : "";

  if (sid == NULL)
    return refuse_missing (TRD_SETUP_ACTIVITY, name, error);
  add (form, field->parameter, sid);
  return TRUE;
}

static gboolean
add_routing (Work *self, GPtrArray *form, const TrdField *field, JsonNode *node, GError **error)
{
  TrdThing *present = self->change->present;
  g_autofree char *missing = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *text =
    trd_setup_routing_to_configuration (json_node_get_object (node), queue_sid, self->present,
                                        &missing);

  if (text == NULL)
    return refuse_missing (TRD_SETUP_QUEUE, missing, error);
  kept = trd_setup_unknown_keep (text, present != NULL ? present->configuration : NULL);
  add (form, field->parameter, kept);
  return TRUE;
}

static gboolean
add_flow (Work *self, GPtrArray *form, const TrdField *field, JsonNode *node, GError **error)
{
  g_autoptr(JsonNode) definition = trd_value_copy (node);
  g_autofree char *text = NULL;

  trd_flow_rename_workflows (definition, workflow_sid, self->present);
  text = tr_json_to_string (definition);
  add (form, field->parameter, text);
  return TRUE;
}

static gboolean
add_answer (Work *self, GPtrArray *form, const TrdField *field, JsonNode *node, GError **error)
{
  const char *name = json_node_get_string (node);
  TrdThing *flow = trd_centre_find (self->present, TRD_SETUP_FLOW, name);

  if (flow == NULL || flow->webhook_url == NULL)
    return refuse_missing (TRD_SETUP_FLOW, name, error);
  add (form, field->parameter, flow->webhook_url);
  add (form, "VoiceMethod", "POST");
  return TRUE;
}

static gboolean
add_field (Work *self, GPtrArray *form, const TrdField *field, JsonNode *node, GError **error)
{
  g_autofree char *text = NULL;

  switch (field->type)
    {
    case TRD_FIELD_ACTIVITY:
      return add_activity (self, form, field, node, error);
    case TRD_FIELD_ROUTING:
      return add_routing (self, form, field, node, error);
    case TRD_FIELD_FLOW:
      return add_flow (self, form, field, node, error);
    case TRD_FIELD_ANSWER:
      return add_answer (self, form, field, node, error);
    case TRD_FIELD_TEXT:
    case TRD_FIELD_WORD:
      add (form, field->parameter, json_node_get_string (node));
      return TRUE;
    case TRD_FIELD_FLAG:
    case TRD_FIELD_NUMBER:
    case TRD_FIELD_OBJECT:
    case TRD_FIELD_CHANNELS:
    default:
      text = tr_json_to_string (node);
      add (form, field->parameter, text);
      return TRUE;
    }
}

/* What a request must have, and the file need not say. */
static void
add_needs (Work *self, GPtrArray *form)
{
  TrdThing *wanted = self->change->wanted;
  gboolean is_new = self->change->type == TRD_CHANGE_ADD;

  if (is_new && wanted->kind != TRD_SETUP_NUMBER)
    add (form, trd_setup_spec (wanted->kind)->name_parameter, wanted->name);
  if (is_new && wanted->kind == TRD_SETUP_CHANNEL &&
      !json_object_has_member (wanted->fields, "label"))
    add (form, "FriendlyName", wanted->name);
  if (wanted->kind == TRD_SETUP_FLOW)
    {
      add (form, "Status", "published");
      add (form, "CommitMessage", "task-router-admin setup apply");
    }
  /* Tasks that wait are to feel the new rules too. */
  if (!is_new && wanted->kind == TRD_SETUP_WORKFLOW)
    add (form, "ReEvaluateTasks", "true");
}

static GPtrArray *
make_form (Work *self, GError **error)
{
  TrdThing *wanted = self->change->wanted;
  g_autoptr(GPtrArray) form = g_ptr_array_new_with_free_func (g_free);

  add_needs (self, form);
  for (const TrdField *field = trd_setup_spec (wanted->kind)->fields; field->name != NULL; field++)
    if (field->parameter != NULL && trd_change_sets (self->change, field) &&
        !add_field (self, form, field, json_object_get_member (wanted->fields, field->name), error))
      return NULL;
  g_ptr_array_add (form, NULL);
  return g_steal_pointer (&form);
}

/* ---- Requests ---- */

static char *
dup_path (Work *self, const char *sid)
{
  const TrdSetupSpec *spec = trd_setup_spec (self->change->wanted->kind);

  if (self->change->wanted->kind == TRD_SETUP_WORKSPACE)
    return sid != NULL ? g_strconcat ("Workspaces/", sid, NULL) : g_strdup ("Workspaces");
  if (spec->service == TR_SERVICE_API)
    return g_strconcat (spec->path, "/", sid, ".json", NULL);
  return g_strconcat (spec->path, sid != NULL ? "/" : "", sid, NULL);
}

static JsonObject *
send_form (Work *self, const char *sid, GPtrArray *form, GError **error)
{
  const TrdSetupSpec *spec = trd_setup_spec (self->change->wanted->kind);
  g_autofree char *path = dup_path (self, sid);
  const char *const *pairs = (const char *const *) form->pdata;

  if (spec->service == TR_SERVICE_TASKROUTER && self->change->wanted->kind != TRD_SETUP_WORKSPACE)
    return trd_service_request_workspace (self->service, "POST", path, pairs, error);
  return trd_service_request (self->service, spec->service, "POST", path, pairs, error);
}

/* What was made, for those that come later. */
static gboolean
remember (Work *self, JsonObject *made, GError **error)
{
  TrdThing *wanted = self->change->wanted;
  TrdThing *thing = trd_thing_new (wanted->kind, wanted->name);

  thing->sid = g_strdup (trd_value_get_text (made, "sid"));
  thing->webhook_url = g_strdup (trd_value_get_text (made, "webhook_url"));
  trd_centre_add (self->present, thing);
  if (thing->sid != NULL)
    return TRUE;
  g_set_error (error, TR_ERROR, TR_ERROR_PROTOCOL, "the service's answer has no sid");
  return FALSE;
}

static gboolean
set_channels (Work *self, const char *worker_sid, GError **error)
{
  JsonNode *node = trd_value_get (self->change->wanted->fields, "channels");
  JsonObject *wanted = node != NULL ? json_node_get_object (node) : NULL;
  JsonNode *present = self->change->present != NULL
                          ? trd_value_get (self->change->present->fields, "channels") : NULL;
  JsonObject *olds = present != NULL ? json_node_get_object (present) : NULL;
  g_autoptr(GList) names = wanted != NULL ? json_object_get_members (wanted) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *channel = json_object_get_object_member (wanted, l->data);
      JsonNode *old = trd_value_get (olds, l->data);
      g_autofree char *escaped = g_uri_escape_string (l->data, NULL, FALSE);
      g_autofree char *path = g_strdup_printf ("Workers/%s/Channels/%s", worker_sid, escaped);
      gint64 number = json_object_get_int_member (channel, "capacity");
      g_autofree char *capacity = g_strdup_printf ("%" G_GINT64_FORMAT, number);
      gboolean is_available = json_object_get_boolean_member (channel, "available");
      const char *form[] = { "Capacity", capacity, "Available", is_available ? "true" : "false", NULL };
      g_autoptr(JsonObject) answer = NULL;

      if (old != NULL && trd_value_equals (old, json_object_get_member (wanted, l->data)))
        continue;
      answer = trd_service_request_workspace (self->service, "POST", path, form, error);
      if (answer == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_thing (Work *self, GError **error)
{
  g_autoptr(GPtrArray) form = make_form (self, error);
  g_autoptr(JsonObject) made = form != NULL ? send_form (self, NULL, form, error) : NULL;

  return made != NULL && remember (self, made, error) &&
         set_channels (self, trd_value_get_text (made, "sid"), error);
}

/* Of a worker it may be that only the channels change. */
static gboolean
needs_form (Work *self)
{
  for (const TrdField *field = trd_setup_spec (self->change->wanted->kind)->fields; field->name != NULL; field++)
    if (field->type != TRD_FIELD_CHANNELS && trd_change_sets (self->change, field))
      return TRUE;
  return FALSE;
}

static gboolean
set_thing (Work *self, GError **error)
{
  const char *sid = self->change->present->sid;
  g_autoptr(GPtrArray) form = NULL;
  g_autoptr(JsonObject) answer = NULL;

  if (needs_form (self))
    {
      form = make_form (self, error);
      answer = form != NULL ? send_form (self, sid, form, error) : NULL;
      if (answer == NULL)
        return FALSE;
    }
  return set_channels (self, sid, error);
}

static gboolean
remove_thing (Work *self, GError **error)
{
  TrdThing *present = self->change->present;
  g_autofree char *path =
      g_strdup_printf ("%s/%s", trd_setup_spec (present->kind)->path, present->sid);

  return trd_service_delete_workspace (self->service, path, error);
}

/**
 * trd_change_apply:
 * @self: a change that nothing hinders
 * @service: the account, with the workspace
 * @present: the live centre of the plan; what is added becomes known to it
 *
 * Returns: whether it is done; %TR_ERROR_REFUSED and others where it is not, or not wholly
 */
gboolean
trd_change_apply (TrdChange *self, TrdService *service, TrdCentre *present, GError **error)
{
  Work work = { self, service, present };

  switch (self->type)
    {
    case TRD_CHANGE_ADD:
      return add_thing (&work, error);
    case TRD_CHANGE_REMOVE:
      return remove_thing (&work, error);
    case TRD_CHANGE_SET:
    default:
      return set_thing (&work, error);
    }
}
