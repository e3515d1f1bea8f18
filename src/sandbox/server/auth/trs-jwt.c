/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-jwt.h"

#include <string.h>

#include "tr-json.h"

#include "http/trs-refusal.h"
#include "trs-keyring.h"

/* Far more than any worker's token, far less than what a parser could be hurt with. */
#define MAX_LENGTH (32 * 1024)

/* The end of the year 9999; and the longest life that the service lets a token have, in seconds. */
#define MAX_TIME 253402300799.0
#define MAX_LIFE (24 * 60 * 60)

struct _TrsJwt
{
  char *signed_text; /* owned; header.payload, as signed */
  guint8 *mac;       /* owned */
  gsize mac_size;
  JsonNode *header; /* owned; an object */
  JsonNode *claims; /* owned; an object */
  gint64 expires;   /* seconds since the epoch; known once verified */
  gint64 issued;    /* the same */
};

/* JWT's alphabet to that of g_base64_decode(), which skips what it does not know: so that is
 * refused here. */
static guint8 *
decode_base64url (const char *text, gsize length, gsize *size)
{
  g_autoptr(GString) plain = g_string_new_len (text, (gssize) length);

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (plain->str[i]) && plain->str[i] != '-' && plain->str[i] != '_')
        return NULL;
      if (plain->str[i] == '-')
        plain->str[i] = '+';
      else if (plain->str[i] == '_')
        plain->str[i] = '/';
    }
  while (plain->len % 4 != 0)
    g_string_append_c (plain, '=');
  return g_base64_decode (plain->str, size);
}

