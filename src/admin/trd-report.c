/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-report.h"

struct _TrdReport
{
  GPtrArray *rows; /* of JsonObject */
  gboolean has_failure;
};

static const TrdColumn columns[] = {
  { "health", "STATUS", TRD_KIND_TEXT },
  { "check", "CHECK", TRD_KIND_TEXT },
  { "finding", "FINDING", TRD_KIND_PROSE },
};

TrdReport *
trd_report_new (void)
{
  TrdReport *self = g_new0 (TrdReport, 1);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  return self;
}

void
trd_report_free (TrdReport *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * trd_report_add:
 * @self: a report
 * @health: how it is
 * @check: what was looked at
 * @format: what was found, and what to do about it
 */
void
trd_report_add (TrdReport *self, TrdHealth health, const char *check, const char *format, ...)
{
  static const char *const words[] = { "ok", "warn", "fail" };
  JsonObject *row = json_object_new ();
  g_autofree char *finding = NULL;
  va_list arguments;

  va_start (arguments, format);
  finding = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  json_object_set_string_member (row, "health", words[health]);
  json_object_set_string_member (row, "check", check);
  json_object_set_string_member (row, "finding", finding);
  g_ptr_array_add (self->rows, row);
  self->has_failure = self->has_failure || health == TRD_HEALTH_FAIL;
}

gboolean
trd_report_has_failure (TrdReport *self)
{
  return self->has_failure;
}

void
trd_report_print (TrdReport *self, TrdFormat format)
{
  trd_table_print (columns, G_N_ELEMENTS (columns), self->rows, format, "Nothing was looked at.");
}
