/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-company-messages.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tr-endpoints.h"
#include "tr-error.h"

#define SECURE "https://"
#define PLAIN "http://"

/**
 * tra_company_messages_complete_address:
 * @typed: what is in the field
 *
 * Returns: (transfer full): the address that is meant: without spaces around it, and https if nothing
 *   else is said
 */
char *
tra_company_messages_complete_address (const char *typed)
{
  g_autofree char *address = g_strstrip (g_strdup (typed));

  return *address == '\0' || strstr (address, "://") != NULL ? g_steal_pointer (&address)
                                                             : g_strconcat (SECURE, address, NULL);
}

/* https:/ on the way to https://calls.example.com is no mistake. */
static gboolean
is_begun (const char *address)
{
  return g_ascii_strncasecmp (address, SECURE, strlen (address)) == 0 ||
         g_ascii_strncasecmp (address, PLAIN, strlen (address)) == 0;
}

/**
 * tra_company_messages_check_address:
 * @typed: what is in the field so far
 *
 * Returns: (transfer full) (nullable): what is wrong with it, if that can be seen already
 */
char *
tra_company_messages_check_address (const char *typed)
{
  g_autofree char *stripped = g_strstrip (g_strdup (typed));
  g_autofree char *address = tra_company_messages_complete_address (typed);
  g_autoptr(TrEndpoints) endpoints = NULL;

  if (is_begun (stripped))
    return NULL;
  endpoints = tr_endpoints_new (address, NULL);
  if (endpoints != NULL)
    return NULL;

  if (g_ascii_strncasecmp (address, PLAIN, strlen (PLAIN)) == 0)
    return g_strdup (_("Use an address that starts with https://. Plain http is for this computer "
                       "only."));
  return g_strdup (_("This isn’t the address of a server. It looks like "
                     "https://calls.example.com."));
}

/**
 * tra_company_messages_check_form:
 * @form: what was typed
 * @field: (out): the field that is wrong
 *
 * Returns: (transfer full) (nullable): what can be seen to be wrong without asking the server
 */
char *
tra_company_messages_check_form (const TraCompanyForm *form, const char **field)
{
  g_autofree char *address = tra_company_messages_complete_address (form->address);
  g_autofree char *worker = g_strstrip (g_strdup (form->worker_name));
  char *wrong;

  *field = "server-address";
  if (*address == '\0' || is_begun (address))
    return g_strdup (_("Enter the address of your company’s server."));
  wrong = tra_company_messages_check_address (address);
  if (wrong != NULL)
    return wrong;

  *field = "worker";
  if (*worker == '\0')
    return g_strdup (_("Enter a worker name."));

  *field = "password";
  if (*form->password == '\0')
    return g_strdup (_("Enter your password."));

  *field = NULL;
  return NULL;
}

static char *
for_slowed_down (const GError *error)
{
  guint seconds = tr_error_get_retry_after (error);

  if (seconds == 0)
    return g_strdup (_("Too many tries. Wait a minute, then try again."));
  return g_strdup_printf (ngettext ("Too many tries. Try again in %u second.",
                                    "Too many tries. Try again in %u seconds.", seconds),
                          seconds);
}

static char *
for_server (const GError *error)
{
  switch (error->domain == TR_ERROR ? error->code : TR_ERROR_NETWORK)
    {
    case TR_ERROR_RATE_LIMIT:
      return for_slowed_down (error);
    case TR_ERROR_TLS:
      return g_strdup (_("The server’s certificate isn’t trusted. Check the address, or ask your "
                         "administrator."));
    case TR_ERROR_NETWORK:
    case TR_ERROR_TIMEOUT:
      return g_strdup (_("The server doesn’t answer. Check the address and the network."));
    case TR_ERROR_SERVICE:
      /* A page with "502 Bad Gateway" is someone else's; the server's own troubles are in its words. */
      return g_strdup (_("The server is in trouble. Try again in a minute."));
    case TR_ERROR_NOT_FOUND:
    case TR_ERROR_PROTOCOL:
      return g_strdup (_("This address doesn’t answer as a company server does. Check it, or ask "
                         "your administrator."));
    default:
      return g_strdup (_("The server refused to sign you in. Ask your administrator."));
    }
}

/**
 * tra_company_messages_for_sign_in:
 * @error: what went wrong
 * @step: when
 * @field: (out): the field that is wrong, or %NULL
 *
 * Returns: (transfer full): what happened and what to do next
 */
char *
tra_company_messages_for_sign_in (const GError *error, TraSignInStep step, const char **field)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (step != TRA_SIGN_IN_COMPANY)
    {
      *field = NULL;
      if (g_error_matches (error, TR_ERROR, TR_ERROR_AUTH) ||
          g_error_matches (error, TR_ERROR, TR_ERROR_FORBIDDEN))
        return g_strdup (_("The server signed you in, but the service refused. Ask your "
                           "administrator."));
      return g_strdup (_("The server signed you in, but the service doesn’t answer. Try again, or "
                         "ask your administrator."));
    }
  if (g_error_matches (error, TR_ERROR, TR_ERROR_AUTH))
    {
      *field = "password";
      return g_strdup (_("Wrong worker name or password."));
    }

  *field = g_error_matches (error, TR_ERROR, TR_ERROR_RATE_LIMIT) ? NULL : "server-address";
  return for_server (error);
}
