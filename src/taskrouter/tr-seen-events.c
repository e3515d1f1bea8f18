/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-seen-events.h"

#define MEMORY 256

struct _TrSeenEvents
{
  GQueue order;     /* owned keys, oldest first */
  GHashTable *keys; /* the same, borrowed */
};

/**
 * tr_seen_events_new:
 *
 * Returns: (transfer full): an empty memory
 */
TrSeenEvents *
tr_seen_events_new (void)
{
  TrSeenEvents *self = g_new0 (TrSeenEvents, 1);

  g_queue_init (&self->order);
  self->keys = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

/**
 * tr_seen_events_free:
 * @self: (transfer full): a memory
 */
void
tr_seen_events_free (TrSeenEvents *self)
{
  tr_seen_events_clear (self);
  g_hash_table_unref (self->keys);
  g_free (self);
}

/**
 * tr_seen_events_add:
 * @self: a memory
 * @kind: of the event
 * @sid: what it is about
 * @version: the version of that, or another number that grows with its changes
 *
 * Returns: whether it is new; FALSE when the same was added lately
 */
gboolean
tr_seen_events_add (TrSeenEvents *self, guint kind, const char *sid, gint64 version)
{
  g_autofree char *key = g_strdup_printf ("%u %s %" G_GINT64_FORMAT, kind, sid, version);

  if (g_hash_table_contains (self->keys, key))
    return FALSE;

  g_hash_table_add (self->keys, key);
  g_queue_push_tail (&self->order, g_steal_pointer (&key));
  if (g_queue_get_length (&self->order) > MEMORY)
    {
      g_autofree char *oldest = g_queue_pop_head (&self->order);

      g_hash_table_remove (self->keys, oldest);
    }
  return TRUE;
}

/**
 * tr_seen_events_clear:
 * @self: a memory
 *
 * For a new connection, whose events are all new ones.
 */
void
tr_seen_events_clear (TrSeenEvents *self)
{
  g_hash_table_remove_all (self->keys);
  g_queue_clear_full (&self->order, g_free);
}
