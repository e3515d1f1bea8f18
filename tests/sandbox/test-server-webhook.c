/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "callback/trs-answer-text.h"
#include "http/trs-webhook.h"

#include <libsoup/soup.h>
#include <string.h>

#include "http/trs-listener.h"
#include "http/trs-signature.h"
#include "test-data.h"

#define TOKEN "made-up-auth-token"

/* A program that the service asks, and what it was asked last. */
typedef struct
{
  TrClock *clock;
  TrsWebhook *webhook;
  SoupServer *server;
  TrsListener *listener; /* libsoup's own leaks */
  char *base;
  GCancellable *cancellable;
  guint n_requests;
  char *method;
  char *path;
  char *query;
  char *body;
  char *signature;
  char *authorization;
  char *cookie;
  SoupServerMessage *held; /* an answer that does not come */
  TrsWebhookAnswer *answer;
  GError *error;
  gboolean is_done;
} Fixture;

static void
remember (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *text = g_strndup (body->data, (gsize) body->length);

  fixture->n_requests++;
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
  remember (&fixture->method, soup_server_message_get_method (message));
  remember (&fixture->path, path);
  remember (&fixture->query, g_uri_get_query (soup_server_message_get_uri (message)));
  remember (&fixture->body, text);
  remember (&fixture->signature, soup_message_headers_get_one (headers, "X-Twilio-Signature"));
  remember (&fixture->authorization, soup_message_headers_get_one (headers, "Authorization"));

  remember (&fixture->cookie, soup_message_headers_get_one (headers, "Cookie"));
  headers = soup_server_message_get_response_headers (message);
  if (g_str_has_prefix (path, "/login"))
    {
      soup_message_headers_append (headers, "Set-Cookie", "session=a b=c; Path=/; HttpOnly");
      soup_message_headers_append (headers, "Set-Cookie", "shop=1; Path=/shop");
      soup_message_headers_append (headers, "Set-Cookie", "foreign=1; Domain=example.com");
    }
  if (g_str_equal (path, "/logout"))
    soup_message_headers_append (headers, "Set-Cookie", "session=; Path=/; Max-Age=0");

  if (g_str_equal (path, "/silent"))
    {
      soup_server_message_pause (message);
      fixture->held = message;
    }
  else if (g_str_equal (path, "/moved") || g_str_equal (path, "/moved-keep"))
    soup_server_message_set_redirect (message, g_str_equal (path, "/moved") ? 302 : 307, "/here");
  else if (g_str_equal (path, "/round"))
    soup_server_message_set_redirect (message, 302, "/round");
  else if (g_str_equal (path, "/large"))
    {
      g_autofree char *large = g_strnfill (TRS_WEBHOOK_MAX_ANSWER + 1, 'x');

      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, large,
                                        strlen (large));
      soup_server_message_set_status (message, 200, NULL);
    }
  else
    {
      soup_server_message_set_response (message, "text/xml; charset=utf-8", SOUP_MEMORY_STATIC,
                                        "<Response/>", strlen ("<Response/>"));
      soup_server_message_set_status (message, g_str_equal (path, "/broken") ? 503 : 200, NULL);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->clock = tr_clock_new_manual (G_USEC_PER_SEC);
  fixture->webhook = trs_webhook_new (fixture->clock);
  fixture->server = soup_server_new (NULL, NULL);
  fixture->cancellable = g_cancellable_new ();
  soup_server_add_handler (fixture->server, NULL, handle_cb, fixture, NULL);
  fixture->listener = trs_listener_new (fixture->server, 0, NULL, &error);
  g_assert_no_error (error);
  fixture->base =
    g_strdup_printf ("http://127.0.0.1:%u", trs_listener_get_port (fixture->listener));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  trs_listener_free (fixture->listener);
  soup_server_disconnect (fixture->server);
  g_clear_object (&fixture->server);
  g_assert_finalize_object (fixture->webhook);
  g_assert_cmpint (tr_clock_get_next_time (fixture->clock), ==, -1);
  g_assert_finalize_object (fixture->clock);
  g_assert_finalize_object (fixture->cancellable);
  g_clear_pointer (&fixture->answer, trs_webhook_answer_free);
  g_clear_error (&fixture->error);
  g_free (fixture->base);
  g_free (fixture->method);
  g_free (fixture->path);
  g_free (fixture->query);
  g_free (fixture->body);
  g_free (fixture->signature);
  g_free (fixture->authorization);
  g_free (fixture->cookie);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->answer = trs_webhook_send_finish (TRS_WEBHOOK (source), result, &fixture->error);
  fixture->is_done = TRUE;
}

