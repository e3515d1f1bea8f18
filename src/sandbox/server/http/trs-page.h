/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

G_BEGIN_DECLS

typedef JsonObject *(*TrsSerializer) (gpointer resource, const char *base_url);

typedef JsonObject *(*TrsSerializerFull) (gpointer resource, const char *base_url, gpointer user_data);

void trs_page_answer_full (TrsRequest *request,
                           GPtrArray *list,
                           const char *key,
                           TrsSerializerFull to_json,
                           gpointer user_data);
void trs_page_answer (TrsRequest *request, GPtrArray *list, const char *key, TrsSerializer to_json);
void trs_page_answer_2010 (TrsRequest *request,
                           GPtrArray *list,
                           const char *key,
                           TrsSerializer to_json);
void trs_page_answer_2010_newest (TrsRequest *request,
                                  GPtrArray *list,
                                  const char *key,
                                  TrsSerializer to_json);

G_END_DECLS
