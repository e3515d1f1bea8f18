/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-company-client.h"

G_BEGIN_DECLS

/* A desk says to a company's server that it is still there. */
void tr_company_client_beat_async (TrCompanyClient *self,
                                   TrToken *token,
                                   const char *device,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean tr_company_client_beat_finish (TrCompanyClient *self,
                                        GAsyncResult *result,
                                        guint *every, /* out: seconds; 0: not wanted */
                                        GError **error);

G_END_DECLS
