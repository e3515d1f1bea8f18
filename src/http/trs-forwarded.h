/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GInetAddress *trs_forwarded_parse (const char *list);

G_END_DECLS
