/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-peer.h"

#include <string.h>

#include "http/trs-forwarded.h"

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
  GSocketAddress *remote = trs_exchange_get_remote (trs_request_get_exchange (request));
  GInetAddress *address = G_IS_INET_SOCKET_ADDRESS (remote)
                            ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote))
                            : NULL;
  g_autoptr(GInetAddress) forwarded = NULL;

  /* A proxy of this machine's comes over the loopback address, or a socket without one. */
  if (is_behind_proxy && (address == NULL || g_inet_address_get_is_loopback (address)))
    forwarded = trs_forwarded_parse (trs_request_get_header (request, "X-Forwarded-For"));
  if (forwarded != NULL)
    return dup_network (forwarded);
  return address != NULL ? dup_network (address) : g_strdup (UNKNOWN);
}
