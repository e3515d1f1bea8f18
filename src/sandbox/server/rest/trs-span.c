/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-span.h"

#include "http/trs-refusal.h"
#include "resource/trs-fields.h"

#define DEFAULT_MINUTES 15
#define MAX_DAYS 30

static gboolean
read_date (TrsForm *query, const char *name, gint64 *date, GError **error)
{
  const char *text = trs_form_get_filled (query, name);

  if (text == NULL || trs_fields_parse_iso_date (text, date))
    return TRUE;
  g_set_error (error, TRS_REFUSAL, 20001, "%s '%s' is not an ISO 8601 date", name, text);
  return FALSE;
}

/**
 * trs_span_read:
 * @self: (out): the span
 * @query: StartDate, EndDate, or Minutes until now (15)
 * @engine: whose clock says what now is
 * @error: a %TRS_REFUSAL: 20001, or 14241 for what is more than 30 days ago
 */
gboolean
trs_span_read (TrsSpan *self, TrsForm *query, TrsEngine *engine, GError **error)
{
  gint64 now = tr_clock_get_real_time (trs_engine_get_clock (engine));
  gint64 minutes = 0;

  if (!trs_form_get_int (query, "Minutes", 1, MAX_DAYS * 24 * 60, DEFAULT_MINUTES, &minutes,
                         error))
    return FALSE;
  self->start = now - minutes * 60 * G_USEC_PER_SEC;
  self->end = now;
  if (!read_date (query, "StartDate", &self->start, error) ||
      !read_date (query, "EndDate", &self->end, error))
    return FALSE;

  if (self->start < now - (gint64) MAX_DAYS * 24 * 3600 * G_USEC_PER_SEC)
    {
      g_set_error_literal (error, TRS_REFUSAL, 14241, "StartDate is more than 30 days ago");
      return FALSE;
    }
  return TRUE;
}

gboolean
trs_span_has (const TrsSpan *self, gint64 date)
{
  return date >= self->start && date <= self->end;
}
