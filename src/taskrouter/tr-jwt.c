/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-jwt.h"

#include <string.h>

#include "tr-error.h"
#include "tr-json.h"
#include "tr-secret.h"

static char *
base64url (const guchar *data, gsize length)
{
  char *text = g_base64_encode (data, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/**
 * tr_jwt_sign:
 * @digest: %G_CHECKSUM_SHA256, 384 or 512, for HS256, HS384 or HS512; @header must say the same
 * @header: the JSON text of the header
 * @payload: the JSON text of the claims
 * @secret: the key: its bytes as they are, not decoded
 *
 * Returns: (transfer full): a signed JWT, to be freed with tr_secret_free()
 *
 * Source: RFC 7515, compact serialization.
 */
char *
tr_jwt_sign (GChecksumType digest, const char *header, const char *payload, const char *secret)
{
  g_autofree char *first = base64url ((const guchar *) header, strlen (header));
  g_autofree char *second = base64url ((const guchar *) payload, strlen (payload));
  g_autofree char *input = g_strconcat (first, ".", second, NULL);
  g_autoptr(GHmac) hmac = g_hmac_new (digest, (const guchar *) secret, strlen (secret));
  g_autoptr(TrSecret) signature = NULL;
  guint8 mac[64]; /* SHA-512 */
  gsize length = sizeof mac;

  g_hmac_update (hmac, (const guchar *) input, (gssize) strlen (input));
  g_hmac_get_digest (hmac, mac, &length);
  signature = base64url (mac, length);
  explicit_bzero (mac, sizeof mac);
  return g_strconcat (input, ".", signature, NULL);
}

static JsonObject *
decode_part (const char *part, GError **error)
{
  g_autofree char *text = g_strdup (part);
  g_autofree char *padded = NULL;
  g_autofree guchar *data = NULL;
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object;
  gsize length;

  g_strdelimit (text, "-", '+');
  g_strdelimit (text, "_", '/');
  padded = g_strconcat (text, &"==="[3 - (4 - strlen (text) % 4) % 4], NULL);
  data = g_base64_decode (padded, &length);

  node = tr_json_parse ((const char *) data, (gssize) length, error);
  if (node == NULL || !tr_json_expect_object (node, &object, error))
    return NULL;
  return json_object_ref (object);
}

static gboolean
is_base64url (const char *part)
{
  return *part != '\0' &&
         part[strspn (part, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_")] == '\0';
}

/**
 * tr_jwt_decode:
 * @jwt: a token, from anywhere
 * @error: return location
 *
 * Reads a token's claims. The signature is not looked at: whoever made the token keeps the key.
 *
 * Returns: (transfer full): the claims; NULL with %TR_ERROR_PROTOCOL, whose message holds nothing
 *   of the token
 */
JsonObject *
tr_jwt_decode (const char *jwt, GError **error)
{
  g_autoptr(JsonObject) header = NULL;
  g_autoptr(JsonObject) payload = NULL;
  g_auto(GStrv) parts = NULL;

  g_return_val_if_fail (jwt != NULL, NULL);

  if (strlen (jwt) <= TR_JWT_MAX_BYTES)
    parts = g_strsplit (jwt, ".", 4);
  if (parts == NULL || g_strv_length (parts) != 3 || !is_base64url (parts[0]) ||
      !is_base64url (parts[1]) || !is_base64url (parts[2]))
    {
      g_set_error_literal (error, TR_ERROR, TR_ERROR_PROTOCOL, "Token: not a JWT");
      return NULL;
    }

  header = decode_part (parts[0], error);
  if (header == NULL)
    {
      g_prefix_error_literal (error, "Token: header: ");
      return NULL;
    }
  payload = decode_part (parts[1], error);
  if (payload == NULL)
    {
      g_prefix_error_literal (error, "Token: claims: ");
      return NULL;
    }
  return g_steal_pointer (&payload);
}
