/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-request.h"

#include "tsv-context.h"

G_BEGIN_DECLS

/*
 * What a desk asks of the service through this server: under /v1/service, with the service's own
 * words, of which only those are taken and answered that the desk needs.
 */
gboolean tsv_service_check_sids (const TsvContext *context, TrsRequest *request);
gboolean tsv_service_parse (TrsRequest *request);

JsonObject *tsv_service_pick (JsonObject *object, const char *const *members);
JsonArray *tsv_service_pick_all (JsonArray *items, const char *const *members);

void tsv_service_answer_error (TrsRequest *request, const GError *error);
void tsv_service_answer_list (TrsRequest *request, const char *key, JsonArray *items);
/* @members: static; of the answer. Takes a reference to the request. */
void tsv_service_post (const TsvContext *context,
                       TrsRequest *request,
                       TrService service,
                       const char *path,
                       const char *const *form,
                       const char *const *members);
void tsv_service_get (const TsvContext *context,
                      TrsRequest *request,
                      const char *path,
                      const char *const *members);

G_END_DECLS
