/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-listener.h"
#include "server-fixture.h"

G_BEGIN_DECLS

/* One request that the sandbox sent to the program. */
typedef struct
{
  char *path;
  char *signature;
  GHashTable *form;
} Sent;

typedef struct
{
  guint status; /* 0: none comes */
  const char *type;
  const char *body;
} Answer;

/* A program of the account's, and what the debugger says of it. */
typedef struct
{
  ServerFixture base;
  SoupServer *server;
  TrsListener *listener; /* libsoup's own leaks */
  char *url;
  GHashTable *answers; /* path → Answer */
  GPtrArray *sent;     /* of owned Sent */
  GString *alerts;     /* codes, each followed by a space */
  GPtrArray *held;     /* of owned SoupServerMessages */
} CallbackFixture;

void callback_fixture_set_up (CallbackFixture *fixture, gconstpointer data);
void callback_fixture_tear_down (CallbackFixture *fixture, gconstpointer data);

#define CALLBACK_TEST(path, func)                                                                 \
  g_test_add (path, CallbackFixture, NULL, callback_fixture_set_up, func,                         \
              callback_fixture_tear_down)

/* What the program answers to requests of @path from now on; without a word of it, 204. */
void callback_answer_with (CallbackFixture *fixture,
                           const char *path,
                           guint status,
                           const char *type,
                           const char *body);

/* What happens meanwhile. */
TrsWorkflow *callback_support (CallbackFixture *fixture);
void callback_set_activity (CallbackFixture *fixture, const char *name);
TrsReservation *callback_last_reservation (CallbackFixture *fixture);
TrsReservation *callback_offer_task (CallbackFixture *fixture);

/* What came of it. */
const Sent *callback_wait_sent (CallbackFixture *fixture, guint n_sent);
void callback_wait_alerts (CallbackFixture *fixture, const char *alerts);
void callback_assert_signed (CallbackFixture *fixture, const Sent *sent);

/* Just the parameters of a recorded request, except those that one only may have. */
void callback_assert_parameters (const Sent *sent, JsonObject *sample, const char *except);

G_END_DECLS
