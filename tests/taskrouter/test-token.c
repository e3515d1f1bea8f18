/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-token.h"

#include <string.h>

#include "test-data.h"
#include "tr-error.h"
#include "tr-json.h"
#include "tr-jwt.h"
#include "tr-secret.h"
#include "tr-token-payload.h"

#define NOW G_GINT64_CONSTANT (1768471200)
#define ACCOUNT "AC00000000000000000000000000000001"
#define KEY "SK00000000000000000000000000000001"
#define KEY_SECRET "made-up-api-key-secret-32-bytes!"
#define AUTH_TOKEN "made-up-auth-token-0123456789abc"
#define WORKSPACE "WS00000000000000000000000000000001"
#define WORKER "WK00000000000000000000000000000001"
#define CHANNEL "https://event-bridge.twilio.com/v1/wschannels/" ACCOUNT "/"
#define W "https://taskrouter.twilio.com/v1/Workspaces/" WORKSPACE

/* A vector of the official helper library: @kind is "access_tokens" or "capability_tokens". */
static JsonObject *
vector (const char *kind, guint index)
{
  g_autoptr(JsonNode) root = test_data_json ("protocol/tokens.json");
  JsonArray *vectors = json_object_get_array_member (json_node_get_object (root), kind);

  return json_object_ref (json_array_get_object_element (vectors, index));
}

static void
assert_equals_vector (const char *kind,
                      guint index,
                      GChecksumType digest,
                      const char *header,
                      const char *payload)
{
  g_autoptr(JsonObject) expected = vector (kind, index);
  const char *secret = g_str_equal (kind, "access_tokens") ? KEY_SECRET : AUTH_TOKEN;
  g_autoptr(TrSecret) jwt = tr_jwt_sign (digest, header, payload, secret);

  g_assert_cmpstr (header, ==, json_object_get_string_member (expected, "header_json"));
  g_assert_cmpstr (payload, ==, json_object_get_string_member (expected, "payload_json"));
  g_assert_cmpstr (jwt, ==, json_object_get_string_member (expected, "jwt"));
}

/* Whether the MAC of @jwt is right, computed another way than tr_jwt_sign() does. */
static gboolean
is_signed (const char *jwt, const char *secret)
{
  const char *dot = strrchr (jwt, '.');
  g_autofree char *hex =
      g_compute_hmac_for_data (G_CHECKSUM_SHA256, (const guchar *) secret, strlen (secret),
                               (const guchar *) jwt, (gsize) (dot - jwt));
  g_autofree char *text = g_strconcat (dot + 1, "=", NULL); /* 43 characters of 32 bytes */
  g_autofree guchar *mac = NULL;
  g_autoptr(GString) got = g_string_new (NULL);
  gsize length;

  g_strdelimit (text, "-", '+');
  g_strdelimit (text, "_", '/');
  mac = g_base64_decode (text, &length);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (got, "%02x", mac[i]);
  return g_str_equal (got->str, hex);
}

static void
test_access (void)
{
  g_autoptr(TrCredentials) credentials = tr_credentials_new (ACCOUNT, KEY, KEY_SECRET);
  g_autoptr(TrToken) token =
      tr_token_new_access (credentials, "dave", WORKSPACE, WORKER, "worker", NOW, 3600);
  g_autoptr(JsonObject) expected = vector ("access_tokens", 0);

  g_assert_cmpstr (tr_token_get_jwt (token), ==, json_object_get_string_member (expected, "jwt"));
  g_assert_false (tr_token_is_capability (token));
  g_assert_cmpstr (tr_token_get_account_sid (token), ==, ACCOUNT);
  g_assert_cmpstr (tr_token_get_workspace_sid (token), ==, WORKSPACE);
  g_assert_cmpstr (tr_token_get_worker_sid (token), ==, WORKER);
  g_assert_cmpint (tr_token_get_issued (token), ==, NOW);
  g_assert_cmpint (tr_token_get_expires (token), ==, NOW + 3600);
}

