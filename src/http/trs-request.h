/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "trs-exchange.h"
#include "trs-form.h"

G_BEGIN_DECLS

/* One request on its way through the router: what was asked, by whom, and the one answer. */
typedef struct _TrsRequest TrsRequest;

TrsRequest *trs_request_new (SoupServerMessage *message, const char *path, const char *base_url);
TrsRequest *trs_request_new_for_exchange (TrsExchange *exchange, const char *base_url);
TrsRequest *trs_request_new_recorded (const char *method,
                                      const char *path,
                                      const char *query,
                                      GBytes *body,
                                      const char *base_url);
TrsRequest *trs_request_ref (TrsRequest *self);
void trs_request_unref (TrsRequest *self);

SoupServerMessage *trs_request_get_message (TrsRequest *self);
TrsExchange *trs_request_get_exchange (TrsRequest *self);
const char *trs_request_get_method (TrsRequest *self);
const char *trs_request_get_path (TrsRequest *self);
const char *trs_request_get_base_url (TrsRequest *self);
const char *trs_request_get_header (TrsRequest *self, const char *name);
SoupMessageHeaders *trs_request_get_headers (TrsRequest *self);
SoupMessageHeaders *trs_request_get_response_headers (TrsRequest *self);

gboolean trs_request_parse_query (TrsRequest *self, GError **error);
gboolean trs_request_parse (TrsRequest *self, GError **error);
const char *trs_request_get_query_text (TrsRequest *self);
const char *trs_request_get_original_query (TrsRequest *self);
gboolean trs_request_set_query_text (TrsRequest *self, const char *text, GError **error);
TrsForm *trs_request_get_query (TrsRequest *self);
TrsForm *trs_request_get_form (TrsRequest *self);
GBytes *trs_request_dup_body (TrsRequest *self);

void trs_request_set_variable (TrsRequest *self, const char *name, const char *value);
const char *trs_request_get_variable (TrsRequest *self, const char *name);
gboolean trs_request_has_variable (TrsRequest *self, const char *name);
void trs_request_set_account_sid (TrsRequest *self, const char *account_sid);
const char *trs_request_get_account_sid (TrsRequest *self);

void trs_request_take_guest (TrsRequest *self, gpointer guest, GDestroyNotify free_guest);
gpointer trs_request_steal_guest (TrsRequest *self);
gpointer trs_request_get_guest (TrsRequest *self);
void trs_request_set_operation (TrsRequest *self,
                                const char *method,
                                const char *path,
                                TrsForm *params);
void trs_request_set_envelope (TrsRequest *self, const char *event_type);
JsonObject *trs_request_wrap (TrsRequest *self, JsonObject *payload);
gboolean trs_request_has_envelope (TrsRequest *self);

void trs_request_set_etag (TrsRequest *self, int version);
gboolean trs_request_get_if_match (TrsRequest *self, int *version);

void trs_request_answer (TrsRequest *self, guint status, JsonNode *node);
void trs_request_answer_object (TrsRequest *self, guint status, JsonObject *object);
void trs_request_answer_empty (TrsRequest *self, guint status);
void trs_request_answer_text (TrsRequest *self,
                              guint status,
                              const char *content_type,
                              const char *text);
void trs_request_answer_error (TrsRequest *self, const GError *error);
void trs_request_refuse (TrsRequest *self, int code, const char *message);
void trs_request_log_unserved (TrsRequest *self, const char *where);
void trs_request_refuse_unknown (TrsRequest *self);
void trs_request_set_status (TrsRequest *self, guint status, const char *reason);
guint trs_request_get_status (TrsRequest *self);
/* Called when a request that was held has its answer, before that goes out. */
typedef void (*TrsRequestReleasedFunc) (TrsRequest *request, gpointer user_data);

void trs_request_hold (TrsRequest *self);
gboolean trs_request_is_held (TrsRequest *self);
void trs_request_set_released_func (TrsRequest *self,
                                    TrsRequestReleasedFunc func,
                                    gpointer user_data);
void trs_request_release (TrsRequest *self);
void trs_request_leave_out (TrsRequest *self);
gboolean trs_request_is_left_out (TrsRequest *self);
void trs_request_mark_answered (TrsRequest *self);
gboolean trs_request_is_answered (TrsRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsRequest, trs_request_unref)

G_END_DECLS
