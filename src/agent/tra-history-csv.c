/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-history-csv.h"

#include <glib/gi18n.h>
#include <string.h>

#include "tra-history-call.h"

/* Without it the most used spreadsheet takes UTF-8 for something else. */
#define BYTE_ORDER_MARK "\357\273\277"

/* Who called is a stranger's choice, and a spreadsheet runs what looks like a formula, with the wide
 * signs of East Asian keyboards as well: an apostrophe in front makes it text, and leaves a number as
 * readable as it was. */
static gboolean
may_be_formula (const char *text)
{
  static const gunichar wide[] = { 0xff1d, 0xff0b, 0xff0d, 0xff20 }; /* = + - @ */
  gunichar first = g_utf8_get_char_validated (text, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (wide); i++)
    if (first == wide[i])
      return TRUE;
  return *text != '\0' && strchr ("=+-@\t\r\n|%", *text) != NULL;
}

static void
append_cell (GString *csv, const char *text, gboolean is_last)
{
  g_string_append_c (csv, '"');
  if (text != NULL && may_be_formula (text))
    g_string_append_c (csv, '\'');
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  g_string_append (csv, is_last ? "\"\r\n" : "\",");
}

static void
append_seconds (GString *csv, gint64 duration)
{
  g_string_append_printf (csv, "%" G_GINT64_FORMAT ",", duration / G_USEC_PER_SEC);
}

static void
append_call (GString *csv, const TraCallRecord *record)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (record->offered / G_USEC_PER_SEC);
  g_autofree char *stamp = time != NULL ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S") : NULL;
  const char *end = tra_call_end_get_label (record->end);

  append_cell (csv, stamp, FALSE);
  append_cell (csv, record->caller, FALSE);
  append_cell (csv, record->queue, FALSE);
  append_cell (csv, record->channel, FALSE);
  append_cell (csv, end != NULL ? end : C_("call", "Handled"), FALSE);
  append_seconds (csv, tra_call_record_get_talk_time (record));
  append_seconds (csv, tra_call_record_get_wrap_time (record));
  append_cell (csv, record->outcome, FALSE);
  append_cell (csv, record->reservation_sid, TRUE);
}

/**
 * tra_history_csv:
 * @calls: (element-type TraHistoryCall): what to write
 *
 * Returns: (transfer full): a table for spreadsheets, by RFC 4180: a line a call, the names of the
 *   columns in the first; nothing in it runs as a formula
 */
char *
tra_history_csv (GListModel *calls)
{
  static const char *const columns[] = {
    N_("Time"), N_("Caller"), N_("Queue"), N_("Channel"), N_("End"),
    N_("Talk (seconds)"), N_("Wrap-up (seconds)"), N_("Outcome"), N_("Reservation"),
  };
  g_autoptr(GString) csv = g_string_new (BYTE_ORDER_MARK);

  g_return_val_if_fail (G_IS_LIST_MODEL (calls), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    append_cell (csv, _(columns[i]), i + 1 == G_N_ELEMENTS (columns));
  for (guint i = 0; i < g_list_model_get_n_items (calls); i++)
    {
      g_autoptr(TraHistoryCall) call = g_list_model_get_item (calls, i);

      append_call (csv, tra_history_call_get_record (call));
    }
  return g_string_free (g_steal_pointer (&csv), FALSE);
}
