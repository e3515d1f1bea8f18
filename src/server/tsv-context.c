/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-context.h"

gint64
tsv_context_get_now (const TsvContext *self)
{
  return tr_clock_get_real_time (self->clock) / G_USEC_PER_SEC;
}
