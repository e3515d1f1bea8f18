/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "auth/trs-pass.h"

#include <string.h>

#include "auth/trs-origin.h"
#include "http/trs-refusal.h"
#include "test-data.h"
#include "tr-jwt.h"
#include "tr-secret.h"

#define NOW G_GINT64_CONSTANT (1768471200)
#define ACCOUNT "AC00000000000000000000000000000001"
#define KEY "SK00000000000000000000000000000001"
#define KEY_SECRET "made-up-api-key-secret-32-bytes!"
#define AUTH_TOKEN "made-up-auth-token-0123456789abc"
#define WORKSPACE "WS00000000000000000000000000000001"
#define WORKER "WK00000000000000000000000000000001"
#define HEADER "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"cty\":\"twilio-fpa;v=1\"}"
#define GRANTS                                                                                    \
  "\"grants\":{\"identity\":\"dave\",\"task_router\":{\"workspace_sid\":\"" WORKSPACE             \
  "\",\"worker_sid\":\"" WORKER "\",\"role\":\"worker\"}}"

static TrsKeyring *
keyring_new (void)
{
  TrsKeyring *keyring = trs_keyring_new ();

  trs_keyring_add (keyring, ACCOUNT, AUTH_TOKEN, ACCOUNT);
  trs_keyring_add (keyring, KEY, KEY_SECRET, ACCOUNT);
  return keyring;
}

static void
test_vectors (void)
{
  const char *kinds[] = { "access_tokens", "capability_tokens" };
  g_autoptr(TrsKeyring) keyring = keyring_new ();
  g_autoptr(JsonNode) root = test_data_json ("protocol/tokens.json");

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      JsonArray *vectors = json_object_get_array_member (json_node_get_object (root), kinds[i]);

      for (guint j = 0; j < json_array_get_length (vectors); j++)
        {
          JsonObject *vector = json_array_get_object_element (vectors, j);
          g_autoptr(GError) error = NULL;
          g_autoptr(TrsPass) pass =
            trs_pass_new (json_object_get_string_member (vector, "jwt"), keyring, NOW, &error);

          g_assert_no_error (error);
          g_assert_cmpstr (trs_pass_get_account_sid (pass), ==, ACCOUNT);
          g_assert_cmpstr (trs_pass_get_workspace_sid (pass), ==, WORKSPACE);
          g_assert_cmpint (trs_pass_is_capability (pass), ==, i == 1);
        }
    }
}

static void
assert_refused (GChecksumType type,
                const char *header,
                const char *payload,
                const char *secret,
                int code)
{
  g_autoptr(TrsKeyring) keyring = keyring_new ();
  g_autoptr(TrSecret) jwt = tr_jwt_sign (type, header, payload, secret);
  g_autoptr(GError) error = NULL;
  g_autoptr(TrsPass) pass = trs_pass_new (jwt, keyring, NOW, &error);

  g_assert_null (pass);
  g_assert_error (error, TRS_REFUSAL, code);
  g_assert_cmpuint (trs_refusal_get_status (error), ==, 401);
  g_assert_null (strstr (error->message, secret));
}

#define CLAIMS(rest) "{\"iss\":\"" KEY "\",\"sub\":\"" ACCOUNT "\"," GRANTS "," rest "}"

static void
test_refused (void)
{
  const char *good = CLAIMS ("\"exp\":1768474800");

  assert_refused (G_CHECKSUM_SHA256, HEADER, good, AUTH_TOKEN, 20107);
  assert_refused (G_CHECKSUM_SHA512, HEADER, good, KEY_SECRET, 20107);
  assert_refused (G_CHECKSUM_SHA256, "{\"alg\":\"none\"}", good, KEY_SECRET, 20102);
  assert_refused (G_CHECKSUM_SHA256, "{}", good, KEY_SECRET, 20102);
  assert_refused (G_CHECKSUM_SHA256, HEADER, CLAIMS ("\"exp\":1768471200"), KEY_SECRET, 20104);
  assert_refused (G_CHECKSUM_SHA256, HEADER, CLAIMS ("\"exp\":\"later\""), KEY_SECRET, 20104);
  /* No longer than a day, and no date that overflows. */
  assert_refused (G_CHECKSUM_SHA256, HEADER, CLAIMS ("\"iat\":1768471200,\"exp\":1768557601"),
                  KEY_SECRET, 20104);
  assert_refused (G_CHECKSUM_SHA256, HEADER, CLAIMS ("\"exp\":1000000000000000000"), KEY_SECRET,
                  20104);
  assert_refused (G_CHECKSUM_SHA256, HEADER, CLAIMS ("\"exp\":-1"), KEY_SECRET, 20104);
  assert_refused (G_CHECKSUM_SHA256, "{\"alg\":\"HS256\"}", good, KEY_SECRET, 20102);
  assert_refused (G_CHECKSUM_SHA256, HEADER,
                  "{\"iss\":\"" KEY "\",\"sub\":\"" ACCOUNT "\",\"exp\":1768474800,\"grants\":"
                  "{\"task_router\":{\"workspace_sid\":\"WS1\",\"role\":\"bogus\"}}}",
                  KEY_SECRET, 20106);
  assert_refused (G_CHECKSUM_SHA256, HEADER, CLAIMS ("\"version\":\"v1\""), KEY_SECRET, 20104);
  assert_refused (G_CHECKSUM_SHA256, HEADER, CLAIMS ("\"exp\":1768474800,\"nbf\":1768471201"),
                  KEY_SECRET, 20105);
  assert_refused (G_CHECKSUM_SHA256, HEADER, "{\"exp\":1768474800}", KEY_SECRET, 20103);
  assert_refused (G_CHECKSUM_SHA256, HEADER,
                  "{\"iss\":\"SK404\",\"sub\":\"" ACCOUNT "\",\"exp\":1768474800}", KEY_SECRET,
                  20103);
  assert_refused (G_CHECKSUM_SHA256, HEADER,
                  "{\"iss\":\"" KEY "\",\"sub\":\"AC404\"," GRANTS ",\"exp\":1768474800}",
                  KEY_SECRET, 20103);
  assert_refused (G_CHECKSUM_SHA256, HEADER,
                  "{\"iss\":\"" KEY "\",\"sub\":\"" ACCOUNT "\",\"exp\":1768474800}", KEY_SECRET,
                  20106);
}

