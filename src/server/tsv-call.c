/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-call.h"

#include <string.h>

#include "tsv-answer.h"
#include "tsv-line.h"
#include "tsv-own-call.h"
#include "tsv-service.h"

/*
 * What a desk asks about the call that its worker is in: who is on it, what becomes of them, and
 * whether it is recorded. Only for a conference that goes with one of the worker's reservations.
 *
 * Source: Api 2010, Conferences, Participants, Conferences/{CF}/Recordings.
 */

#define MAX_PARTICIPANTS 250 /* the service takes no more in a conference */
#define MAX_RECORDINGS 50

static const char *const of_conference[] = {
  "sid", "status", "reason_conference_ended", "call_sid_ending_conference", NULL,
};
static const char *const of_participant[] = {
  "call_sid", "label", "muted", "hold", "status", "end_conference_on_exit", "date_updated", NULL,
};
static const char *const of_recording[] = { "sid", "status", NULL };

/* Of the conference that the path names; @below: "", or as "/Participants"; @variable: nullable. */
static char *
dup_path (TrsRequest *request, const char *below, const char *variable)
{
  return g_strconcat ("Conferences/", trs_request_get_variable (request, "Sid"), below,
                      variable != NULL ? "/" : "",
                      variable != NULL ? trs_request_get_variable (request, variable) : "", ".json",
                      NULL);
}

/* ---- What is so ---- */

static void
show_conference (TrsRequest *request, gpointer user_data)
{
  g_autofree char *path = dup_path (request, "", NULL);

  tsv_service_get (user_data, request, path, of_conference);
}

static void
answer_list (TrsRequest *request, GAsyncResult *result, TrClient *client, const char *key,
             const char *const *members)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = tr_client_list_finish (client, result, &error);

  if (items == NULL)
    {
      tsv_service_answer_error (request, error);
      return;
    }
  tsv_service_answer_list (request, key, tsv_service_pick_all (items, members));
}

static void
participants_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;

  answer_list (request, result, TR_CLIENT (source), "participants", of_participant);
}

static void
list_participants (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;
  g_autofree char *path = dup_path (request, "/Participants", NULL);

  tr_client_list_async (context->client, TR_SERVICE_API, path, NULL, MAX_PARTICIPANTS, NULL,
                        participants_cb, trs_request_ref (request));
}

static void
recordings_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;

  answer_list (request, result, TR_CLIENT (source), "recordings", of_recording);
}

static void
list_recordings (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;
  g_autofree char *path = dup_path (request, "/Recordings", NULL);

  tr_client_list_async (context->client, TR_SERVICE_API, path, NULL, MAX_RECORDINGS, NULL,
                        recordings_cb, trs_request_ref (request));
}

/* ---- What is wanted ---- */

static void
change_recording (TrsRequest *request, gpointer user_data)
{
  const char *status = trs_form_get (trs_request_get_form (request), "Status");
  const char *const fields[] = { "Status", status, NULL };
  g_autofree char *path = dup_path (request, "/Recordings", "Recording");

  if (g_strcmp0 (status, "paused") == 0 || g_strcmp0 (status, "in-progress") == 0)
    tsv_service_post (user_data, request, TR_SERVICE_API, path, fields, of_recording);
  else
    tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST, "Status: paused or in-progress is wanted");
}

static void
change_participant (TrsRequest *request, gpointer user_data)
{
  static const char *const names[] = { "Hold", "Muted", "EndConferenceOnExit" };
  TrsForm *form = trs_request_get_form (request);
  const char *fields[2 * G_N_ELEMENTS (names) + 1] = { NULL };
  g_autofree char *path = dup_path (request, "/Participants", "Call");
  gsize n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (trs_form_get (form, names[i]) == NULL)
        continue;
      fields[n++] = names[i];
      fields[n++] = trs_form_get_bool (form, names[i], FALSE) ? "true" : "false";
    }
  if (n > 0)
    tsv_service_post (user_data, request, TR_SERVICE_API, path, fields, of_participant);
  else
    tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST,
                        "Hold, Muted or EndConferenceOnExit is wanted");
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);

  if (error != NULL)
    tsv_service_answer_error (request, error);
  else
    tsv_answer_empty (request);
}

static void
remove_participant (TrsRequest *request, gpointer user_data)
{
  TsvContext *context = user_data;
  g_autofree char *path = dup_path (request, "/Participants", "Call");

  tr_client_request_async (context->client, TR_SERVICE_API, "DELETE", path, NULL, NULL, removed_cb,
                           trs_request_ref (request));
}

/* ---- Calling a number ---- */

