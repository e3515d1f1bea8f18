/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "tr-clock.h"
#include "tr-company-grant.h"
#include "tr-error.h"

G_BEGIN_DECLS

#define TR_TYPE_COMPANY_CLIENT (tr_company_client_get_type ())
G_DECLARE_FINAL_TYPE (TrCompanyClient, tr_company_client, TR, COMPANY_CLIENT, GObject)

/* A company's own server (task-router-server), which signs agents in who hold nothing of the
 * account's. Every answer is capped in size and depth and checked before it is seen. */
TrCompanyClient *tr_company_client_new (const char *address,
                                        SoupSession *session,
                                        TrClock *clock,
                                        GError **error);
const char *tr_company_client_get_address (TrCompanyClient *self);

void tr_company_client_sign_in_async (TrCompanyClient *self,
                                      const char *worker,
                                      const char *password,
                                      const char *device, /* nullable: the server makes one */
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void tr_company_client_refresh_async (TrCompanyClient *self,
                                      const char *refresh_token,
                                      const char *device,
                                      const char *attempt, /* nullable */
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* Of signing in and of refreshing. */
TrCompanyGrant *tr_company_client_grant_finish (TrCompanyClient *self,
                                                GAsyncResult *result,
                                                GError **error);

void tr_company_client_sign_out_async (TrCompanyClient *self,
                                       const char *refresh_token,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
void tr_company_client_end_conference_async (TrCompanyClient *self,
                                             TrToken *token,
                                             const char *conference_sid,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
void tr_company_client_complete_task_async (TrCompanyClient *self,
                                            TrToken *token,
                                            const char *task_sid,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
/* Of the three above. */
gboolean tr_company_client_operation_finish (TrCompanyClient *self,
                                             GAsyncResult *result,
                                             GError **error);

G_END_DECLS
