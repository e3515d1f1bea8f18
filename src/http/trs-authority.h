/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A certificate authority that is made for one run: it signs the server's certificate, and nothing
 * after that, as its key is forgotten. No key is ever written to a file. */
typedef struct _TrsAuthority TrsAuthority;

TrsAuthority *trs_authority_new (gint64 now, GError **error);
void trs_authority_free (TrsAuthority *self);

GTlsCertificate *trs_authority_get_server_certificate (TrsAuthority *self);
gboolean trs_authority_write (TrsAuthority *self, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsAuthority, trs_authority_free)

G_END_DECLS
