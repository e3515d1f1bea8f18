/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "fuzz.h"
#include "trs-engine.h"

/* A seed file: loaded, or refused with a place that is in it. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(TrClock) clock = tr_clock_new_manual (G_GINT64_CONSTANT (1768471200) * G_USEC_PER_SEC);
  g_autoptr(TrsEngine) engine = trs_engine_new (clock, 1);
  g_autoptr(GError) error = NULL;
  guint line = 0, column = 0;

  if (trs_engine_load_seed_text (engine, size > 0 ? (const char *) data : "", size, "s", &error))
    {
      tr_clock_advance (clock, G_TIME_SPAN_HOUR);
      return 0;
    }
  g_assert (sscanf (error->message, "s:%u:%u: ", &line, &column) == 2);
  g_assert (line >= 1 && column >= 1 && line + column <= size + 2);
  return 0;
}
