/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-signature.h"

#include <string.h>

/* HMAC-SHA1, in base64. */
static char *
sign (const char *auth_token, const GString *text)
{
  guint8 digest[20];
  gsize size = sizeof digest;
  GHmac *hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) auth_token, strlen (auth_token));

  g_hmac_update (hmac, (const guchar *) text->str, (gssize) text->len);
  g_hmac_get_digest (hmac, digest, &size);
  g_hmac_unref (hmac);
  return g_base64_encode (digest, size);
}

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

  names = g_list_sort (names, compare_names);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_string_append (text, l->data);
      g_string_append (text, json_object_get_string_member (parameters, l->data));
    }
  return sign (auth_token, text);
}

static int
compare_texts (gconstpointer left, gconstpointer right)
{
  return strcmp (*(const char *const *) left, *(const char *const *) right);
}

/* A name that comes more than once has each of its values, once. */
static void
append_values (GString *text, const char *name, const char *const *values)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();

  for (gsize i = 0; values[i] != NULL; i++)
    g_ptr_array_add (sorted, (gpointer) values[i]);
  g_ptr_array_sort (sorted, compare_texts);
  for (guint i = 0; i < sorted->len; i++)
    {
      const char *value = g_ptr_array_index (sorted, i);

      if (i > 0 && g_str_equal (value, g_ptr_array_index (sorted, i - 1)))
        continue;
      g_string_append (text, name);
      g_string_append (text, value);
    }
}

/**
 * trs_signature_new_for_form:
 * @auth_token: the account's
 * @url: just as it was requested, with port and query
 * @form: what was posted
 *
 * Returns: (transfer full): what the header X-Twilio-Signature has to hold
 *
 * Source: the service's helper library, validateRequest() and getExpectedTwilioSignature().
 */
char *
trs_signature_new_for_form (const char *auth_token, const char *url, TrsForm *form)
{
  g_autoptr(GString) text = g_string_new (url);
  g_auto(GStrv) names = trs_form_dup_names (form);

  for (gsize i = 0; names[i] != NULL; i++)
    append_values (text, names[i], trs_form_get_all (form, names[i]));
  return sign (auth_token, text);
}
