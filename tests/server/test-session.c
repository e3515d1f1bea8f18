/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company-fixture.h"

#include <string.h>

#include "tr-token.h"

static const char *
header (CompanyFixture *fixture, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (fixture->base.message),
                                       name);
}

static JsonObject *
sign_in_well (CompanyFixture *fixture)
{
  JsonObject *answer = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);

  g_assert_cmpuint (fixture->base.status, ==, 200);
  return answer;
}

/* ---- Signing in ---- */

/* The token opens dave's socket at the service, and is a worker's. */
static void
test_sign_in (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) answer = sign_in_well (fixture);
  g_autoptr(TrToken) token = tr_token_new_from_jwt (company_text (answer, "token"), NULL);
  JsonObject *service = json_object_get_object_member (answer, "service");
  ServerSocket *socket;

  g_assert_cmpstr (header (fixture, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (tr_token_get_worker_sid (token), ==, fixture->base.dave_sid);
  g_assert_cmpstr (tr_token_get_workspace_sid (token), ==, fixture->base.workspace->base.sid);
  g_assert_cmpint (json_object_get_int_member (answer, "expires_in"), ==, 3600);
  g_assert_cmpint (json_object_get_int_member (answer, "expires_at"), ==,
                   tr_token_get_expires (token));
  g_assert_cmpstr (company_text (answer, "device"), ==, "desk");
  g_assert_cmpstr (company_text (service, "base_url"), ==,
                   trs_server_get_base_url (fixture->base.server));
  socket = server_fixture_connect (&fixture->base, tr_token_get_jwt (token), NULL);
  g_assert_nonnull (socket->connection);
}

/* Nobody learns who works here. */
static void
test_wrong (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) wrong = company_fixture_sign_in (fixture, "dave", "battery staple");
  g_autoptr(JsonObject) nobody = NULL;
  g_autoptr(JsonObject) without = NULL;

  company_assert_refused (fixture, wrong, 401, "bad-credentials");
  nobody = company_fixture_sign_in (fixture, "nobody", COMPANY_PASSWORD);
  company_assert_refused (fixture, nobody, 401, "bad-credentials");
  g_assert_cmpstr (company_text (nobody, "message"), ==, company_text (wrong, "message"));
  without = company_fixture_sign_in (fixture, "susan", COMPANY_PASSWORD);
  company_assert_refused (fixture, without, 401, "bad-credentials");
}

/* A password of somebody who is no worker any more. */
static void
test_no_worker (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) answer = NULL;

  company_fixture_set_password (fixture, "zoe", COMPANY_PASSWORD);
  answer = company_fixture_sign_in (fixture, "zoe", COMPANY_PASSWORD);
  company_assert_refused (fixture, answer, 401, "bad-credentials");
}

static void
test_malformed (CompanyFixture *fixture, gconstpointer data)
{
  static const char *const bodies[] = {
    "",
    "{",
    "[]",
    "\"worker\"",
    "{}",
    "{\"worker\":\"dave\"}",
    "{\"password\":\"x\"}",
    "{\"worker\":1,\"password\":\"x\"}",
    "{\"worker\":\"dave\",\"password\":null}",
    "{\"worker\":\"\",\"password\":\"x\"}",
    "{\"worker\":\"dave\",\"password\":[\"x\"]}",
    "{\"worker\":\"dave\",\"password\":\"x\",\"device\":7}",
    "{\"worker\":\"dave\",\"password\":\"correct horse\\u0000\"}",
    "worker=dave&password=x",
  };
  g_autofree char *deep = g_strnfill (100 * 1000, '[');
  g_autofree char *name = g_strnfill (300, 'd');
  g_autofree char *long_name = g_strdup_printf ("{\"worker\":\"%s\",\"password\":\"x\"}", name);
  const char *const made[] = { deep, long_name };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies) + G_N_ELEMENTS (made); i++)
    {
      const char *body =
        i < G_N_ELEMENTS (bodies) ? bodies[i] : made[i - G_N_ELEMENTS (bodies)];
      g_autoptr(JsonObject) answer =
        company_fixture_ask (fixture, "POST", "/v1/session", NULL, body);

      company_assert_refused (fixture, answer, 400, "bad-request");
    }
}

