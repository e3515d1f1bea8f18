/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client.h"

G_BEGIN_DECLS

/* For a resource that others change, too: which version the answer of tr_client_request_async () is
 * of, and a change of that version alone; of another one it fails with TR_ERROR_CONFLICT. */
char *tr_client_request_dup_version (TrClient *self, GAsyncResult *result); /* nullable */
void tr_client_change_async (TrClient *self,
                             TrService service,
                             const char *path,
                             const char *version, /* nullable: whatever it is */
                             const char *const *form,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data); /* ends with tr_client_request_finish () */

G_END_DECLS
