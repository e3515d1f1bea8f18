/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

#include "tsv-error.h"

G_BEGIN_DECLS

/* How requests are read and answered: JSON both ways. A request that is held is let go. */
JsonObject *tsv_answer_read_body (TrsRequest *request, GError **error);
gboolean tsv_answer_read_text (JsonObject *object,
                               const char *name,
                               gsize max_bytes,
                               const char **text,
                               GError **error);

void tsv_answer_object (TrsRequest *request, guint status, JsonObject *object);
void tsv_answer_text (TrsRequest *request, const char *content_type, const char *text);
void tsv_answer_empty (TrsRequest *request);
void tsv_answer_unchanged (TrsRequest *request); /* since what its If-None-Match names */
void tsv_answer_error (TrsRequest *request, const GError *error);
void tsv_answer_refusal (TrsRequest *request, TsvError code, const char *message);
void tsv_answer_later (TrsRequest *request, TsvError code, const char *message, int seconds);

G_END_DECLS
