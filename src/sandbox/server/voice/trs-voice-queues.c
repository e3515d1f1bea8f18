/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-voice.h"

#include "http/trs-page.h"
#include "resource/trs-voice-queue-json.h"

#define MAX_SIZE 5000

static TrsVoiceQueue *
find (TrsRequest *request, TrsEngine *engine)
{
  TrsAccount *account = trs_voice_get_account (request, engine);
  TrsVoiceQueue *queue =
    trs_engine_get_voice_queue (engine, trs_request_get_variable (request, "Sid"));

  if (queue != NULL && queue->account == account)
    return queue;
  trs_request_refuse_unknown (request);
  return NULL;
}

static void
answer (TrsRequest *request, guint status, TrsVoiceQueue *queue)
{
  trs_request_answer_object (request, status,
                             trs_voice_queue_to_2010 (queue, trs_request_get_base_url (request)));
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);

  trs_page_answer_2010 (request, account->voice_queues, "queues", trs_voice_queue_to_2010);
}

static void
create (TrsRequest *request, gpointer user_data)
{
  TrsAccount *account = trs_voice_get_account (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  const char *name = NULL;
  const int *max_size = NULL;
  int storage = 0;
  TrsVoiceQueue *queue = NULL;

  if (trs_form_expect (form, "FriendlyName", &name, &error) &&
      trs_form_read_int (form, "MaxSize", 1, MAX_SIZE, &storage, &max_size, &error))
    queue = trs_voice_queue_create (account, name, max_size, &error);
  if (queue == NULL)
    trs_request_answer_error (request, error);
  else
    answer (request, 201, queue);
}

static void
fetch (TrsRequest *request, gpointer user_data)
{
  TrsVoiceQueue *queue = find (request, user_data);

  if (queue != NULL)
    answer (request, 200, queue);
}

static void
update (TrsRequest *request, gpointer user_data)
{
  TrsVoiceQueue *queue = find (request, user_data);
  TrsForm *form = trs_request_get_form (request);
  g_autoptr(GError) error = NULL;
  const int *max_size = NULL;
  int storage = 0;

  if (queue == NULL)
    return;
  if (!trs_form_read_int (form, "MaxSize", 1, MAX_SIZE, &storage, &max_size, &error) ||
      !trs_voice_queue_update (queue, trs_form_get_filled (form, "FriendlyName"), max_size, &error))
    trs_request_answer_error (request, error);
  else
    answer (request, 200, queue);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsVoiceQueue *queue = find (request, user_data);
  g_autoptr(GError) error = NULL;

  if (queue == NULL)
    return;
  if (!trs_voice_queue_delete (queue, &error))
    trs_request_answer_error (request, error);
  else
    trs_request_answer_empty (request, 204);
}

#define COLLECTION TRS_VOICE_ACCOUNT "/Queues"

static const TrsRoute routes[] = {
  { "GET", COLLECTION ".json", TRS_ACCESS_BASIC, list },
  { "POST", COLLECTION ".json", TRS_ACCESS_BASIC, create },
  { "GET", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, fetch },
  { "POST", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, update },
  { "DELETE", COLLECTION "/{Sid}.json", TRS_ACCESS_BASIC, delete },
};

void
trs_voice_add_queues (TrsRouter *router, TrsEngine *engine)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), engine);
}