/* A page of another site can't make a browser send this. */
static void
test_form (CompanyFixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_strconcat (tsv_server_get_url (fixture->server), "/v1/session", NULL);
  g_autoptr(JsonNode) answer = server_fixture_send (
    &fixture->base, soup_message_new ("POST", url), "text/plain",
    "{\"worker\":\"dave\",\"password\":\"" COMPANY_PASSWORD "\"}");

  company_assert_refused (fixture, json_node_get_object (answer), 400, "bad-request");
}

static void
test_huge (CompanyFixture *fixture, gconstpointer data)
{
  g_autofree char *body = g_strnfill (1024 * 1024, ' ');
  g_autoptr(JsonObject) answer = company_fixture_ask (fixture, "POST", "/v1/session", NULL, body);

  company_assert_refused (fixture, answer, 413, "too-large");
}

static void
test_paths (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) nothing = company_fixture_ask (fixture, "GET", "/v2/session", NULL, NULL);
  g_autoptr(JsonObject) method = NULL;
  g_autoptr(JsonObject) health = NULL;

  company_assert_refused (fixture, nothing, 404, "not-found");
  method = company_fixture_ask (fixture, "GET", "/v1/session", NULL, NULL);
  company_assert_refused (fixture, method, 405, "method-not-allowed");
  health = company_fixture_ask (fixture, "GET", "/health", NULL, NULL);
  g_assert_cmpuint (fixture->base.status, ==, 200);
  g_assert_cmpstr (company_text (health, "status"), ==, "ok");
}

/* ---- Those who dawdle ---- */

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
turn_for_a_while (void)
{
  for (guint i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
}

/* Half of a request, and then nothing: the connection is not kept for it. A whole one has its time. */
static void
test_slow (CompanyFixture *fixture, gconstpointer data)
{
  static const char *const halves[] = {
    "",
    "POST /v1/session HTTP/1.1\r\nHost: ",
    "POST /v1/session HTTP/1.1\r\nHost: desk\r\nContent-Length: 50\r\n\r\n{\"w",
  };
  const char *url = tsv_server_get_url (fixture->server);

  for (gsize i = 0; i < G_N_ELEMENTS (halves); i++)
    {
      g_autoptr(GSocketClient) client = g_socket_client_new ();
      g_autoptr(GError) error = NULL;
      g_autoptr(GSocketConnection) connection =
        g_socket_client_connect_to_uri (client, url, 80, NULL, &error);
      GIOStream *stream = G_IO_STREAM (connection);
      gboolean is_closed = FALSE;
      char byte;

      g_assert_no_error (error);
      g_output_stream_write_all (g_io_stream_get_output_stream (stream), halves[i],
                                 strlen (halves[i]), NULL, NULL, &error);
      g_assert_no_error (error);
      g_input_stream_read_async (g_io_stream_get_input_stream (stream), &byte, 1,
                                 G_PRIORITY_DEFAULT, NULL, closed_cb, &is_closed);
      json_object_unref (sign_in_well (fixture)); /* others are served meanwhile */
      turn_for_a_while ();
      server_fixture_advance (&fixture->base, 19);
      turn_for_a_while ();
      g_assert_false (is_closed);
      server_fixture_advance (&fixture->base, 1);
      server_fixture_wait (&fixture->base, is_true, &is_closed);
    }
}

static guint
count_descriptors (void)
{
  g_autoptr(GDir) directory = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_descriptors = 0;

  while (g_dir_read_name (directory) != NULL)
    n_descriptors++;
  return n_descriptors;
}

/* As a balancer does that only looks whether the port is open. */
static void
test_gone (CompanyFixture *fixture, gconstpointer data)
{
  guint n_before;

  json_object_unref (sign_in_well (fixture));
  turn_for_a_while ();
  n_before = count_descriptors ();
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr(GSocketClient) client = g_socket_client_new ();
      g_autoptr(GSocketConnection) connection = g_socket_client_connect_to_uri (
        client, tsv_server_get_url (fixture->server), 80, NULL, NULL);

      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      turn_for_a_while ();
    }
  server_fixture_advance (&fixture->base, 20);
  turn_for_a_while ();
  g_assert_cmpuint (count_descriptors (), <=, n_before + 5);
}

