/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TestBehavior:
 * @TEST_ANSWER: a whole answer
 * @TEST_CUT: as TEST_ANSWER, but the connection ends after half of the body
 * @TEST_ENDLESS: the body, then spaces without an end
 * @TEST_SILENT: nothing, for ever
 * @TEST_CLOSE: the connection ends without an answer
 * @TEST_GARBAGE: the body is sent without any HTTP around it
 */
typedef enum
{
  TEST_ANSWER,
  TEST_CUT,
  TEST_ENDLESS,
  TEST_SILENT,
  TEST_CLOSE,
  TEST_GARBAGE,
} TestBehavior;

/* An HTTP server on loopback that answers by a script and keeps what it was asked. It speaks bare
 * sockets, so that it can misbehave. */
typedef struct _TestServer TestServer;

TestServer *test_server_new (void);
TestServer *test_server_new_tls (const char *certificate); /* below tests/data */
void test_server_free (TestServer *self);
void test_server_stop (TestServer *self); /* connections to it are refused from now on */
const char *test_server_get_url (TestServer *self);

/* What the next request that no other push waits for is answered with. @headers: nullable, each
 * ended by \r\n. A request without a script fails the test. */
void test_server_push (TestServer *self,
                       TestBehavior behavior,
                       guint status,
                       const char *headers,
                       const char *body);
void test_server_push_json (TestServer *self, guint status, const char *body);

guint test_server_get_n_requests (TestServer *self);
const char *test_server_get_request (TestServer *self, guint index); /* head and body, as it came */
void test_server_wait_request (TestServer *self, guint n_requests);
void test_server_assert_done (TestServer *self); /* all of the script was used */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestServer, test_server_free)

G_END_DECLS
