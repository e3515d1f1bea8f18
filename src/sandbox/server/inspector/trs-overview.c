/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-overview.h"

#include "control/trs-clock-json.h"
#include "control/trs-phone-json.h"
#include "resource/trs-fields.h"

/* Of each account, the newest; and of all phones. */
#define MAX_CALLS 100
#define MAX_PHONES 200

static JsonObject *
call_to_json (TrsCall *call)
{
  const TrsTranscriptLine *last = NULL;
  g_autofree char *link = g_strconcat ("/sandbox/calls/", call->base.sid, NULL);
  JsonObject *object = json_object_new ();

  if (call->transcript->len > 0)
    last = g_ptr_array_index (call->transcript, call->transcript->len - 1);
  json_object_set_string_member (object, "sid", call->base.sid);
  json_object_set_string_member (object, "from", call->from);
  json_object_set_string_member (object, "to", call->to);
  json_object_set_string_member (object, "direction", call->direction);
  json_object_set_string_member (object, "status", trs_call_status_to_string (call->status));
  json_object_set_boolean_member (object, "over", trs_call_is_over (call));
  trs_fields_set_iso_date (object, "date_created", call->base.date_created);
  json_object_set_double_member (object, "epoch",
                                 (double) call->base.date_created / G_USEC_PER_SEC);
  trs_fields_set_string (object, "task_sid", call->task != NULL ? call->task->base.sid : NULL);
  json_object_set_int_member (object, "lines", call->transcript->len);
  trs_fields_set_string (object, "last_line", last != NULL ? last->words : NULL);
  json_object_set_string_member (object, "transcript", link);
  return object;
}

/* The newest first. */
static guint
add_calls (JsonArray *array, GPtrArray *calls)
{
  guint n_shown = MIN (calls->len, MAX_CALLS);

  for (guint i = 0; i < n_shown; i++)
    json_array_add_object_element (array,
                                   call_to_json (g_ptr_array_index (calls, calls->len - 1 - i)));
  return calls->len;
}

static JsonArray *
numbers_to_json (TrsAccount *account)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < account->numbers->len; i++)
    {
      TrsNumber *number = g_ptr_array_index (account->numbers, i);

      json_array_add_string_element (array, number->phone_number);
    }
  return array;
}

static JsonObject *
account_to_json (TrsAccount *account)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sid", account->base.sid);
  json_object_set_string_member (object, "friendly_name", account->friendly_name);
  json_object_set_array_member (object, "numbers", numbers_to_json (account));
  return object;
}

/**
 * trs_overview_new:
 * @server: a server
 * @bridge: its bridge
 *
 * Changes nothing. Its cost is bounded but for one walk over the tasks.
 *
 * Returns: (transfer full): what there is now, for people
 */
JsonObject *
trs_overview_new (TrsServer *server, TrsBridge *bridge)
{
  TrsEngine *engine = trs_server_get_engine (server);
  GPtrArray *list = trs_engine_get_accounts (engine);
  JsonObject *object = json_object_new ();
  JsonArray *accounts = json_array_new ();
  JsonArray *workspaces = json_array_new ();
  JsonArray *calls = json_array_new ();
  guint n_calls = 0;

  for (guint i = 0; i < list->len; i++)
    {
      TrsAccount *account = g_ptr_array_index (list, i);

      json_array_add_object_element (accounts, account_to_json (account));
      n_calls += add_calls (calls, account->calls);
      for (guint j = 0; j < account->workspaces->len; j++)
        json_array_add_object_element (
          workspaces, trs_overview_new_workspace (g_ptr_array_index (account->workspaces, j), bridge));
    }
  json_object_set_object_member (object, "clock", trs_clock_to_json (server));
  json_object_set_array_member (object, "accounts", accounts);
  json_object_set_array_member (object, "workspaces", workspaces);
  json_object_set_array_member (object, "calls", calls);
  json_object_set_int_member (object, "calls_total", n_calls);
  json_object_set_array_member (object, "phones", trs_phone_list_to_json (engine, MAX_PHONES));
  return object;
}
