/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-phone-number.h"
#include "tra-session-private.h"

/*
 * A number that the call is being handed to, and nothing here knows of: the program was ended in
 * between, or the answer to the number's call was lost. Its leg tells: it rings, and has the number as
 * its name, as it is given here. The agent stays until there is a wish to go: whether the agent was to
 * leave when it answers nobody knows any more.
 */

static gboolean
is_number (const char *label)
{
  return label != NULL && label[0] == '+' && g_ascii_isdigit (label[1]);
}

static gboolean
rings_unknown (TraLine *line, TraLeg *leg)
{
  return leg->role == TRA_LEG_OTHER && !leg->is_connected && is_number (leg->label) &&
         g_strcmp0 (leg->call_sid, line->number_over) != 0;
}

/*
 * tra_session_adopt_number:
 * @self: a session that looked at its line
 *
 * Follows a number that rings on the line from now on, if none is followed yet.
 */
void
tra_session_adopt_number (TraSession *self)
{
  TraLine *line = self->line;

  if (line->number_sid != NULL || line->leaves_to_number || tra_session_is_asking (self, "transfer"))
    return;

  for (guint i = 0; i < line->legs->len; i++)
    {
      TraLeg *leg = g_ptr_array_index (line->legs, i);

      if (!rings_unknown (line, leg))
        continue;
      line->number_sid = g_strdup (leg->call_sid);
      line->transfer_since = tr_clock_get_monotonic_time (self->clock);
      line->is_number_warm = TRUE;
      g_free (line->target_name);
      line->target_name = tra_phone_number_isolate (leg->label);
      return;
    }
}

/*
 * tra_session_forget_number:
 * @self: a session with a line
 *
 * The number answered, or will not. Its leg may be seen for a while yet.
 */
void
tra_session_forget_number (TraSession *self)
{
  g_free (self->line->number_over);
  self->line->number_over = g_steal_pointer (&self->line->number_sid);
}
