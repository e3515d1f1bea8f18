/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-event-form.h"

#include "http/trs-form.h"
#include "resource/trs-fields.h"

static void
set_string (JsonObject *form, const char *name, const char *value)
{
  json_object_set_string_member (form, name, value != NULL ? value : "");
}

/**
 * trs_event_form_new:
 * @event: an event of a workspace
 *
 * Returns: (transfer full): the parameters of its event callback, all of them strings: those of
 *   every event, then the same data that the log has, by their other names
 *
 * Source: the service's "Event reference".
 */
JsonObject *
trs_event_form_new (TrsEvent *event)
{
  JsonObject *form = json_object_new ();

  set_string (form, "EventType", event->type);
  set_string (form, "AccountSid", event->account->base.sid);
  set_string (form, "WorkspaceSid", event->workspace->base.sid);
  set_string (form, "WorkspaceName", event->workspace->friendly_name);
  set_string (form, "EventDescription", event->description);
  set_string (form, "ResourceType", event->resource_type);
  set_string (form, "ResourceSid", event->resource_sid);
  trs_fields_set_digits (form, "Timestamp", event->base.date_created / G_USEC_PER_SEC);
  trs_fields_set_digits (form, "TimestampMs", event->base.date_created / 1000);
  set_string (form, "Sid", event->base.sid);
  for (guint i = 0; i < event->data->len; i++)
    {
      const TrsEventDatum *datum = &g_array_index (event->data, TrsEventDatum, i);
      g_autofree char *name = trs_form_dup_name ("", datum->key);

      set_string (form, name, datum->value);
    }
  return form;
}