static void
test_access_vectors (void)
{
  g_autofree char *plain = tr_token_access_header (G_CHECKSUM_SHA256, NULL);
  g_autofree char *regional = tr_token_access_header (G_CHECKSUM_SHA512, "us1");
  g_autofree char *worker = tr_token_access_payload (ACCOUNT, KEY, "dave", WORKSPACE, WORKER,
                                                     "worker", 0, NOW, 3600);
  g_autofree char *supervisor =
      tr_token_access_payload (ACCOUNT, KEY, "susan", WORKSPACE,
                               "WK00000000000000000000000000000002", "supervisor", NOW - 5, NOW, 8);
  g_autofree char *admin =
      tr_token_access_payload (ACCOUNT, KEY, "admin", WORKSPACE, NULL, "admin", 0, NOW, 3600);

  assert_equals_vector ("access_tokens", 0, G_CHECKSUM_SHA256, plain, worker);
  assert_equals_vector ("access_tokens", 1, G_CHECKSUM_SHA256, plain, supervisor);
  assert_equals_vector ("access_tokens", 2, G_CHECKSUM_SHA512, regional, admin);
}

static void
test_capability_vectors (void)
{
  const TrTokenPolicy base[] = {
    { CHANNEL WORKER, "GET", NULL },
    { CHANNEL WORKER, "POST", NULL },
    { W "/Activities", "GET", NULL },
    { W "/Tasks/**", "GET", NULL },
    { W "/Workers/" WORKER "/Reservations/**", "GET", NULL },
    { W "/Workers/" WORKER, "GET", NULL },
  };
  const TrTokenPolicy updates[] = {
    { W "/Workers/" WORKER, "POST", "ActivitySid" },
    { W "/Tasks/**", "POST", NULL },
    { W "/Workers/" WORKER "/Reservations/**", "POST", NULL },
  };
  const TrTokenPolicy replaced[] = {
    { W, "GET", NULL },
    { W "/**", "GET", NULL },
    { W "/Activities", "POST", NULL },
    { W "/Workers/" WORKER "/Reservations/**", "POST", NULL },
    { W "/**", "POST", NULL },
  };
  const TrTokenPolicy queue[] = {
    { CHANNEL "WQ00000000000000000000000000000001", "GET", NULL },
    { CHANNEL "WQ00000000000000000000000000000001", "POST", NULL },
    { W "/TaskQueues/WQ00000000000000000000000000000001", "GET", NULL },
    { W "/TaskQueues/WQ00000000000000000000000000000001/**", "GET", NULL },
  };
  g_autofree char *header = tr_token_capability_header ();
  g_autoptr(GArray) policies = g_array_new (FALSE, FALSE, sizeof (TrTokenPolicy));
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  g_array_append_vals (policies, base, G_N_ELEMENTS (base));
  g_array_append_vals (policies, updates, G_N_ELEMENTS (updates));
  first = tr_token_capability_payload (ACCOUNT, WORKSPACE, WORKER, NULL,
                                       (TrTokenPolicy *) (void *) policies->data, policies->len,
                                       NOW, 3600);
  g_array_set_size (policies, G_N_ELEMENTS (base));
  g_array_append_vals (policies, replaced, G_N_ELEMENTS (replaced));
  second = tr_token_capability_payload (ACCOUNT, WORKSPACE, WORKER, NULL,
                                        (TrTokenPolicy *) (void *) policies->data, policies->len,
                                        NOW, 3600);
  third = tr_token_capability_payload (ACCOUNT, WORKSPACE, "WQ00000000000000000000000000000001",
                                       "wallboard", queue, G_N_ELEMENTS (queue), NOW, 60);

  assert_equals_vector ("capability_tokens", 0, G_CHECKSUM_SHA256, header, first);
  assert_equals_vector ("capability_tokens", 1, G_CHECKSUM_SHA256, header, second);
  assert_equals_vector ("capability_tokens", 2, G_CHECKSUM_SHA256, header, third);
}

/* Our worker's token is the first vector, with two policies more. */
static void
test_capability (void)
{
  g_autoptr(TrCredentials) credentials = tr_credentials_new (ACCOUNT, NULL, AUTH_TOKEN);
  g_autoptr(TrToken) token = tr_token_new_capability (credentials, WORKSPACE, WORKER, NOW, 3600);
  g_autoptr(JsonObject) vector_0 = vector ("capability_tokens", 0);
  g_autoptr(JsonObject) claims = NULL;
  g_autoptr(GError) error = NULL;
  JsonArray *got, *expected;
  JsonObject *first;

  g_assert_true (tr_token_is_capability (token));
  g_assert_cmpint (tr_token_get_expires (token), ==, NOW + 3600);
  g_assert_true (is_signed (tr_token_get_jwt (token), AUTH_TOKEN));
  g_assert_false (is_signed (tr_token_get_jwt (token), KEY_SECRET));

  claims = tr_jwt_decode (tr_token_get_jwt (token), &error);
  g_assert_no_error (error);
  got = json_object_get_array_member (claims, "policies");
  first = json_object_get_object_member (vector_0, "payload");
  expected = json_object_get_array_member (first, "policies");
  g_assert_cmpuint (json_array_get_length (got), ==, json_array_get_length (expected) + 2);
  for (guint i = 0; i < json_array_get_length (expected); i++)
    g_assert_true (json_node_equal (json_array_get_element (got, i),
                                    json_array_get_element (expected, i)));
}

