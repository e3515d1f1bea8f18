/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-event-json.h"

#include "trs-fields.h"
#include "trs-workspace-json.h"

static const struct
{
  const char *type;
  const char *path;
} collections[] = {
  { "activity", "Activities" },   { "task", "Tasks" },           { "task-channel", "TaskChannels" },
  { "task-queue", "TaskQueues" }, { "worker", "Workers" },       { "workflow", "Workflows" },
};

/* The log outlives what it tells of, so addresses are made of the SIDs that it holds. */
static void
set_resource_url (JsonObject *object, TrsEvent *self, const char *workspace)
{
  const char *type = self->resource_type != NULL ? self->resource_type : "";

  if (g_str_equal (type, "reservation"))
    {
      trs_fields_set_url (object, "resource_url", "%s/Tasks/%s/Reservations/%s", workspace,
                          trs_event_get_datum (self, "task_sid"), self->resource_sid);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (collections); i++)
    {
      if (g_str_equal (type, collections[i].type))
        {
          trs_fields_set_url (object, "resource_url", "%s/%s/%s", workspace, collections[i].path,
                              self->resource_sid);
          return;
        }
    }
  json_object_set_string_member (object, "resource_url", workspace);
}

static JsonObject *
data_new (TrsEvent *self)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < self->data->len; i++)
    {
      const TrsEventDatum *datum = &g_array_index (self->data, TrsEventDatum, i);

      trs_fields_set_string (object, datum->key, datum->value);
    }
  json_object_set_string_member (object, "workspace_name", self->workspace->friendly_name);
  json_object_set_string_member (object, "workspace_sid", self->workspace->base.sid);
  return object;
}

/**
 * trs_event_to_rest:
 * @event: a #TrsEvent of a workspace's log
 * @base_url: where we are reached
 *
 * Returns: (transfer full): the resource as the REST API shows it
 */
JsonObject *
trs_event_to_rest (gpointer event, const char *base_url)
{
  TrsEvent *self = event;
  g_autofree char *workspace = trs_workspace_dup_url (self->workspace, base_url);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "account_sid", self->account->base.sid);
  json_object_set_string_member (object, "actor_sid", self->workspace->base.sid);
  json_object_set_string_member (object, "actor_type", "workspace");
  json_object_set_string_member (object, "actor_url", workspace);
  trs_fields_set_string (object, "description", self->description);
  json_object_set_object_member (object, "event_data", data_new (self));
  trs_fields_set_iso_date (object, "event_date", self->base.date_created);
  json_object_set_int_member (object, "event_date_ms", self->base.date_created / 1000);
  json_object_set_string_member (object, "event_type", self->type);
  trs_fields_set_string (object, "resource_sid", self->resource_sid);
  trs_fields_set_string (object, "resource_type", self->resource_type);
  set_resource_url (object, self, workspace);
  json_object_set_string_member (object, "sid", self->base.sid);
  json_object_set_string_member (object, "source", "twilio");
  json_object_set_string_member (object, "source_ip_address", "127.0.0.1");
  trs_fields_set_url (object, "url", "%s/Events/%s", workspace, self->base.sid);
  json_object_set_string_member (object, "workspace_sid", self->workspace->base.sid);
  return object;
}
