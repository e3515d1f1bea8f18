/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-signature.h"

#include <string.h>

static int
compare_names (gconstpointer left, gconstpointer right)
{
  return strcmp (left, right);
}

/**
 * trs_signature_new:
 * @auth_token: the account's
 * @url: just as it is requested, with port and query
 * @parameters: (nullable): a form's, of strings; %NULL for a GET
 *
 * Returns: (transfer full): what the header X-Twilio-Signature holds: HMAC-SHA1, in base64, over
 *   the URL and each parameter's name and value, in the order of the names
 *
 * Source: the service's guide "Webhooks security", and its helper library's validateRequest().
 */
char *
trs_signature_new (const char *auth_token, const char *url, JsonObject *parameters)
{
  g_autoptr(GString) text = g_string_new (url);
  g_autoptr(GList) names = parameters != NULL ? json_object_get_members (parameters) : NULL;
  guint8 digest[20];
  gsize size = sizeof digest;
  GHmac *hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) auth_token, strlen (auth_token));

  names = g_list_sort (names, compare_names);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_string_append (text, l->data);
      g_string_append (text, json_object_get_string_member (parameters, l->data));
    }
  g_hmac_update (hmac, (const guchar *) text->str, (gssize) text->len);
  g_hmac_get_digest (hmac, digest, &size);
  g_hmac_unref (hmac);
  return g_base64_encode (digest, size);
}