/* Nothing else is called from here: no SIP address, no client, no other party's codes. */
static gboolean
is_number (const char *text)
{
  gsize n_digits = text != NULL && *text == '+' ? strspn (text + 1, "0123456789") : 0;

  return n_digits >= 8 && n_digits <= 15 && text[1] != '0' && text[1 + n_digits] == '\0';
}

/* The number's leg ends the conference for nobody, and has a name by which it is known again. */
static void
call_number (TrsRequest *request, gpointer user_data)
{
  TrsForm *form = trs_request_get_form (request);
  const char *to = trs_form_get (form, "To");
  const char *const fields[] = {
    "From", trs_form_get (form, "From"), "To", to, "Label", to, "EarlyMedia", "true",
    "EndConferenceOnExit", "false", NULL,
  };
  g_autofree char *path = dup_path (request, "/Participants", NULL);

  g_message ("A number is called for %s", trs_request_get_variable (request, "Sid"));
  tsv_service_post (user_data, request, TR_SERVICE_API, path, fields, of_participant);
}

static void
call_number_called (TrsRequest *request, const TsvCaller *caller, gpointer user_data)
{
  TsvContext *context = user_data;
  const TsvPolicy *policy = context->config->policy;
  TrsForm *form = trs_request_get_form (request);
  const char *to = trs_form_get (form, "To");
  int wait;

  if (!tsv_policy_may_dial_out (policy, caller->name, caller->is_shared))
    tsv_answer_refusal (request, TSV_ERROR_FORBIDDEN, "You may not call numbers");
  else if (!is_number (to) || !is_number (trs_form_get (form, "From")))
    tsv_answer_refusal (request, TSV_ERROR_BAD_REQUEST,
                        "To, From: a number is wanted, as +16505550100");
  else if (!tsv_policy_may_call_number (policy, to))
    tsv_answer_refusal (request, TSV_ERROR_FORBIDDEN, "Numbers like this one may not be called");
  else if ((wait = tsv_line_count_dialled (context->line, caller->worker_sid)) > 0)
    tsv_answer_later (request, TSV_ERROR_SLOW_DOWN, "Too many numbers were called", wait);
  else
    tsv_line_check (context->line, request, caller, FALSE, call_number, context);
}

/* ---- Requests ---- */

/* What is done when it is the caller's own conference, and whether that only reads. */
#define OWN(own, is_reading)                                                                       \
  static void own##_called (TrsRequest *request, const TsvCaller *caller, gpointer user_data)      \
  {                                                                                                \
    TsvContext *context = user_data;                                                               \
    tsv_line_check (context->line, request, caller, is_reading, own, context);                     \
  }                                                                                                \
  CALLED (own)

#define CALLED(own)                                                                                \
  static void own##_asked (TrsRequest *request, gpointer user_data)                                \
  {                                                                                                \
    if (tsv_service_check_sids (user_data, request) && tsv_service_parse (request))                \
      tsv_caller_check (user_data, request, own##_called, user_data);                              \
  }

OWN (show_conference, TRUE)
OWN (list_participants, TRUE)
OWN (list_recordings, TRUE)
OWN (change_participant, FALSE)
OWN (change_recording, FALSE)
OWN (remove_participant, FALSE)
CALLED (call_number)

static void
show_call_asked (TrsRequest *request, gpointer user_data)
{
  if (tsv_service_check_sids (user_data, request))
    tsv_caller_check (user_data, request, tsv_own_call_show, user_data);
}

void
tsv_call_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "GET", "/v1/service/Calls/{Call}", TRS_ACCESS_TOKEN, show_call_asked },
    { "GET", "/v1/service/Conferences/{Sid}", TRS_ACCESS_TOKEN, show_conference_asked },
    { "GET", "/v1/service/Conferences/{Sid}/Participants", TRS_ACCESS_TOKEN,
      list_participants_asked },
    { "POST", "/v1/service/Conferences/{Sid}/Participants", TRS_ACCESS_TOKEN, call_number_asked },
    { "POST", "/v1/service/Conferences/{Sid}/Participants/{Call}", TRS_ACCESS_TOKEN,
      change_participant_asked },
    { "DELETE", "/v1/service/Conferences/{Sid}/Participants/{Call}", TRS_ACCESS_TOKEN,
      remove_participant_asked },
    { "GET", "/v1/service/Conferences/{Sid}/Recordings", TRS_ACCESS_TOKEN, list_recordings_asked },
    { "POST", "/v1/service/Conferences/{Sid}/Recordings/{Recording}", TRS_ACCESS_TOKEN,
      change_recording_asked },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
