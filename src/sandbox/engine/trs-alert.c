/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-alert.h"

#include "trs-engine-private.h"
#include "trs-event-private.h"
#include "trs-resource-private.h"

/**
 * trs_alert_raise:
 * @workspace: where it happened
 * @code: a #TrsAlertCode, or another of the service's
 * @resource_type: what it is about: "reservation", "workspace" …
 * @resource_sid: its SID
 * @format: the sentence that says what is wrong, without a secret
 * @...: for @format
 *
 * Something that a program of the account's did wrong, and that nobody waits to hear. It is told
 * as the event "alert.created", with error_code and alert_text. That word is the sandbox's own,
 * so it is in no workspace's log: the service shows alerts in its debugger. It has no SID either:
 * when a program fails is nothing that the seed of all randomness knows.
 */
void
trs_alert_raise (TrsWorkspace *workspace,
                 int code,
                 const char *resource_type,
                 const char *resource_sid,
                 const char *format,
                 ...)
{
  TrsEvent *event = trs_event_alloc (workspace->account, "alert.created", NULL);
  TrsEventDatum data[2] = { { "error_code", NULL }, { "alert_text", NULL } };
  va_list args;

  va_start (args, format);
  event->description = g_strdup_vprintf (format, args);
  va_end (args);
  event->text = g_strdup_printf ("%d", code);
  data[0].value = event->text;
  data[1].value = event->description;
  event->data = g_array_append_vals (g_array_new (FALSE, FALSE, sizeof *data), data, 2);
  event->worker_sids = g_ptr_array_new ();
  event->resource_type = resource_type;
  event->resource_sid = g_strdup (resource_sid);
  trs_engine_emit (workspace->engine, event);
  trs_resource_unref (event);
}