/* Made by a clock that is months ahead. */
static void
test_ahead (void)
{
  g_autoptr(TrsKeyring) keyring = keyring_new ();
  g_autoptr(TrSecret) jwt = tr_jwt_sign (G_CHECKSUM_SHA256, HEADER,
                                         CLAIMS ("\"iat\":1790000000,\"exp\":1790003600"),
                                         KEY_SECRET);
  g_autoptr(TrsPass) first = trs_pass_new (jwt, keyring, NOW, NULL);
  g_autoptr(TrsPass) later = NULL;
  gint64 lead;

  g_assert_nonnull (first);
  lead = trs_pass_get_lead (first);
  g_assert_cmpint (trs_pass_get_seconds_left (first), ==, 3600);
  later = trs_pass_new (jwt, keyring, NOW + lead + 3599, NULL);
  g_assert_cmpint (trs_pass_get_seconds_left (later), ==, 1);
  g_assert_null (trs_pass_new (jwt, keyring, NOW + lead + 3600, NULL));
}

static void
test_algorithms (void)
{
  g_autoptr(TrsKeyring) keyring = keyring_new ();
  g_autoptr(TrSecret) hs384 =
    tr_jwt_sign (G_CHECKSUM_SHA384, "{\"alg\":\"HS384\",\"cty\":\"twilio-fpa;v=1\"}", CLAIMS ("\"exp\":1768474800"),
                 KEY_SECRET);
  g_autoptr(TrSecret) hs512 =
    tr_jwt_sign (G_CHECKSUM_SHA512, "{\"alg\":\"HS512\",\"cty\":\"twilio-fpa;v=1\"}", CLAIMS ("\"exp\":1768474800"),
                 KEY_SECRET);
  g_autoptr(TrsPass) first = trs_pass_new (hs384, keyring, NOW, NULL);
  g_autoptr(TrsPass) second = trs_pass_new (hs512, keyring, NOW, NULL);

  g_assert_nonnull (first);
  g_assert_nonnull (second);
  g_assert_cmpint (trs_pass_get_expires (first), ==, 1768474800);
  g_assert_false (trs_pass_is_supervisor (first));
}

static void
test_garbage (void)
{
  const char *texts[] = { "", ".", "..", "a.b.c", "e30.e30.", "e30.W10.AA", "e30.e30.A A",
                          "\xff.\xff.\xff", "e30.bnVsbA.AA" };
  g_autoptr(TrsKeyring) keyring = keyring_new ();
  g_autofree char *long_text = g_strnfill (100000, 'A');

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (trs_pass_new (texts[i], keyring, NOW, &error));
      g_assert_cmpuint (trs_refusal_get_status (error), ==, 401);
    }
  long_text[10] = long_text[20] = '.';
  g_assert_null (trs_pass_new (long_text, keyring, NOW, NULL));
}

static void
assert_allows (TrsPass *pass, gboolean allowed, const char *method, const char *path, const char *query)
{
  g_autoptr(TrsForm) params = trs_form_new_urlencoded (query, strlen (query), NULL);

  g_assert_cmpint (trs_pass_allows (pass, method, path, params), ==, allowed);
}

