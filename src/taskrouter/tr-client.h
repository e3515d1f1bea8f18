/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "tr-clock.h"
#include "tr-company-token-source.h"
#include "tr-credentials.h"
#include "tr-endpoints.h"
#include "tr-error.h"

G_BEGIN_DECLS

#define TR_TYPE_CLIENT (tr_client_get_type ())
G_DECLARE_FINAL_TYPE (TrClient, tr_client, TR, CLIENT, GObject)

/**
 * TrService:
 * @TR_SERVICE_TASKROUTER: paths below `/v1`, as `Workspaces/WS…`
 * @TR_SERVICE_API: paths below `/2010-04-01/Accounts/AC…`, as `Conferences/CF….json`
 * @TR_SERVICE_STUDIO: paths below `/v2`, as `Flows`
 */
typedef enum
{
  TR_SERVICE_TASKROUTER,
  TR_SERVICE_API,
  TR_SERVICE_STUDIO,
} TrService;

/* REST with Basic auth. Every answer is capped in size and depth and checked before it is seen. */
TrClient *tr_client_new (TrEndpoints *endpoints, TrCredentials *credentials, SoupSession *session);
/* The same through a company's server, with the worker's token of the moment: what that server asks
 * the service for a desk. Studio is not for desks. */
TrClient *tr_client_new_for_company (TrCompanyClient *company,
                                     TrCompanyTokenSource *source,
                                     SoupSession *session);
void tr_client_set_clock (TrClient *self, TrClock *clock); /* for deadlines; default: the machine's */

TrEndpoints *tr_client_get_endpoints (TrClient *self);     /* nullable: a company's server is between */
TrCredentials *tr_client_get_credentials (TrClient *self); /* likewise */
SoupSession *tr_client_get_session (TrClient *self);

/* One request. @form: (nullable) pairs of name, value, …, NULL: the query of a GET, the body of a
 * POST. The result is the decoded body; NULL without an error after a 204. */
void tr_client_request_async (TrClient *self,
                              TrService service,
                              const char *method,
                              const char *path,
                              const char *const *form,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
JsonNode *tr_client_request_finish (TrClient *self, GAsyncResult *result, GError **error);

/* All pages of a list, up to @limit items (0: all), of both envelopes (meta.key and 2010 style). */
void tr_client_list_async (TrClient *self,
                           TrService service,
                           const char *path,
                           const char *const *query,
                           guint limit,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
JsonArray *tr_client_list_finish (TrClient *self, GAsyncResult *result, GError **error);

/* Finds a workspace by SID or friendly name; TR_ERROR_NOT_FOUND names it. Gives its SID. */
void tr_client_find_workspace_async (TrClient *self,
                                     const char *name_or_sid,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
char *tr_client_find_workspace_finish (TrClient *self,
                                       GAsyncResult *result,
                                       char **friendly_name, /* out, optional */
                                       GError **error);

/* Finds a worker by SID or friendly name. Gives its SID. */
void tr_client_find_worker_async (TrClient *self,
                                  const char *workspace_sid,
                                  const char *name_or_sid,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *tr_client_find_worker_finish (TrClient *self, GAsyncResult *result, GError **error);

/* Ends a conference for everybody on it. One that is over already is a success. */
void tr_client_end_conference_async (TrClient *self,
                                     const char *conference_sid,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean tr_client_end_conference_finish (TrClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
