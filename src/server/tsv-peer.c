/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-peer.h"

#include <string.h>

#define UNKNOWN "unknown"
#define NETWORK_BYTES 8 /* of IPv6: who has one address has them all */

/* RFC 4291, section 2.5.5.2: what a proxy calls somebody of IPv4 who came to its socket of IPv6. */
static const guint8 mapped[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static char *
dup_network (GInetAddress *address)
{
  guint8 bytes[16] = { 0, };
  g_autoptr(GInetAddress) network = NULL;

  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return g_inet_address_to_string (address);
  memcpy (bytes, g_inet_address_to_bytes (address), sizeof bytes);
  if (memcmp (bytes, mapped, sizeof mapped) == 0)
    {
      network = g_inet_address_new_from_bytes (bytes + sizeof mapped, G_SOCKET_FAMILY_IPV4);
      return g_inet_address_to_string (network);
    }
  memset (bytes + NETWORK_BYTES, 0, sizeof bytes - NETWORK_BYTES);
  network = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (network);
}

/* "192.0.2.1", "192.0.2.1:4711", "2001:db8::1" or "[2001:db8::1]:4711": proxies differ. */
static GInetAddress *
parse_address (const char *text)
{
  GInetAddress *address = g_inet_address_new_from_string (text);
  const char *end = *text == '[' ? strchr (text, ']') : strchr (text, ':');
  g_autofree char *bare = NULL;

  if (address != NULL || end == NULL)
    return address;
  if (*text == '[')
    text++;
  bare = g_strndup (text, (gsize) (end - text));
  return g_inet_address_new_from_string (bare);
}

/* The last address is what our own proxy has seen; those before it are what anybody may write. */
static char *
dup_forwarded (TrsRequest *request)
{
  const char *list = trs_request_get_header (request, "X-Forwarded-For");
  const char *comma = list != NULL ? strrchr (list, ',') : NULL;
  g_autofree char *last = g_strdup (comma != NULL ? comma + 1 : list);
  g_autoptr(GInetAddress) address = NULL;

  if (last != NULL)
    address = parse_address (g_strstrip (last));
  return address != NULL ? dup_network (address) : NULL;
}

/**
 * tsv_peer_dup_address:
 * @request: a request
 * @is_behind_proxy: whether a proxy of this machine's tells in X-Forwarded-For who asks
 *
 * Returns: (transfer full): who asks, for counting: an address of IPv4, or a network of IPv6
 */
char *
tsv_peer_dup_address (TrsRequest *request, gboolean is_behind_proxy)
{
  SoupServerMessage *message = trs_request_get_message (request);
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  GInetAddress *address = G_IS_INET_SOCKET_ADDRESS (remote)
                            ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote))
                            : NULL;
  char *forwarded = NULL;

  /* A proxy of this machine's comes over the loopback address, or a socket without one. */
  if (is_behind_proxy && (address == NULL || g_inet_address_get_is_loopback (address)))
    forwarded = dup_forwarded (request);
  if (forwarded != NULL)
    return forwarded;
  return address != NULL ? dup_network (address) : g_strdup (UNKNOWN);
}
