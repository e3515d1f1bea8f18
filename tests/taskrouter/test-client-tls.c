/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "test-data.h"
#include "test-rest.h"
#include "tr-trust.h"

static JsonNode *
get (TestRest *fixture, GError **error)
{
  tr_client_request_async (fixture->client, TR_SERVICE_TASKROUTER, "GET", "Workspaces", NULL, NULL,
                           test_rest_cb, fixture);
  return tr_client_request_finish (fixture->client, test_rest_wait (fixture), error);
}

static void
trust (TestRest *fixture, const char *authorities)
{
  g_autofree char *path = test_data_path (authorities); /* absolute: GIO wants it so */
  g_autoptr(GError) error = NULL;
  g_autoptr(GTlsDatabase) database = g_tls_file_database_new (path, &error);

  g_assert_no_error (error);
  soup_session_set_tls_database (fixture->session, database);
}

static void
test_trusted (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;

  trust (fixture, "tls/ca.pem");
  test_server_push_json (fixture->server, 200, "{}");
  node = get (fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
}

/* Nothing was sent, least of all the credentials. */
static void
test_unknown_authority (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  trust (fixture, "tls/other.pem");
  g_assert_null (get (fixture, &error));
  test_rest_assert_error (error, TR_ERROR_TLS, "GET Workspaces: ");
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_other_name (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  trust (fixture, "tls/ca.pem");
  g_assert_null (get (fixture, &error));
  test_rest_assert_error (error, TR_ERROR_TLS, "GET Workspaces: ");
  g_assert_cmpuint (test_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_file_of_authorities (TestRest *fixture, gconstpointer data)
{
  g_autofree char *path = test_data_path ("tls/ca.pem");
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;

  g_assert_true (tr_trust_apply (fixture->session, path, &error));
  g_assert_no_error (error);
  test_server_push_json (fixture->server, 200, "{}");
  node = get (fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
}

/* Neither is a reason to trust everybody. */
static void
test_no_file_of_authorities (TestRest *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) untrusted = NULL;

  g_assert_false (tr_trust_apply (fixture->session, "/nowhere/ca.pem", &error));
  g_assert_error (error, TR_ERROR, TR_ERROR_TLS);
  g_assert_nonnull (strstr (error->message, "TR_CA_FILE: can't trust /nowhere/ca.pem"));
  g_assert_true (tr_trust_apply (fixture->session, "", NULL));
  g_assert_null (get (fixture, &untrusted));
  g_assert_error (untrusted, TR_ERROR, TR_ERROR_TLS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, certificate, test) \
  g_test_add ("/client/tls/" path, TestRest, certificate, test_rest_set_up_tls, test, \
              test_rest_tear_down)
  ADD ("trusted", "tls/server.pem", test_trusted);
  ADD ("unknown-authority", "tls/server.pem", test_unknown_authority);
  ADD ("other-name", "tls/other.pem", test_other_name);
  ADD ("file", "tls/server.pem", test_file_of_authorities);
  ADD ("no-file", "tls/server.pem", test_no_file_of_authorities);
  return g_test_run ();
}
