/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-neighbours.h"

#include <string.h>

#define KEY_BYTES 16
#define NETWORK_BYTES 8 /* of IPv6: who has one address has them all */

typedef struct
{
  guint8 bytes[KEY_BYTES]; /* an address of IPv6; one of IPv4 as RFC 4291, section 2.5.5.2, maps it */
} Key;

struct _TrsNeighbour
{
  Key key; /* first: what the table looks at */
  GQueue silent; /* of links; who is silent longest comes first */
  guint n_refs;
};

struct _TrsNeighbours
{
  GHashTable *table; /* Key → TrsNeighbour, owned */
  guint max_silent;
};

static const guint8 mapped[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;
  guint hash = 5381;

  for (int i = 0; i < KEY_BYTES; i++)
    hash = hash * 33 + key->bytes[i];
  return hash;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (Key)) == 0;
}

static void
set_v4 (Key *key, const void *bytes)
{
  memcpy (key->bytes, mapped, sizeof mapped);
  memcpy (key->bytes + sizeof mapped, bytes, KEY_BYTES - sizeof mapped);
}

static void
set_v6 (Key *key, const void *bytes)
{
  memcpy (key->bytes, bytes, KEY_BYTES);
  if (memcmp (bytes, mapped, sizeof mapped) != 0)
    memset (key->bytes + NETWORK_BYTES, 0, KEY_BYTES - NETWORK_BYTES);
}

TrsNeighbours *
trs_neighbours_new (guint max_silent)
{
  TrsNeighbours *self = g_new0 (TrsNeighbours, 1);

  self->table = g_hash_table_new_full (key_hash, key_equal, NULL, g_free);
  self->max_silent = max_silent;
  return self;
}

void
trs_neighbours_free (TrsNeighbours *self)
{
  g_hash_table_unref (self->table);
  g_free (self);
}

static TrsNeighbour *
trs_neighbours_find_key (TrsNeighbours *self, const Key *key)
{
  TrsNeighbour *neighbour = g_hash_table_lookup (self->table, key);

  if (neighbour == NULL)
    {
      neighbour = g_new0 (TrsNeighbour, 1);
      neighbour->key = *key;
      g_hash_table_add (self->table, neighbour);
    }
  neighbour->n_refs++;
  return neighbour;
}

/**
 * trs_neighbours_find:
 * @self: all neighbours
 * @peer: who connected
 *
 * Returns: (nullable): where he comes from, to be dropped once; %NULL for a socket without addresses
 */
TrsNeighbour *
trs_neighbours_find (TrsNeighbours *self, const TrsPeer *peer)
{
  Key key;

  if (peer->length == 0)
    return NULL;
  if (peer->address.any.sa_family == AF_INET)
    set_v4 (&key, &peer->address.v4.sin_addr);
  else
    set_v6 (&key, &peer->address.v6.sin6_addr);
  return trs_neighbours_find_key (self, &key);
}

/**
 * trs_neighbours_find_address:
 * @self: all neighbours
 * @address: of whom a proxy forwards
 *
 * Returns: where he comes from, to be dropped once
 */
TrsNeighbour *
trs_neighbours_find_address (TrsNeighbours *self, GInetAddress *address)
{
  Key key;

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    set_v4 (&key, g_inet_address_to_bytes (address));
  else
    set_v6 (&key, g_inet_address_to_bytes (address));
  return trs_neighbours_find_key (self, &key);
}

/**
 * trs_neighbours_drop:
 * @self: all neighbours
 * @neighbour: (nullable): one who was found
 */
void
trs_neighbours_drop (TrsNeighbours *self, TrsNeighbour *neighbour)
{
  if (neighbour != NULL && --neighbour->n_refs == 0)
    g_hash_table_remove (self->table, neighbour);
}

/**
 * trs_neighbours_add_silent:
 * @self: all neighbours
 * @neighbour: one of them
 * @link: somebody who says nothing for now
 *
 * Returns: (nullable): the data of the link that is to go, where these are too many: who has said
 *   nothing for longest
 */
gpointer
trs_neighbours_add_silent (TrsNeighbours *self, TrsNeighbour *neighbour, GList *link)
{
  g_queue_push_tail_link (&neighbour->silent, link);
  return neighbour->silent.length > self->max_silent ? neighbour->silent.head->data : NULL;
}

void
trs_neighbours_remove_silent (TrsNeighbour *neighbour, GList *link)
{
  g_queue_unlink (&neighbour->silent, link);
}
