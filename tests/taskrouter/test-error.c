/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-error.h"

#include <libsoup/soup.h>
#include <string.h>

#include "test-data.h"
#include "tr-http-error.h"
#include "tr-json.h"

static void
test_details (void)
{
  g_autoptr(GError) error = g_error_new (TR_ERROR, TR_ERROR_NOT_FOUND, "No worker");
  g_autoptr(GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  g_autoptr(GError) copy = NULL;

  g_assert_cmpuint (tr_error_get_http_status (error), ==, 0);
  g_assert_cmpuint (tr_error_get_service_code (error), ==, 0);
  g_assert_null (tr_error_get_resource (error));

  tr_error_set_details (error, 404, 20404, "worker");
  g_prefix_error (&error, "Sign in: ");
  copy = g_error_copy (error);
  g_assert_cmpstr (copy->message, ==, "Sign in: No worker");
  g_assert_cmpuint (tr_error_get_http_status (copy), ==, 404);
  g_assert_cmpuint (tr_error_get_service_code (copy), ==, 20404);
  g_assert_cmpstr (tr_error_get_resource (copy), ==, "worker");

  g_assert_cmpuint (tr_error_get_http_status (other), ==, 0);
  g_assert_cmpuint (tr_error_get_service_code (NULL), ==, 0);
  g_assert_null (tr_error_get_resource (other));
}

static void
test_transport (void)
{
  const struct
  {
    GQuark domain;
    int code;
    TrError expected;
  } cases[] = {
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, TR_ERROR_NETWORK },
    { G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, TR_ERROR_NETWORK },
    { G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, TR_ERROR_NETWORK },
    { G_IO_ERROR, G_IO_ERROR_TIMED_OUT, TR_ERROR_TIMEOUT },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, TR_ERROR_NETWORK },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, TR_ERROR_TLS },
    { SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING, TR_ERROR_PROTOCOL },
    { TR_ERROR, TR_ERROR_TIMEOUT, TR_ERROR_TIMEOUT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) cause =
          g_error_new (cases[i].domain, cases[i].code, "went wrong\nat token=abc");
      g_autoptr(GError) error = tr_http_error_from_transport ("GET Workspaces", cause);

      g_assert_error (error, TR_ERROR, (int) cases[i].expected);
      g_assert_true (g_str_has_prefix (error->message, "GET Workspaces: "));
      g_assert_true (g_str_has_suffix (error->message, "went wrong at token=***"));
    }
}

static void
test_cancelled (void)
{
  g_autoptr(GError) cause = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  g_autoptr(GError) error = tr_http_error_from_transport ("GET Workspaces", cause);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The error bodies of the protocol's samples. */
static void
test_samples (void)
{
  g_autoptr(JsonNode) root = test_data_json ("protocol/rest-errors.json");
  JsonArray *samples = json_node_get_array (root);

  for (guint i = 0; i < json_array_get_length (samples); i++)
    {
      JsonObject *sample = json_array_get_object_element (samples, i);
      JsonObject *object = json_object_get_object_member (sample, "body");
      g_autofree char *text = tr_json_object_to_string (object);
      g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));
      guint status = (guint) json_object_get_int_member (sample, "status");
      g_autoptr(GError) error = tr_http_error_from_status ("POST Tasks", status, body);
      const char *words = json_object_has_member (object, "message")
                              ? json_object_get_string_member (object, "message")
                              : json_object_get_string_member (object, "detail");

      g_assert_true (error->domain == TR_ERROR);
      g_assert_cmpint (error->code, !=, TR_ERROR_PROTOCOL);
      g_assert_cmpuint (tr_error_get_http_status (error), ==, status);
      g_assert_cmpint (tr_error_get_service_code (error), ==,
                       json_object_get_int_member (object, "code"));
      g_assert_nonnull (strstr (error->message, words));
    }
}

static void
test_long_message (void)
{
  g_autofree char *words = g_strnfill (5000, 'x');
  g_autofree char *text = g_strdup_printf ("{\"message\":\"%s\"}", words);
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = tr_http_error_from_status ("GET Tasks", 400, body);

  g_assert_error (error, TR_ERROR, TR_ERROR_REFUSED);
  g_assert_cmpuint (strlen (error->message), <, 400);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/details", test_details);
  g_test_add_func ("/error/http/transport", test_transport);
  g_test_add_func ("/error/http/cancelled", test_cancelled);
  g_test_add_func ("/error/http/samples", test_samples);
  g_test_add_func ("/error/http/long-message", test_long_message);
  return g_test_run ();
}
