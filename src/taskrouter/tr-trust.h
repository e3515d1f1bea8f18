/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The environment variable that names the file, as the sandbox's --print-env writes it. */
#define TR_TRUST_VARIABLE "TR_CA_FILE"

gboolean tr_trust_apply (SoupSession *session, const char *ca_file, GError **error);

G_END_DECLS
