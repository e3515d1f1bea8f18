/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-rest.h"

#include <string.h>

static void
set_up_with (TestRest *self, TestServer *server)
{
  g_autoptr(TrCredentials) credentials = tr_credentials_new (TEST_ACCOUNT, NULL, TEST_SECRET);
  g_autoptr(TrEndpoints) endpoints = NULL;

  self->server = server;
  self->clock = tr_clock_new_manual (0);
  self->session = soup_session_new ();
  self->cancellable = g_cancellable_new ();
  endpoints = tr_endpoints_new (test_server_get_url (self->server), NULL);
  self->client = tr_client_new (endpoints, credentials, self->session);
  tr_client_set_clock (self->client, self->clock);
}

void
test_rest_set_up (TestRest *self, gconstpointer data)
{
  set_up_with (self, test_server_new ());
}

void
test_rest_set_up_tls (TestRest *self, gconstpointer data)
{
  set_up_with (self, test_server_new_tls (data));
}

void
test_rest_tear_down (TestRest *self, gconstpointer data)
{
  test_server_assert_done (self->server);
  g_clear_object (&self->result);
  if (self->client != NULL)
    g_assert_finalize_object (self->client);
  g_assert_cmpint (tr_clock_get_next_time (self->clock), ==, -1); /* no timer is left */
  g_assert_finalize_object (self->clock);
  soup_session_abort (self->session);
  test_server_free (self->server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->session);
  g_assert_finalize_object (self->cancellable);
}

void
test_rest_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestRest *self = user_data;

  g_assert_null (self->result); /* once */
  self->result = g_object_ref (result);
}

GAsyncResult *
test_rest_wait (TestRest *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return self->result;
}

void
test_rest_assert_sent (TestRest *self, guint index, const char *line)
{
  const char *sent = test_server_get_request (self->server, index);

  if (!g_str_has_prefix (sent, line))
    g_error ("expected “%s”, got “%s”", line, sent);
  g_assert_nonnull (strstr (sent, "\r\nAuthorization: Basic " TEST_BASIC "\r\n"));
}

void
test_rest_assert_error (const GError *error, TrError code, const char *words)
{
  g_assert_error (error, TR_ERROR, (int) code);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not hold “%s”", error->message, words);
  g_assert_null (strchr (error->message, '\n'));
  g_assert_null (strstr (error->message, TEST_SECRET));
  g_assert_null (strstr (error->message, TEST_BASIC));
}
