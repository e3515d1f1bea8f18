/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-origin.h"

#include <string.h>

/**
 * trs_origin_host_is_local:
 * @host: (nullable): the Host header
 * @port: the port that we listen on
 *
 * The control API needs no credentials, so a web page elsewhere must not be able to drive it: by
 * DNS rebinding it can reach us, but then its Host header names its own host.
 *
 * Returns: whether the request was meant for this machine
 */
gboolean
trs_origin_host_is_local (const char *host, guint port)
{
  static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };

  for (gsize i = 0; host != NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *with_port = g_strdup_printf ("%s:%u", names[i], port);

      if (g_ascii_strcasecmp (host, with_port) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * trs_origin_is_local:
 * @origin: (nullable): the Origin header; programs send none
 * @port: the port that we listen on
 *
 * Returns: whether the request comes from a program, or from a page of our own
 */
gboolean
trs_origin_is_local (const char *origin, guint port)
{
  static const char *const schemes[] = { "http://", "https://" };

  if (origin == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (g_str_has_prefix (origin, schemes[i]))
        return trs_origin_host_is_local (origin + strlen (schemes[i]), port);
    }
  return FALSE;
}

/**
 * trs_origin_host_is_loopback:
 * @host: (nullable): the Host header
 *
 * For the service's APIs, whose credentials everybody knows while the seed is the built-in one.
 *
 * Returns: whether it names this machine, whatever its port
 */
gboolean
trs_origin_host_is_loopback (const char *host)
{
  static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };

  for (gsize i = 0; host != NULL && i < G_N_ELEMENTS (names); i++)
    {
      gsize length = strlen (names[i]);

      if (g_ascii_strncasecmp (host, names[i], length) == 0 &&
          (host[length] == '\0' ||
           (host[length] == ':' &&
            host[length + 1 + strspn (host + length + 1, "0123456789")] == '\0')))
        return TRUE;
    }
  return FALSE;
}

/**
 * trs_origin_is_loopback:
 * @origin: (nullable): the Origin header; programs send none
 *
 * Returns: whether the request comes from a program, or from a page that this machine serves
 */
gboolean
trs_origin_is_loopback (const char *origin)
{
  if (origin == NULL)
    return TRUE;
  if (g_str_has_prefix (origin, "http://"))
    return trs_origin_host_is_loopback (origin + strlen ("http://"));
  return g_str_has_prefix (origin, "https://") &&
         trs_origin_host_is_loopback (origin + strlen ("https://"));
}

/**
 * trs_origin_is_whole:
 * @origin: what somebody took for an origin
 *
 * Returns: whether it is one as browsers send it: scheme and host, with a port or without, and
 *   nothing else
 */
gboolean
trs_origin_is_whole (const char *origin)
{
  g_autoptr(GUri) uri = g_uri_parse (origin, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         (g_str_equal (g_uri_get_scheme (uri), "http") ||
          g_str_equal (g_uri_get_scheme (uri), "https")) &&
         *g_uri_get_path (uri) == '\0' && g_uri_get_userinfo (uri) == NULL &&
         g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL;
}

/**
 * trs_origin_has_host:
 * @origin: an origin that is whole
 * @host: (nullable): the Host header
 *
 * Returns: whether that is where the origin's pages come from: through a tunnel, they and we may
 */
gboolean
trs_origin_has_host (const char *origin, const char *host)
{
  return host != NULL && g_ascii_strcasecmp (strstr (origin, "://") + strlen ("://"), host) == 0;
}
