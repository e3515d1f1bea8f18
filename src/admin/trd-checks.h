/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-report.h"
#include "trd-service.h"

G_BEGIN_DECLS

/* What a doctor looks at. Each adds its lines to the report. Those that return FALSE found that there
 * is no point in going on. */

gboolean trd_checks_credentials (TrdService *service, TrdReport *report, GError **error);
void trd_checks_clock (TrdService *service, TrdReport *report);
JsonObject *trd_checks_workspace (TrdService *service, TrdReport *report); /* nullable */
void trd_checks_token (TrdService *service, GPtrArray *workers, TrdReport *report);

void trd_checks_agent_conference (TrdService *service, TrdReport *report);
void trd_checks_callback (TrdService *service,
                          const char *check,
                          const char *url,
                          const char *without,
                          TrdReport *report);
gboolean trd_checks_contact (JsonObject *worker, TrdReport *report);
void trd_checks_attributes (JsonObject *worker, TrdReport *report);

gboolean trd_checks_is_contact (const char *uri);
TrdHealth trd_checks_judge_skew (gint64 seconds);

G_END_DECLS
