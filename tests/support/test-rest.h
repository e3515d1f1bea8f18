/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "test-server.h"
#include "tr-client.h"

G_BEGIN_DECLS

#define TEST_ACCOUNT "AC00000000000000000000000000000001"
#define TEST_SECRET "made-up-auth-token-0123456789abc"
#define TEST_BASIC \
  "QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTptYWRlLXVwLWF1dGgtdG9rZW4tMDEyMzQ1Njc4OWFiYw=="

/* A fixture for g_test_add(): a REST client, and a server that it talks to. */
typedef struct
{
  TestServer *server;
  TrClock *clock; /* manual: what the deadlines go by */
  SoupSession *session;
  TrClient *client;
  GCancellable *cancellable;
  GAsyncResult *result; /* of the call that has ended */
} TestRest;

void test_rest_set_up (TestRest *self, gconstpointer data);
void test_rest_set_up_tls (TestRest *self, gconstpointer data); /* a certificate below tests/data */
void test_rest_tear_down (TestRest *self, gconstpointer data);

/* A callback whose data is the fixture. */
void test_rest_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *test_rest_wait (TestRest *self);

/* Asserts that request @index begins with @line and carries the account's credentials. */
void test_rest_assert_sent (TestRest *self, guint index, const char *line);

/* Asserts that an error has this code, holds @words, and is fit for a log: no secret, one line. */
void test_rest_assert_error (const GError *error, TrError code, const char *words);

G_END_DECLS
