/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-worker-json.h"

#include "trs-fields.h"
#include "trs-workspace-json.h"

static JsonObject *
links_new (TrsWorker *self, const char *workspace, const char *url)
{
  JsonObject *links = json_object_new ();

  trs_fields_set_url (links, "channels", "%s/Channels", url);
  trs_fields_set_url (links, "activity", "%s/Activities/%s", workspace, self->activity->base.sid);
  json_object_set_string_member (links, "workspace", workspace);
  trs_fields_set_url (links, "statistics", "%s/Workers/Statistics", workspace);
  trs_fields_set_url (links, "real_time_statistics", "%s/Workers/RealTimeStatistics", workspace);
  trs_fields_set_url (links, "cumulative_statistics", "%s/Workers/CumulativeStatistics",
                      workspace);
  trs_fields_set_url (links, "worker_statistics", "%s/Statistics", url);
  trs_fields_set_url (links, "worker_channels", "%s/Channels", url);
  trs_fields_set_url (links, "reservations", "%s/Reservations", url);
  return links;
}

/**
 * trs_worker_to_rest:
 * @worker: a #TrsWorker
 * @base_url: where we are reached
 *
 * Returns: (transfer full): the resource as the REST API shows it
 */
JsonObject *
trs_worker_to_rest (gpointer worker, const char *base_url)
{
  TrsWorker *self = worker;
  g_autofree char *workspace = trs_workspace_dup_url (self->workspace, base_url);
  g_autofree char *url = g_strdup_printf ("%s/Workers/%s", workspace, self->base.sid);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_string_member (object, "friendly_name", self->friendly_name);
  json_object_set_string_member (object, "account_sid", self->workspace->account->base.sid);
  json_object_set_string_member (object, "activity_sid", self->activity->base.sid);
  json_object_set_string_member (object, "activity_name", self->activity->friendly_name);
  json_object_set_string_member (object, "workspace_sid", self->workspace->base.sid);
  json_object_set_string_member (object, "attributes", self->attributes);
  json_object_set_boolean_member (object, "available", self->activity->is_available);
  trs_fields_set_iso_date (object, "date_created", self->base.date_created);
  trs_fields_set_iso_date (object, "date_updated", self->base.date_updated);
  trs_fields_set_iso_date (object, "date_status_changed", self->date_status_changed);
  json_object_set_string_member (object, "url", url);
  json_object_set_object_member (object, "links", links_new (self, workspace, url));
  return object;
}

/**
 * trs_worker_to_payload:
 * @worker: a #TrsWorker
 *
 * Returns: (transfer full): the resource as the event bridge shows it
 */
JsonObject *
trs_worker_to_payload (gpointer worker)
{
  TrsWorker *self = worker;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "account_sid", self->workspace->account->base.sid);
  json_object_set_string_member (object, "workspace_sid", self->workspace->base.sid);
  json_object_set_string_member (object, "sid", self->base.sid);
  trs_fields_set_epoch (object, "date_created", self->base.date_created);
  trs_fields_set_epoch (object, "date_updated", self->base.date_updated);
  json_object_set_string_member (object, "attributes", self->attributes);
  json_object_set_string_member (object, "friendly_name", self->friendly_name);
  json_object_set_boolean_member (object, "available", self->activity->is_available);
  json_object_set_string_member (object, "activity_sid", self->activity->base.sid);
  json_object_set_string_member (object, "activity_name", self->activity->friendly_name);
  trs_fields_set_epoch (object, "date_status_changed", self->date_status_changed);
  json_object_set_int_member (object, "version", self->version);
  return object;
}
