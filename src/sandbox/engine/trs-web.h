/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-types.h"

G_BEGIN_DECLS

/**
 * TrsWebRequest:
 * @account: who asks: its auth token signs
 * @method: "GET" or "POST"
 * @url: absolute
 * @parameters: (nullable): of strings: a POST's form, a GET's query
 * @content_type: (nullable): of @body
 * @body: (nullable): a POST's body instead of @parameters
 * @is_signed: whether a program that is asked may check who asks
 * @add_auth: with the account's own credentials
 * @cookies: (nullable): what an answer's @cookies were
 * @deadline_seconds: 0 is the service's default of 15
 * @is_note: whether nobody waits for what is answered; set by the engine
 *
 * Something that a program is asked for, or told. Borrowed, good during the call.
 */
typedef struct
{
  TrsAccount *account;
  const char *method;
  const char *url;
  JsonObject *parameters;
  const char *content_type;
  const char *body;
  gboolean is_signed;
  gboolean add_auth;
  const char *cookies;
  guint deadline_seconds;
  gboolean is_note;
} TrsWebRequest;

/**
 * TrsWebAnswer:
 * @status: of HTTP; 0 for no answer
 * @content_type: (nullable): without its parameters
 * @body: (nullable): text
 * @cookies: (nullable): what the next request of the same call is to have, in the host's words
 * @code: the service's own, of why there is no answer
 *
 * What came of it.
 */
typedef struct
{
  guint status;
  const char *content_type;
  const char *body;
  const char *cookies;
  guint code;
} TrsWebAnswer;

/**
 * TrsWebHost:
 * @send: begin to send; @id is for trs_engine_web_answered(), which must come from the main loop,
 *   also for a note: until then it counts as not sent
 * @cancel: nobody waits for the answer of @id any more
 *
 * The engine's only way out. It has no sockets: a server brings them, a test answers by itself.
 */
typedef struct
{
  void (*send) (guint64 id, const TrsWebRequest *request, gpointer user_data);
  void (*cancel) (guint64 id, gpointer user_data);
} TrsWebHost;

gboolean trs_web_is_address (const char *text);
void trs_engine_set_web (TrsEngine *self, const TrsWebHost *host, gpointer user_data);
void trs_engine_web_answered (TrsEngine *self, guint64 id, const TrsWebAnswer *answer);

G_END_DECLS
