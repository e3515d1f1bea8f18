/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "trs-server.h"

G_BEGIN_DECLS

/* A sandbox in this process: the default seed, a clock that tests turn, a free port. */
typedef struct
{
  TrClock *clock;
  TrsEngine *engine;
  TrsServer *server;
  SoupSession *session;
  TrsAccount *account;
  TrsWorkspace *workspace;
  TrsWorker *dave;
  char dave_sid[TRS_SID_LENGTH + 1];
  guint status;             /* of the last request */
  SoupMessage *message;     /* the last request */
  GPtrArray *sockets;       /* of owned ServerSockets */
} ServerFixture;

void server_fixture_set_up_client (ServerFixture *self);
void server_fixture_set_up (ServerFixture *self, gconstpointer data);
void server_fixture_set_up_secure (ServerFixture *self, GTlsCertificate *certificate);
void server_fixture_tear_down (ServerFixture *self, gconstpointer data);

#define SERVER_TEST(path, func)                                                                   \
  g_test_add (path, ServerFixture, NULL, server_fixture_set_up, func, server_fixture_tear_down)

/* One request, to its end. @path may hold %W for the workspace's address, %A for the account's, %D
 * for dave's SID. Without credentials of its own a request has the account's. */
JsonNode *server_fixture_ask (ServerFixture *self, const char *method, const char *path, const char *form);
GBytes *server_fixture_read (ServerFixture *self, SoupMessage *message);
JsonNode *server_fixture_send (ServerFixture *self, SoupMessage *message, const char *type, const char *body);
SoupMessage *server_fixture_message (ServerFixture *self, const char *method, const char *path);
void server_fixture_assert_refused (ServerFixture *self, JsonNode *answer, guint status, int code);
void server_fixture_wait (ServerFixture *self, gboolean (*holds) (gpointer data), gpointer data);
void server_fixture_advance (ServerFixture *self, double seconds);

/* What a worker's program does. */
char *server_fixture_token (ServerFixture *self, const char *role, int ttl);
char *server_fixture_capability (ServerFixture *self, int ttl);
char *server_fixture_policies (ServerFixture *self, const char *channel, const char *policies);
JsonNode *server_fixture_v1 (ServerFixture *self, const char *channel, const char *body);
JsonNode *server_fixture_bridge (ServerFixture *self,
                                 const char *token,
                                 const char *method,
                                 const char *url,
                                 const char *params);

/* A worker's socket. */
typedef struct
{
  SoupWebsocketConnection *connection; /* NULL when it was refused */
  GQueue frames;                       /* of char * */
  guint beats;                         /* blank frames */
  gboolean is_closed;
  gushort close_code;
} ServerSocket;

ServerSocket *server_fixture_connect (ServerFixture *self, const char *token, const char *query);
JsonObject *server_socket_take (ServerFixture *self, ServerSocket *socket, const char *event_type);
void server_socket_wait_closed (ServerFixture *self, ServerSocket *socket);

/* Asserts that both have the same fields, of the same types; null fits everything. */
void server_assert_shape (JsonNode *sample, JsonNode *answer, const char *name);
void server_assert_sample (const char *sample, JsonNode *answer);

G_END_DECLS
