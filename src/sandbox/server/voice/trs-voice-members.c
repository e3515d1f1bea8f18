/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice.h"

#include "http/trs-page.h"
#include "resource/trs-voice-queue-json.h"

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

#define COLLECTION TRS_VOICE_ACCOUNT "/Queues/{QueueSid}/Members"

static const TrsRoute routes[] = {
  { "GET", COLLECTION ".json", TRS_ACCESS_BASIC, list },
  { "GET", COLLECTION "/{CallSid}.json", TRS_ACCESS_BASIC, fetch },
};

void
trs_voice_add_members (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
