/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

/* Both secrets are for comparing in constant time, and never for a log. */
typedef struct
{
  char *sid; /* SK… */
  char *secret;
  char *friendly_name;
} TrsApiKey;

struct _TrsAccount
{
  TrsResource base; /* AC… */
  TrsEngine *engine;

  char *friendly_name;
  char *auth_token;
  GPtrArray *api_keys;     /* of TrsApiKey */
  GPtrArray *workspaces;   /* of TrsWorkspace */
  GPtrArray *numbers;      /* of TrsNumber */
  GPtrArray *calls;        /* of TrsCall; ended ones are forgotten oldest first */
  GPtrArray *flows;        /* of TrsFlow */
  GPtrArray *conferences;  /* of TrsConference; completed ones are forgotten oldest first */
  GPtrArray *recordings;   /* of TrsRecording; ended ones are forgotten oldest first */
  GPtrArray *voice_queues; /* of TrsVoiceQueue */
};

const TrsApiKey *trs_account_get_api_key (TrsAccount *self, const char *sid);
TrsVoiceQueue *trs_account_get_voice_queue_by_name (TrsAccount *self, const char *name);
TrsNumber *trs_account_get_number_by_number (TrsAccount *self, const char *phone_number);

G_END_DECLS
