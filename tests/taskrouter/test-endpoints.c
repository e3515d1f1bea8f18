/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-endpoints.h"

#include <gio/gio.h>
#include <string.h>

static void
test_official (void)
{
  const char *urls[] = { NULL, "" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TrEndpoints) endpoints = tr_endpoints_new (urls[i], &error);
      g_autofree char *socket = NULL;

      g_assert_no_error (error);
      g_assert_true (tr_endpoints_is_official (endpoints));
      g_assert_cmpstr (tr_endpoints_get_taskrouter (endpoints), ==,
                       "https://taskrouter.twilio.com");
      g_assert_cmpstr (tr_endpoints_get_api (endpoints), ==, "https://api.twilio.com");
      g_assert_cmpstr (tr_endpoints_get_studio (endpoints), ==, "https://studio.twilio.com");
      g_assert_cmpstr (tr_endpoints_get_event_bridge (endpoints), ==,
                       "https://event-bridge.twilio.com/v1/wschannels");
      socket = tr_endpoints_dup_event_socket (endpoints);
      g_assert_cmpstr (socket, ==, "wss://event-bridge.twilio.com/v1/wschannels");
    }
}

static void
test_base (void)
{
  const struct
  {
    const char *url;
    const char *base;
    const char *socket;
  } good[] = {
    { "http://127.0.0.1:8089", "http://127.0.0.1:8089", "ws://127.0.0.1:8089/v1/wschannels" },
    { "http://127.9.9.9/", "http://127.9.9.9", "ws://127.9.9.9/v1/wschannels" },
    { "http://localhost:1//", "http://localhost:1", "ws://localhost:1/v1/wschannels" },
    { "http://LOCALHOST", "http://LOCALHOST", "ws://LOCALHOST/v1/wschannels" },
    { "http://[::1]:8089", "http://[::1]:8089", "ws://[::1]:8089/v1/wschannels" },
    { "HTTPS://proxy.example.com/", "https://proxy.example.com",
      "wss://proxy.example.com/v1/wschannels" },
    { "https://proxy.example.com:443/a/b/", "https://proxy.example.com/a/b",
      "wss://proxy.example.com/a/b/v1/wschannels" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TrEndpoints) endpoints = tr_endpoints_new (good[i].url, &error);
      g_autofree char *socket = NULL;

      g_assert_no_error (error);
      g_assert_false (tr_endpoints_is_official (endpoints));
      g_assert_cmpstr (tr_endpoints_get_taskrouter (endpoints), ==, good[i].base);
      g_assert_cmpstr (tr_endpoints_get_api (endpoints), ==, good[i].base);
      g_assert_cmpstr (tr_endpoints_get_studio (endpoints), ==, good[i].base);
      socket = tr_endpoints_dup_event_socket (endpoints);
      g_assert_cmpstr (socket, ==, good[i].socket);
    }
}

static void
test_refused (void)
{
  const struct
  {
    const char *url;
    const char *complaint;
  } bad[] = {
    { "http://taskrouter.twilio.com", "plain http is for this machine only" },
    { "http://192.168.1.7:8089", "plain http" },
    { "http://0.0.0.0:8089", "plain http" },
    { "http://127.0.0.1.example.com", "plain http" },
    { "http://localhost.example.com", "plain http" },
    { "http://[::2]", "plain http" },
    { "https://dave:hunter2@example.com", "user or a password" },
    { "https://dave@example.com", "user or a password" },
    { "https://example.com?x=1", "end with its path" },
    { "https://example.com/#x", "end with its path" },
    { "ftp://example.com", "https:// or http://" },
    { "localhost:8089", "https:// or http://" },
    { "https://", "no host" },
    { "https:///path", "no host" },
    { "https://exa%20mple.com", "no host" },
    { "example.com", "not a URL" },
    { "hunter2", "not a URL" },
    { "https://exa mple.com", "not a URL" },
    { "https://example.com:99999", "not a URL" },
    { "http://[::1", "not a URL" },
    { "https://example.com\r\nX: y", "not a URL" },
    { "https://ex\xc3\xa4mple.com", "not a URL" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TrEndpoints) endpoints = tr_endpoints_new (bad[i].url, &error);

      if (endpoints != NULL)
        g_error ("%s was taken", bad[i].url);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      if (strstr (error->message, bad[i].complaint) == NULL)
        g_error ("%s: “%s”", bad[i].url, error->message);
      g_assert_null (strstr (error->message, "hunter2"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/endpoints/official", test_official);
  g_test_add_func ("/endpoints/base", test_base);
  g_test_add_func ("/endpoints/refused", test_refused);
  return g_test_run ();
}
