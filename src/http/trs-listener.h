/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "trs-patience.h"

G_BEGIN_DECLS

/* A port whose connections are handed to a SoupServer. */
typedef struct _TrsListener TrsListener;

TrsListener *trs_listener_new (SoupServer *server,
                               guint16 port,
                               GTlsCertificate *certificate,
                               GError **error);
void trs_listener_free (TrsListener *self);

void trs_listener_set_patience (TrsListener *self, TrsPatience *patience);
guint trs_listener_get_port (TrsListener *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsListener, trs_listener_free)

G_END_DECLS
