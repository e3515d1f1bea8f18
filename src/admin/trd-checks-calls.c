/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-checks.h"

#include <string.h>

#include "trd-fetch.h"
#include "trd-routing.h"

/* What has to be right for a call to reach an agent's phone. */

/* Source: E.164, 6.2; Twilio's documentation of the Dial verb's nouns. */
static gboolean
is_number (const char *text)
{
  gsize length = 0;

  if (text[0] != '+' || text[1] == '0')
    return FALSE;
  for (const char *p = text + 1; *p != '\0'; p++, length++)
    if (!g_ascii_isdigit (*p))
      return FALSE;
  return length >= 7 && length <= 15;
}

/**
 * trd_checks_is_contact:
 * @uri: of a worker's attribute contact_uri
 *
 * Returns: whether a call can be sent there: a number with its country, a client: or a sip: address
 */
gboolean
trd_checks_is_contact (const char *uri)
{
  if (g_str_has_prefix (uri, "client:"))
    return uri[strlen ("client:")] != '\0' && strpbrk (uri, " \t\r\n") == NULL;
  if (g_str_has_prefix (uri, "sip:"))
    return strchr (uri, '@') > uri + strlen ("sip:") && strchr (uri, '@')[1] != '\0' &&
           strpbrk (uri, " \t\r\n") == NULL;
  return is_number (uri);
}

/**
 * trd_checks_contact:
 * @worker: a worker
 * @report: where to tell it, unless it is fine
 *
 * Returns: whether it is fine
 */
gboolean
trd_checks_contact (JsonObject *worker, TrdReport *report)
{
  const char *name = trd_member_text (worker, "friendly_name");
  g_autoptr(JsonObject) attributes = trd_routing_read_attributes (worker);
  const char *uri = trd_member_text (attributes, "contact_uri");

  if (uri == NULL)
    trd_report_add (report, TRD_HEALTH_FAIL, "contact_uri", "%s has none: no phone rings; set it in the "
                    "worker's attributes, as +16505550100, client:name or sip:name@host", name);
  else if (!trd_checks_is_contact (uri))
    trd_report_add (report, TRD_HEALTH_FAIL, "contact_uri", "%s has '%s', which can't be called: write it as "
                    "+16505550100 (with the country, without spaces), client:name or sip:name@host", name,
                    uri);
  return uri != NULL && trd_checks_is_contact (uri);
}

/* An agent conference has the name of its task. The API does not tell the setting itself. */
static gboolean
has_agent_conference (GPtrArray *conferences)
{
  for (guint i = 0; i < conferences->len; i++)
    {
      const char *name = trd_member_text (g_ptr_array_index (conferences, i), "friendly_name");

      if (name != NULL && g_str_has_prefix (name, "WT") && strlen (name) == 34)
        return TRUE;
    }
  return FALSE;
}

/**
 * trd_checks_agent_conference:
 * @service: the service
 * @report: where to tell it
 *
 * Without this setting every accepted call fails, and no resource of the API has it: a conference that
 * there has been is the proof.
 */
void
trd_checks_agent_conference (TrdService *service, TrdReport *report)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) conferences =
      trd_service_list (service, TR_SERVICE_API, "Conferences.json", NULL, 50, &error);

  if (conferences == NULL)
    trd_report_add (report, TRD_HEALTH_WARN, "agent conference", "%s", error->message);
  else if (has_agent_conference (conferences))
    trd_report_add (report, TRD_HEALTH_OK, "agent conference", "it is on: there have been such conferences");
  else
    trd_report_add (report, TRD_HEALTH_WARN, "agent conference", "there has been none yet, and the service "
                    "does not tell whether it is on: in its console see Voice, Settings, General, Agent "
                    "Conference");
}

/* ---- Callbacks ---- */

static gboolean
is_loopback (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autoptr(GInetAddress) address = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  return g_strcmp0 (host, "localhost") == 0 ||
         (address != NULL && (g_inet_address_get_is_loopback (address) ||
                              g_inet_address_get_is_site_local (address)));
}

/**
 * trd_checks_callback:
 * @service: the service
 * @check: what it is the callback of
 * @url: (nullable): where
 * @without: (nullable): what it means that there is none; %NULL: not worth a word
 * @report: where to tell it
 *
 * Asks whether anything answers there, with HEAD, which changes nothing.
 */
void
trd_checks_callback (TrdService *service,
                     const char *check,
                     const char *url,
                     const char *without,
                     TrdReport *report)
{
  TrClient *client = trd_service_get_client (service);
  g_autoptr(GUri) uri = NULL;
  g_autoptr(TrdAnswer) answer = NULL;
  g_autoptr(GError) error = NULL;

  if (url == NULL || *url == '\0')
    {
      if (without != NULL)
        trd_report_add (report, TRD_HEALTH_OK, check, "%s", without);
      return;
    }
  uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, &error);
  if (uri != NULL && tr_endpoints_is_official (tr_client_get_endpoints (client)) && is_loopback (uri))
    {
      trd_report_add (report, TRD_HEALTH_FAIL, check, "%s is on this network only: the service can't get "
                      "there; give it a public address", url);
      return;
    }
  answer = uri != NULL ? trd_fetch (client, "HEAD", url, &error) : NULL;
  if (answer == NULL)
    trd_report_add (report, TRD_HEALTH_FAIL, check, "%s does not answer: %s", url, error->message);
  else if (answer->status >= 500)
    trd_report_add (report, TRD_HEALTH_FAIL, check, "%s answers with status %u: see its log", url,
                    answer->status);
  else if (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0)
    trd_report_add (report, TRD_HEALTH_WARN, check, "%s answers, but is not https: what callers say of "
                    "themselves can be read on the way", url);
  else
    trd_report_add (report, TRD_HEALTH_OK, check, "%s answers", url);
}
