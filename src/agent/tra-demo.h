/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tr-clock.h"

G_BEGIN_DECLS

/* The sandbox's seed: the worker that the demo signs in as, and his phone. */
#define TRA_DEMO_WORKER "dave"
#define TRA_DEMO_PHONE "+16505551111"

#define TRA_TYPE_DEMO (tra_demo_get_type ())
G_DECLARE_FINAL_TYPE (TraDemo, tra_demo, TRA, DEMO, GObject)

/* A sandbox of our own, started as a child process on a free port; it ends with this object, and
 * with this process however that ends. */
TraDemo *tra_demo_new (TrClock *clock);

void tra_demo_start_async (TraDemo *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean tra_demo_start_finish (TraDemo *self, GAsyncResult *result, GError **error);
void tra_demo_stop (TraDemo *self);

/* All nullable until it has started. */
const char *tra_demo_get_url (TraDemo *self);
const char *tra_demo_get_account_sid (TraDemo *self);
const char *tra_demo_get_api_key_sid (TraDemo *self);
const char *tra_demo_get_api_key_secret (TraDemo *self);
const char *tra_demo_get_workspace_sid (TraDemo *self);

G_END_DECLS
