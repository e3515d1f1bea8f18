/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client.h"

G_BEGIN_DECLS

const char *tr_client_get_company_base (TrClient *self); /* NULL with an account */
const char *tr_client_get_base (TrClient *self, TrService service);

/* As tr_client_request_async(), with a page's URL instead of a path. @what: for errors and logs. */
void tr_client_get_url_async (TrClient *self,
                              const char *url,
                              const char *what,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
JsonNode *tr_client_get_url_finish (TrClient *self, GAsyncResult *result, GError **error);

char *tr_client_dup_url (TrClient *self, TrService service, const char *path, GError **error);
void tr_client_append_form (GString *text, const char *const *form);

/* A POST of TaskRouter's API whose body is JSON: the few newer resources. */
void tr_client_post_json_async (TrClient *self,
                                const char *path,
                                JsonObject *body,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
JsonNode *tr_client_post_json_finish (TrClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
