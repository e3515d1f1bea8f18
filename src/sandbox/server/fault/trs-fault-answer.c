/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-fault-answer.h"

static void
answer_status (const TrsFault *fault, TrsRequest *request)
{
  /* libsoup's list is older than RFC 6585. */
  const char *reason = fault->status == 429 ? "Too Many Requests"
                                            : soup_status_get_phrase (fault->status);
  JsonObject *object = json_object_new ();
  g_autofree char *more_info = NULL;
  /* 429 → 20429, 503 → 20503: the service's numbers for what has no reason of its own. */
  guint code = fault->status == 401 ? 20003 : 20000 + fault->status;

  more_info = g_strdup_printf ("https://www.twilio.com/docs/errors/%u", code);
  json_object_set_int_member (object, "code", code);
  json_object_set_string_member (object, "message", reason);
  json_object_set_string_member (object, "more_info", more_info);
  json_object_set_int_member (object, "status", fault->status);
  trs_request_answer_object (request, fault->status, object);
}

/**
 * trs_fault_answer:
 * @fault: %TRS_FAULT_STATUS, %TRS_FAULT_HTML or %TRS_FAULT_BROKEN_JSON
 * @request: a request that was not answered yet, and whose wish is not carried out
 *
 * Answers with what the fault says.
 */
void
trs_fault_answer (const TrsFault *fault, TrsRequest *request)
{
  SoupMessageHeaders *headers = trs_request_get_response_headers (request);
  g_autofree char *seconds = g_strdup_printf ("%d", fault->retry_after);

  if (fault->kind == TRS_FAULT_HTML)
    trs_request_answer_text (request, fault->status, "text/html;charset=utf-8",
                             "<!DOCTYPE html><html><head><title>Sign in to the network</title>"
                             "</head><body><h1>Welcome</h1></body></html>");
  else if (fault->kind == TRS_FAULT_BROKEN_JSON)
    trs_request_answer_text (request, fault->status, "application/json;charset=utf-8",
                             "{\"payload\":{\"sid\":\"WK0000");
  else
    answer_status (fault, request);
  if (fault->retry_after > 0)
    soup_message_headers_replace (headers, "Retry-After", seconds);
}

/**
 * trs_fault_cut:
 * @message: one that is being answered
 *
 * Takes its connection away: the client sees its end, and no answer.
 */
void
trs_fault_cut (SoupServerMessage *message)
{
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);

  if (stream != NULL)
    g_io_stream_close (stream, NULL, NULL);
}
