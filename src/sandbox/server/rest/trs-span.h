/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-form.h"
#include "trs-engine.h"

G_BEGIN_DECLS

/* The part of a workspace's log that a request asks for, in microseconds since the epoch, both
 * ends included. */
typedef struct
{
  gint64 start;
  gint64 end;
} TrsSpan;

gboolean trs_span_read (TrsSpan *self, TrsForm *query, TrsEngine *engine, GError **error);
gboolean trs_span_has (const TrsSpan *self, gint64 date);

G_END_DECLS
