/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client-queues.h"
#include "tr-company-client.h"

G_BEGIN_DECLS

/* Who waits, as a company's server has counted for all its desks. */
void tr_company_client_count_queues_async (TrCompanyClient *self,
                                           TrToken *token,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
GPtrArray *tr_company_client_count_queues_finish (TrCompanyClient *self,
                                                  GAsyncResult *result,
                                                  GError **error);

G_END_DECLS
