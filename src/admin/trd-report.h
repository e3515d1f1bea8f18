/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-table.h"

G_BEGIN_DECLS

typedef enum
{
  TRD_HEALTH_OK,
  TRD_HEALTH_WARN, /* works, but look at it */
  TRD_HEALTH_FAIL, /* calls will be lost */
} TrdHealth;

/* What a check-up finds, line by line. */
typedef struct _TrdReport TrdReport;

TrdReport *trd_report_new (void);
void trd_report_free (TrdReport *self);

/* The words say what was found and, unless it is fine, what to do. */
void trd_report_add (TrdReport *self, TrdHealth health, const char *check, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
gboolean trd_report_has_failure (TrdReport *self);
void trd_report_print (TrdReport *self, TrdFormat format);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdReport, trd_report_free)

G_END_DECLS