/* ---- Guessing ---- */

static void
guess (CompanyFixture *fixture, const char *worker, guint times)
{
  for (guint i = 0; i < times; i++)
    {
      g_autoptr(JsonObject) answer = company_fixture_sign_in (fixture, worker, "guess");

      company_assert_refused (fixture, answer, 401, "bad-credentials");
    }
}

/* The right password waits, too, or it would be told from the wrong ones; and whom there is not is
 * treated as who there is. Both servers know. */
static void
test_guess_worker (CompanyFixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "dave", "nobody" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(JsonObject) answer = NULL;

      fixture->server = fixture->servers[0];
      guess (fixture, names[i], 5);
      fixture->server = fixture->servers[1];
      answer = company_fixture_sign_in (fixture, names[i], COMPANY_PASSWORD);
      company_assert_refused (fixture, answer, 429, "slow-down");
      g_assert_cmpint (json_object_get_int_member (answer, "retry_in"), ==, 1);
      g_assert_cmpstr (header (fixture, "Retry-After"), ==, "1");
    }
  server_fixture_advance (&fixture->base, 1);
  json_object_unref (sign_in_well (fixture));
  guess (fixture, "dave", 5); /* the slips were forgotten */
}

static void
test_guess_longer (CompanyFixture *fixture, gconstpointer data)
{
  guess (fixture, "dave", 5);
  for (int wait = 1; wait <= 64; wait *= 2)
    {
      g_autoptr(JsonObject) refused = company_fixture_sign_in (fixture, "dave", "guess");

      company_assert_refused (fixture, refused, 429, "slow-down");
      g_assert_cmpint (json_object_get_int_member (refused, "retry_in"), ==, MIN (wait, 60));
      server_fixture_advance (&fixture->base, MIN (wait, 60));
      guess (fixture, "dave", 1);
    }
  server_fixture_advance (&fixture->base, 3601);
  guess (fixture, "dave", 5);
}

/* Who tries a password with many names is slowed as well, and a right one does not buy wrong ones. */
static void
test_guess_address (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) answer = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("worker-%u", i);

      guess (fixture, name, 1);
      if (i == 15)
        json_object_unref (sign_in_well (fixture));
    }
  answer = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);
  company_assert_refused (fixture, answer, 429, "slow-down");
}

static guint
guess_from (CompanyFixture *fixture, const char *forwarded, guint number)
{
  g_autofree char *url = g_strconcat (tsv_server_get_url (fixture->server), "/v1/session", NULL);
  g_autofree char *body = g_strdup_printf ("{\"worker\":\"w%u\",\"password\":\"x\"}", number);
  SoupMessage *message = soup_message_new ("POST", url);
  g_autoptr(JsonNode) answer = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "X-Forwarded-For",
                                forwarded);
  answer = server_fixture_send (&fixture->base, message, "application/json", body);
  return fixture->base.status;
}

