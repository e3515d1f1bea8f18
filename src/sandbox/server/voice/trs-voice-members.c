/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice.h"

#include "http/trs-page.h"
#include "resource/trs-voice-queue-json.h"
#include "trs-voice-form.h"

static TrsVoiceQueue *
find_queue (TrsRequest *request, TrsEngine *engine)
{
  TrsAccount *account = trs_voice_get_account (request, engine);
  TrsVoiceQueue *queue =
    trs_engine_get_voice_queue (engine, trs_request_get_variable (request, "QueueSid"));

  if (queue != NULL && queue->account == account)
    return queue;
  trs_request_refuse_unknown (request);
  return NULL;
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsVoiceQueue *queue = find_queue (request, user_data);

  if (queue != NULL)
    trs_page_answer_2010 (request, queue->members, "queue_members", trs_queue_member_to_2010);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsVoiceQueue *queue = find_queue (request, user_data);
  TrsQueueMember *member;

  if (queue == NULL)
    return;
  member = trs_voice_queue_get_member (queue, trs_request_get_variable (request, "CallSid"));
  if (member == NULL)
    trs_request_refuse_unknown (request);
  else
    trs_request_answer_object (
      request, 200, trs_queue_member_to_2010 (member, trs_request_get_base_url (request)));
}

/* Out of the queue, and on with what is at Url. The answer is of how he stood there. */
static void
update (TrsRequest *request, gpointer user_data)
{
  TrsVoiceQueue *queue = find_queue (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  g_auto(TrsVoiceForm) voice = { 0 };
  g_autoptr(GError) error = NULL;
  const char *url, *method;
  TrsQueueMember *member;
  JsonObject *object;

  if (queue == NULL)
    return;
  member = trs_voice_queue_get_member (queue, trs_request_get_variable (request, "CallSid"));
  if (member == NULL)
    {
      trs_request_refuse_unknown (request);
      return;
    }
  trs_voice_form_init (&voice, form);
  if (!trs_form_expect (form, "Url", &url, &error) ||
      !trs_voice_form_read_address (&voice, "Url", "Method", &url, &method, &error))
    {
      trs_request_answer_error (request, error);
      return;
    }
  object = trs_queue_member_to_2010 (member, trs_request_get_base_url (request));
  trs_call_redirect (member->call,
                     &(TrsVoiceProgram) { .url = (char *) url, .method = (char *) method }, NULL);
  trs_request_answer_object (request, 200, object);
}

#define COLLECTION TRS_VOICE_ACCOUNT "/Queues/{QueueSid}/Members"

static const TrsRoute routes[] = {
  { "GET", COLLECTION ".json", TRS_ACCESS_BASIC, list },
  { "GET", COLLECTION "/{CallSid}.json", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{CallSid}.json", TRS_ACCESS_BASIC, update },
};

void
trs_voice_add_members (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
