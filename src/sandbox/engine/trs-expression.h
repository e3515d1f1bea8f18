/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-types.h"

G_BEGIN_DECLS

#define TRS_EXPRESSION_MAX_BYTES 16384
#define TRS_EXPRESSION_MAX_DEPTH 64

TrsExpression *trs_expression_new (const char *text, guint *column, GError **error);
TrsExpression *trs_expression_new_lenient (const char *text, GError **error);
TrsExpression *trs_expression_ref (TrsExpression *self);
void trs_expression_unref (TrsExpression *self);

const char *trs_expression_get_text (TrsExpression *self);
gboolean trs_expression_uses_state (TrsExpression *self);
gboolean trs_expression_is_path (TrsExpression *self);

gboolean trs_expression_matches_worker (TrsExpression *self, TrsWorker *worker);
gboolean trs_expression_matches_task (TrsExpression *self, TrsTask *task);
gboolean trs_expression_matches_object (TrsExpression *self, JsonObject *attributes);
gboolean trs_expression_matches_queue (TrsExpression *self, TrsTaskQueue *queue);
gboolean trs_expression_read_integer (TrsExpression *self, TrsWorker *worker, gint64 *value);

JsonArray *trs_expression_bind_task (TrsExpression *self, TrsTask *task);
gboolean trs_expression_matches_bound (TrsExpression *self, JsonArray *bindings, TrsWorker *worker);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsExpression, trs_expression_unref)

G_END_DECLS