/* The proxy has added the last one; what stands before it anybody may have made up. */
static void
test_guess_behind_proxy (CompanyFixture *fixture, gconstpointer data)
{
  g_file_set_contents (fixture->config,
                       "[listen]\naddresses=127.0.0.1:0\nbehind-proxy=true\n"
                       "[passwords]\nyescrypt-cost=1\n", -1, NULL);
  company_fixture_restart (fixture);
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *made_up = g_strdup_printf ("10.0.0.%u, 192.0.2.1", i);

      g_assert_cmpuint (guess_from (fixture, made_up, i), ==, 401);
    }
  g_assert_cmpuint (guess_from (fixture, "192.0.2.1", 30), ==, 429);
  g_assert_cmpuint (guess_from (fixture, "192.0.2.2", 30), ==, 401);
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *own = g_strdup_printf ("2001:db8:1:2::%x", i);

      g_assert_cmpuint (guess_from (fixture, own, 100 + i), ==, 401);
    }
  g_assert_cmpuint (guess_from (fixture, "2001:db8:1:2:3::", 130), ==, 429);
  /* However it writes them, neighbours of IPv4 are not one. */
  g_assert_cmpuint (guess_from (fixture, "::ffff:192.0.2.1", 30), ==, 429);
  g_assert_cmpuint (guess_from (fixture, "192.0.2.1:4711", 30), ==, 429);
  for (guint i = 0; i < 31; i++)
    {
      g_autofree char *neighbour = g_strdup_printf ("::ffff:192.0.2.%u", 100 + i);

      g_assert_cmpuint (guess_from (fixture, neighbour, 200 + i), ==, 401);
    }
  g_assert_cmpuint (guess_from (fixture, "[2001:db8:1:2::1]:4711", 300), ==, 429);
}

static guint
sign_in_from (CompanyFixture *fixture, const char *worker, const char *address, const char *device,
              const char *password)
{
  g_autofree char *url = g_strconcat (tsv_server_get_url (fixture->server), "/v1/session", NULL);
  g_autofree char *body =
    g_strdup_printf ("{\"worker\":\"%s\",\"password\":\"%s\",\"device\":\"%s\"}", worker, password,
                     device);
  SoupMessage *message = soup_message_new ("POST", url);
  g_autoptr(JsonNode) answer = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "X-Forwarded-For",
                                address);
  answer = server_fixture_send (&fixture->base, message, "application/json", body);
  return fixture->base.status;
}

/* Nobody can keep a worker out of the own desk, from wherever they guess; that desk's guesses are
 * slowed as anybody's. Of whom there is not, strangers hear the same. */
static void
test_guess_others (CompanyFixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "dave", "nobody" };

  g_file_set_contents (fixture->config,
                       "[listen]\naddresses=127.0.0.1:0\nbehind-proxy=true\n"
                       "[passwords]\nyescrypt-cost=1\n", -1, NULL);
  company_fixture_restart (fixture);
  g_assert_cmpuint (sign_in_from (fixture, "dave", "192.0.2.1", "desk", COMPANY_PASSWORD), ==, 200);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      for (guint n = 0; n < 5; n++) /* from the same office */
        g_assert_cmpuint (sign_in_from (fixture, names[i], "192.0.2.1", "other", "x"), ==, 401);
      g_assert_cmpuint (sign_in_from (fixture, names[i], "192.0.2.1", "other", "x"), ==, 429);
      for (guint n = 0; n < 25; n++) /* and from everywhere */
        {
          g_autofree char *address = g_strdup_printf ("198.51.100.%u", n);

          g_assert_cmpuint (sign_in_from (fixture, names[i], address, "other", "x"), ==, 401);
        }
      g_assert_cmpuint (sign_in_from (fixture, names[i], "203.0.113.1", "new", COMPANY_PASSWORD), ==,
                        429);
    }

  g_assert_cmpuint (sign_in_from (fixture, "dave", "192.0.2.1", "desk", COMPANY_PASSWORD), ==, 200);
  g_assert_cmpuint (sign_in_from (fixture, "dave", "203.0.113.2", "desk", COMPANY_PASSWORD), ==, 200);
  g_assert_cmpuint (sign_in_from (fixture, "susan", "203.0.113.2", "desk", "x"), ==, 401);
  for (guint n = 0; n < 5; n++)
    g_assert_cmpuint (sign_in_from (fixture, "dave", "203.0.113.3", "desk", "x"), ==, 401);
  g_assert_cmpuint (sign_in_from (fixture, "dave", "203.0.113.4", "desk", COMPANY_PASSWORD), ==, 429);
}

