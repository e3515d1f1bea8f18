/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-client-private.h"

#include <string.h>

/* Private: where @service is, with no slash at the end. */
const char *
tr_client_get_base (TrClient *self, TrService service)
{
  TrEndpoints *endpoints = tr_client_get_endpoints (self);

  if (endpoints == NULL)
    return tr_client_get_company_base (self);
  switch (service)
    {
    case TR_SERVICE_API:
      return tr_endpoints_get_api (endpoints);
    case TR_SERVICE_STUDIO:
      return tr_endpoints_get_studio (endpoints);
    case TR_SERVICE_TASKROUTER:
    default:
      return tr_endpoints_get_taskrouter (endpoints);
    }
}

/* Private: appends name=value&… */
void
tr_client_append_form (GString *text, const char *const *form)
{
  for (gsize i = 0; form != NULL && form[i] != NULL && form[i + 1] != NULL; i += 2)
    {
      if (i > 0)
        g_string_append_c (text, '&');
      g_string_append_uri_escaped (text, form[i], NULL, FALSE);
      g_string_append_c (text, '=');
      g_string_append_uri_escaped (text, form[i + 1], NULL, FALSE);
    }
}

/* A SID that came over the wire may be part of a path: "..", "?" or "//" in it would make it
 * another path, to which our credentials would go. */
static gboolean
is_plain_path (const char *path)
{
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*parts[i] == '\0' || g_str_equal (parts[i], ".") || g_str_equal (parts[i], ".."))
        return FALSE;
      for (const char *c = parts[i]; *c != '\0'; c++)
        if (!g_ascii_isalnum (*c) && strchr ("-._~%", *c) == NULL)
          return FALSE;
    }
  return parts[0] != NULL;
}

/* A company's server has the account and the versions in its own address, and JSON only. */
static char *
dup_company_url (const char *base, const char *path)
{
  gsize length = strlen (path);

  if (g_str_has_suffix (path, ".json"))
    length -= strlen (".json");
  return g_strdup_printf ("%s/%.*s", base, (int) length, path);
}

/* Private: the URL of a resource. */
char *
tr_client_dup_url (TrClient *self, TrService service, const char *path, GError **error)
{
  const char *base = tr_client_get_base (self, service);
  const char *account_sid;
  g_autofree char *account = NULL;

  if (!is_plain_path (path))
    {
      g_set_error_literal (error, TR_ERROR, TR_ERROR_PROTOCOL, "not a path of the service");
      return NULL;
    }
  if (tr_client_get_company_base (self) != NULL)
    return dup_company_url (base, path);
  if (service == TR_SERVICE_TASKROUTER)
    return g_strconcat (base, "/v1/", path, NULL);
  if (service == TR_SERVICE_STUDIO)
    return g_strconcat (base, "/v2/", path, NULL);

  account_sid = tr_credentials_get_account_sid (tr_client_get_credentials (self));
  account = g_uri_escape_string (account_sid, NULL, FALSE);
  return g_strconcat (base, "/2010-04-01/Accounts/", account, "/", path, NULL);
}
