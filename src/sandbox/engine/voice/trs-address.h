/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can be called: +16505550100, client:alice, sip:alice@example.com. */
gboolean trs_address_is_valid (const char *address);
const char *trs_address_get_country (const char *address);
const char *trs_address_get_hint (const char *address);

G_END_DECLS