static void
test_guess_without_proxy (CompanyFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *made_up = g_strdup_printf ("192.0.2.%u", i);

      g_assert_cmpuint (guess_from (fixture, made_up, i), ==, 401);
    }
  g_assert_cmpuint (guess_from (fixture, "192.0.2.99", 30), ==, 429);
}

/* ---- Renewing ---- */

static void
test_renew (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) first = sign_in_well (fixture);
  g_autofree char *refresh = g_strdup (company_text (first, "refresh_token"));

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(JsonObject) answer = NULL;

      server_fixture_advance (&fixture->base, 2880);
      fixture->server = fixture->servers[i % COMPANY_N_SERVERS]; /* behind a balancer */
      answer = company_fixture_renew (fixture, refresh, "desk", NULL);
      g_assert_cmpuint (fixture->base.status, ==, 200);
      g_assert_cmpstr (company_text (answer, "token"), !=, company_text (first, "token"));
      g_assert_cmpint (json_object_get_int_member (answer, "expires_in"), ==, 3600);
      g_assert_cmpstr (
        company_text (json_object_get_object_member (answer, "worker"), "name"), ==, "dave");
      g_assert_cmpstr (company_text (answer, "refresh_token"), !=, refresh);
      g_free (refresh);
      refresh = g_strdup (company_text (answer, "refresh_token"));
    }
}

/* Whoever is second, the thief or the owner: nobody goes on. */
static void
test_replayed (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) first = sign_in_well (fixture);
  g_autoptr(JsonObject) second =
    company_fixture_renew (fixture, company_text (first, "refresh_token"), "desk", NULL);
  g_autoptr(JsonObject) replayed = NULL;
  g_autoptr(JsonObject) after = NULL;

  g_assert_cmpuint (fixture->base.status, ==, 200);
  replayed = company_fixture_renew (fixture, company_text (first, "refresh_token"), "desk", NULL);
  company_assert_refused (fixture, replayed, 401, "session-ended");
  after = company_fixture_renew (fixture, company_text (second, "refresh_token"), "desk", NULL);
  company_assert_refused (fixture, after, 401, "session-ended");
}

static void
test_other_device (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) first = sign_in_well (fixture);
  g_autoptr(JsonObject) stolen =
    company_fixture_renew (fixture, company_text (first, "refresh_token"), "elsewhere", NULL);
  g_autoptr(JsonObject) own = NULL;

  company_assert_refused (fixture, stolen, 401, "session-ended");
  own = company_fixture_renew (fixture, company_text (first, "refresh_token"), "desk", NULL);
  company_assert_refused (fixture, own, 401, "session-ended");
}

/* The answer was lost: the same try, again, is no theft; with a token that was used since, it is. */
static void
test_lost_answer (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) first = sign_in_well (fixture);
  const char *token = company_text (first, "refresh_token");
  g_autoptr(JsonObject) lost = company_fixture_renew (fixture, token, "desk", "try-1");
  g_autoptr(JsonObject) again = NULL;
  g_autoptr(JsonObject) next = NULL;
  g_autoptr(JsonObject) late = NULL;

  fixture->server = fixture->servers[1];
  again = company_fixture_renew (fixture, token, "desk", "try-1");
  g_assert_cmpuint (fixture->base.status, ==, 200);
  g_assert_cmpstr (company_text (again, "refresh_token"), !=, company_text (lost, "refresh_token"));
  next = company_fixture_renew (fixture, company_text (again, "refresh_token"), "desk", "try-2");
  g_assert_cmpuint (fixture->base.status, ==, 200);
  late = company_fixture_renew (fixture, token, "desk", "try-1");
  company_assert_refused (fixture, late, 401, "session-ended");
}

