/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TR_TYPE_ENDPOINTS (tr_endpoints_get_type ())
G_DECLARE_FINAL_TYPE (TrEndpoints, tr_endpoints, TR, ENDPOINTS, GObject)

/* Where the service's parts live. With a base URL (the sandbox, a proxy) all parts share it and are
 * told apart by path; without one they are the official hosts. */
TrEndpoints *tr_endpoints_new (const char *base_url, GError **error);

const char *tr_endpoints_get_taskrouter (TrEndpoints *self); /* no path, no slash at the end */
const char *tr_endpoints_get_api (TrEndpoints *self);
const char *tr_endpoints_get_studio (TrEndpoints *self);
const char *tr_endpoints_get_event_bridge (TrEndpoints *self); /* …/v1/wschannels */
char *tr_endpoints_dup_event_socket (TrEndpoints *self); /* ws:// or wss:// form of the above */
gboolean tr_endpoints_is_official (TrEndpoints *self);

G_END_DECLS
