/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What systemd and a service say to each other, without its library. */
GPtrArray *tsv_systemd_take_sockets (gboolean has_tls, GError **error);
void tsv_systemd_notify (const char *state);

G_END_DECLS
