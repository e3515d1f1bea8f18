/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-activity-json.h"

#include "trs-fields.h"
#include "trs-workspace-json.h"

/**
 * trs_activity_to_rest:
 * @activity: a #TrsActivity
 * @base_url: where we are reached
 *
 * Returns: (transfer full): the resource as the REST API shows it
 */
JsonObject *
trs_activity_to_rest (gpointer activity, const char *base_url)
{
  TrsActivity *self = activity;
  g_autofree char *workspace = trs_workspace_dup_url (self->workspace, base_url);
  JsonObject *object = json_object_new ();
  JsonObject *links = json_object_new ();

  json_object_set_string_member (object, "account_sid", self->workspace->account->base.sid);
  json_object_set_boolean_member (object, "available", self->is_available);
  trs_fields_set_iso_date (object, "date_created", self->base.date_created);
  trs_fields_set_iso_date (object, "date_updated", self->base.date_updated);
  json_object_set_string_member (object, "friendly_name", self->friendly_name);
  json_object_set_string_member (object, "sid", self->base.sid);
  trs_fields_set_url (object, "url", "%s/Activities/%s", workspace, self->base.sid);
  json_object_set_string_member (object, "workspace_sid", self->workspace->base.sid);
  json_object_set_string_member (links, "workspace", workspace);
  json_object_set_object_member (object, "links", links);
  return object;
}

/**
 * trs_activity_to_payload:
 * @activity: a #TrsActivity
 *
 * Returns: (transfer full): the resource as the event bridge shows it
 */
JsonObject *
trs_activity_to_payload (gpointer activity)
{
  TrsActivity *self = activity;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "account_sid", self->workspace->account->base.sid);
  json_object_set_string_member (object, "workspace_sid", self->workspace->base.sid);
  json_object_set_string_member (object, "sid", self->base.sid);
  trs_fields_set_epoch (object, "date_created", self->base.date_created);
  trs_fields_set_epoch (object, "date_updated", self->base.date_updated);
  json_object_set_string_member (object, "friendly_name", self->friendly_name);
  json_object_set_boolean_member (object, "available", self->is_available);
  return object;
}
