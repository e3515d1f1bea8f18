/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/trs-webhook.h"
#include "trs-engine.h"

G_BEGIN_DECLS

#define TRS_TYPE_SERVER (trs_server_get_type ())
G_DECLARE_FINAL_TYPE (TrsServer, trs_server, TRS, SERVER, GObject)

typedef struct _TrsState TrsState;

/* Everything of the service that goes over a wire, around an engine that knows none. */
TrsServer *trs_server_new (TrsEngine *engine);

void trs_server_set_random_seed (TrsServer *self, guint32 random_seed);
gboolean trs_server_take_state (TrsServer *self, TrsState *state, GError **error);
TrsState *trs_server_get_state (TrsServer *self);
void trs_server_set_engine (TrsServer *self, TrsEngine *engine);
gboolean trs_server_repeat (TrsServer *self, JsonObject *entry, GError **error);
void trs_server_resume (TrsServer *self);

void trs_server_allow_origin (TrsServer *self, const char *origin);
void trs_server_set_certificate (TrsServer *self, GTlsCertificate *certificate);
gboolean trs_server_listen (TrsServer *self, guint16 port, GError **error);
void trs_server_close (TrsServer *self);

guint trs_server_get_port (TrsServer *self);
const char *trs_server_get_base_url (TrsServer *self);
TrsEngine *trs_server_get_engine (TrsServer *self);
TrsWebhook *trs_server_get_webhook (TrsServer *self);

G_END_DECLS
