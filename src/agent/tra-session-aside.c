/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-session-private.h"

/*
 * A line is known as long as its call is in front. A number that rings to be handed the call rings on
 * when the agent turns to another task; so what is known of it waits with the reservation, and is
 * gone on with when the agent is back.
 */

/*
 * tra_session_put_number_aside:
 * @self: a session whose line is about to be forgotten, if there is one
 */
void
tra_session_put_number_aside (TraSession *self)
{
  TraLine *line = self->line;
  TraOffer *offer;

  if (line == NULL || (line->number_sid == NULL && !line->leaves_to_number))
    return;
  offer = g_hash_table_lookup (self->offers, line->reservation_sid);
  if (offer == NULL)
    return;

  g_free (offer->number_sid);
  offer->number_sid = g_steal_pointer (&line->number_sid);
  g_free (offer->number_name);
  offer->number_name = g_strdup (line->target_name);
  offer->number_since = line->transfer_since;
  offer->is_number_warm = line->is_number_warm;
  offer->leaves_to_number = line->leaves_to_number;
}

/*
 * tra_session_take_number_back:
 * @self: a session with a new line
 * @offer: whose it is
 */
void
tra_session_take_number_back (TraSession *self, TraOffer *offer)
{
  TraLine *line = self->line;

  if (offer->number_sid == NULL && !offer->leaves_to_number)
    return;

  g_free (line->number_sid);
  line->number_sid = g_steal_pointer (&offer->number_sid);
  g_free (line->target_name);
  line->target_name = g_steal_pointer (&offer->number_name);
  line->transfer_since = offer->number_since;
  line->is_number_warm = offer->is_number_warm;
  line->leaves_to_number = offer->leaves_to_number;
  offer->leaves_to_number = FALSE;
}
