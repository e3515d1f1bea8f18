/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-types.h"

G_BEGIN_DECLS

TrsExpression *trs_expression_new (const char *text, guint *column, GError **error);
TrsExpression *trs_expression_new_lenient (const char *text, GError **error);
TrsExpression *trs_expression_ref (TrsExpression *self);
void trs_expression_unref (TrsExpression *self);

gboolean trs_expression_matches_worker (TrsExpression *self, TrsWorker *worker);
gboolean trs_expression_matches_task (TrsExpression *self, TrsTask *task);
gboolean trs_expression_matches_object (TrsExpression *self, JsonObject *attributes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsExpression, trs_expression_unref)

G_END_DECLS
