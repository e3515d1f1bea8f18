/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-bridge-private.h"

/* What is done to all sockets of a worker at once, mostly to make them fail. */

/* The list is walked backwards: what is done to a socket may take it out. */
guint
trs_bridge_for_each (TrsBridge *self,
                     const char *worker_sid,
                     TrsBridgeEachFunc func,
                     const char *text)
{
  GPtrArray *sockets = g_hash_table_lookup (self->sockets, worker_sid);
  g_autoptr(GPtrArray) keep = NULL;
  guint n_sockets;

  if (sockets == NULL)
    return 0;
  keep = g_ptr_array_ref (sockets);
  n_sockets = keep->len;
  for (guint i = n_sockets; i > 0; i--)
    func (g_ptr_array_index (keep, i - 1), text);
  return n_sockets;
}

static void
close_as_expired (TrsBridgeSocket *socket, const char *unused)
{
  trs_bridge_socket_close_as_expired (socket);
}

static void
cut (TrsBridgeSocket *socket, const char *unused)
{
  trs_bridge_socket_cut (socket);
}

static void
silence (TrsBridgeSocket *socket, const char *unused)
{
  trs_bridge_socket_silence (socket);
}

/**
 * trs_bridge_count_sockets:
 * @self: a bridge
 * @worker_sid: a worker
 *
 * Returns: how many sockets are open; those that we said goodbye to are not
 */
guint
trs_bridge_count_sockets (TrsBridge *self, const char *worker_sid)
{
  GPtrArray *sockets = g_hash_table_lookup (self->sockets, worker_sid);
  guint n_open = 0;

  for (guint i = 0; sockets != NULL && i < sockets->len; i++)
    n_open += trs_bridge_socket_is_open (g_ptr_array_index (sockets, i));
  return n_open;
}

/**
 * trs_bridge_drop:
 * @self: a bridge
 * @worker_sid: a worker
 *
 * Cuts his sockets without a goodbye.
 *
 * Returns: how many there were
 */
guint
trs_bridge_drop (TrsBridge *self, const char *worker_sid)
{
  return trs_bridge_for_each (self, worker_sid, cut, NULL);
}

/**
 * trs_bridge_silence:
 * @self: a bridge
 * @worker_sid: a worker
 *
 * Sends nothing any more over the sockets that he has now, which stay connected.
 *
 * Returns: how many there are
 */
guint
trs_bridge_silence (TrsBridge *self, const char *worker_sid)
{
  return trs_bridge_for_each (self, worker_sid, silence, NULL);
}

/**
 * trs_bridge_expire:
 * @self: a bridge
 * @worker_sid: a worker
 *
 * Ends the life of the tokens that his sockets were opened with, and of the one that he used last:
 * they are refused from now on, and the sockets close. A token of another text is good again.
 *
 * Returns: how many sockets there were
 */
guint
trs_bridge_expire (TrsBridge *self, const char *worker_sid)
{
  GPtrArray *sockets = g_hash_table_lookup (self->sockets, worker_sid);
  const char *last = g_hash_table_lookup (self->tokens, worker_sid);

  if (last != NULL)
    g_hash_table_add (self->expired, g_strdup (last));
  for (guint i = 0; sockets != NULL && i < sockets->len; i++)
    {
      TrsBridgeSocket *socket = g_ptr_array_index (sockets, i);

      g_hash_table_add (self->expired, g_strdup (trs_bridge_socket_get_token (socket)));
    }
  return trs_bridge_for_each (self, worker_sid, close_as_expired, NULL);
}