static void
test_from_jwt (void)
{
  const struct
  {
    const char *kind;
    guint index;
    gboolean is_capability;
    const char *worker;
    gint64 expires;
  } good[] = {
    { "access_tokens", 0, FALSE, WORKER, NOW + 3600 },
    { "access_tokens", 1, FALSE, "WK00000000000000000000000000000002", NOW + 8 },
    { "access_tokens", 2, FALSE, NULL, NOW + 3600 },
    { "capability_tokens", 0, TRUE, WORKER, NOW + 3600 },
    { "capability_tokens", 1, TRUE, WORKER, NOW + 3600 },
    { "capability_tokens", 2, TRUE, NULL, NOW + 60 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(JsonObject) from = vector (good[i].kind, good[i].index);
      g_autoptr(GError) error = NULL;
      g_autoptr(TrToken) token =
          tr_token_new_from_jwt (json_object_get_string_member (from, "jwt"), &error);

      g_assert_no_error (error);
      g_assert_cmpint (tr_token_is_capability (token), ==, good[i].is_capability);
      g_assert_cmpstr (tr_token_get_account_sid (token), ==, ACCOUNT);
      g_assert_cmpstr (tr_token_get_workspace_sid (token), ==, WORKSPACE);
      g_assert_cmpstr (tr_token_get_worker_sid (token), ==, good[i].worker);
      g_assert_cmpint (tr_token_get_issued (token), ==, NOW);
      g_assert_cmpint (tr_token_get_expires (token), ==, good[i].expires);
    }
}

static void
assert_jwt_refused (const char *jwt, const char *complaint)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrToken) token = tr_token_new_from_jwt (jwt, &error);

  g_assert_null (token);
  test_assert_protocol_error (error, complaint);
  if (strlen (jwt) > 8)
    g_assert_null (strstr (error->message, jwt));
}

static void
test_from_jwt_bad (void)
{
  const struct
  {
    const char *payload;
    const char *complaint;
  } bad[] = {
    { "", "empty" },
    { "[]", "not a JSON object" },
    { "{}", "\"exp\" is missing" },
    { "{\"exp\":\"soon\"}", "\"exp\" is not an integer" },
    { "{\"exp\":-1}", "\"exp\" is -1" },
    { "{\"exp\":1}", "\"account_sid\" is missing" },
    { "{\"exp\":1,\"account_sid\":\"AC1\"}", "\"workspace_sid\" is missing" },
    { "{\"exp\":1,\"account_sid\":\"AC1\",\"workspace_sid\":\"WS1\",\"worker_sid\":7}",
      "\"worker_sid\" is not a string" },
    { "{\"exp\":1,\"grants\":[]}", "\"grants\" is not an object" },
    { "{\"exp\":1,\"grants\":{}}", "\"sub\" is missing" },
    { "{\"exp\":1,\"sub\":\"AC1\",\"grants\":{}}", "\"task_router\" is missing" },
    { "{\"exp\":1,\"sub\":\"AC1\",\"grants\":{\"task_router\":{}}}",
      "\"workspace_sid\" is missing" },
  };
  const char *shapes[] = { "", ".", "..", "a.b", "a.b.c.d", "a.b.", ".b.c", "a b.c.d", "a=.b.c",
                           "ä.b.c", "e30.e3.x" };
  g_autofree char *huge = g_strnfill (TR_JWT_MAX_BYTES + 1, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    assert_jwt_refused (shapes[i], "Token: ");
  assert_jwt_refused (huge, "not a JWT");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(TrSecret) jwt = tr_jwt_sign (G_CHECKSUM_SHA256, "{}", bad[i].payload, "secret");

      if (*bad[i].payload != '\0')
        assert_jwt_refused (jwt, bad[i].complaint);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/token/access", test_access);
  g_test_add_func ("/token/access/vectors", test_access_vectors);
  g_test_add_func ("/token/capability", test_capability);
  g_test_add_func ("/token/capability/vectors", test_capability_vectors);
  g_test_add_func ("/token/from-jwt", test_from_jwt);
  g_test_add_func ("/token/from-jwt/bad", test_from_jwt_bad);
  return g_test_run ();
}