static void
test_lost_answer_too_late (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) first = sign_in_well (fixture);
  const char *token = company_text (first, "refresh_token");
  g_autoptr(JsonObject) lost = company_fixture_renew (fixture, token, "desk", "try-1");
  g_autoptr(JsonObject) again = NULL;

  g_assert_cmpuint (fixture->base.status, ==, 200);
  server_fixture_advance (&fixture->base, 60);
  again = company_fixture_renew (fixture, token, "desk", "try-1");
  company_assert_refused (fixture, again, 401, "session-ended");
}

static void
test_forged (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) first = sign_in_well (fixture);
  const char *token = company_text (first, "refresh_token");
  g_autofree char *other = g_strdup (token);
  g_autofree char *cut = g_strndup (token, strlen (token) - 1);
  const char *const forged[] = { "tsr_", "x", cut, "tsr_****", other };

  other[strlen ("tsr_")] = other[strlen ("tsr_")] == 'A' ? 'B' : 'A'; /* nobody's family */
  for (gsize i = 0; i < G_N_ELEMENTS (forged); i++)
    {
      g_autoptr(JsonObject) answer = company_fixture_renew (fixture, forged[i], "desk", NULL);

      company_assert_refused (fixture, answer, 401, "session-ended");
    }
  {
    g_autoptr(JsonObject) good = company_fixture_renew (fixture, token, "desk", NULL);
    g_assert_cmpuint (fixture->base.status, ==, 200);
  }
}

static void
test_expired (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) first = sign_in_well (fixture);
  g_autoptr(JsonObject) answer = NULL;

  server_fixture_advance (&fixture->base, 30 * 24 * 3600);
  answer = company_fixture_renew (fixture, company_text (first, "refresh_token"), "desk", NULL);
  company_assert_refused (fixture, answer, 401, "session-ended");
}

static void
test_sign_out (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) first = sign_in_well (fixture);
  const char *token = company_text (first, "refresh_token");
  g_autoptr(JsonObject) after = NULL;
  g_autoptr(JsonObject) bare = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_assert_null (company_fixture_ask (fixture, "DELETE", "/v1/session", token, NULL));
      g_assert_cmpuint (fixture->base.status, ==, 204);
    }
  after = company_fixture_renew (fixture, token, "desk", NULL);
  company_assert_refused (fixture, after, 401, "session-ended");
  bare = company_fixture_ask (fixture, "DELETE", "/v1/session", NULL, NULL);
  company_assert_refused (fixture, bare, 401, "bad-token");
  g_assert_cmpstr (header (fixture, "WWW-Authenticate"), ==, "Bearer");
}

/* ---- Passwords that change ---- */

static void
test_new_password (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) first = sign_in_well (fixture);
  g_autoptr(JsonObject) after = NULL;
  g_autoptr(JsonObject) answer = NULL;

  company_fixture_set_password (fixture, "dave", "battery staple");
  after = company_fixture_renew (fixture, company_text (first, "refresh_token"), "desk", NULL);
  company_assert_refused (fixture, after, 401, "session-ended");
  answer = company_fixture_sign_in (fixture, "dave", "battery staple");
  g_assert_cmpuint (fixture->base.status, ==, 200);
}

/* It is for those who have no password of their own, and its sessions end with it. */
static void
test_shared (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) susan = NULL;
  g_autoptr(JsonObject) kept = NULL;
  g_autoptr(JsonObject) dave = NULL;
  g_autoptr(JsonObject) other = NULL;
  g_autoptr(JsonObject) after = NULL;

  g_setenv ("TR_TOKEN_PASSWORD", "from the old days", TRUE);
  company_fixture_restart (fixture);
  susan = company_fixture_sign_in (fixture, "susan", "from the old days");
  g_assert_cmpuint (fixture->base.status, ==, 200);
  dave = company_fixture_sign_in (fixture, "dave", "from the old days");
  company_assert_refused (fixture, dave, 401, "bad-credentials");
  other = company_fixture_sign_in (fixture, "SUSAN", "from the old days");
  company_assert_refused (fixture, other, 401, "bad-credentials");

  company_fixture_restart (fixture);
  kept = company_fixture_renew (fixture, company_text (susan, "refresh_token"), "desk", NULL);
  g_assert_cmpuint (fixture->base.status, ==, 200);
  g_setenv ("TR_TOKEN_PASSWORD", "a new one", TRUE);
  company_fixture_restart (fixture);
  after = company_fixture_renew (fixture, company_text (kept, "refresh_token"), "desk", NULL);
  company_assert_refused (fixture, after, 401, "session-ended");
}

