/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-delays.h"

#include "fault/trs-fault-answer.h"

struct _TrsDelays
{
  TrClock *clock;    /* owned */
  GHashTable *items; /* of owned Delays */
};

typedef struct
{
  TrsDelays *delays;          /* not owned: it frees us */
  SoupServerMessage *message; /* owned */
  guint64 timer;
  gulong finished_handler;
  gboolean is_gone; /* nobody waits any more */
  gboolean is_cut; /* there is no answer: the connection goes instead */
} Delay;

static void
delay_free (gpointer data)
{
  Delay *delay = data;

  tr_clock_clear (delay->delays->clock, &delay->timer);
  g_signal_handler_disconnect (delay->message, delay->finished_handler);
  if (delay->is_gone)
    g_debug ("Nobody waits any more for a late answer");
  else if (delay->is_cut)
    trs_fault_cut (delay->message);
  else
    soup_server_message_unpause (delay->message);
  g_object_unref (delay->message);
  g_free (delay);
}

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  ((Delay *) user_data)->is_gone = TRUE;
}

static void
over_cb (gpointer user_data)
{
  Delay *delay = user_data;

  g_hash_table_remove (delay->delays->items, delay);
}

/**
 * trs_delays_new:
 * @clock: the sandbox's clock
 *
 * Returns: (transfer full): no answer that waits
 */
TrsDelays *
trs_delays_new (TrClock *clock)
{
  TrsDelays *self = g_new0 (TrsDelays, 1);

  self->clock = g_object_ref (clock);
  self->items = g_hash_table_new_full (NULL, NULL, delay_free, NULL);
  return self;
}

void
trs_delays_free (TrsDelays *self)
{
  g_hash_table_unref (self->items);
  g_object_unref (self->clock);
  g_free (self);
}

static void
add (TrsDelays *self, SoupServerMessage *message, gint64 by, gboolean is_cut)
{
  Delay *delay = g_new0 (Delay, 1);

  delay->delays = self;
  delay->message = g_object_ref (message);
  delay->is_cut = is_cut;
  delay->finished_handler =
    g_signal_connect (message, "finished", G_CALLBACK (finished_cb), delay);
  soup_server_message_pause (message);
  g_hash_table_add (self->items, delay);
  delay->timer = tr_clock_add (self->clock, by, over_cb, delay);
}

/**
 * trs_delays_add:
 * @self: the delays
 * @message: a message with its answer
 * @by: microseconds
 */
void
trs_delays_add (TrsDelays *self, SoupServerMessage *message, gint64 by)
{
  add (self, message, by, FALSE);
}

/**
 * trs_delays_add_cut:
 * @self: the delays
 * @message: a message that gets no answer
 * @by: microseconds until its connection is cut
 */
void
trs_delays_add_cut (TrsDelays *self, SoupServerMessage *message, gint64 by)
{
  add (self, message, by, TRUE);
}

/**
 * trs_delays_end:
 * @self: the delays
 *
 * Sends all that waits.
 */
void
trs_delays_end (TrsDelays *self)
{
  g_hash_table_remove_all (self->items);
}