static void
begin (Fixture *fixture, TrsWebhookRequest request, const char *path)
{
  g_autofree char *url = g_strconcat (fixture->base, path, NULL);

  if (request.url == NULL)
    request.url = url;
  trs_webhook_send_async (fixture->webhook, &request, fixture->cancellable, sent_cb, fixture);
}

static void
finish (Fixture *fixture)
{
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
  /* The task and the connection go on the next turns. */
  for (guint i = 0; i < 10; i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
send (Fixture *fixture, TrsWebhookRequest request, const char *path)
{
  begin (fixture, request, path);
  finish (fixture);
}

static void
wait_until_held (Fixture *fixture)
{
  while (fixture->held == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Text in whatever encoding it says that it is in. */
static void
test_text (void)
{
  static const struct
  {
    const char *bytes;
    const char *charset;
    const char *text;
  } texts[] = {
    { "<Response/>", NULL, "<Response/>" },
    { "Zo\xC3\xAB", NULL, "Zo\xC3\xAB" },
    { "Zo\xEB", "iso-8859-1", "Zo\xC3\xAB" },
    { "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Say>Zo\xEB</Say>", NULL,
      "<Say>Zo\xC3\xAB</Say>" },
    { "<?xml version='1.0' encoding='latin1'?><Say>Zo\xC3\xAB</Say>", "UTF-8",
      "<Say>Zo\xC3\xAB</Say>" },
    { "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>", "utf-8",
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>" },
    { "Zo\xEB", NULL, "Zo\xEF\xBF\xBD" },
    { "Zo\xEB", "no-such-thing", "Zo\xEF\xBF\xBD" },
    { "<?xml encoding=", NULL, "<?xml encoding=" },
    { "<?xml encoding=?>x", NULL, "<?xml encoding=?>x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text =
        trs_answer_text_new (texts[i].bytes, strlen (texts[i].bytes), texts[i].charset);

      g_assert_cmpstr (text, ==, texts[i].text);
    }
}

/* What one answer said is in the next request, where it belongs. */
static void
send_on (Fixture *fixture, const char *path)
{
  g_autofree char *cookies =
    fixture->answer != NULL ? g_strdup (fixture->answer->cookies) : NULL;

  g_clear_pointer (&fixture->answer, trs_webhook_answer_free);
  fixture->is_done = FALSE;
  send (fixture, (TrsWebhookRequest) { .cookies = cookies }, path);
  g_assert_no_error (fixture->error);
}

static void
test_cookies (Fixture *fixture, gconstpointer data)
{
  g_autofree char *kept = NULL;

  send_on (fixture, "/login");
  g_assert_null (fixture->cookie);
  send_on (fixture, "/next");
  g_assert_cmpstr (fixture->cookie, ==, "session=a b=c");
  send_on (fixture, "/shop/basket");
  g_assert_nonnull (strstr (fixture->cookie, "shop=1"));
  kept = g_strdup (fixture->answer->cookies);
  send_on (fixture, "/login");
  g_assert_cmpstr (fixture->answer->cookies, ==, kept);
  send_on (fixture, "/logout");
  send_on (fixture, "/next");
  g_assert_null (fixture->cookie);
}

static JsonObject *
make_parameters (void)
{
  g_autoptr(JsonNode) node = test_json ("{\"To\": \"+1650 & more\", \"CallSid\": \"CA1\"}");

  return json_object_ref (json_node_get_object (node));
}

/* The example of the service's guide "Webhooks security". */
static void
test_sign (void)
{
  g_autoptr(JsonNode) node =
    test_json ("{\"CallSid\": \"CA1234567890ABCDE\", \"Digits\": \"1234\", \"From\": "
               "\"+14158675309\", \"To\": \"+18005551212\", \"Caller\": \"+14158675309\"}");
  g_autofree char *signature =
    trs_signature_new ("12345", "https://mycompany.com/myapp.php?foo=1&bar=2",
                      json_node_get_object (node));
  g_autofree char *bare = trs_signature_new ("12345", "https://mycompany.com/", NULL);

  g_assert_cmpstr (signature, ==, "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
  g_assert_cmpstr (bare, !=, signature);
}

static void
test_post (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) parameters = make_parameters ();
  g_autofree char *url = g_strconcat (fixture->base, "/voice?a=b", NULL);
  g_autofree char *signature = trs_signature_new (TOKEN, url, parameters);

  send (fixture, (TrsWebhookRequest) { .parameters = parameters, .auth_token = TOKEN },
        "/voice?a=b#rc=2");
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->answer->status, ==, 200);
  g_assert_cmpstr (fixture->answer->content_type, ==, "text/xml");
  g_assert_cmpstr (fixture->answer->body, ==, "<Response/>");
  g_assert_cmpstr (fixture->method, ==, "POST");
  g_assert_cmpstr (fixture->query, ==, "a=b");
  g_assert_cmpstr (fixture->body, ==, "To=%2B1650%20%26%20more&CallSid=CA1");
  g_assert_cmpstr (fixture->signature, ==, signature);
}

static void
test_get (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) parameters = make_parameters ();
  g_autofree char *url =
    g_strconcat (fixture->base, "/voice?a=b&To=%2B1650%20%26%20more&CallSid=CA1", NULL);
  g_autofree char *signature = trs_signature_new (TOKEN, url, NULL);

  send (fixture,
        (TrsWebhookRequest) { .method = "GET", .parameters = parameters, .auth_token = TOKEN },
        "/voice?a=b");
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (fixture->method, ==, "GET");
  g_assert_cmpstr (fixture->query, ==, "a=b&To=%2B1650%20%26%20more&CallSid=CA1");
  g_assert_cmpstr (fixture->body, ==, "");
  g_assert_cmpstr (fixture->signature, ==, signature);
}

static void
test_body (Fixture *fixture, gconstpointer data)
{
  send (fixture,
        (TrsWebhookRequest) { .body = "{\"a\":1}", .content_type = "application/json",
                              .user = "AC1", .password = "x" },
        "/anything");
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (fixture->body, ==, "{\"a\":1}");
  g_assert_null (fixture->signature);
  g_assert_cmpstr (fixture->authorization, ==, "Basic QUMxOng=");
}

/* Whatever was answered is an answer, and asked for once. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  send (fixture, (TrsWebhookRequest) { .auth_token = TOKEN }, "/broken");
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->answer->status, ==, 503);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

static void
test_moved (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) parameters = make_parameters ();

  send (fixture,
        (TrsWebhookRequest) { .parameters = parameters, .auth_token = TOKEN, .user = "AC1" },
        "/moved");
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (fixture->path, ==, "/here");
  g_assert_cmpstr (fixture->method, ==, "GET");
  g_assert_null (fixture->authorization);
}

static void
test_moved_keep (Fixture *fixture, gconstpointer data)
{
  g_autoptr(JsonObject) parameters = make_parameters ();
  g_autofree char *url = g_strconcat (fixture->base, "/here", NULL);
  g_autofree char *signature = trs_signature_new (TOKEN, url, parameters);

  send (fixture, (TrsWebhookRequest) { .parameters = parameters, .auth_token = TOKEN },
        "/moved-keep");
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (fixture->method, ==, "POST");
  g_assert_cmpstr (fixture->signature, ==, signature);
}

static void
test_moved_for_ever (Fixture *fixture, gconstpointer data)
{
  send (fixture, (TrsWebhookRequest) { .auth_token = TOKEN }, "/round");
  g_assert_error (fixture->error, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_REDIRECTS);
  g_assert_cmpuint (fixture->n_requests, ==, 11);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  send (fixture, (TrsWebhookRequest) { .auth_token = TOKEN }, "/large");
  g_assert_error (fixture->error, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_TOO_LARGE);
}

static void
test_bad_url (Fixture *fixture, gconstpointer data)
{
  static const char *const urls[] = { "", "nowhere", "ftp://example.com/", "http://",
                                      "http:///x", "//example.com/" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      fixture->is_done = FALSE;
      send (fixture, (TrsWebhookRequest) { .url = urls[i] }, "");
      g_assert_error (fixture->error, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_URL);
      g_clear_error (&fixture->error);
    }
}

/* Takes connections and closes them, so that nobody ever answers. */
static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  guint *n_connections = user_data;

  (*n_connections)++;
  return TRUE;
}

static void
test_retried (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GSocketService) service = g_socket_service_new ();
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", port);
  guint n_connections = 0;

  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), &n_connections);
  send (fixture, (TrsWebhookRequest) { .url = url, .auth_token = TOKEN }, "");
  g_assert_error (fixture->error, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_CONNECTION);
  g_assert_cmpuint (n_connections, >=, 2);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

static void
test_late (Fixture *fixture, gconstpointer data)
{
  begin (fixture, (TrsWebhookRequest) { .auth_token = TOKEN }, "/silent");
  wait_until_held (fixture);
  tr_clock_advance (fixture->clock, 14 * G_USEC_PER_SEC);
  g_assert_false (fixture->is_done);
  tr_clock_advance (fixture->clock, G_USEC_PER_SEC);
  finish (fixture);
  g_assert_error (fixture->error, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_CONNECTION);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

static void
test_own_deadline (Fixture *fixture, gconstpointer data)
{
  begin (fixture, (TrsWebhookRequest) { .deadline_seconds = 5 }, "/silent");
  wait_until_held (fixture);
  tr_clock_advance (fixture->clock, 5 * G_USEC_PER_SEC);
  finish (fixture);
  g_assert_error (fixture->error, TRS_WEBHOOK_ERROR, TRS_WEBHOOK_ERROR_CONNECTION);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  begin (fixture, (TrsWebhookRequest) { .auth_token = TOKEN }, "/silent");
  wait_until_held (fixture);
  g_cancellable_cancel (fixture->cancellable);
  finish (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancelled_before (Fixture *fixture, gconstpointer data)
{
  g_cancellable_cancel (fixture->cancellable);
  send (fixture, (TrsWebhookRequest) { .auth_token = TOKEN }, "/voice");
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->n_requests, ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-webhook/sign", test_sign);
  g_test_add_func ("/server-webhook/text", test_text);
  ADD ("/server-webhook/post", test_post);
  ADD ("/server-webhook/get", test_get);
  ADD ("/server-webhook/body", test_body);
  ADD ("/server-webhook/cookies", test_cookies);
  ADD ("/server-webhook/refused", test_refused);
  ADD ("/server-webhook/moved", test_moved);
  ADD ("/server-webhook/moved/keep", test_moved_keep);
  ADD ("/server-webhook/moved/for-ever", test_moved_for_ever);
  ADD ("/server-webhook/too-large", test_too_large);
  ADD ("/server-webhook/bad-url", test_bad_url);
  ADD ("/server-webhook/retried", test_retried);
  ADD ("/server-webhook/late", test_late);
  ADD ("/server-webhook/late/own-deadline", test_own_deadline);
  ADD ("/server-webhook/cancelled", test_cancelled);
  ADD ("/server-webhook/cancelled/before", test_cancelled_before);
  return g_test_run ();
}