static void
test_policies (void)
{
  g_autoptr(TrsKeyring) keyring = keyring_new ();
  g_autoptr(JsonNode) root = test_data_json ("protocol/tokens.json");
  JsonArray *vectors =
    json_object_get_array_member (json_node_get_object (root), "capability_tokens");
  const char *jwt =
    json_object_get_string_member (json_array_get_object_element (vectors, 0), "jwt");
  g_autoptr(TrsPass) pass = trs_pass_new (jwt, keyring, NOW, NULL);

  g_assert_nonnull (pass);
  assert_allows (pass, TRUE, "GET", "v1/wschannels/" ACCOUNT "/" WORKER, "");
  assert_allows (pass, FALSE, "GET", "v1/wschannels", "");
  assert_allows (pass, TRUE, "GET", "v1/Workspaces/" WORKSPACE "/Activities", "");
  assert_allows (pass, FALSE, "GET", "v1/Workspaces/" WORKSPACE "/Activities/WA1", "");
  assert_allows (pass, FALSE, "POST", "v1/Workspaces/" WORKSPACE "/Activities", "");
  assert_allows (pass, TRUE, "GET", "v1/Workspaces/" WORKSPACE "/Tasks/WT1/Reservations/WR1", "");
  assert_allows (pass, TRUE, "POST", "v1/Workspaces/" WORKSPACE "/Workers/" WORKER,
                 "ActivitySid=WA1");
  assert_allows (pass, FALSE, "POST", "v1/Workspaces/" WORKSPACE "/Workers/" WORKER,
                 "Attributes=%7B%7D");
  assert_allows (pass, FALSE, "GET", "v1/Workspaces/" WORKSPACE "/Workers", "");
  assert_allows (pass, FALSE, "GET", "v1/Workspaces/WS2/Activities", "");
}

static void
test_basic (void)
{
  g_autoptr(TrsKeyring) keyring = keyring_new ();
  const struct
  {
    const char *pair;
    gboolean is_good;
  } cases[] = {
    { ACCOUNT ":" AUTH_TOKEN, TRUE },  { KEY ":" KEY_SECRET, TRUE },
    { ACCOUNT ":" KEY_SECRET, FALSE }, { KEY ":" AUTH_TOKEN, FALSE },
    { ACCOUNT ":", FALSE },            { ACCOUNT, FALSE },
    { ":", FALSE },                    { "", FALSE },
    { ACCOUNT ":" AUTH_TOKEN "x", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *encoded =
        g_base64_encode ((const guchar *) cases[i].pair, strlen (cases[i].pair));
      g_autofree char *header = g_strconcat ("Basic ", encoded, NULL);

      g_assert_cmpstr (trs_keyring_check_basic (keyring, header), ==,
                       cases[i].is_good ? ACCOUNT : NULL);
    }
  g_assert_null (trs_keyring_check_basic (keyring, NULL));
  g_assert_null (trs_keyring_check_basic (keyring, "Bearer x"));
  g_assert_null (trs_keyring_check_basic (keyring, "Basic !!!"));
}

static void
test_origin (void)
{
  g_assert_true (trs_origin_host_is_local ("127.0.0.1:8089", 8089));
  g_assert_true (trs_origin_host_is_local ("LocalHost:8089", 8089));
  g_assert_false (trs_origin_host_is_local ("localhost", 8089));
  g_assert_false (trs_origin_host_is_local ("localhost:80", 8089));
  g_assert_false (trs_origin_host_is_local ("evil.example.com:8089", 8089));
  g_assert_false (trs_origin_host_is_local (NULL, 8089));
  g_assert_true (trs_origin_is_local (NULL, 8089));
  g_assert_true (trs_origin_is_local ("http://localhost:8089", 8089));
  g_assert_false (trs_origin_is_local ("http://localhost:9000", 8089));
  g_assert_false (trs_origin_is_local ("https://evil.example.com", 8089));
  g_assert_false (trs_origin_is_local ("null", 8089));
  g_assert_true (trs_origin_is_loopback ("https://[::1]:3000"));
  g_assert_true (trs_origin_is_loopback ("http://localhost"));
  g_assert_false (trs_origin_is_loopback ("http://localhost.evil.example"));
  g_assert_false (trs_origin_is_loopback ("http://localhost:80.evil.example"));
  g_assert_false (trs_origin_is_loopback ("null"));
  g_assert_true (trs_origin_host_is_loopback ("LocalHost:9000"));
  g_assert_false (trs_origin_host_is_loopback ("sandbox.example.com"));
  g_assert_false (trs_origin_host_is_loopback (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pass/vectors", test_vectors);
  g_test_add_func ("/pass/refused", test_refused);
  g_test_add_func ("/pass/ahead", test_ahead);
  g_test_add_func ("/pass/algorithms", test_algorithms);
  g_test_add_func ("/pass/garbage", test_garbage);
  g_test_add_func ("/pass/policies", test_policies);
  g_test_add_func ("/keyring/basic", test_basic);
  g_test_add_func ("/origin/local", test_origin);
  return g_test_run ();
}