static JsonNode *
decode_object (const char *text, gsize length)
{
  gsize size = 0;
  g_autofree guint8 *json = decode_base64url (text, length, &size);
  g_autoptr(JsonNode) node = NULL;

  if (json != NULL && size > 0)
    node = tr_json_parse ((const char *) json, (gssize) size, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  return g_steal_pointer (&node);
}

/* A NumericDate of RFC 7519, which may have a fraction; of no date that a calendar knows. */
static gboolean
read_time (JsonObject *claims, const char *name, gint64 fallback, gint64 *time)
{
  JsonNode *node = json_object_get_member (claims, name);
  double value;

  *time = fallback;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return fallback >= 0;
  if (!JSON_NODE_HOLDS_VALUE (node) || (json_node_get_value_type (node) != G_TYPE_INT64 &&
                                        json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  value = json_node_get_double (node);
  /* Written so that NaN is refused too. */
  if (!(value >= 0 && value <= MAX_TIME))
    return FALSE;
  *time = (gint64) value;
  return TRUE;
}

/**
 * trs_jwt_new:
 * @text: three parts of base64url, joined by dots
 * @error: a %TRS_REFUSAL, 20101 or 20102
 *
 * Returns: (transfer full) (nullable): the token, decoded and not verified
 */
TrsJwt *
trs_jwt_new (const char *text, GError **error)
{
  g_autoptr(TrsJwt) self = g_new0 (TrsJwt, 1);
  const char *first = strchr (text, '.');
  const char *second = first != NULL ? strchr (first + 1, '.') : NULL;

  if (second == NULL || strlen (text) > MAX_LENGTH ||
      (self->claims = decode_object (first + 1, (gsize) (second - first - 1))) == NULL ||
      (self->mac = decode_base64url (second + 1, strlen (second + 1), &self->mac_size)) == NULL)
    {
      g_set_error_literal (error, TRS_REFUSAL, 20101, "Invalid Access Token");
      return NULL;
    }
  self->header = decode_object (text, (gsize) (first - text));
  if (self->header == NULL)
    {
      g_set_error_literal (error, TRS_REFUSAL, 20102, "Invalid Access Token header");
      return NULL;
    }
  self->signed_text = g_strndup (text, (gsize) (second - text));
  return g_steal_pointer (&self);
}

/**
 * trs_jwt_new_verified:
 * @claims: of a token that was verified when it came
 *
 * Returns: (transfer full): that token, without its signature
 */
TrsJwt *
trs_jwt_new_verified (JsonObject *claims)
{
  TrsJwt *self = g_new0 (TrsJwt, 1);

  self->claims = json_node_init_object (json_node_alloc (), claims);
  read_time (claims, "exp", 0, &self->expires);
  return self;
}

void
trs_jwt_free (TrsJwt *self)
{
  g_clear_pointer (&self->header, json_node_unref);
  g_clear_pointer (&self->claims, json_node_unref);
  g_free (self->signed_text);
  g_free (self->mac);
  g_free (self);
}

JsonObject *
trs_jwt_get_header (TrsJwt *self)
{
  return json_node_get_object (self->header);
}

JsonObject *
trs_jwt_get_claims (TrsJwt *self)
{
  return json_node_get_object (self->claims);
}

static gboolean
find_checksum (const char *algorithm, GChecksumType *type)
{
  static const struct
  {
    const char *name;
    GChecksumType type;
  } algorithms[] = {
    { "HS256", G_CHECKSUM_SHA256 },
    { "HS384", G_CHECKSUM_SHA384 },
    { "HS512", G_CHECKSUM_SHA512 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      if (g_strcmp0 (algorithms[i].name, algorithm) == 0)
        {
          *type = algorithms[i].type;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
trs_jwt_check_mac (TrsJwt *self, GChecksumType type, const char *secret)
{
  guint8 expected[64];
  gsize size = sizeof expected;
  GHmac *hmac = g_hmac_new (type, (const guchar *) secret, strlen (secret));

  g_hmac_update (hmac, (const guchar *) self->signed_text, (gssize) strlen (self->signed_text));
  g_hmac_get_digest (hmac, expected, &size);
  g_hmac_unref (hmac);
  return trs_keyring_equal (self->mac, self->mac_size, expected, size);
}

static gboolean
trs_jwt_check_times (TrsJwt *self, gint64 now, GError **error)
{
  JsonObject *claims = trs_jwt_get_claims (self);
  gint64 issued = 0;
  gint64 not_before = 0;

  if (!read_time (claims, "exp", -1, &self->expires) ||
      !read_time (claims, "iat", now, &issued) || self->expires <= now ||
      self->expires - issued > MAX_LIFE)
    {
      g_set_error_literal (error, TRS_REFUSAL, 20104,
                           "Access Token expired or expiration date invalid");
      return FALSE;
    }
  if (!read_time (claims, "nbf", 0, &not_before) || not_before > now)
    {
      g_set_error_literal (error, TRS_REFUSAL, 20105, "Access Token not yet valid");
      return FALSE;
    }
  self->issued = issued;
  return TRUE;
}

/**
 * trs_jwt_verify:
 * @self: a token
 * @secret: what it must be signed with; its bytes are the key as they are
 * @now: seconds since the epoch
 * @error: a %TRS_REFUSAL: 20102 unknown algorithm, 20107 signature, 20104 expired, 20105 too early
 *
 * Source: RFC 7519; the service's error dictionary for the numbers.
 */
gboolean
trs_jwt_verify (TrsJwt *self, const char *secret, gint64 now, GError **error)
{
  const char *algorithm = NULL;
  GChecksumType type = G_CHECKSUM_SHA256;

  if (!tr_json_expect_string (trs_jwt_get_header (self), "alg", &algorithm, NULL) ||
      !find_checksum (algorithm, &type))
    {
      g_set_error_literal (error, TRS_REFUSAL, 20102, "Invalid Access Token header");
      return FALSE;
    }
  if (!trs_jwt_check_mac (self, type, secret))
    {
      g_set_error_literal (error, TRS_REFUSAL, 20107, "Invalid Access Token signature");
      return FALSE;
    }
  return trs_jwt_check_times (self, now, error);
}

/**
 * trs_jwt_get_expires:
 * @self: a verified token
 *
 * Returns: seconds since the epoch
 */
gint64
trs_jwt_get_expires (TrsJwt *self)
{
  return self->expires;
}

/**
 * trs_jwt_get_issued:
 * @self: a token that was verified just now
 *
 * Returns: seconds since the epoch; when it was verified, where the token does not say it
 */
gint64
trs_jwt_get_issued (TrsJwt *self)
{
  return self->issued;
}
