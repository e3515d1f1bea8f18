/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TSV_TYPE_VERIFIER (tsv_verifier_get_type ())
G_DECLARE_FINAL_TYPE (TsvVerifier, tsv_verifier, TSV, VERIFIER, GObject)

/* Checks passwords in threads of its own: one takes tens of milliseconds, on purpose. */
TsvVerifier *tsv_verifier_new (int cost, GError **error);

void tsv_verifier_check_async (TsvVerifier *self,
                               const char *password,
                               const char *hash,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean tsv_verifier_check_finish (TsvVerifier *self, GAsyncResult *result, GError **error);

G_END_DECLS
