/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-record.h"

#include <string.h>

#include "auth/trs-request-pass.h"
#include "tr-json.h"

/* The headers that a handler looks at. */
static const char *const header_names[] = { "Content-Type", "If-Match", "serverVersion" };

static JsonObject *
headers_to_json (TrsRequest *request)
{
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (header_names); i++)
    {
      const char *value = trs_request_get_header (request, header_names[i]);

      if (value != NULL && g_utf8_validate (value, -1, NULL))
        json_object_set_string_member (object, header_names[i], value);
    }
  return object;
}

/* The body of a worker's request without the token that it holds. */
static char *
strip_token (GBytes *body)
{
  g_autoptr(JsonNode) node = tr_json_parse_bytes (body, NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup ("");
  json_object_set_string_member (json_node_get_object (node), "token", "");
  return tr_json_to_string (node);
}

static char *
strip_query (const char *query)
{
  g_auto(GStrv) parts = g_strsplit (query, "&", -1);
  g_autoptr(GStrvBuilder) kept = g_strv_builder_new ();
  g_auto(GStrv) words = NULL;

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      if (!g_str_has_prefix (parts[i], "token="))
        g_strv_builder_add (kept, parts[i]);
    }
  words = g_strv_builder_end (kept);
  return g_strjoinv ("&", words);
}

static void
set_body (JsonObject *record, GBytes *body)
{
  gsize size;
  const char *bytes = g_bytes_get_data (body, &size);
  g_autofree char *text = NULL;

  if (size == 0)
    return;
  if (g_utf8_validate_len (bytes, size, NULL)) /* says no to a NUL as well */
    {
      text = g_strndup (bytes, size);
      json_object_set_string_member (record, "body", text);
    }
  else
    {
      text = g_base64_encode ((const guchar *) bytes, size);
      json_object_set_string_member (record, "base64", text);
    }
}

/**
 * trs_record_new:
 * @request: a request that was carried out
 * @method: its method when it came
 * @path: its path when it came
 *
 * Returns: (transfer full): what trs_record_to_request() makes the same of
 */
JsonObject *
trs_record_new (TrsRequest *request, const char *method, const char *path)
{
  JsonObject *record = json_object_new ();
  TrsPass *pass = trs_request_get_pass (request);
  const char *account_sid = trs_request_get_account_sid (request);
  g_autoptr(GBytes) body = trs_request_dup_body (request);
  g_autofree char *query = strip_query (trs_request_get_original_query (request));

  json_object_set_string_member (record, "method", method);
  json_object_set_string_member (record, "path", path);
  if (*query != '\0')
    json_object_set_string_member (record, "query", query);
  json_object_set_object_member (record, "headers", headers_to_json (request));
  if (account_sid != NULL)
    json_object_set_string_member (record, "account", account_sid);
  if (pass != NULL)
    {
      g_autofree char *claims = tr_json_object_to_string (trs_pass_get_claims (pass));
      g_autofree char *text = strip_token (body);

      json_object_set_string_member (record, "claims", claims);
      json_object_set_string_member (record, "body", text);
    }
  else
    set_body (record, body);
  json_object_set_int_member (record, "status", trs_request_get_status (request));
  return record;
}

static GBytes *
get_body (JsonObject *record, GError **error)
{
  const char *text = NULL;
  const char *encoded = NULL;
  gsize size;
  guchar *bytes;

  if (!tr_json_optional_string (record, "body", &text, error) ||
      !tr_json_optional_string (record, "base64", &encoded, error))
    return NULL;
  if (encoded == NULL)
    return g_bytes_new (text != NULL ? text : "", text != NULL ? strlen (text) : 0);
  bytes = g_base64_decode (encoded, &size);
  return g_bytes_new_take (bytes, size);
}

static gboolean
set_headers (TrsRequest *request, JsonObject *record, GError **error)
{
  JsonObject *headers = NULL;

  if (!tr_json_optional_member_object (record, "headers", &headers, error))
    return FALSE;
  for (gsize i = 0; headers != NULL && i < G_N_ELEMENTS (header_names); i++)
    {
      const char *value = NULL;

      if (!tr_json_optional_string (headers, header_names[i], &value, error))
        return FALSE;
      if (value != NULL)
        soup_message_headers_replace (trs_request_get_headers (request), header_names[i], value);
    }
  return TRUE;
}

static gboolean
set_identity (TrsRequest *request, JsonObject *record, TrsKeyring *keyring, GError **error)
{
  g_autoptr(JsonObject) claims = NULL;
  const char *text = NULL;
  const char *account_sid = NULL;
  TrsPass *pass;

  if (!tr_json_optional_string (record, "claims", &text, error) ||
      !tr_json_optional_string (record, "account", &account_sid, error))
    return FALSE;
  if (text == NULL)
    {
      trs_request_set_account_sid (request, account_sid);
      return TRUE;
    }
  if (!tr_json_expect_nested_object (record, "claims", &claims, error))
    return FALSE;
  pass = trs_pass_new_verified (claims, keyring, error);
  if (pass == NULL)
    return FALSE;
  trs_request_take_pass (request, pass);
  return TRUE;
}

/**
 * trs_record_to_request:
 * @record: as trs_record_new() made it
 * @keyring: the sandbox's
 * @base_url: its address; outlives the request
 * @error: return location for what names the member at fault
 *
 * Returns: (transfer full) (nullable): the request, which needs no access to be checked
 */
TrsRequest *
trs_record_to_request (JsonObject *record,
                       TrsKeyring *keyring,
                       const char *base_url,
                       GError **error)
{
  const char *method, *path, *query;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(TrsRequest) request = NULL;

  if (!tr_json_expect_id (record, "method", &method, error) ||
      !tr_json_expect_id (record, "path", &path, error) ||
      !tr_json_optional_string (record, "query", &query, error) ||
      (body = get_body (record, error)) == NULL)
    return NULL;
  request = trs_request_new_recorded (method, path, query, body, base_url);
  if (!set_headers (request, record, error) || !set_identity (request, record, keyring, error))
    return NULL;
  return g_steal_pointer (&request);
}

/**
 * trs_record_check_status:
 * @record: a record
 * @status: of the answer to the same request now
 * @error: return location
 *
 * A history makes the same state only by the rules that it was made by: another version of the
 * sandbox may have other ones, and is found out here.
 */
gboolean
trs_record_check_status (JsonObject *record, guint status, GError **error)
{
  gint64 before = 0;

  if (!tr_json_expect_int (record, "status", 0, 999, &before, error))
    return FALSE;
  if (before == (gint64) status)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "%s was answered with %d then and is with %u now: the state is another version's",
               json_object_get_string_member (record, "path"), (int) before, status);
  return FALSE;
}
