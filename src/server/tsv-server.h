/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-context.h"

G_BEGIN_DECLS

#define TSV_TYPE_SERVER (tsv_server_get_type ())
G_DECLARE_FINAL_TYPE (TsvServer, tsv_server, TSV, SERVER, GObject)

/* What answers: the listeners, the routes, and what they work with. */
TsvServer *tsv_server_new (TsvConfig *config, TrClock *clock, GError **error);

gboolean tsv_server_listen (TsvServer *self, GError **error);
gboolean tsv_server_listen_on (TsvServer *self, GSocket *socket, GError **error);
gboolean tsv_server_renew_certificate (TsvServer *self, GError **error);
const char *tsv_server_get_url (TsvServer *self); /* where it listened first */

/* No new requests; @callback is called once the last one has its answer, or after some seconds. */
typedef void (*TsvServerDrainedFunc) (gpointer user_data);
void tsv_server_drain (TsvServer *self, TsvServerDrainedFunc callback, gpointer user_data);

G_END_DECLS
