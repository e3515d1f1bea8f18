/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-control.h"

#include "http/trs-refusal.h"
#include "resource/trs-fields.h"

static TrsCall *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsCall *call = trs_engine_get_call (engine, trs_request_get_variable (request, "Sid"));

  if (call == NULL)
    trs_request_refuse_unknown (request);
  return call;
}

static JsonArray *
transcript_to_json (TrsCall *call)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < call->transcript->len; i++)
    {
      const TrsTranscriptLine *line = g_ptr_array_index (call->transcript, i);
      JsonObject *object = json_object_new ();

      trs_fields_set_iso_date (object, "time", line->time);
      json_object_set_string_member (object, "words", line->words);
      json_array_add_object_element (array, object);
    }
  return array;
}

static void
answer (TrsRequest *request, TrsCall *call)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sid", call->base.sid);
  json_object_set_string_member (object, "from", call->from);
  json_object_set_string_member (object, "to", call->to);
  json_object_set_string_member (object, "status", trs_call_status_to_string (call->status));
  json_object_set_array_member (object, "transcript", transcript_to_json (call));
  trs_request_answer_object (request, 200, object);
}

/* The number that the default story dials: the first account's first. */
static const char *
get_default_number (TrsEngine *engine)
{
  GPtrArray *accounts = trs_engine_get_accounts (engine);

  for (guint i = 0; i < accounts->len; i++)
    {
      TrsAccount *account = g_ptr_array_index (accounts, i);

      if (account->numbers->len > 0)
        return ((TrsNumber *) g_ptr_array_index (account->numbers, 0))->phone_number;
    }
  return NULL;
}

static void
place (TrsRequest *request, gpointer user_data)
{
  TrsForm *form = trs_request_get_form (request);
  const char *to = trs_form_get_filled (form, "To");
  const char *from = NULL;
  g_autoptr(GError) error = NULL;
  TrsCall *call = NULL;
  JsonObject *object;

  if (to == NULL)
    to = get_default_number (user_data);
  if (to == NULL)
    {
      trs_request_refuse (request, 20001, "The sandbox has no number to call: name one in To");
      return;
    }
  if (trs_form_expect (form, "From", &from, &error))
    call = trs_call_place (user_data, from, to, trs_form_get_filled (form, "Digits"), &error);
  if (call == NULL)
    {
      trs_request_answer_error (request, error);
      return;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "sid", call->base.sid);
  trs_request_answer_object (request, 201, object);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsCall *call = find (request, user_data);

  if (call != NULL)
    answer (request, call);
}

static void
press (TrsRequest *request, gpointer user_data)
{
  TrsCall *call = find (request, user_data);
  const char *digits = NULL;
  g_autoptr(GError) error = NULL;

  if (call == NULL)
    return;
  if (!trs_form_expect (trs_request_get_form (request), "Digits", &digits, &error) ||
      !trs_call_press (call, digits, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, call);
}

static void
fetch_transcript (TrsRequest *request, gpointer user_data)
{
  TrsCall *call = find (request, user_data);
  JsonObject *object;

  if (call == NULL)
    return;
  object = json_object_new ();
  json_object_set_string_member (object, "sid", call->base.sid);
  json_object_set_array_member (object, "transcript", transcript_to_json (call));
  trs_request_answer_object (request, 200, object);
}

static void
speak (TrsRequest *request, gpointer user_data)
{
  TrsCall *call = find (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  const char *words = NULL;
  const int *given = NULL;
  int seconds = 0;
  g_autoptr(GError) error = NULL;

  if (call == NULL)
    return;
  if (!trs_form_expect (form, "Words", &words, &error) ||
      !trs_form_read_int (form, "Seconds", 1, 3600, &seconds, &given, &error) ||
      !trs_call_speak (call, words, seconds, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, call);
}

static void
hang_up (TrsRequest *request, gpointer user_data)
{
  TrsCall *call = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (call == NULL)
    return;
  if (!trs_call_hang_up (call, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, call);
}

static const TrsRoute routes[] = {
  { "POST", "/sandbox/calls", TRS_ACCESS_LOCAL, place, "From To Digits" },
  { "GET", "/sandbox/calls/{Sid}", TRS_ACCESS_LOCAL, fetch },
  { "POST", "/sandbox/calls/{Sid}/digits", TRS_ACCESS_LOCAL, press, "Digits" },
  { "POST", "/sandbox/calls/{Sid}/press", TRS_ACCESS_LOCAL, press, "Digits" },
  { "POST", "/sandbox/calls/{Sid}/say", TRS_ACCESS_LOCAL, speak, "Words Seconds" },
  { "GET", "/sandbox/calls/{Sid}/transcript", TRS_ACCESS_LOCAL, fetch_transcript },
  { "POST", "/sandbox/calls/{Sid}/hangup", TRS_ACCESS_LOCAL, hang_up },
};

/**
 * trs_control_add_calls:
 * @router: where the routes go
 * @engine: where the calls are; outlives the router
 */
void
trs_control_add_calls (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
