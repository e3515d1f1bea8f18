/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "tr-endpoints.h"
#include "tr-service-time.h"
#include "tr-token-keeper.h"

G_BEGIN_DECLS

/* The version of the official SDK whose behaviour on the wire we follow; it is asked for in each
 * request and connection. */
#define TR_BRIDGE_CLIENT_VERSION "2.1.1"

#define TR_TYPE_BRIDGE (tr_bridge_get_type ())
G_DECLARE_FINAL_TYPE (TrBridge, tr_bridge, TR, BRIDGE, GObject)

/* A worker's requests: each is one POST to the event bridge, with the token in use. */
TrBridge *tr_bridge_new (TrEndpoints *endpoints,
                         SoupSession *session,
                         TrTokenKeeper *keeper,
                         TrClock *clock);

void tr_bridge_request_async (TrBridge *self,
                              const char *method,
                              const char *path,
                              const char *api_version,
                              JsonObject *parameters, /* nullable */
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* The same, done only if the resource still has this version; else TR_ERROR_CONFLICT. */
void tr_bridge_request_if_match_async (TrBridge *self,
                                       const char *method,
                                       const char *path,
                                       const char *api_version,
                                       gint64 version,
                                       JsonObject *parameters, /* nullable */
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
JsonNode *tr_bridge_request_finish (TrBridge *self, GAsyncResult *result, GError **error);
gsize tr_bridge_request_get_size (TrBridge *self, GAsyncResult *result); /* bytes of the answer */

void tr_bridge_list_async (TrBridge *self,
                           const char *path,
                           const char *api_version,
                           JsonObject *parameters, /* nullable */
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
JsonArray *tr_bridge_list_finish (TrBridge *self, GAsyncResult *result, GError **error);

TrServiceTime *tr_bridge_get_service_time (TrBridge *self);

char *tr_bridge_dup_uri (TrEndpoints *endpoints, TrToken *token);
char *tr_bridge_dup_socket_uri (TrEndpoints *endpoints, TrToken *token, gboolean close_existing);

G_END_DECLS
