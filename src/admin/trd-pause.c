/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-pause.h"

#include "tr-clock.h"

static void
time_came_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/**
 * trd_pause:
 * @seconds: how long
 *
 * Lets time pass, with the main loop running.
 */
void
trd_pause (int seconds)
{
  g_autoptr(TrClock) clock = tr_clock_new ();
  gboolean is_over = FALSE;

  tr_clock_add (clock, seconds * G_USEC_PER_SEC, time_came_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}