/* ---- The service ---- */

/* Where there is no API key, tokens are of the older kind; the service takes them as well. */
static void
test_capability (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) answer = NULL;
  g_autofree char *channel = g_strdup_printf ("/%s/%s?", fixture->base.account->base.sid,
                                              fixture->base.dave_sid);
  ServerSocket *socket;

  g_unsetenv ("TR_API_KEY_SID");
  company_fixture_restart (fixture);
  answer = sign_in_well (fixture);
  socket = server_fixture_connect (&fixture->base, company_text (answer, "token"), channel);
  g_assert_nonnull (socket->connection);
}

static void
test_no_service (CompanyFixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) first = sign_in_well (fixture);
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(JsonObject) renewed = NULL;

  trs_server_close (fixture->base.server);
  for (guint i = 0; i < 8; i++) /* and it is no guess */
    {
      g_clear_pointer (&answer, json_object_unref);
      answer = company_fixture_sign_in (fixture, "dave", COMPANY_PASSWORD);
      company_assert_refused (fixture, answer, 504, "service-unreachable");
    }
  renewed = company_fixture_renew (fixture, company_text (first, "refresh_token"), "desk", NULL);
  g_assert_cmpuint (fixture->base.status, ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  COMPANY_TEST ("/server/session/sign-in", test_sign_in);
  COMPANY_TEST ("/server/session/wrong", test_wrong);
  COMPANY_TEST ("/server/session/no-worker", test_no_worker);
  COMPANY_TEST ("/server/session/malformed", test_malformed);
  COMPANY_TEST ("/server/session/form", test_form);
  COMPANY_TEST ("/server/session/huge", test_huge);
  COMPANY_TEST ("/server/session/paths", test_paths);
  COMPANY_TEST ("/server/session/slow", test_slow);
  COMPANY_TEST ("/server/session/gone", test_gone);
  COMPANY_TEST ("/server/session/guess/worker", test_guess_worker);
  COMPANY_TEST ("/server/session/guess/longer", test_guess_longer);
  COMPANY_TEST ("/server/session/guess/address", test_guess_address);
  COMPANY_TEST ("/server/session/guess/others", test_guess_others);
  COMPANY_TEST ("/server/session/guess/behind-proxy", test_guess_behind_proxy);
  COMPANY_TEST ("/server/session/guess/without-proxy", test_guess_without_proxy);
  COMPANY_TEST ("/server/session/renew", test_renew);
  COMPANY_TEST ("/server/session/renew/replayed", test_replayed);
  COMPANY_TEST ("/server/session/renew/other-device", test_other_device);
  COMPANY_TEST ("/server/session/renew/lost-answer", test_lost_answer);
  COMPANY_TEST ("/server/session/renew/lost-answer-too-late", test_lost_answer_too_late);
  COMPANY_TEST ("/server/session/renew/forged", test_forged);
  COMPANY_TEST ("/server/session/renew/expired", test_expired);
  COMPANY_TEST ("/server/session/sign-out", test_sign_out);
  COMPANY_TEST ("/server/session/new-password", test_new_password);
  COMPANY_TEST ("/server/session/shared-password", test_shared);
  COMPANY_TEST ("/server/session/capability", test_capability);
  COMPANY_TEST ("/server/session/no-service", test_no_service);
  return g_test_run ();
}
